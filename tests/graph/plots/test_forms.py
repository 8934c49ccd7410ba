"""The general forms of plots, what is told in them, and how they are written."""

from pathlib import Path
from typing import Any

import matplotlib
import polars as pl
import pytest

from clusterkg.graph.plots import bars, dots, lines, matrix, scatter, words
from clusterkg.graph.plots.export import PlotError, save
from clusterkg.graph.plots.reading import numbers
from clusterkg.graph.result import Result


def texts(axes: Any) -> list[str]:
    return [label.get_text() for label in axes.get_yticklabels()]


def test_intervals_lie_around_their_dots() -> None:
    shown = dots.Dots(["a", "b", "c"], [1.0, 2.0, None], "euros", [0.5, None, 1.0],
                      [1.5, None, 2.0])
    axes = dots.draw(shown, "T", "C").axes[0]
    assert [tuple(line.get_xdata()) for line in axes.lines] == [(0.5, 1.5), (1.0, 2.0)]
    assert axes.collections[0].get_offsets().tolist() == [[1.0, 0.0], [2.0, 1.0]]
    assert (axes.get_xlabel(), texts(axes)) == ("euros", ["a", "b", "c"])


def test_a_dot_whose_interval_is_not_reliable_is_hollow() -> None:
    shown = dots.Dots(["a", "b"], [1.0, 2.0], "x", reliable=[True, False])
    faces = dots.draw(shown, "T", "C").axes[0].collections[0].get_facecolors()
    assert faces[1].tolist() == [1.0, 1.0, 1.0, 1.0]
    assert faces[0].tolist() != faces[1].tolist()


def test_dots_of_one_name_share_a_line_and_differ_in_marker() -> None:
    shown = dots.Dots(["a", "a"], [1.0, 2.0], "x", groups=["one", "other"], shared=True)
    axes = dots.draw(shown, "T", "C").axes[0]
    assert texts(axes) == ["a"]
    paths = [one.get_paths()[0].vertices.tolist() for one in axes.collections]
    assert paths[0] != paths[1]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["one", "other"]


def test_equal_names_are_told_apart_by_a_number() -> None:
    assert words.distinct(["a", "b", "a", "a"]) == ["a", "b", "a (2)", "a (3)"]


def test_a_matrix_writes_its_numbers_and_hatches_what_is_missing() -> None:
    shown = matrix.Matrix(["r"], ["c", "d"], {("r", "c"): 2.0}, "ties", {("r", "c"): "2 ★"})
    figure = matrix.draw(shown, "T", "C")
    axes, scale = figure.axes
    assert [text.get_text() for text in axes.texts] == ["2 ★"]
    assert scale.get_ylabel() == "ties"
    assert axes.patch.get_hatch()
    assert axes.collections[0].get_array().mask.tolist() == [[False, True]]


def test_colours_of_a_matrix_change_sides_in_the_middle() -> None:
    shown = matrix.Matrix(["r"], ["c", "d"], {("r", "c"): 3.0, ("r", "d"): 0.5}, "x", middle=1.0)
    norm = matrix.draw(shown, "T", "C").axes[0].collections[0].norm
    assert (norm.vmin, norm.vmax) == (-1.0, 3.0)


def test_lines_have_bands_and_each_its_dash() -> None:
    points = [lines.Point(s, x, x, x - 1, x + 1) for s in "ab" for x in (0.0, 1.0)]
    axes = lines.draw(lines.Lines(points, "years", "share"), "T", "C").axes[0]
    assert len(axes.collections) == 2
    drawn = [line for line in axes.lines if line.get_marker() != "None"]
    assert [line.get_linestyle() for line in drawn] == ["-", "--"]


def test_parts_of_bars_lie_one_after_the_other_and_differ_in_hatching() -> None:
    shown = bars.Bars(["a"], {"one": [2.0], "none": [None], "other": [3.0]}, "ties")
    axes = bars.draw(shown, "T", "C").axes[0]
    assert [(bar.get_x(), bar.get_width()) for bar in axes.patches] == [(0, 2), (2, 0), (2, 3)]
    assert len({bar.get_hatch() for bar in axes.patches}) == 3


def test_points_without_a_value_are_left_out() -> None:
    shown = scatter.Scatter([1.0, None, 2.0], [1.0, 1.0, -1.0], ["a", "b", "c"], "x", "y",
                            logarithmic=True)
    axes = scatter.draw(shown, "T", "C").axes[0]
    assert axes.collections[0].get_offsets().tolist() == [[1.0, 1.0]]
    assert [text.get_text() for text in axes.texts] == ["a"]


@pytest.mark.parametrize("draw", [
    lambda: dots.draw(dots.Dots([], [], "x"), "T", "C"),
    lambda: dots.draw(dots.Dots(["a"], [None], "x"), "T", "C"),
    lambda: matrix.draw(matrix.Matrix([], [], {}, "x"), "T", "C"),
    lambda: lines.draw(lines.Lines([], "x", "y"), "T", "C"),
    lambda: bars.draw(bars.Bars([], {}, "x"), "T", "C"),
    lambda: scatter.draw(scatter.Scatter([], [], [], "x", "y"), "T", "C"),
])
def test_nothing_to_draw_is_said(draw: Any) -> None:
    assert [text.get_text() for text in draw().axes[0].texts] == ["There is nothing to draw."]


def test_labels_are_no_markup_and_have_one_line() -> None:
    assert words.label("costs $5 or $6") == r"costs \$5 or \$6"
    assert words.label("a\nb\x00\x1f  c\u2028d") == "a b c d"
    assert words.label("汉 é ★") == "□ é ★"
    assert words.label("a" * 60) == "a" * 43 + "…"
    assert [words.label(None), words.label(0.123456)] == ["unknown", "0.123"]
    assert words.name("id:ecosystem/agri-food") == "agri food"


def test_a_caption_says_how_much_is_drawn_and_what_it_rests_on() -> None:
    result = Result("r", pl.DataFrame({"a": [1, 2, 3]}), ("a",), network="clusters",
                    coverage={"listed": 1000}, notes=("Mind the gap.",), seed=3)
    assert words.caption(result, 2, "clusters") == (
        "2 of 3 clusters. Computed on: clusters. Rests on: listed 1,000. Seed 3. Mind the gap.")
    assert words.caption(result, 3).startswith("All 3 rows. ")


def test_numbers_that_are_none_are_unknown() -> None:
    table = pl.DataFrame({"x": [1.0, float("nan"), float("inf"), None]})
    assert numbers(table, "x") == [1.0, None, None, None]


def test_settings_of_others_stay(tmp_path: Path) -> None:
    before = dict(matplotlib.rcParams)
    figure = dots.draw(dots.Dots(["a"], [1.0], "x"), "T", "C")
    save(figure, tmp_path / "plot.svg")
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("name", ["plot.pdf", "plot", "missing/plot.svg"])
def test_what_cannot_be_written_is_said(tmp_path: Path, name: str) -> None:
    figure = dots.draw(dots.Dots(["a"], [1.0], "x"), "T", "C")
    with pytest.raises(PlotError, match="plot"):
        save(figure, tmp_path / name)


def test_a_drawing_has_its_title_and_neither_date_nor_version(tmp_path: Path) -> None:
    figure = dots.draw(dots.Dots(["a"], [1.0], "x"), "A title, $ and all", "C")
    save(figure, tmp_path / "plot.svg")
    text = (tmp_path / "plot.svg").read_text(encoding="utf-8")
    assert "<title>A title, $ and all</title>" in text
    assert "dc:date" not in text
    assert matplotlib.__version__ not in text
