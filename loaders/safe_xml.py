"""XML files whose entities could fill the memory, or read other files, are refused.

An entity may stand for a short text, as namespaces in RDF/XML often do; one that is made of
entities, is long or lies outside the file is refused before a parser expands it: CWE-776,
https://cwe.mitre.org/data/definitions/776.html, and CWE-611.
"""

from typing import BinaryIO
from xml.parsers import expat

from clusterkg.ontology.errors import ClusterkgError

_LONGEST = 256
_BLOCK = 1 << 16
_ENCODINGS = (None, "utf-8", "us-ascii", "ascii")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class XmlError(ClusterkgError):
    """A file that is no XML, or has entities that no loader expands."""


def check_xml(file: BinaryIO, name: str) -> None:
    """Raise :class:`XmlError` with the line where a file is not well-formed or not safe."""
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = lambda *declared: _check(name, parser, *declared)
    parser.XmlDeclHandler = lambda _version, encoding, _alone: _check_encoding(name, encoding)
    block = file.read(_BLOCK)
    if block.startswith(_UTF_16):
        raise XmlError(f"{name}, line 1: the file is in UTF-16; save it in UTF-8")
    try:
        while block:
            parser.Parse(block)
            block = file.read(_BLOCK)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code)
        raise XmlError(f"{name}, line {error.lineno}: this is no XML: {what}") from error


def _check(
    file: str, parser: expat.XMLParserType, name: str, parameter: bool, value: str | None,
    _base: str | None, system: str | None, public: str | None, _notation: str | None,
) -> None:
    place = f"{file}, line {parser.CurrentLineNumber}: the entity '{name}'"
    if value is None or system or public:
        raise XmlError(f"{place} lies outside the file; write its text where it is used")
    if parameter or "&" in value or "%" in value:
        raise XmlError(f"{place} is made of other entities; write its text where it is used")
    if len(value) > _LONGEST:
        raise XmlError(f"{place} is longer than {_LONGEST} characters; write its text out")


def _check_encoding(name: str, encoding: str | None) -> None:
    if (encoding.lower() if encoding else None) not in _ENCODINGS:
        raise XmlError(f"{name}, line 1: the file is in {encoding}; save it in UTF-8")
