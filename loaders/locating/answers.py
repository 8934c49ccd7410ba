"""From a cell that names a city, and its country, to a region of level 3 or a reason for none."""

import math
from collections.abc import Collection, Sequence
from typing import NamedTuple

from ..gazetteer import Place, fold
from ..reject import visible
from . import names, nations
from .evidence import BOTH, BY_PART, NAMED, RESPELT, Evidence, Spot
from .regions import TERRITORIES, prefix, regions

REASONS = {
    "no-city": "the cell names no city",
    "country-unknown": "the country is no ISO code and no name of a country",
    "country-named": "the cell names the country instead of a city",
    "no-regions": "the country has no NUTS or statistical regions of level 3",
    "unknown": "no city of this name is known in the country",
    "ambiguous": "several regions are possible",
    "conflict": "what boundaries and names say differs",
    "near-border": "the city lies so near a border that the outlines do not tell its region",
    "old-vintage": "the boundaries have an older code that became several regions",
    "region-unknown": "the city is known, its region is not",
}
_NEAR, _SMALLER = 30.0, 20  # km; how much smaller a place is than the city that says where it lies
_LARGE = 100_000  # inhabitants of a city whose districts are joined to its name by a hyphen
_COMPARABLE = 2  # a city up to that many times smaller may be meant as well
_WORDS = 6  # a name of more words is not taken apart
_PLATE = 3  # letters: a province's sign in brackets, not a name
_EARTH = 6371.0088  # km, mean radius (IUGG)


class Answer(NamedTuple):
    """A region, or a reason for none.

    ``nuts3`` is a code of the newest vintage, ``vintage`` its first year, ``confidence`` between
    0 and 1; all three are null without an answer. ``evidence`` is a sentence, ``reason`` one of
    ``REASONS``, or null where there is an answer.
    """

    nuts3: str | None
    vintage: str | None
    confidence: float | None
    evidence: str
    reason: str | None


class _Part(NamedTuple):
    text: str
    places: Sequence[Place]
    spot: Spot
    named: Spot | None = None


def answer(evidence: Evidence, country: str, city: str) -> Answer:
    """Return the region of level 3 of a city, of the newest vintage, or why there is none.

    Parameters
    ----------
    evidence : Evidence
        What is known of the cities of the country.
    country : str
        ISO 3166 code (EL and UK too) or a name.
    city : str
        As people write it.
    """
    code = nations.code_of(country)
    if not code:
        return _no("country-unknown")
    if names.is_empty(city):
        return _no("no-city")
    if not regions().of_country.get(prefix(code)):
        return _no("no-regions")
    if len(city) > names.LONGEST:
        return _no("unknown")
    found = _places(evidence, code, city)
    if nations.names(code, city) and not (found and regions().only(code)):
        return _no("country-named")
    if regions().only(code):
        return _only(code, known=bool(found))
    return _answered(_spot(evidence, code, city, found))


def _no(reason: str, evidence: str = "") -> Answer:
    return Answer(None, None, None, visible(evidence or REASONS[reason]), reason)


def _only(code: str, known: bool) -> Answer:
    region = regions().by_code[regions().only(code)]
    confidence = BOTH if known else NAMED * BY_PART
    return Answer(region.code, region.vintage, round(confidence, 3),
                  "all of the country is one region", None)


def _answered(spot: Spot) -> Answer:
    if not spot.code:
        return _no(spot.problem, spot.evidence)
    vintage = regions().by_code[spot.code].vintage
    return Answer(spot.code, vintage, round(spot.confidence, 3), visible(spot.evidence), None)


def _places(evidence: Evidence, code: str, name: str) -> list[tuple[Place, bool]]:
    """Return the cities of a name, each with whether it was read as it is written."""
    countries = [code, *(part for part, region in TERRITORIES.items()
                         if prefix(code) == code and region.startswith(code))]
    for at, alike in enumerate(names.spellings(name)):
        found = {place: None for spelling in alike for country in countries
                 for place in evidence.gazetteer.find(country, spelling)}
        if found:
            longer = _longer(evidence, alike, countries, found)
            return [(place, at == 0) for place in (*found, *longer)]
    return []


def _longer(
    evidence: Evidence, alike: Sequence[str], countries: Sequence[str], found: Collection[Place]
) -> list[Place]:
    """Return cities that the names may be short for: not much smaller than those found."""
    least = max(place.population for place in found) / _COMPARABLE
    longer = {place: None for spelling in alike for country in countries
              for place in evidence.gazetteer.longer(country, spelling)}
    return [place for place in longer if place.population >= least and place not in found]


def _spot(
    evidence: Evidence, code: str, city: str, found: list[tuple[Place, bool]]
) -> Spot:
    named = evidence.of_name(code, city)
    if found:
        spot = evidence.of_places([place for place, _ in found])
        if named and spot.code not in ("", named.code):
            return Spot("", 0.0, f"{spot.evidence}; but {named.code} has this name", "ambiguous")
        return spot if found[0][1] else _weaker(spot, RESPELT, f"read from '{city}'")
    if named:
        return named
    joined = names.parts(city)
    if len(joined) > 1:
        return _joined(evidence, code, joined)
    hyphened = names.hyphened(city)
    if len(hyphened) > 1:
        return _hyphened(evidence, code, hyphened)
    return _side_by_side(evidence, code, city.split())


