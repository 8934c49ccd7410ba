"""The report: one self-contained page with all that was found, and how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from clusterkg.graph.linkage import LinkageResult
from clusterkg.graph.network import Network

from . import cells, charts, findings, map_figure, network_figure, tables
from .analysed import SECTIONS
from .cells import Cell
from .sections import Shown, show

if TYPE_CHECKING:
    from clusterkg.graph.store import KnowledgeGraph

FIRST, RESAMPLES = 10, 200
_MEASURES: tuple[tuple[str, str, int | None], ...] = (
    ("partnerships", "Partnerships", None),
    ("degree", "Degree", None),
    ("cross_sector_bridging", "Score", 2),
    ("cross_sector_z", "z", 2),
    ("cross_sector_brokerage", "Cross-sector brokerage", 0),
    ("sector_liaison", "Liaison", 0),
    ("sector_itinerant", "Itinerant", 0),
    ("sector_gatekeeper", "Gatekeeper", 0),
    ("sector_representative", "Representative", 0),
    ("sector_coordinator", "Coordinator", 0),
    ("betweenness", "Betweenness", 4),
    ("constraint", "Constraint", 3),
    ("participation_sectors", "Participation", 2),
    ("articulation_point", "Articulation point", None),
)
_LINKS: tuple[tuple[str, str, int | None], ...] = (
    ("observed", "Observed", None), ("expected", "Expected", 1), ("variance", "Variance", 1),
    ("p", "p", 3), ("q", "q", 3), ("significant", "More than chance", None),
    ("fractional", "Fractional", 2),
)


@dataclass(frozen=True)
class Report:
    """The page, and the two results in it."""

    html: str
    first: list[dict[str, Any]]
    links: LinkageResult


def make(kg: "KnowledgeGraph", seed: int = 0) -> Report:
    """Compute everything and render the page; the same graph and seed give the same bytes."""
    network = kg.network()
    table = tables.bridges(kg, network, seed=seed, resamples=RESAMPLES)
    rows = table.to_dicts()
    first = [row for row in rows if (row["rank"] or FIRST + 1) <= FIRST]
    result = tables.links(kg)
    named = tables.named(result, tables.ecosystem_labels(kg))
    links = tables.with_names(result.table, tables.ecosystem_labels(kg)).to_dicts()
    sections = [show(kg, section, seed) for section in SECTIONS]
    context = {
        "seed": seed, "version": version("clusterkg"), "digest": str(kg.summary["digest"])[:16],
        "style": Markup(_file("style.css")),
        "findings": [
            *findings.sentences(rows, first, named),
            *(sentence for section in sections for sentence in section.findings),
        ],
        "sections": sections, "forbidden": _forbidden(sections),
        "coverage": _coverage(kg), "commands": commands(seed),
        "bridges_head": [label for _, label, _ in _MEASURES], "bridges": _bridges(first),
        "links_head": [label for _, label, _ in _LINKS], "links": _links(links),
        "link_sentence": named.sentence(), "link_coverage": result.coverage,
        "sources": kg.query("source_counts").rows(),
        **_figures(kg, network, rows, first, links, seed),
    }
    return Report(_render(context), first, named)


def commands(seed: int) -> dict[str, str]:
    """Return the command that prints each table of the page, by the key its cells name."""
    return {
        "bridges": f"clusterkg bridges --seed {seed} --bootstrap {RESAMPLES} --top {FIRST} -f csv",
        "links": "clusterkg links -f csv",
        "coverage": "clusterkg query coverage -f csv",
        "places": "clusterkg query cluster_place_coverage -f csv",
        **{section.name: section.command(seed) for section in SECTIONS},
    }


def _forbidden(sections: Sequence[Shown]) -> dict[str, list[str]]:
    """What the data forbid to say: each sentence once, with the sections that it holds for."""
    holds: dict[str, list[str]] = {}
    for section in sections:
        for note in section.notes:
            holds.setdefault(note, []).append(section.title)
    return holds


def _coverage(kg: "KnowledgeGraph") -> list[list[Cell]]:
    found = []
    for source, query in (("coverage", "coverage"), ("places", "cluster_place_coverage")):
        for row in kg.query(query).rows():
            key = row["measure"]
            numbers = [cells.number(source, key, name, row[name]) for name in ("count", "of")]
            share = cells.share(source, key, row["count"], row["of"])
            found.append([cells.text(key.capitalize()), *numbers, share])
    return found


def _bridges(first: Sequence[dict[str, Any]]) -> list[list[Cell]]:
    return [
        [
            cells.number("bridges", row["id"], "rank", row["rank"]),
            cells.number("bridges", row["id"], "rank_low", row["rank_low"]),
            cells.number("bridges", row["id"], "rank_high", row["rank_high"]),
            cells.text(row["label"]), cells.text(row["country"] or "–"),
            cells.text(", ".join(row["sectors"] or ()) or "unknown"),
            *(cells.number("bridges", row["id"], name, row[name], digits)
              for name, _, digits in _MEASURES),
        ]
        for row in first
    ]


def _links(links: Sequence[dict[str, Any]]) -> list[list[Cell]]:
    return [
        [
            cells.text(row["label_a"]), cells.text(row["label_b"]),
            *(cells.number("links", f"{row['sector_a']} {row['sector_b']}", name, row[name], digits)
              for name, _, digits in _LINKS),
        ]
        for row in links
    ]


def _figures(
    kg: "KnowledgeGraph", network: Network, rows: Sequence[dict[str, Any]],
    first: Sequence[dict[str, Any]], links: Sequence[dict[str, Any]], seed: int,
) -> dict[str, Any]:
    by_id = {row["id"]: row for row in rows}
    ranked = sum(row["rank"] is not None for row in rows)
    drawn = network_figure.draw(network.evidence, by_id, seed) if network.evidence else None
    return {
        "matrix": charts.matrix(links), "roles": charts.roles(first), "drawn": drawn,
        "intervals": charts.intervals(first, ranked) if first else "",
        "map": map_figure.draw(kg.query("cluster_places").rows(), by_id),
    }


def _render(context: dict[str, Any]) -> str:
    from jinja2 import Environment, StrictUndefined

    # Labels come from data: whatever is not marked as ours is escaped.
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_file("page.html")).render(context)


def _file(name: str) -> str:
    return files("clusterkg.app.report").joinpath(name).read_text(encoding="utf-8")
