"""The ``#+ field: value`` lines with which a file of SPARQL says what it is."""

import re

_FIELD = re.compile(r"#\+ (\w+): ?(.*)")


def fields(text: str) -> dict[str, list[str]]:
    """Return the values of each field, in their order; a field may stand several times."""
    found: dict[str, list[str]] = {}
    for name, value in _FIELD.findall(text):
        found.setdefault(name, []).append(value)
    return found


def first(found: dict[str, list[str]], name: str) -> str:
    """Return the first value of a field, or an empty text where it does not stand."""
    return found.get(name, [""])[0]
