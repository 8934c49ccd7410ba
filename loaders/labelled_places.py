"""Which regions a column of labels means, by their order and hierarchy: nothing is guessed.

Eurostat's tables list a country and under it its regions of level 1, each followed by its regions
of level 2. A label stands for a region where the rows of that label in the country are as many as
the regions of that name (of level 1 and 2, in the order of their codes), and where a region of
level 2 stands under the region of level 1 that it lies in. ``(NUTS 2006)`` behind a label names the
edition that it is of.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from clusterkg.ontology import iris

from . import nuts
from .nuts_editions import Editions

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "æ": "ae", "đ": "d", "ı": "i", "œ": "oe"})
_EDITION = re.compile(r"\s*\(NUTS (\d{4})\)")
_SUFFIX = re.compile(r"\s*\((?:[A-Z]+|until [^)]*)\)")
_LEVELS = (3, 4)  # how many characters a code of level 1 or 2 has


class Found(NamedTuple):
    """What a label stands for: a country or region by its code; empty where that is not certain.

    ``country`` is the country under which the label stands, whether or not its code was found.
    """

    label: str
    country: str
    code: str


class _Named(NamedTuple):
    country: str
    edition: str
    name: str


def plain(label: str) -> str:
    """Return the letters and digits of a label without accents, case and what stands in brackets.

    Only brackets with capitals (a country), an edition of NUTS or a past extent are taken away.
    """
    short = _SUFFIX.sub("", _EDITION.sub("", label)).casefold().translate(_LETTERS)
    marks = unicodedata.normalize("NFKD", short)
    return "".join(mark for mark in marks if mark.isalnum())


def find(labels: Iterable[str], editions: Editions, edition: str) -> list[Found]:
    """Return what each label of a column stands for.

    Parameters
    ----------
    labels : iterable of str
        The labels in the order of the table, each of its rows once.
    editions : Editions
        Lists of codes with their labels.
    edition : str
        The edition (a year) of labels that name none.
    """
    placed = _in_countries(labels)
    keys = [_key(one, edition) for one in placed if not one.code]
    rows = Counter(keys)
    left = {key: list(codes) for key, codes in _regions(editions).items()
            if len(codes) == rows[key]}
    found, above = [], ""
    for one in placed:
        codes = [] if one.code else left.get(_key(one, edition), [])
        code = one.code or (codes.pop(0) if codes else "")
        above = code if len(code) in (0, *_LEVELS[:1]) else above
        found.append(one._replace(code=code if code.startswith(above) or one.code else ""))
    return found


def _key(one: Found, edition: str) -> _Named:
    named = _EDITION.search(one.label)
    return _Named(one.country, named[1] if named else edition, plain(one.label))


def _in_countries(labels: Iterable[str]) -> list[Found]:
    """Return each label with the country under which it stands, and the code of the countries.

    A region may be named as its country, such as Luxembourg: the first such row is the country.
    """
    names = _countries()
    placed, country = [], ""
    for label in labels:
        named = names.get(plain(label), country)
        placed.append(Found(label, named, named if named != country else ""))
        country = named
    return placed


def _countries() -> dict[str, str]:
    """Return the letters of countries by their English names; overseas parts are none here."""
    import pycountry

    with_regions = {region.code[:2] for region in nuts.current()}
    names = {}
    for country in pycountry.countries:
        letters = iris.NUTS_FROM_ISO.get(country.alpha_2, country.alpha_2)
        for field in ("name", "common_name", "official_name") if letters in with_regions else ():
            names[plain(getattr(country, field, country.name))] = letters
    return names


def _regions(editions: Editions) -> dict[_Named, list[str]]:
    """Return the codes of levels 1 and 2 by country, edition and plain name, in their order."""
    dropped, by_code = nuts.changes()
    labels = {region.code: region.label for region in (*nuts.current(), *dropped)}
    latin = {plain(labels[code]): plain(name) for code, name in by_code.items() if code in labels}
    by_name: defaultdict[_Named, list[str]] = defaultdict(list)
    for code in sorted(editions.labels):
        if len(code) in _LEVELS:
            others = (*editions.others[code], *editions.borrowed[code])
            every = (*editions.labels[code].values(), *others)
            for edition, label in editions.labels[code].items():
                names = (label, *others) if label else every
                told = {plain(name) for name in (*names, by_code.get(code)) if name}
                for name in told | {latin[one] for one in told if one in latin}:
                    by_name[_Named(code[:2], edition, name)].append(code)
    return by_name
