"""How likely two records mean the same organisation, and on what evidence.

A logistic model over a few similarities of names and the agreement of city, web domain, PIC and
VAT number. Its coefficients stand in ``model.json``; ``benchmarks/reconciliation.py --fit`` makes
them from the half of the sample that is for tuning.
"""

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from operator import mul
from typing import NamedTuple
from urllib.parse import urlsplit

from . import names
from .names import PART, SHORT, WHOLE, Names, View, Word
from .words import BODY, FIELD, PLACE, SOCIETY

FEATURES = (
    "overlap", "equal", "letters", "both_differ", "one_adds", "places_differ", "place_added",
    "fields_differ", "bodies_differ", "body_added", "strength", "part", "short",
    "acronym", "acronym_here", "acronym_elsewhere", "city_same", "city_differs",
    "domain_same", "domain_differs", "number_same", "number_differs",
)
_CLOSE, _SHORT = 0.9, 4  # tokens: Jaro-Winkler similarity from which two are one; no less letters
_CITIES = re.compile(r"[/(),;]")
# In some sources the cell of a city holds the country.
_LANDS = frozenset(frozenset({word}) for word in (
    "austria belgium bulgaria croatia czechia denmark estonia finland france germany greece "
    "hungary ireland italy latvia lithuania netherlands norway poland portugal romania serbia "
    "slovakia slovenia spain sweden turkey ukraine united-kingdom".split()))
_NO_DOMAINS = frozenset(
    "facebook.com linkedin.com twitter.com x.com google.com sites.google.com instagram.com "
    "youtube.com europa.eu ec.europa.eu clustercollaboration.eu wordpress.com".split()
)


@dataclass(frozen=True)
class Organisation:
    """One organisation of one source, as far as its evidence goes.

    Attributes
    ----------
    id, source : str
        Its IRI, and the name of the register that it comes from.
    labels : tuple of str
        Its names, the main one first.
    country, city, website, pic, vat : str
        ISO 3166 alpha-2 code, city name, address, CORDIS participant code, VAT number; empty
        where they are not known.
    """

    id: str
    source: str
    labels: tuple[str, ...]
    country: str = ""
    city: str = ""
    website: str = ""
    pic: str = ""
    vat: str = ""

    @cached_property
    def names(self) -> Names:
        """Its names, ready to be compared."""
        return names.read(self.labels)

    @cached_property
    def cities(self) -> frozenset[frozenset[str]]:
        """The words of each name of its city; none where the cell names a country."""
        words = (names.read_words(part) for part in _CITIES.split(names.mended(self.city)))
        return frozenset(frozenset(word.text for word in part) for part in words if part) - _LANDS

    @cached_property
    def domain(self) -> str:
        """The host of its website without ``www``; empty for hosts that many share."""
        address = self.website if "://" in self.website else f"http://{self.website}"
        try:
            host = (urlsplit(address).hostname or "").removeprefix("www.")
        except ValueError:
            return ""
        return host if "." in host and host not in _NO_DOMAINS else ""


class Score(NamedTuple):
    """What was found about a pair.

    Attributes
    ----------
    probability : float
        That both are the same organisation, from 0 to 1.
    features : tuple of float
        The values of `FEATURES`.
    views : tuple of View
        The two readings of the names that fit best.
    """

    probability: float
    features: tuple[float, ...]
    views: tuple[View, View] | tuple[()]


def score(first: Organisation, second: Organisation) -> Score:
    """Return how likely two records mean the same organisation.

    The best pair of readings of their names counts; a reading that is a part of a name alone
    counts less than a whole one.
    """
    intercept, *weights = coefficients().values()
    shared = evidence(first, second)
    best: tuple[float, tuple[float, ...], tuple[View, View] | tuple[()]]
    best = (-math.inf, (0.0,) * _NAMES, ())
    for left in first.names.views:
        for right in second.names.views:
            if WHOLE not in (left.extent, right.extent):
                continue  # two parts, such as the parents of two units
            found = compare(left, right)
            value = sum(map(mul, weights, found))
            if value > best[0]:
                best = (value, found, (left, right))
    features = (*best[1], *shared)
    logit = intercept + sum(map(mul, weights, features))
    return Score(1 / (1 + math.exp(-logit)) if best[2] else 0.0, features, best[2])


