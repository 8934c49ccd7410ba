"""Regions over the editions of NUTS: who holds which code, what it is called, what replaced it.

What no list says but follows from them is marked: beside the triple stands an ``rdf:Statement`` of
it with the certainty ``inferred``.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from clusterkg.ontology import iris, rdf

from . import nuts

_REGION = re.compile(r"[A-Z]{2}[A-Z0-9]{1,3}")
_CODE = r"(?:ex-)?([A-Z]{2}[A-Z0-9]{1,3})\b"
_LIST = rf"{_CODE}(?:(?:,| and| plus|, and)\s+(?:new )?{_CODE})*"
_MADE_OF = re.compile(rf"(?:merge of|made of|made from|split into new)\s+({_LIST})")
_NOW_PART = re.compile(rf"now part of {_CODE}")


@dataclass
class Editions:
    """What lists of several editions say, code by code.

    Attributes
    ----------
    labels : dict
        For each code, its label in each edition (a year) that holds it; empty where not told.
    others : dict
        Other spellings of a code's label.
    borrowed : dict
        What the region of a code is called in an edition that is not said to hold the code.
    later : dict
        What the same region is called where it has another code, for codes without a label.
    follows : dict
        For each code, the codes that took its place, by the edition that dropped it.
    told : set
        Pairs of a code and one that took its place, where a list says so itself.
    """

    labels: defaultdict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    others: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    borrowed: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    later: dict[str, str] = field(default_factory=dict)
    follows: defaultdict[str, set[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(set)
    )
    told: set[tuple[str, str]] = field(default_factory=set)

    def hold(self, code: str, edition: str, label: str | None = None) -> None:
        """Note that an edition holds a code, and what it calls it."""
        tidy = " ".join((label or "").split())
        known = self.labels[code].setdefault(edition, tidy)
        if not known:
            self.labels[code][edition] = tidy
        elif tidy and tidy != known:
            self.others[code].add(tidy)

    def replace(self, old: str, new: str, edition: str, told: bool = True) -> None:
        """Note that an edition has a new code in the place of an old one of the same level.

        ``told`` is false where this was concluded, from names or from parts.
        """
        if old != new and len(old) == len(new) and _REGION.fullmatch(new):
            self.follows[old].add((edition, new))
            if told:
                self.told.add((old, new))

    def remark(self, old: str | None, new: str | None, text: str | None, edition: str) -> None:
        """Note what a remark such as ``merge of ex-BE327 and BE324`` says of a row's codes."""
        for made in _MADE_OF.finditer(text or ""):
            for code in re.findall(_CODE, made[1]):
                before, after = (code, new) if new else (old or "", code)
                self.replace(before, after, edition)
        for part in _NOW_PART.finditer(text or ""):
            self.replace(old or "", part[1], edition)

    def triples(self) -> Iterator[rdf.Triple]:
        """Yield what is known of each code, in the order of the codes."""
        current, (dropped, latin) = nuts.current(), nuts.changes()
        bundled = {region.code: region.label for region in (*current, *dropped)}
        newest = max(region.vintage for region in current)
        in_use = {region.code for region in current if region.vintage == newest}
        for code in sorted(self.labels):
            if len(code) == 2:
                yield from self._country(code)
            else:
                yield from self._region(code, bundled.get(code), latin.get(code))
                yield from self._successors(code, in_use)

    def _country(self, code: str) -> Iterator[rdf.Triple]:
        names = {*self.labels[code].values(), *self.others[code], *self.borrowed[code]}
        for name in sorted(names - {""}):
            yield rdf.triple(rdf.iri(iris.nuts(code)), "skos:altLabel", rdf.text(name))

    def _region(self, code: str, bundled: str | None, latin: str | None) -> Iterator[rdf.Triple]:
        """Yield a region; where the bundled list names it, other names are alternative ones."""
        subject = rdf.iri(iris.nuts(code))
        newest = [label for _, label in sorted(self.labels[code].items(), reverse=True) if label]
        own, borrowed = {*newest, *self.others[code]}, self.borrowed[code]
        name = bundled or next(
            iter([*newest, *sorted(self.others[code]), *sorted(borrowed)]),
            self.later.get(code, code),
        )
        yield from rdf.describe(subject, [
            ("rdf:type", rdf.iri("ckg:Region")),
            ("skos:notation", rdf.text(code)),
            ("ckg:nutsLevel", rdf.number(len(code) - 2)),
            ("ckg:containedIn", rdf.iri(iris.nuts(self._parent(code)))),
        ])
        for edition in sorted(self.labels[code]):
            yield rdf.triple(subject, "ckg:nutsVintage", rdf.date(edition))
        sure = own | {bundled, code}
        yield from _said(code, "skos:prefLabel", rdf.text(name), "name", name in sure)
        for at, other in enumerate(sorted((own | borrowed) - {name, latin}), start=1):
            value = rdf.text(other)
            yield from _said(code, "skos:altLabel", value, f"other-name-{at}", other in sure)

    def _parent(self, code: str) -> str:
        """Return the region that a code lies in: in 1999 some had none at the level above."""
        above = nuts.parent(code)
        return above if len(above) == 2 or above in self.labels else self._parent(above)

    def _successors(self, code: str, in_use: Iterable[str]) -> Iterator[rdf.Triple]:
        """Yield what replaced a code that the editions after its last one do not hold."""
        if code in in_use:
            return
        for new in sorted(self.successors(code)):
            value = rdf.iri(iris.nuts(new))
            yield from _said(code, "ckg:replacedBy", value, new, (code, new) in self.told)

    def successors(self, code: str) -> set[str]:
        """Return the codes that took the place of a code, or of its parts, when it was dropped."""
        last = max(self.labels[code])
        later = [edition for edition, _ in self.follows[code] if edition > last]
        if later:
            return {new for edition, new in self.follows[code] if edition == min(later)}
        parts = [part for part in self.labels if len(part) == len(code) + 1
                 and nuts.parent(part) == code and last in self.labels[part]]
        return {nuts.parent(new) for part in parts for new in self.successors(part)} - {code}


def _said(
    code: str, predicate: str, value: rdf.Term, which: str, sure: bool
) -> Iterator[rdf.Triple]:
    """Yield a triple of a region, and a mark where no list says it."""
    subject = rdf.iri(iris.nuts(code))
    yield rdf.triple(subject, predicate, value)
    if not sure:
        yield from rdf.describe(rdf.ref(f"inference/nuts-codes/{code}/{which}"), [
            ("rdf:type", rdf.iri("rdf:Statement")),
            ("rdf:subject", subject),
            ("rdf:predicate", rdf.iri(predicate)),
            ("rdf:object", value),
            ("ckg:certainty", rdf.ref("certainty/inferred")),
        ])
