"""The report: every number equals its command's, the same bytes twice, nothing fetched."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

from clusterkg.app.cli import cli
from clusterkg.app.report import page
from clusterkg.graph import KnowledgeGraph, analyses
from clusterkg.graph.result import Result

KEYS = {"bridges": ("id",), "links": ("sector_a", "sector_b"), "coverage": ("measure",),
        "places": ("measure",), "failures": ("thing", "kind", "sector_a", "sector_b"),
        "ranks": ("id",), "theme-links": ("sector_a", "sector_b"),
        "atlas": ("region", "sector"), "recommend": ("cluster", "partner")}
Row = dict[str, str]


class Numbers(HTMLParser):
    """Collects the cells that name a command, the anchors, the ids, and what the page loads."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[dict[str, str]] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"]] if tag == "a" else []
        self.loads += [found[name] for name in ("src", "srcset", "data") if name in found]
        self.loads += [found["href"]] if tag in ("link", "use", "image") else []
        self._open = tag == "td" and "data-source" in found
        if self._open:
            self.cells.append({**found, "shown": ""})

    def handle_data(self, data: str) -> None:
        if self.cells and self._open is False and self.tags[-1] == "a":
            self.cells[-1]["shown"] = self.cells[-1]["shown"] or data.strip()


@dataclass
class Computed:
    """What a page was made from: the bridges, and the results of its sections by their names."""

    bridges: list[pl.DataFrame] = field(default_factory=list)
    results: dict[str, Result] = field(default_factory=dict)


@pytest.fixture(scope="module")
def computed() -> Computed:
    return Computed()


@pytest.fixture(scope="module")
def report(kg: KnowledgeGraph, quick: None, computed: Computed) -> page.Report:
    bridges, run = page.tables.bridges, analyses.run

    def seen(*given: Any, **options: Any) -> pl.DataFrame:
        computed.bridges.append(bridges(*given, **options))
        return computed.bridges[-1]

    def ran(kg: KnowledgeGraph, name: str, **options: Any) -> Result:
        computed.results[name] = run(kg, name, **options)
        return computed.results[name]

    with pytest.MonkeyPatch.context() as watched:
        watched.setattr(page.tables, "bridges", seen)
        watched.setattr(analyses, "run", ran)
        return page.make(kg, seed=3)


@pytest.fixture(scope="module")
def parsed(report: page.Report) -> Numbers:
    numbers = Numbers()
    numbers.feed(report.html)
    return numbers


def printed(kg: KnowledgeGraph, command: str) -> list[Row]:
    place = kg.version.parents[1]
    done = CliRunner().invoke(cli, [*command.split()[1:], "-g", str(place)])
    assert done.exit_code == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


@pytest.fixture(scope="module")
def outputs(kg: KnowledgeGraph, quick: None) -> dict[str, dict[str, Row]]:
    return {
        key: {" ".join(row[name] for name in KEYS[key]): row for row in printed(kg, command)}
        for key, command in page.commands(3).items()
    }


def of_command(row: Row, column: str) -> str:
    if column == "count/of":
        return repr(int(row["count"]) / int(row["of"]))
    return row[column]


def same(exact: str, expected: str) -> bool:
    if exact == expected:
        return True
    return bool(exact and expected) and float(exact) == float(expected)


def test_every_number_is_the_command_s(
    parsed: Numbers, outputs: dict[str, dict[str, Row]]
) -> None:
    assert len(parsed.cells) > 600
    assert {cell["data-source"] for cell in parsed.cells} == set(KEYS)
    for cell in parsed.cells:
        row = outputs[cell["data-source"]][cell["data-row"]]
        assert same(cell["data-value"], of_command(row, cell["data-column"])), cell


def test_what_is_shown_is_the_number_rounded(parsed: Numbers) -> None:
    assert list(wrongly_shown(parsed)) == []


def wrongly_shown(parsed: Numbers) -> Iterator[dict[str, str]]:
    words = {"true": "yes", "false": "no", "": "–"}
    for cell in parsed.cells:
        shown, exact = cell["shown"].replace(",", "").replace("−", "-"), cell["data-value"]
        if exact in words:
            good = shown == words[exact]
        else:
            scale = 100 if shown.endswith("%") else 1
            digits = len(shown.rstrip("%").partition(".")[2])
            good = abs(float(shown.rstrip("%")) - float(exact) * scale) <= 0.5 * 10**-digits + 1e-9
        if not good:
            yield cell


def test_no_number_in_a_table_is_without_a_source(report: page.Report) -> None:
    plain = re.findall(r"<td>([^<]*)</td>", report.html)
    assert plain
    assert [words for words in plain if re.fullmatch(r"[−\d.,%\s]+", words)] == []


def test_links_inside_the_page_lead_somewhere(parsed: Numbers) -> None:
    assert {link[1:] for link in parsed.links if link.startswith("#")} <= set(parsed.ids)
    assert len(parsed.ids) == len(set(parsed.ids))


def test_the_page_loads_nothing(report: page.Report, parsed: Numbers) -> None:
    assert parsed.loads == ["data:,"]
    assert not {"script", "iframe", "object", "embed", "img"} & set(parsed.tags)
    assert not re.search(r"url\(|@import", report.html)
    assert len(report.html.encode()) < 5_000_000


def test_the_same_bytes_twice(kg: KnowledgeGraph, report: page.Report) -> None:
    assert page.make(kg, seed=3).html == report.html


@pytest.mark.usefixtures("quick", "report")
def test_a_label_is_never_markup(
    kg: KnowledgeGraph, computed: Computed, monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = "<script>alert(1)</script>"
    labels = pl.selectors.ends_with("label") | pl.selectors.starts_with("label")

    def planted(table: pl.DataFrame) -> pl.DataFrame:
        return table.with_columns((labels & pl.selectors.string()).map_elements(
            lambda _: evil, return_dtype=pl.String
        ))

    def again(_: KnowledgeGraph, name: str, **__: object) -> Result:
        return replace(computed.results[name], table=planted(computed.results[name].table))

    monkeypatch.setattr(page.tables, "bridges", lambda *_, **__: planted(computed.bridges[0]))
    monkeypatch.setattr(analyses, "run", again)
    html = page.make(kg, seed=3).html
    assert "<script" not in html
    assert html.count("&lt;script&gt;") > 80