@cache
def coefficients() -> dict[str, float]:
    """Return the model's coefficients, by feature: the intercept first, then `FEATURES`."""
    text = (files(__package__) / "model.json").read_text(encoding="utf-8")
    found = json.loads(text)["coefficients"]
    return {name: float(found[name]) for name in ("intercept", *FEATURES)}


def compare(left: View, right: View) -> tuple[float, ...]:
    """Return the features of two readings of names."""
    matched, rest_left, rest_right = _aligned(left.words, right.words)
    apart = any(word.kind != SOCIETY for word in set(left.words) ^ set(right.words))
    weight_left, weight_right = _weight(rest_left), _weight(rest_right)
    union = matched + weight_left + weight_right
    kinds_left, kinds_right = ({word.kind for word in rest} for rest in (rest_left, rest_right))
    both, one = kinds_left & kinds_right, kinds_left ^ kinds_right
    return (
        matched / union if union else 0.0,
        float(bool(matched) and not apart),
        max(0.0, _letters(left, right) - 0.7) / 0.3,
        min(weight_left, weight_right),
        max(weight_left, weight_right),
        float(PLACE in both),
        float(PLACE in one),
        float(FIELD in both),
        float(BODY in both),
        float(BODY in one),
        min(matched, 1.5),
        float(PART in (left.extent, right.extent)),
        float(SHORT in (left.extent, right.extent)),
    )


_NAMES = FEATURES.index("acronym")


def evidence(first: Organisation, second: Organisation) -> tuple[float, ...]:
    """Return the features of two records beside the likeness of their names."""
    acronym = _acronyms(first.names, second.names)
    here, elsewhere = _agreement(_same_city(first, second), first.cities, second.cities)
    return (
        acronym, acronym * here, acronym * elsewhere, here, elsewhere,
        *_agreement(first.domain == second.domain, first.domain, second.domain),
        *_numbers(first, second),
    )


def _acronyms(first: Names, second: Names) -> float:
    """Return how much a shared acronym tells: nothing without one, 1 from six letters on."""
    shared = first.acronyms & second.acronyms
    shared |= _spelt(first.acronyms, second.initials) | _spelt(second.acronyms, first.initials)
    return min(1.0, (max(map(len, shared)) - 2) / 4) if shared else 0.0


def _spelt(acronyms: Iterable[str], initials: Iterable[str]) -> set[str]:
    """Return acronyms that are the initials of a name, or of its first words from four on."""
    return {
        acronym for acronym in acronyms for letters in initials
        if letters == acronym or (len(acronym) >= _SHORT and letters.startswith(acronym))
    }


def _same_city(first: Organisation, second: Organisation) -> bool:
    return any(a <= b or b <= a for a in first.cities for b in second.cities)


def _numbers(first: Organisation, second: Organisation) -> tuple[float, float]:
    pairs = [(a, b) for a, b in ((first.pic, second.pic), (first.vat, second.vat)) if a and b]
    return float(any(a == b for a, b in pairs)), float(any(a != b for a, b in pairs))


def _agreement(same: bool, *known: object) -> tuple[float, float]:
    both = all(known)
    return float(both and same), float(both and not same)


def _letters(left: View, right: View) -> float:
    """Return the Indel similarity of the letters in the order of the words."""
    from rapidfuzz import fuzz

    return float(fuzz.ratio(left.compact, right.compact)) / 100


def _aligned(
    left: Iterable[Word], right: Iterable[Word]
) -> tuple[float, list[Word], list[Word]]:
    """Return the weight of what two names share, and the words that each has alone."""
    others = {word.text: word for word in right}
    matched, rest = 0.0, []
    for word in left:
        if others.pop(word.text, None):
            matched += word.weight
        else:
            rest.append(word)
    alone = []
    for word in rest:
        closest = max(others.values(), key=lambda other: _likeness(word.text, other.text),
                      default=word) if others else word
        likeness = _likeness(word.text, closest.text) if closest is not word else 0.0
        if likeness:
            matched += likeness * min(word.weight, closest.weight)
            del others[closest.text]
        else:
            alone.append(word)
    return matched, alone, list(others.values())


@cache
def _likeness(one: str, other: str) -> float:
    """Return how alike two words are; nothing below the bound, where they are two words."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import JaroWinkler

    if min(len(one), len(other)) <= _SHORT or fuzz.ratio(one, other) < 80:
        return 0.0
    found = JaroWinkler.similarity(one, other)
    return found if found >= _CLOSE else 0.0


def _weight(words: Iterable[Word]) -> float:
    return sum(word.weight for word in words)
