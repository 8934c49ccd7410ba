"""What is known of a city's region without boundaries: labels of regions, and bundled pairs.

A label names a city in one of two ways. It may say that the region is the city, as in
``Kassel, Kreisfreie Stadt`` or ``Grad Zagreb``. Or it is a bare name, which in many countries is
that of the region's seat. ``Kassel, Landkreis`` names the land around a city and never the city.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from clusterkg.ontology import iris

from ..bundled import bundled_folder
from ..gazetteer import Gazetteer, Place, fold
from .regions import labels, regions

# The largest of several places of one name is meant only if it is so much larger than the others.
DOMINANT = 50
_CITIES = (
    re.compile(r"(.+), (?:Kreisfreie Stadt|Stadtkreis|City of)"),
    re.compile(r"(.+) \((?:столица|stolitsa)\)"),
    re.compile(r"(?:М\.|M\.|Miasto|Grad|Byen|Hlavní město|Agglomeratie|City of) (.+)"),
)
_AROUND = re.compile(r".+, Landkreis")
_SEAT = re.compile(
    r"(?:Arr\. (?:de )?|Bezirk |Groot-|Grande |Área Metropolitana d[eo] |Região de )?(.+)"
)
# Departments and counties are named after rivers and old castles here: Vienne is also a town of
# another department, Pest a part of Budapest.
_OTHER_NAMES = frozenset({"FR", "HU"})
_SMALLEST = 15_000  # inhabitants of a seat; smaller places share a region's name by chance


class Clue(NamedTuple):
    """A region, and what speaks for it."""

    code: str
    how: str


class Known:
    """Regions of the cities of some countries, as far as labels and bundled pairs say them.

    Parameters
    ----------
    gazetteer : Gazetteer
        The cities of the countries.
    countries : Collection[str]
        ISO 3166 alpha-2 codes.
    """

    def __init__(self, gazetteer: Gazetteer, countries: Collection[str]) -> None:
        self._gazetteer = gazetteer
        self._names, self._pairs = _Claims(), _Claims()  # by country and folded name
        stated, seats, pairs = _Claims(), _Claims(), _Claims()  # by place
        for code, found in labels().items():
            country = iris.ISO_FROM_NUTS.get(code[:2], code[:2])
            if country in countries:
                self._read_labels(country, code, found, stated, seats)
        for country, city, code in _bundled_pairs(countries):
            self._read_pair(country, city, code, pairs)
        self._by_place = {**_one_each(seats), **_one_each(stated)}
        self._agree(pairs)

    def of_place(self, place: Place) -> Clue | None:
        """Return the region of a city; nothing where none or more than one is claimed."""
        return self._by_place.get(place)

    def clues(self) -> list[tuple[Place, Clue]]:
        """Return all cities whose region is known."""
        return list(self._by_place.items())

    def of_name(self, country: str, name: str) -> Clue | None:
        """Return the region that a name, which GeoNames does not know, is paired with or has."""
        key = (country, fold(name))
        found = self._pairs.get(key) or self._names.get(key)
        return _single(found) if found else None

    def _read_labels(
        self, country: str, code: str, found: Iterable[str], stated: "_Claims", seats: "_Claims"
    ) -> None:
        for label in found:
            city = next((match[1] for form in _CITIES if (match := form.fullmatch(label))), "")
            self._names[country, fold(city or label)][code] = f"region of the name '{label}'"
            for name in (city,) if city else _seats(country, label):
                place = self._meant(country, name)
                if place and (city or place.population >= _SMALLEST):
                    claims = stated if city else seats
                    claims[place][code] = f"region '{label}' is named after it"

    def _read_pair(self, country: str, city: str, code: str, pairs: "_Claims") -> None:
        how = "region of a bundled organisation in this city"
        places = self._gazetteer.find(country, city)
        if not places:
            self._pairs[country, fold(city)][code] = how
        elif len(places) == 1:
            pairs[places[0]][code] = how

    def _meant(self, country: str, name: str) -> Place | None:
        places = self._gazetteer.find(country, name)
        return dominant(places)

    def _agree(self, pairs: "_Claims") -> None:
        """Add pairs to what labels say; where the two or two pairs differ, nothing is known."""
        for place, claimed in pairs.items():
            said = self._by_place.get(place)
            clue = _single(claimed)
            if clue is None or (said and said.code != clue.code):
                self._by_place.pop(place, None)
            else:
                self._by_place[place] = said or clue


class _Claims(defaultdict[Any, dict[str, str]]):
    """By place or name: the regions that are claimed for it, with the reason of each."""

    def __init__(self) -> None:
        super().__init__(dict)


def dominant(places: Collection[Place]) -> Place | None:
    """Return the place that is the only one, or ``DOMINANT`` times as large as all others."""
    if not places:
        return None
    largest, *others = sorted(places, key=lambda place: -place.population)
    if all(place.population * DOMINANT <= largest.population for place in others):
        return largest
    return None


def _seats(country: str, label: str) -> Iterator[str]:
    """Yield the names in a bare label, one for each language."""
    if country in _OTHER_NAMES or _AROUND.fullmatch(label):
        return
    for name in re.split(r"\s*/\s*", label):
        match = _SEAT.fullmatch(name)
        if match:
            yield match[1]


def _bundled_pairs(countries: Collection[str]) -> Iterator[tuple[str, str, str]]:
    path = bundled_folder() / "organisations.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            moved = regions().newest({row["nuts_code"]: ""}).get(row["nuts_code"])
            if moved and row["city"] and row["country"] in countries:
                yield row["country"], row["city"], moved.code


def _single(claimed: dict[str, str]) -> Clue | None:
    if len(claimed) != 1:
        return None
    (code, how), = claimed.items()
    return Clue(code, how)


def _one_each(claims: _Claims) -> dict[Place, Clue]:
    singles = ((place, _single(claimed)) for place, claimed in claims.items())
    return {place: clue for place, clue in singles if clue}
