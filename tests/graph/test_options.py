"""Options below their least value are refused, whoever gives them."""

import pytest

from clusterkg.graph import KnowledgeGraph
from clusterkg.graph.analyses import run
from clusterkg.graph.analysis import Option, OptionError
from clusterkg.graph.network import NetworkError
from clusterkg.graph.registry import ANALYSES


def test_least() -> None:
    option = Option("k", 10, "how many", 1)
    assert option.read("1") == option.read(1) == 1
    for given in ("0", 0, "-1"):
        with pytest.raises(OptionError, match=f"^k={given}: 1 or more was expected$"):
            option.read(given)


def test_whole_numbers_that_no_array_could_hold_are_refused() -> None:
    with pytest.raises(OptionError, match=r"^k=1000000000: 999999999 or less was expected$"):
        Option("k", 10, "how many").read("1000000000")


def test_defaults_are_allowed() -> None:
    for analysis in ANALYSES:
        for option in analysis.options:
            assert option.read(option.default) == option.default


@pytest.mark.parametrize(
    ("name", "option", "value"),
    [
        ("recommend", "k", "-1"), ("recommend", "resamples", "-5"), ("prediction", "cuts", "0"),
        ("prediction", "resamples", "-1"), ("persistence", "resamples", "-1"),
        ("persistence", "longest", "0"), ("lineage", "resamples", "-1"),
        ("broker-stability", "resamples", "-1"), ("broker-stability", "first", "-1"),
        ("complementarity", "first", "-3"), ("relatedness", "least", "-1"),
        ("complexity", "resamples", "0"), ("change", "years", "0"),
        ("links", "samples", "0"), ("backbone", "samples", "0"), ("bridging-null", "samples", "-1"),
        ("key-players", "size", "0"), ("key-players", "resamples", "-1"),
        ("current-flow", "walks", "0"), ("region-links", "bins", "0"),
    ],
)
def test_a_value_too_small_is_refused(
    kg: KnowledgeGraph, name: str, option: str, value: str
) -> None:
    with pytest.raises(OptionError, match=f"{option}={value}: . or more was expected"):
        run(kg, name, **{option: value})


def test_an_unknown_cluster_is_told_what_ids_look_like(kg: KnowledgeGraph) -> None:
    with pytest.raises(NetworkError, match=r"'nobody' names 0 .*an id is such as id:organ"):
        run(kg, "recommend", cluster="nobody", resamples="1")