def _parts(evidence: Evidence, code: str, texts: Sequence[str]) -> list[_Part]:
    """Look up the parts of a cell; those that name the country or nothing are left out."""
    result = []
    for text in texts:
        if nations.names(code, text):
            continue
        places = [place for place, _ in _places(evidence, code, text)]
        named = evidence.of_name(code, text)
        unknown = Spot("", 0.0, f"'{text}' is unknown", "unknown")
        spot = evidence.of_places(places) if places else named or unknown
        if spot.problem != "unknown" or len(fold(text)) > _PLATE:
            result.append(_Part(text, places, spot, named))
    return result


def _joined(evidence: Evidence, code: str, texts: Sequence[str]) -> Spot:
    """Decide between names that a cell joins: ``A/B``, ``A, B``, ``A (B)``.

    The first must be known, and is what is meant; the others say more of it: its other name, its
    province, the large city nearby. A part that is no city and no region says nothing.
    """
    parts = _parts(evidence, code, texts)
    if not parts:
        named = any(nations.names(code, text) for text in texts)
        reason = "country-named" if named else "unknown"
        return Spot("", 0.0, REASONS[reason], reason)
    first, *others = parts
    others = [part for part in others if part.spot.problem != "unknown"]
    if not others or first.spot.problem == "unknown":
        return _weaker(first.spot, BY_PART, f"read as '{first.text}'")
    common = _common(evidence, [first, *others])
    if common:
        return common
    if first.spot.code and all(_beside(first, other) for other in others):
        return _weaker(first.spot, BY_PART**2, f"'{first.text}' is the smaller place, near "
                       + ", ".join(f"'{other.text}'" for other in others))
    return Spot("", 0.0, "its names mean different regions: " + ", ".join(
        f"'{part.text}' {part.spot.code or part.spot.problem}" for part in parts), "ambiguous")


def _common(evidence: Evidence, parts: Sequence[_Part]) -> Spot | None:
    """Return the one region that all parts can mean, where there is one."""
    possible = [_possible(evidence, part) for part in parts]
    shared = set.intersection(*(set(found) for found in possible))
    if len(shared) != 1:
        return None
    (code,) = shared
    spot = possible[0][code]
    texts = " and ".join(f"'{part.text}'" for part in parts)
    return _weaker(spot, 1.0, f"{texts} agree")


def _possible(evidence: Evidence, part: _Part) -> dict[str, Spot]:
    """Return the regions that a part can mean: where cities of this name lie, or its own."""
    spots = [evidence.of_place(place) for place in part.places]
    return {spot.code: spot for spot in (*spots, part.named or part.spot) if spot.code}


def _hyphened(evidence: Evidence, code: str, texts: Sequence[str]) -> Spot:
    """Decide between names joined by hyphens: two of one region, or a large city's district."""
    first, *others = _parts(evidence, code, texts) or [_Part("", [], Spot("", 0.0, "", "unknown"))]
    if first.text != texts[0] or not first.spot.code:
        return Spot("", 0.0, REASONS["unknown"], "unknown")
    known = [part for part in others if part.spot.problem != "unknown"]
    if known and len(known) == len(texts) - 1:
        return _common(evidence, [first, *known]) or Spot(
            "", 0.0, "its names mean different regions", "ambiguous")
    if not known and max(place.population for place in first.places) >= _LARGE:
        return _weaker(first.spot, BY_PART**2, f"read as a district of '{first.text}'")
    return Spot("", 0.0, REASONS["unknown"], "unknown")


def _side_by_side(evidence: Evidence, code: str, words: Sequence[str]) -> Spot:
    """Decide between two names without a sign between them, which must agree."""
    for at in range(1, min(len(words), _WORDS)):
        texts = (" ".join(words[:at]), " ".join(words[at:]))
        parts = [part for part in _parts(evidence, code, texts) if part.spot.problem != "unknown"]
        common = _common(evidence, parts) if len(parts) == len(texts) else None
        if common:
            return _weaker(common, BY_PART, "read as two names")
    return Spot("", 0.0, REASONS["unknown"], "unknown")


def _beside(first: _Part, other: _Part) -> bool:
    """Say whether the first is a small place near the other, a large city."""
    return bool(first.places and other.places) and all(
        _kilometres(small, large) <= _NEAR and small.population * _SMALLER <= large.population
        for small in first.places for large in other.places
    )


def _kilometres(one: Place, other: Place) -> float:
    """Return the distance of two places on a sphere (haversine formula)."""
    phi, phi2 = math.radians(one.latitude), math.radians(other.latitude)
    half = math.radians(other.longitude - one.longitude) / 2
    root = math.sin((phi2 - phi) / 2) ** 2 + math.cos(phi) * math.cos(phi2) * math.sin(half) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(root))


def _weaker(spot: Spot, factor: float, how: str) -> Spot:
    return spot._replace(confidence=spot.confidence * factor, evidence=f"{spot.evidence}; {how}")
