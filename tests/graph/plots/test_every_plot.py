"""The plot of every analysis: of no row, of one and of many, with gaps, and with awkward labels."""

import struct
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest
from matplotlib.figure import Figure

from clusterkg.graph import KnowledgeGraph
from clusterkg.graph.analyses import loaded, named, run
from clusterkg.graph.analysis import Analysis
from clusterkg.graph.plots.export import DPI, save
from clusterkg.graph.registry import ANALYSES
from clusterkg.graph.result import Result
from tests.graph.plots.made import filled
from tests.graph.run_analyses import few

SVG = "{http://www.w3.org/2000/svg}"
each = pytest.mark.parametrize("analysis", ANALYSES, ids=lambda analysis: analysis.name)


class Forms(dict[str, Result]):
    """The result of each analysis, without rows, run once."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        super().__init__()
        self.graph = graph

    def __missing__(self, name: str) -> Result:
        self[name] = run(self.graph, name, **few(named(name)))
        return self[name]


@pytest.fixture(scope="module")
def forms(nothing: KnowledgeGraph) -> Forms:
    return Forms(nothing)


def drawn(analysis: Analysis, result: Result) -> Figure:
    figure = loaded(analysis.plot)(result)
    assert isinstance(figure, Figure)
    return figure


def saved(figure: Figure, path: Path) -> bytes:
    save(figure, path)
    return path.read_bytes()


def words(svg: bytes) -> list[str]:
    """Return the lines of text of a drawing; it has no script."""
    root = ElementTree.fromstring(svg)
    assert not [node for node in root.iter() if node.tag.endswith("script")]
    return ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]


def told(figure: Figure, path: Path) -> list[str]:
    """Return the lines of text of a plot, which has title, axes and caption."""
    shown = words(saved(figure, path))
    assert figure.get_suptitle().splitlines()[0].replace(r"\$", "$") in shown
    caption = " ".join(figure.get_supxlabel().split())
    assert "members listed 922, members stated 1,547" in caption
    assert caption.endswith("Seed 7. A note.")
    first, *others = figure.axes
    assert first.get_xlabel() or any(axes.get_ylabel() for axes in others) or not first.axison
    return shown


@each
@pytest.mark.parametrize("rows", [0, 1])
def test_no_row_and_one_are_drawn(
    analysis: Analysis, rows: int, forms: Forms, tmp_path: Path
) -> None:
    told(drawn(analysis, filled(forms[analysis.name], rows)), tmp_path / "plot.svg")


@each
def test_what_is_not_known_is_not_drawn(
    analysis: Analysis, forms: Forms, tmp_path: Path
) -> None:
    told(drawn(analysis, filled(forms[analysis.name], 3, gaps=True)), tmp_path / "plot.svg")


@each
def test_many_rows_are_drawn_alike_twice(
    analysis: Analysis, forms: Forms, tmp_path: Path
) -> None:
    result = filled(forms[analysis.name], 12)
    figure = drawn(analysis, result)
    shown = " ".join(told(figure, tmp_path / "one.svg"))
    labelled = any(f"{name} {row}" in shown
                   for name, kind in result.table.schema.items() if kind == pl.String
                   for row in range(12))
    assert labelled or analysis.name in NO_LABELS
    assert "汉" not in shown
    assert saved(drawn(analysis, result), tmp_path / "other.svg") \
        == (tmp_path / "one.svg").read_bytes() == saved(figure, tmp_path / "again.svg")
    assert_size(figure, saved(figure, tmp_path / "plot.png"))


def assert_size(figure: Figure, png: bytes) -> None:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    wide, high = figure.get_size_inches() * DPI
    # Half a dot more or less is a matter of rounding.
    assert (width, height) == pytest.approx((wide, high), abs=1)


# Their lines and axes have numbers for names.
NO_LABELS = {"communities", "two-mode-communities", "cohesion", "change"}
