"""The answers over the whole dataset, counted again from the bundled files without any graph.

Each function returns the rows that a query must give, in the order of the columns that the
expectation or the question names.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CARRYING = ("skos:exactMatch", "skos:closeMatch", "skos:broadMatch")
# By hand, from the codes that section 1 of the inventory gives for the twelve names.
PILOT_REGIONS = {
    "ES13": "nuts:ES13", "FRB": "nuts:FRB", "FI1D": "nuts:FI1D", "FRF": "nuts:FRF",
    "UKD3": "nuts:UKD3", "FRE": "nuts:FRE", "LT": "country:LTU", "SE31": "nuts:SE31",
    "ITC1": "nuts:ITC1", "DED": "nuts:DED", "SI": "country:SVN", "BE3": "nuts:BE3",
}
Row = tuple[object, ...]


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a bundled table."""
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def members() -> dict[str, set[str]]:
    """Return the organisations of each partnership, by the curated and the documents' tables."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in (*table("memberships"), *table("document_memberships")):
        found[row["partnership_id"]].add(row["organisation_id"])
    return dict(found)


def partnerships() -> set[str]:
    """Return all partnerships: the curated ones and those that only a document names."""
    named = {row["entity_id"].removeprefix("partnership/") for row in table("entities")
             if row["kind"] == "partnership"}
    return named | {row["partnership_id"] for row in table("partnerships")}


def clusters_in_several(minimum: int = 2) -> list[Row]:
    """Return clusters with how many consortia they are in."""
    kinds = {row["organisation_id"]: row["kind"] for row in table("organisations")}
    clusters = {name for name, kind in kinds.items() if kind == "cluster"}
    consortia: dict[str, set[str]] = defaultdict(set)
    for partnership, organisations in members().items():
        for organisation in organisations & clusters:
            consortia[organisation].add(_consortium(partnership))
    return [(f"id:organisation/{name}", len(found)) for name, found in consortia.items()
            if len(found) >= minimum]


def co_partner_pairs(minimum: int = 2) -> list[Row]:
    """Return pairs of organisations with how many consortia they share."""
    shared = Counter(
        pair for found in _by_consortium().values() for pair in combinations(sorted(found), 2)
    )
    return [(f"id:organisation/{a}", f"id:organisation/{b}", count)
            for (a, b), count in shared.items() if count >= minimum]


def sector_pairs() -> list[Row]:
    """Return pairs of ecosystems with how many consortia join them by two members."""
    carried, joined = _ecosystems(), Counter[tuple[str, str]]()
    listed = {_consortium(row["partnership_id"]) for row in table("partnerships")}
    for partnership, organisations in _by_consortium().items():
        if partnership in listed:
            joined.update({
                pair for one, other in combinations(organisations, 2)
                for a in carried[one] for b in carried[other] if a != b
                for pair in [(min(a, b), max(a, b))]
            })
    return [(a, b, count) for (a, b), count in joined.items()]


def coverage() -> list[Row]:
    """Return every partnership with its members listed and stated."""
    stated = {row["partnership_id"]: row["members_stated"] for row in table("partnerships")}
    return [
        (f"id:partnership/{name}", len(members().get(name, ())), _number(stated.get(name, "")))
        for name in partnerships()
    ]


def admission_unknown() -> list[Row]:
    """Return every cluster organisation as unknown: no table has a column of admission's facts."""
    return [(f"id:organisation/{row['organisation_id']}", 0, *["unknown"] * 6)
            for row in table("organisations") if row["kind"] == "cluster"]


def areas_and_partnerships() -> list[Row]:
    """Return the S3 areas with the partnerships that work in each, or with none."""
    text = (ROOT / "ontology/vocabularies/s3-areas.ttl").read_text(encoding="utf-8")
    at_work: dict[str, list[str]] = defaultdict(list)
    for row in table("s3_area_partnerships"):
        at_work[row["s3_area"]].append(f"id:partnership/{row['partnership_id']}")
    return [
        (f"id:s3-area/{area}", partnership)
        for area in re.findall(r"id/s3-area/([a-z0-9-]+)> a ckg:S3ThematicArea", text)
        for partnership in (*at_work.get(area, ()),) or (None,)
    ]


def chains_and_stages() -> list[Row]:
    """Return the value chains with their stages and what each feeds, read from the Turtle text."""
    text = (ROOT / "ontology/vocabularies/value-chains.ttl").read_text(encoding="utf-8")
    things = dict(re.findall(r"^<[^>]*/id/([^>]+)> a ckg:ValueChain(.*?) \.$", text, re.M | re.S))
    return [row for name in things if name.startswith("value-chain/")
            for row in _chain(name, things)]


