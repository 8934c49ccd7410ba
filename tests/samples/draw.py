"""Draw the samples that people label by hand: pairs of organisations, and cities of organisations.

The samples were drawn once with this program, before any code that they judge was written::

    python tests/samples/draw.py ../shared/data tests/samples

Pairs come from all pairs of one country and two sources, which are put into strata by a crude
score (Jaccard similarity of the letter trigrams of two names, in lower case and without accents).
A pair of names that share no word of four letters is one that no blocking on words proposes; these
make two strata of their own. Each row keeps the number of pairs in its stratum, so that figures on
the sample can be weighted. Half of each stratum is for tuning, half is for one final test.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
from scipy.sparse import csr_matrix

SEED = 20261121
# Lower bound of the crude score, and how many pairs to draw for each pair of sources.
STRATA = {"0.8": (0.8, 130), "0.6": (0.6, 45), "0.4": (0.4, 40), "0.2": (0.2, 30)}
APART = {"apart-near": (0.12, 17), "apart": (0.0, 17)}
ALPHA_2 = {"UK": "GB", "EL": "GR"}
CITIES = 200


def plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", kept).strip()


def sources(folder: Path) -> dict[str, pl.DataFrame]:
    eccp = pl.read_csv(folder / "eccp/cluster_organisations.csv")
    cordis = pl.read_csv(folder / "cordis/h2020_2017_organisations_odfest.csv", infer_schema=False)
    bundled = pl.read_csv("data/organisations.csv", infer_schema=False)
    frames = {
        "eccp": eccp.select("name", "country", pl.lit("").alias("other_names")),
        "bundled": bundled.select("name", "country", pl.col("alt_names").alias("other_names")),
        "cordis": cordis.select("name", "country", pl.lit("").alias("other_names")),
    }
    country = pl.col("country").replace(ALPHA_2)
    return {name: frame.drop_nulls(["name", "country"]).unique(maintain_order=True)
            .with_columns(country, pl.col("other_names").fill_null(""))
            for name, frame in frames.items()}


def features(names: list[str], found: dict[str, int], words: bool) -> csr_matrix:
    rows, columns = [], []
    for row, name in enumerate(map(plain, names)):
        parts = {word for word in name.split() if len(word) > 3} if words else {
            f" {name} "[at : at + 3] for at in range(len(name))}
        for part in sorted(parts):
            rows.append(row)
            columns.append(found.setdefault(part, len(found)))
    ones = np.ones(len(rows), dtype=np.int32)
    return csr_matrix((ones, (rows, columns)), shape=(len(names), 400_000))


def scored(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """All pairs of one country: positions, crude score, whether they share a word."""
    first, second = left["name"].to_list(), right["name"].to_list()
    trigrams: dict[str, int] = {}
    a, b = features(first, trigrams, False), features(second, trigrams, False)
    common = (a @ b.T).toarray()
    union = np.asarray(a.sum(1)) + np.asarray(b.sum(1)).T - common
    words: dict[str, int] = {}
    shared = (features(first, words, True) @ features(second, words, True).T).toarray() > 0
    score = (common / np.maximum(union, 1)).ravel()
    at = np.indices(common.shape).reshape(2, -1)
    return pl.DataFrame({"a": at[0], "b": at[1], "score": score, "shared": shared.ravel()})


def pairs(name_a: str, name_b: str, tables: dict[str, pl.DataFrame]) -> Iterator[pl.DataFrame]:
    for (country,), left in sorted(tables[name_a].group_by(["country"], maintain_order=True)):
        right = tables[name_b].filter(pl.col("country") == country)
        if not right.height:
            continue
        found = scored(left, right)
        yield pl.DataFrame({
            "source_a": pl.repeat(name_a, found.height, eager=True),
            "name_a": left["name"][found["a"]], "other_names_a": left["other_names"][found["a"]],
            "source_b": pl.repeat(name_b, found.height, eager=True),
            "name_b": right["name"][found["b"]], "other_names_b": right["other_names"][found["b"]],
            "country": pl.repeat(country, found.height, eager=True),
            "score": found["score"].round(3), "shared": found["shared"],
        })


def stratum() -> pl.Expr:
    expression = pl.lit("none")
    for name, (low, _) in reversed(STRATA.items()):
        expression = pl.when(pl.col("score") >= low).then(pl.lit(name)).otherwise(expression)
    apart = pl.lit("apart")
    for name, (low, _) in reversed(APART.items()):
        apart = pl.when(pl.col("score") >= low).then(pl.lit(name)).otherwise(apart)
    return pl.when(pl.col("shared")).then(expression).otherwise(apart).alias("stratum")


def draw_pairs(folder: Path) -> pl.DataFrame:
    tables = sources(folder)
    wanted = {name: count for name, (_, count) in {**STRATA, **APART}.items()}
    drawn = []
    for a, b in (("eccp", "bundled"), ("eccp", "cordis"), ("bundled", "cordis")):
        found = pl.concat(list(pairs(a, b, tables))).with_columns(stratum())
        for (name,), group in sorted(found.group_by(["stratum"], maintain_order=True)):
            count = min(wanted.get(name, 0), group.height)
            sample = group.sample(count, seed=SEED, shuffle=True)
            half = pl.Series("half", ["tune" if at % 2 else "test" for at in range(count)])
            size = pl.Series("stratum_size", [group.height] * count, dtype=pl.Int64)
            drawn.append(sample.with_columns(half, size))
    sample = pl.concat(drawn).sample(fraction=1.0, seed=SEED, shuffle=True).drop("shared")
    return sample.with_row_index("pair", offset=1)


def draw_cities(folder: Path) -> pl.DataFrame:
    table = pl.read_csv(folder / "eccp/cluster_organisations.csv").with_row_index("line", offset=2)
    shares = table.group_by("country", maintain_order=True).len().sort("country")
    left = CITIES - shares.height  # one of each country, the rest by size
    exact = (shares["len"] - 1) / (shares["len"] - 1).sum() * left
    counts = exact.floor().cast(pl.Int64)
    by_rest = (exact - exact.floor()).arg_sort(descending=True)[: left - counts.sum()]
    more = pl.Series([int(at in set(by_rest.to_list())) for at in range(shares.height)])
    wanted = dict(zip(shares["country"], (counts + more + 1).to_list(), strict=True))
    rows = [table.filter(pl.col("country") == country).sample(count, seed=SEED)
            for country, count in wanted.items()]
    return pl.concat(rows).select("line", "name", "country", "city").sort("line")


if __name__ == "__main__":
    data, output = Path(sys.argv[1]), Path(sys.argv[2])
    draw_pairs(data).write_csv(output / "pairs.csv")
    draw_cities(data).write_csv(output / "cities.csv")
