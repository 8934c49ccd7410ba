"""What speaks for a region: where a city lies, what its name says, and how sure that is.

Confidence is a grade of the evidence between 0 and 1, not a measured frequency; what is measured
is how many of all answers are right (``benchmarks/places.py``).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..gazetteer import Gazetteer, Place
from .known import DOMINANT, Clue, Known, dominant
from .regions import TERRITORIES, prefix

if TYPE_CHECKING:
    from .boundaries import Boundaries, Seen

BOTH, NAMED, INSIDE, COAST, NEAR_BORDER = 0.99, 0.95, 0.95, 0.85, 0.9
# What an answer loses by each step away from the plain case.
BY_SIZE, BY_PART, RESPELT = 0.9, 0.95, 0.98
# Inhabitants of a large city. Smaller ones may be districts of another city, which GeoNames lists
# beside the village of the same name: Lend is a part of Graz, and a place with a factory.
_FIRST = 100_000
_FAR = 5.0  # times the tolerance of the outlines: from here on a border does not matter


class Spot(NamedTuple):
    """The region of one city; without a code, ``problem`` says why."""

    code: str
    confidence: float
    evidence: str
    problem: str = ""


class Evidence:
    """Brings together what boundaries and names say of a city."""

    def __init__(
        self, gazetteer: Gazetteer, known: Known, boundaries: "Boundaries | None" = None
    ) -> None:
        self.gazetteer, self.known, self._boundaries = gazetteer, known, boundaries
        self._unfit = self._misfits()

    @property
    def unfit(self) -> frozenset[str]:
        """Countries whose outlines are not used: cities lie outside of the regions they name."""
        return frozenset(self._unfit)

    def of_name(self, country: str, name: str) -> Spot | None:
        """Return the region that bears a name which is no city of GeoNames."""
        clue = self.known.of_name(country, name)
        return Spot(clue.code, NAMED, clue.how) if clue else None

    def of_places(self, places: Sequence[Place]) -> Spot:
        """Return the region of the cities of one name: one for all, or that of the largest."""
        spots = {place: self.of_place(place) for place in places}
        codes = {spot.code for spot in spots.values()}
        if len(codes) == 1:
            spot = min(spots.values(), key=lambda spot: spot.confidence)
            more = f"; so do others of its name ({len(places) - 1})" if len(places) > 1 else ""
            return spot._replace(evidence=spot.evidence + more)
        largest = dominant(places)
        if largest and spots[largest].code and self._first(largest):
            spot = spots[largest]
            how = f"{spot.evidence}; others of its name are {DOMINANT} times smaller"
            return spot._replace(confidence=spot.confidence * BY_SIZE, evidence=how)
        regions = ", ".join(sorted(code or "an unknown region" for code in codes))
        return Spot("", 0.0, f"GeoNames has {len(places)} cities of this name: {regions}",
                    "ambiguous")

    def _first(self, place: Place) -> bool:
        """Say whether everybody means this place by its name: a large city, or a region's seat."""
        return place.population >= _FIRST or bool(self.known.of_place(place))

    def of_place(self, place: Place) -> Spot:
        """Return the region of one city."""
        city = f"{place.name} (geonames.org/{place.identifier})"
        if place.country in TERRITORIES:
            return Spot(TERRITORIES[place.country], BOTH, f"{city} lies in a territory that is "
                        "one region")
        clue, seen = self.known.of_place(place), self._look(place)
        if seen is None:
            return _by_name(city, clue)
        return _by_both(city, clue, seen, self._tolerance())

    def _look(self, place: Place) -> "Seen | None":
        country = prefix(place.country)
        if self._boundaries is None or country in self._unfit:
            return None
        return self._boundaries.look(place.longitude, place.latitude, country)

    def _tolerance(self) -> float:
        return self._boundaries.tolerance if self._boundaries else 0.0

    def _misfits(self) -> set[str]:
        """Return the countries for which the file contradicts what names and pairs say.

        A code that means another territory in the file than today, or a file that is wrong,
        would give a wrong region for every city; where names say where cities lie, this shows.
        """
        if self._boundaries is None:
            return set()
        right: dict[str, int] = {}
        wrong: dict[str, int] = {}
        codes = self._boundaries.codes
        for place, clue in self.known.clues():
            country = prefix(place.country)
            seen = self._boundaries.look(place.longitude, place.latitude, country)
            if seen and seen.code and not seen.off and clue.code in codes:
                count = right if clue.code in (seen.code, *seen.rivals) else wrong
                count[country] = count.get(country, 0) + 1
        return {country for country, count in wrong.items()
                if count > 1 and count > right.get(country, 0)}


def _by_name(city: str, clue: Clue | None) -> Spot:
    if clue:
        return Spot(clue.code, NAMED, f"{city}: {clue.how}")
    return Spot("", 0.0, f"{city}: neither boundaries nor names say its region", "region-unknown")


def _by_both(city: str, clue: Clue | None, seen: "Seen", tolerance: float) -> Spot:
    where = _where(city, seen)
    if clue and clue.code == seen.code:
        return Spot(clue.code, BOTH, f"{where}; {clue.how}")
    if clue and (clue.code in seen.rivals or not seen.code):
        return Spot(clue.code, NEAR_BORDER, f"{where}; {clue.how}")
    if clue:
        return Spot("", 0.0, f"{where}, but {clue.code}: {clue.how}", "conflict")
    if seen.rivals:
        return Spot("", 0.0, f"{where}, {seen.border / 1000:.1f} km from another region",
                    "near-border")
    if not seen.code:
        return Spot("", 0.0, f"{where}, a code of an older vintage without one successor",
                    "old-vintage")
    if seen.off:
        return Spot(seen.code, COAST, where)
    share = min(1.0, seen.border / (_FAR * tolerance))
    return Spot(seen.code, round(NEAR_BORDER + (INSIDE - NEAR_BORDER) * share, 3), where)


def _where(city: str, seen: "Seen") -> str:
    region = seen.code or seen.found
    moved = f" ({seen.how})" if seen.how else ""
    if seen.off:
        return f"{city} lies {seen.off / 1000:.1f} km outside of {region}, the nearest{moved}"
    return f"{city} lies in {region}{moved}"
