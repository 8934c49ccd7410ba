"""From organisations of several sources to links, pairs for review, and what contradicts itself."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from . import blocking
from .names import key
from .scoring import FEATURES, Organisation, Score, score

if TYPE_CHECKING:
    import polars as pl

THRESHOLD, LOWEST = 0.65, 0.25  # probabilities from which a pair is a link, and worth a review
COLUMNS = ("id", "source", "names", "country", "city", "website", "pic", "vat")
Key = tuple[str, str]
Proposing = Callable[[Sequence[Organisation], Sequence[Organisation]], Iterable[blocking.Pair]]
_NUMBER = FEATURES.index("number_same")


class Decision(NamedTuple):
    """What a person decided about a pair: accepted or not, who, and when."""

    accepted: bool
    reviewer: str
    date: str


class Match(NamedTuple):
    """A pair of organisations, how likely they are one, and what there is to say about it."""

    first: Organisation
    second: Organisation
    score: Score
    remark: str = ""
    decision: Decision | None = None

    @property
    def key(self) -> Key:
        """The two IRIs, sorted: a pair has no direction."""
        return pair_key(self.first.id, self.second.id)


@dataclass
class Outcome:
    """What reconciliation found.

    Attributes
    ----------
    links, band : list of Match
        Pairs that are linked, and pairs that a person should look at; sorted by their IRIs.
    candidates : dict of (str, str) to int
        How many pairs of two sources were compared.
    contradictions : list of str
        Links and decisions that do not go together, each in a sentence.
    """

    links: list[Match] = field(default_factory=list)
    band: list[Match] = field(default_factory=list)
    candidates: dict[Key, int] = field(default_factory=dict)
    contradictions: list[str] = field(default_factory=list)


def organisations(table: "pl.DataFrame") -> list[Organisation]:
    """Return the rows of a table as organisations, sorted by source and IRI.

    Parameters
    ----------
    table : polars.DataFrame
        Columns `COLUMNS`; ``names`` is a list, the main name first; cells may be empty.
    """
    rows = table.select(COLUMNS).sort("source", "id").iter_rows(named=True)
    return [
        Organisation(**{name: cell or "" for name, cell in row.items() if name != "names"},
                     labels=tuple(filter(None, row["names"] or ())))
        for row in rows
    ]


def reconcile(
    records: Sequence[Organisation],
    decisions: Mapping[Key, Decision] | None = None,
    threshold: float = THRESHOLD,
    propose: Proposing = blocking.candidates,
) -> Outcome:
    """Find the same organisation in different sources.

    A pair from ``threshold`` on is a link where neither of the two has a likelier partner in the
    other's source. A record that its own source holds twice, under one name, may have two. What
    is as likely as another pair, less likely than one, below the threshold, or joined by a third
    organisation alone, goes to review.

    Parameters
    ----------
    records : sequence of Organisation
        The organisations of all sources.
    decisions : mapping of (str, str) to Decision, optional
        What people decided, by the two IRIs in order; they stand above every score.
    threshold : float
        Probability from 0 to 1.
    propose : callable
        What proposes the pairs to compare; by default the blocking.
    """
    outcome, decided, sources = Outcome(), decisions or {}, _by_source(records)
    for left, right in combinations(sorted(sources), 2):
        pairs = list(propose(sources[left], sources[right]))
        outcome.candidates[left, right] = len(pairs)
        found = _scored(sources[left], sources[right], pairs, decided)
        _share_out(found, threshold, outcome)
    outcome.links.sort(key=lambda match: match.key)
    chained = (match for match in implied(outcome.links) if match.key not in decided)
    band = {match.key: match for match in (*outcome.band, *chained)}
    outcome.band = [band[pair] for pair in sorted(band)]
    outcome.contradictions = contradictions(outcome.links, decided)
    outcome.contradictions += _of_one_source(records, decided)
    return outcome


def pair_key(first: str, second: str) -> Key:
    """Return two IRIs in order."""
    return (first, second) if first <= second else (second, first)


def identities(links: Iterable[Match]) -> dict[str, str]:
    """Return one IRI for all that links join, directly or by others: ``exactMatch`` is transitive.

    W3C, "SKOS Reference", section 10.
    """
    found: dict[str, str] = {}

    def root(iri: str) -> str:
        while found.setdefault(iri, iri) != iri:
            iri = found[iri]
        return iri

    for match in links:
        first, second = sorted((root(match.first.id), root(match.second.id)))
        found[second] = first
    return {iri: root(iri) for iri in sorted(found)}


def contradictions(links: Sequence[Match], decisions: Mapping[Key, Decision]) -> list[str]:
    """Return what is wrong with chains of links, a sentence each.

    Where A is B and B is C, A is C: a rejected pair of a chain contradicts it, and so do two
    organisations of one source that a chain joins under different names.
    """
    groups: defaultdict[str, dict[str, Organisation]] = defaultdict(dict)
    joined = identities(links)
    for record in (record for match in links for record in (match.first, match.second)):
        groups[joined[record.id]][record.id] = record
    found = []
    for _, members in sorted(groups.items()):
        for one, other in combinations(sorted(members), 2):
            fault = _fault(members[one], members[other], decisions)
            if fault:
                found.append(f"links join {one} and {other}, {fault}")
    return found


def implied(links: Sequence[Match]) -> list[Match]:
    """Return the pairs of two sources that links join by a third organisation alone."""
    near: defaultdict[str, dict[str, Organisation]] = defaultdict(dict)
    known = {match.key for match in links}
    for match in links:
        near[match.first.id][match.second.id] = match.second
        near[match.second.id][match.first.id] = match.first
    found = {}
    for middle in sorted(near):
        for one, other in combinations(sorted(near[middle].values(), key=_place), 2):
            pair = pair_key(one.id, other.id)
            if one.source != other.source and pair not in known:
                found[pair] = Match(one, other, score(one, other), f"both match {middle}")
    return list(found.values())


def _by_source(records: Iterable[Organisation]) -> dict[str, list[Organisation]]:
    found: defaultdict[str, list[Organisation]] = defaultdict(list)
    for record in records:
        if record.labels:
            found[record.source].append(record)
    return found


def _of_one_source(
    records: Iterable[Organisation], decisions: Mapping[Key, Decision]
) -> list[str]:
    source = {record.id: record.source for record in records}
    return [
        f"{one} and {other}: a review accepts them, but both are of {source[one]}; links join "
        "different sources alone"
        for (one, other), decision in sorted(decisions.items())
        if decision.accepted and one in source and source[one] == source.get(other)
    ]


def _place(record: Organisation) -> Key:
    return record.source, record.id


def _fault(one: Organisation, other: Organisation, decisions: Mapping[Key, Decision]) -> str:
    pair = pair_key(one.id, other.id)
    if pair in decisions and not decisions[pair].accepted:
        return "but a review rejects that they are one"
    if one.source == other.source and key(one.names) != key(other.names):
        return f"but {one.source} holds them apart"
    return ""


def _scored(
    left: Sequence[Organisation], right: Sequence[Organisation],
    pairs: Iterable[blocking.Pair], decided: Mapping[Key, Decision],
) -> list[Match]:
    """Score the proposed pairs and those that were accepted; leave out the rejected ones."""
    found = {}
    for a, b in pairs:
        match = Match(left[a], right[b], score(left[a], right[b]))
        if match.score.probability >= LOWEST and match.key not in decided:
            found[match.key] = match
    return [*found.values(), *_accepted(left, right, decided)]


def _accepted(
    left: Sequence[Organisation], right: Sequence[Organisation], decided: Mapping[Key, Decision]
) -> list[Match]:
    ours, theirs = ({record.id: record for record in side} for side in (left, right))
    found = []
    for pair, decision in decided.items():
        for a, b in (pair, pair[::-1]):
            if decision.accepted and a in ours and b in theirs:
                value = score(ours[a], theirs[b])._replace(probability=1.0)
                found.append(Match(ours[a], theirs[b], value, decision=decision))
    return found


def _share_out(found: Sequence[Match], threshold: float, outcome: Outcome) -> None:
    """Put each match of two sources among the links or in the band."""
    around: defaultdict[str, list[Match]] = defaultdict(list)
    for match in found:
        for record in (match.first, match.second):
            around[record.id].append(match)
    for match in found:
        remark = _doubt(match, around, threshold)
        into = outcome.band if remark else outcome.links
        into.append(match._replace(remark=remark))


def _doubt(match: Match, around: Mapping[str, list[Match]], threshold: float) -> str:
    """Return why a match is no link; empty for a link."""
    if match.decision or match.score.features[_NUMBER]:
        return ""
    if match.score.probability < threshold:
        return "below the threshold"
    return (
        _rivalled(match, around[match.first.id], match.second, lambda other: other.second)
        or _rivalled(match, around[match.second.id], match.first, lambda other: other.first)
    )


def _rivalled(
    match: Match, others: Iterable[Match], partner: Organisation,
    across: Callable[[Match], Organisation],
) -> str:
    """Return who is a likelier partner, or as likely a one; empty where nobody is."""
    mine = _rank(match)
    for other in others:
        rival, theirs = across(other), _rank(other)
        same = rival.id == partner.id or key(rival.names) == key(partner.names)
        if not same and theirs >= mine:
            words = "likelier" if theirs > mine else "as likely"
            return f"{words}: {rival.labels[0]} ({rival.id})"
    return ""


def _rank(match: Match) -> tuple[bool, float]:
    """Return what the likelier of two pairs has more of: the same main name, then probability."""
    return key(match.first.names) == key(match.second.names), match.score.probability
