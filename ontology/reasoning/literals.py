"""Which literals are well formed, and which of those HermiT can be given.

W3C, "W3C XML Schema Definition Language (XSD) 1.1 Part 2: Datatypes", section 3, for the datatypes
of OWL 2; W3C, "RDF 1.1 Concepts", section 5: the white space of a lexical form counts. W3C,
"Extensible Markup Language (XML) 1.0", section 2.2, for the characters.
"""

import re
from calendar import monthrange
from typing import TYPE_CHECKING

from .. import iris

if TYPE_CHECKING:
    from pyoxigraph import Literal

_XSD = iris.PREFIXES["xsd"]
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PART = _START + "0-9.\xb7\u0300-\u036f\u203f\u2040-"
_NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"
_FLOAT = rf"{_NUMBER}([Ee][+-]?[0-9]+)?|[+-]?INF|NaN"
_ZONE = r"(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_TIME = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)"
_DATE = r"(?P<year>-?([1-9][0-9]{3,}|0[0-9]{3}))-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3][0-9])"
_BASE64 = "[A-Za-z0-9+/] ?"
_LANGUAGE = "[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*"
_ADDRESS = (
    r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/([A-Za-z0-9/._~!$&'()*+,;=:@?-]|%[0-9A-Fa-f]{2})*)?"
)
# HermiT's jar holds XSD 1.0's datatypes, and fewer years and URIs.
_REFUSED = {
    _XSD + "float": re.compile(r"\+INF"),
    _XSD + "double": re.compile(r"\+INF"),
    _XSD + "dateTime": re.compile("-?[0-9]{5}.*"),
    _XSD + "dateTimeStamp": re.compile("-?[0-9]{5}.*"),
    _XSD + "anyURI": re.compile(rf"(?!({_ADDRESS})?$).*", re.DOTALL),
}
_FORMS = {
    name: re.compile(form, re.DOTALL) for name, form in {
        _XSD + "base64Binary": rf"(({_BASE64}){{4}})*(({_BASE64}){{2}}[AEIMQUYcgkosw048] ?="
        rf"|{_BASE64}[AQgw] ?= ?=)?(?<! )",
        _XSD + "boolean": "true|false|1|0",
        _XSD + "dateTime": f"{_DATE}T{_TIME}{_ZONE}?",
        _XSD + "dateTimeStamp": f"{_DATE}T{_TIME}{_ZONE}",
        _XSD + "decimal": _NUMBER,
        _XSD + "double": _FLOAT,
        _XSD + "float": _FLOAT,
        _XSD + "hexBinary": "([0-9A-Fa-f]{2})*",
        _XSD + "language": _LANGUAGE,
        _XSD + "Name": f"[:{_START}][:{_PART}]*",
        _XSD + "NCName": f"[{_START}][{_PART}]*",
        _XSD + "NMTOKEN": f"[:{_PART}]+",
        _XSD + "normalizedString": "[^\t\n\r]*",
        _XSD + "token": "([^\t\n\r ]+( [^\t\n\r ]+)*)?",
        iris.PREFIXES["rdf"] + "PlainLiteral": f".*@({_LANGUAGE})?",
    }.items()
}
_INTEGER = re.compile("[+-]?[0-9]+")
_INFINITE = float("inf")
_RANGES = {
    _XSD + name: (low, high) for name, low, high in (
        ("integer", -_INFINITE, _INFINITE), ("nonNegativeInteger", 0, _INFINITE),
        ("positiveInteger", 1, _INFINITE), ("nonPositiveInteger", -_INFINITE, 0),
        ("negativeInteger", -_INFINITE, -1), ("long", -2**63, 2**63 - 1),
        ("int", -2**31, 2**31 - 1), ("short", -2**15, 2**15 - 1), ("byte", -2**7, 2**7 - 1),
        ("unsignedLong", 0, 2**64 - 1), ("unsignedInt", 0, 2**32 - 1),
        ("unsignedShort", 0, 2**16 - 1), ("unsignedByte", 0, 2**8 - 1),
    )
}


def is_well_formed(literal: "Literal") -> bool:
    """Say whether a literal's text is one that its datatype has; any is, of an unknown one."""
    text, datatype = literal.value, literal.datatype.value
    if datatype in _RANGES:
        low, high = _RANGES[datatype]
        return bool(_INTEGER.fullmatch(text)) and low <= _integer(text) <= high
    form = _FORMS.get(datatype)
    if form is None:
        return True
    found = form.fullmatch(text)
    return found is not None and ("day" not in form.groupindex or _is_day(found))


def is_readable(literal: "Literal") -> bool:
    """Say whether XML 1.0 allows every character of a literal, and HermiT its form."""
    refused = _REFUSED.get(literal.datatype.value)
    text = literal.value
    return not (_NO_XML.search(text) or (refused and refused.fullmatch(text)))


def _integer(text: str) -> float:
    """Return a whole number; one that is out of every finite range is infinite."""
    digits = text.lstrip("+-").lstrip("0")
    number = int(digits or "0") if len(digits) <= 20 else _INFINITE
    return -number if text.startswith("-") else number


def _is_day(date: re.Match[str]) -> bool:
    # Leap years come again after 400 years, of which 10,000 is a multiple.
    year = 2000 + int(date["year"][-4:]) % 400
    return 1 <= int(date["day"]) <= monthrange(year, int(date["month"]))[1]
