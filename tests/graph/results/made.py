"""Results made in tests: of every type of column, with gaps, lists and awkward texts."""

import datetime
import math

import polars as pl

from clusterkg.graph.result import Result
from clusterkg.graph.result_triples import Basis

DIGEST = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
BASIS = Basis(DIGEST, {"https://w3id.org/clusterkg/graph/nuts/2024": DIGEST}, "clusterkg 1.2.3")

LINKS = Result(
    "links",
    pl.DataFrame({
        "sector_a": ["id:ecosystem/textile", "id:ecosystem/textile"],
        "sector_b": ["id:ecosystem/tourism", "id:ecosystem/health"],
        "observed": [7, 2], "lift": [2.5, None], "lift_low": [1.5, None], "lift_high": [4.0, None],
        "q": [0.01, 0.4], "significant": [True, False],
        "evidence": [["id:partnership/escp-s3/tex4im", "id:partnership/escp-4i/x"], []],
    }),
    ("sector_a", "sector_b"), {"alpha": 0.05, "model": "bicm", "samples": 1000, "exact": False},
    "members by partnerships", {"members listed": 922, "members stated": 1547},
    ("A first sentence.", "A second."), 7,
)
EVERYTHING = Result(
    "every type",
    pl.DataFrame({
        "value": [0.1 + 0.2, math.inf, -math.inf, None, 5e-324],
        "key two": [1, 2, 3, 4, 5],
        "key": ["nuts:ITC1", "a text", "id:a b", "ckg:noSuchTerm", ""],
        "text": ["line\nbreak\t\"q\" \\ é \u2028 \x00\x1f", "<b>&amp;</b>", " ", "", None],
        "day": [datetime.date(2018, 11, 22), None, datetime.date(1, 1, 1), None, None],
        "truth": [True, False, None, True, False],
        "small": pl.Series([1.5, None, 0.1, 2.0, 3.0], dtype=pl.Float32),
        "large": pl.Series([2**64 - 1, 0, None, 1, 2], dtype=pl.UInt64),
        "tiny": pl.Series([-128, 127, None, 0, 1], dtype=pl.Int8),
        "numbers": [[1.5, None, 2.5], [], None, [0.0], [math.inf]],
        "names": [["id:a/b", "x", "x", "", None], [], None, ["nace:C13"], ["nuts:IT"]],
        "none at all": pl.Series([None] * 5, dtype=pl.Int64),
        "100 % / ∑": [1, 2, 3, 4, 5],
        "count": [1, 2, None, 4, 5], "count_low": [0, None, 1, 2, 3], "count_high": [9, 9, 9, 9, 9],
    }),
    ("key", "key two"),
)
EMPTY = Result("nothing", LINKS.table.clear(), LINKS.keys)
WHOLE = Result("whole", pl.DataFrame({"modularity": [0.84]}), ())
ALL = (LINKS, EVERYTHING, EMPTY, WHOLE)
