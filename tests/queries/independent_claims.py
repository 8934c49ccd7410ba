"""Supersession and repetition, counted again from the bundled tables without any graph."""

import re
from dataclasses import dataclass
from functools import cache

from .independent import Row, table

# By hand: what a thing has once. All other properties may have several values.
SINGLE_VALUED = frozenset(
    {"name", "startDate", "endDate", "deadline", "placeName", "timeOfDay", "mergedInto",
     "callPublication"}
)
# By hand: the indicators of the vocabulary that are series.
SERIES = frozenset({
    "company-offers", "disruptions-detected", "eccp-associations-networks", "eccp-eu-meetings",
    "eccp-events-promoted", "eccp-international-meetings", "eccp-matchmaking-events",
    "eccp-meeting-clusters", "eccp-monthly-visitors", "eccp-news", "eccp-profiles",
    "eccp-subscriptions",
})
PLANS = frozenset({"announced", "expected", "planned", "proposed", "to-be-confirmed"})
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")


@dataclass(frozen=True)
class Claim:
    """A row of the tables of figures or statements, with its document's date."""

    name: str
    matter: tuple[str, ...]
    said: tuple[str, ...]
    as_of: str
    stated_on: str
    doubtful: bool


@cache
def claims() -> tuple[Claim, ...]:
    """Return all claims."""
    return tuple(
        _claim(kind, row) for kind in ("observation", "statement") for row in table(f"{kind}s")
    )


def superseded() -> set[Row]:
    """Return the newer and the older claim of each pair."""
    return {
        (new.name, old.name) for old in claims() for new in claims()
        if _supersedes(new, old) and not new.doubtful
    }


def repeated() -> set[Row]:
    """Return the later claim and the one that it repeats, of each pair."""
    return {
        (new.name, old.name) for old in claims() for new in claims()
        if new.matter == old.matter and new.said == old.said and old.stated_on < new.stated_on
    }


def stale() -> set[Row]:
    """Return the repeated claims that a claim of an earlier document had already replaced."""
    known = {claim.name: claim for claim in claims()}
    return {
        (copy, old) for copy, old in repeated() for new in claims()
        if new.said != known[old].said and _supersedes(new, known[old]) and not new.doubtful
        and new.stated_on < known[copy].stated_on and new.as_of <= known[copy].as_of
    }


def _supersedes(new: Claim, old: Claim) -> bool:
    shorter = min(len(new.as_of), len(old.as_of))
    if new.matter[:2] != old.matter[:2] or new.as_of[:shorter] <= old.as_of[:shorter]:
        return False
    what, status, _ = old.matter[1:]
    if len(old.said) == 1:
        return new.said == old.said or (
            what in SINGLE_VALUED and status in PLANS and not _compatible(new.said[0], old.said[0])
        )
    return new.matter == old.matter and (
        new.said == old.said or status in PLANS or what in SERIES
    )


def _compatible(one: str, other: str) -> bool:
    """Say whether two values are dates of which one only says more."""
    dates = _DATE.fullmatch(one) and _DATE.fullmatch(other)
    return bool(dates) and (one.startswith(other) or other.startswith(one))


def _claim(kind: str, row: dict[str, str]) -> Claim:
    days = {paper["document_id"]: paper["date"] for paper in table("documents")}
    figure = ("value", "lower", "upper", "qualifier")
    said = figure if kind == "observation" else ("value",)
    return Claim(
        f"id:{kind}/{row[f'{kind}_id']}",
        (row["subject"], row.get("indicator") or row["property"], row["status"],
         row.get("population", "")),
        tuple(row[column] for column in said),
        row["as_of"], days[row["document"]], row["certainty"] == "doubtful",
    )
