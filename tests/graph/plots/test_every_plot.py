"""The plot of every analysis: of no row, of one and of many, with gaps, and with awkward labels."""

import struct
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure

from clusterkg.graph import KnowledgeGraph, open_graph
from clusterkg.graph.analyses import ANALYSES, Analysis, loaded, run
from clusterkg.graph.plots.export import DPI, save
from clusterkg.graph.result import Result
from tests.graph import sources
from tests.graph.plots.made import filled

SVG = "{http://www.w3.org/2000/svg}"
each = pytest.mark.parametrize("analysis", ANALYSES, ids=lambda analysis: analysis.name)
counts = pytest.mark.parametrize("rows", [0, 1, 60])


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    """A graph without organisations: its results have no rows, and the columns of all others."""
    folder = tmp_path_factory.mktemp("nothing") / "kg"
    sources.build(folder, sources.triples([1]))
    with open_graph(folder) as graph:
        yield graph


@pytest.fixture(scope="module")
def forms(nothing: KnowledgeGraph) -> dict[str, Result]:
    """The result of each analysis, without rows."""
    return {analysis.name: run(nothing, analysis.name) for analysis in ANALYSES}


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


@each
@counts
def test_a_plot_has_title_axes_and_caption(
    analysis: Analysis, rows: int, forms: dict[str, Result], tmp_path: Path
) -> None:
    result = filled(forms[analysis.name], rows)
    figure = drawn(analysis, result)
    shown = words(saved(figure, tmp_path / "plot.svg"))
    assert figure.get_suptitle().splitlines()[0].replace(r"\$", "$") in shown
    caption = " ".join(figure.get_supxlabel().split())
    assert "members listed 922, members stated 1,547" in caption
    assert caption.endswith("Seed 7. A note.")
    axes = figure.axes[0]
    if rows and axes.axison:
        named = [axes.get_xlabel(), axes.get_ylabel(), *(a.get_ylabel() for a in figure.axes[1:])]
        assert any(named)


@each
@counts
def test_the_same_result_gives_the_same_bytes(
    analysis: Analysis, rows: int, forms: dict[str, Result], tmp_path: Path
) -> None:
    result = filled(forms[analysis.name], rows)
    one, other = (drawn(analysis, result) for _ in range(2))
    first = saved(one, tmp_path / "one.svg")
    assert first == saved(other, tmp_path / "other.svg")
    assert first == saved(one, tmp_path / "again.svg")


@each
def test_a_picture_has_its_size(
    analysis: Analysis, forms: dict[str, Result], tmp_path: Path
) -> None:
    figure = drawn(analysis, filled(forms[analysis.name], 5))
    png = saved(figure, tmp_path / "plot.png")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    wide, high = figure.get_size_inches() * DPI
    assert (width, height) == (int(wide), int(high))
    assert png == saved(figure, tmp_path / "again.png")


@each
def test_what_is_not_known_is_not_drawn(
    analysis: Analysis, forms: dict[str, Result], tmp_path: Path
) -> None:
    gaps = filled(forms[analysis.name], 3, gaps=True)
    assert words(saved(drawn(analysis, gaps), tmp_path / "plot.svg"))


@each
def test_labels_are_in_the_drawing_as_they_are(
    analysis: Analysis, forms: dict[str, Result], tmp_path: Path
) -> None:
    result = filled(forms[analysis.name], 3)
    shown = " ".join(words(saved(drawn(analysis, result), tmp_path / "plot.svg")))
    texts = [name for name, kind in result.table.schema.items() if str(kind) == "String"]
    awkward = any(f"{name} {row}" in shown for name in texts for row in range(3))
    assert awkward or analysis.name in NO_LABELS
    assert "汉" not in shown


# Their lines and axes have numbers for names.
NO_LABELS = {"communities", "two-mode-communities", "cohesion", "change"}