def organisations_of(prefix: str) -> list[Row]:
    """Return the organisations whose region code begins with a code."""
    return [(f"id:organisation/{row['organisation_id']}", row["nuts_code"])
            for row in table("organisations") if row["nuts_code"].startswith(prefix)]


def pilot_regions_with_members(partnership: str) -> list[Row]:
    """Return the pilot regions in which a partnership's members have their seats."""
    codes = {row["organisation_id"]: row["nuts_code"] for row in table("organisations")}
    return [
        (region, "seat", f"id:organisation/{organisation}")
        for organisation in members()[partnership]
        for code, region in PILOT_REGIONS.items() if codes[organisation].startswith(code)
    ]


def numbers_with_meanings() -> list[Row]:
    """Return the numbers of the documents that are figures of two or more different things."""
    meanings: dict[Decimal, set[tuple[str, str]]] = defaultdict(set)
    for row in table("observations"):
        for cell in filter(None, (row["value"], row["lower"], row["upper"])):
            meanings[Decimal(cell)].add((row["indicator"], row["subject"]))
    return [(int(number), len(found)) for number, found in meanings.items() if len(found) > 1]


def claims_checked() -> list[Row]:
    """Return the one row of an answer without a stale copy: how many claims were checked."""
    return [(None, len(table("observations")) + len(table("statements")))]


def under_instrument(instrument: str) -> list[Row]:
    """Return the partnerships of an instrument, in the tables or in a document's list."""
    curated = {row["partnership_id"] for row in table("partnerships")}
    listed = {
        row["value"].removeprefix("partnership/") for row in table("statements")
        if row["property"] == "listsProject" and row["subject"] == f"instrument/{instrument}"
    }
    found = {name for name in curated | listed if name.startswith(f"{instrument}/")}
    return [(f"id:partnership/{name}",) for name in found]


def names_of_members(partnership: str) -> list[Row]:
    """Return a partnership's members as a document prints them and as they are called today."""
    today = {row["organisation_id"]: row["name"] for row in table("organisations")}
    return [(row["stated_name"], today[row["organisation_id"]])
            for row in table("document_memberships") if row["partnership_id"] == partnership]


def _by_consortium() -> dict[str, set[str]]:
    merged: dict[str, set[str]] = defaultdict(set)
    for partnership, organisations in members().items():
        merged[_consortium(partnership)] |= organisations
    return merged


def _consortium(partnership: str) -> str:
    for row in table("same_consortium"):
        if partnership == row["partnership_b"]:
            return row["partnership_a"]
    return partnership


def _ecosystems() -> dict[str, set[str]]:
    by_theme: dict[str, set[str]] = defaultdict(set)
    for row in _themes():
        certain = row["object_id"].startswith("id:ecosystem/") and float(row["confidence"]) >= 0.5
        if certain and row["predicate_id"] in CARRYING:
            by_theme[row["subject_label"].casefold()].add(row["object_id"])
    return defaultdict(set, {
        row["organisation_id"]: {
            ecosystem for theme in row["themes"].split(";")
            for ecosystem in by_theme[theme.strip().casefold()]
        }
        for row in table("organisations")
    })


def country_status(day: str) -> list[Row]:
    """Return the countries that were in the Union or in COSME on a day, and how surely.

    The day is one after COSME began, so that a country without a start may have been in it.
    """
    import pycountry

    codes = {country.alpha_2: country.alpha_3 for country in pycountry.countries} | {"XK": "1A0"}
    return [
        (f"country:{codes[row['country']]}", f"id:{row['of']}", _standing(row, day), row["basis"])
        for row in table("country_memberships")
        if row["start_date"] <= day and (not row["end_date"] or day[:len(row["end_date"])]
                                         <= row["end_date"])
    ]


def _standing(row: dict[str, str], day: str) -> str:
    if row["basis"] == "in-force" or "" < row["as_of"] <= day:
        return "member"
    return "signed" if row["start_date"] else "unknown"


def _themes() -> Iterator[dict[str, str]]:
    with (ROOT / "data" / "themes.sssom.tsv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader((line for line in file if line[0] != "#"), delimiter="\t")


def _chain(name: str, things: dict[str, str]) -> Iterator[Row]:
    stages = _links(things[name], "hasStage")
    for stage in stages:
        for fed in (*_links(things[stage], "feeds"),) or (None,):
            yield (f"id:{name}", f"id:{stage}", fed and f"id:{fed}")
    if not stages:
        yield (f"id:{name}", None, None)


def _links(block: str, name: str) -> list[str]:
    found = re.search(rf"ckg:{name}\s+(<[^;]*?>)\s*(?:;|$)", block)
    return re.findall(r"/id/([^>]+)>", found[1]) if found else []


def _number(cell: str) -> int | None:
    return int(cell) if cell else None
