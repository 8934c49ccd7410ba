"""Structural business statistics of Eurostat: persons employed by region and activity, 2014.

The table has labels where codes should be. Regions are found by
:mod:`~clusterkg.loaders.labelled_places` in lists of codes that are given as further files (any
that the source ``nuts-codes`` takes; the list of 2013 and ``nuts_changes.csv`` have all editions
that the labels are of), else in the bundled list, whose codes are those of 2024. Divisions of NACE
have codes; sections and groups are found by their names in a file of NACE Rev. 2 that is given
along (any that the source ``nace-rev2`` takes). A figure whose place is not found has its label
alone, and the label is reported; one whose activity is not found is rejected.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from clusterkg.ontology import iris, rdf

from . import nace2, nuts, nuts_lists
from .columnar.source import Column, OutsideSource, Table
from .labelled_places import Found, find, plain
from .nuts_editions import Editions
from .reject import Reject

if TYPE_CHECKING:
    from .columnar.load import Load

_YEAR, _EDITION = "2014", "2013"
_VALUE = f"persons_employed_{_YEAR}"
_TABLE = Table(
    name="persons employed by region and activity", nodes=(),
    columns=(
        Column("geo_row", required=True, rule="digits"),
        Column("geo_label", required=True),
        Column("nace_r2_division", pattern="[0-9]{2}"),
        Column("nace_label", required=True),
        Column(_VALUE, rule="decimal"),
    ),
    key=("geo_row", "nace_r2_division", "nace_label"),
)
_NO_VALUE = "this column may not be empty; Eurostat gives no figure here"
_NO_ACTIVITY = "the name of one section or group of NACE Rev. 2; give a file of these along"
Row = dict[str, Any]


def statistics(load: "Load") -> Iterator[rdf.Triple]:
    """Yield the figures of all rows, after the last of them and all lists of codes were read."""
    editions, activities, rows = Editions(), defaultdict[str, list[str]](list), list[Row]()
    for name, table, frame in load.rows():
        for row in frame.iter_rows(named=True):
            if table is _TABLE:
                rows.append({**row, "#file": name})
            elif table in nace2.SOURCE.tables:
                code = row["NACE Rev. 2"] if "NACE Rev. 2" in row else row["nace2"]
                activities[plain(row["Name"])].append(code)
            else:
                nuts_lists.take(editions, name, table, row)
    places = _places(rows, editions)
    load.rejects.extend(_unmatched(rows, places))
    yield from _figures(load, rows, places, activities)


def _places(rows: list[Row], editions: Editions) -> dict[str, Found]:
    """Return what the label of each row of the wide table stands for, by the row's number."""
    labels = {row["geo_row"]: row["geo_label"] for row in rows}
    ordered = sorted(labels, key=int)
    edition = _EDITION
    if not editions.labels:
        edition = _bundled(editions)
    return dict(zip(ordered, find([labels[at] for at in ordered], editions, edition), strict=True))


def _bundled(editions: Editions) -> str:
    """Fill a list with the bundled regions, as of one edition; return that edition."""
    for region in nuts.current():
        editions.hold(region.code, "2024", region.label)
    return "2024"


def _unmatched(rows: list[Row], places: Mapping[str, Found]) -> Iterator[Reject]:
    """Yield one note for each label without a place; its figures are in the graph nevertheless."""
    figures = Counter(row["geo_row"] for row in rows if row[_VALUE])
    told = set[str]()
    for row in rows:
        at = row["geo_row"]
        if figures[at] and not places[at].code and at not in told:
            told.add(at)
            hint = f"no one region of this name here; {figures[at]} figures have the name alone"
            yield Reject(row["#file"], row["#line"], "geo_label", "place-unmatched",
                         row["geo_label"], hint, "")


def _figures(
    load: "Load", rows: list[Row], places: Mapping[str, Found],
    activities: Mapping[str, list[str]],
) -> Iterator[rdf.Triple]:
    division, rejects = "", []
    for row in rows:
        division = row["nace_r2_division"] or division
        code = row["nace_r2_division"] or _activity(row, division, activities)
        if not row[_VALUE]:
            rejects.append(_reject(row, _VALUE, "required", _NO_VALUE))
        elif not code:
            rejects.append(_reject(row, "nace_label", "nace-unmatched", _NO_ACTIVITY))
        else:
            yield from _figure(row, code, places[row["geo_row"]])
    load.reject(rejects)


def _reject(row: Row, column: str, rule: str, hint: str) -> Reject:
    found = ",".join(row[one.name] or "" for one in _TABLE.columns)
    return Reject(row["#file"], row["#line"], column, rule, row[column] or "", hint, found)


def _activity(row: Row, division: str, activities: Mapping[str, list[str]]) -> str:
    """Return the section of a name, or the group of the division above; empty if not just one."""
    codes = set(activities.get(plain(row["nace_label"]), ()))
    fitting = [code for code in codes if len(code) == 1 or code[:-1] == f"{division}."]
    return fitting[0] if len(fitting) == 1 else ""


def _figure(row: Row, code: str, place: Found) -> Iterator[rdf.Triple]:
    inferred = place.code or not row["nace_r2_division"]
    return rdf.describe(rdf.ref(f"statistic/sbs-{_YEAR}/{row['geo_row']}/{code}"), [
        ("rdf:type", rdf.iri("ckg:Statistic")),
        ("ckg:statisticOf", rdf.iri(iris.nuts(place.code)) if place.code else None),
        ("ckg:statedName", rdf.text(place.label)),
        ("ckg:country", rdf.iri(iris.nuts(place.country)) if place.country else None),
        ("ckg:naceDivision", rdf.iri(nace2.NAMESPACE + code.replace(".", ""))),
        ("ckg:indicator", rdf.ref("indicator/persons-employed")),
        ("ckg:value", rdf.decimal(row[_VALUE])),
        ("ckg:unit", rdf.ref("unit/count")),
        ("ckg:asOf", rdf.date(_YEAR)),
        ("ckg:certainty", rdf.ref("certainty/inferred") if inferred else None),
    ])


SOURCE = OutsideSource(
    name="business-statistics",
    title="Structural business statistics: persons employed by NUTS 2 region and activity, 2014",
    origin="https://wikis.ec.europa.eu/x/6YGBBg",
    licence="https://creativecommons.org/licenses/by/4.0/",
    attribution="European Commission, Eurostat: structural business statistics",
    tables=(_TABLE, *nuts_lists.SOURCE.tables, *nace2.SOURCE.tables),
    whole=statistics,
)
