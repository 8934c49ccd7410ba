"""URI templates of CSVW as expressions: levels 1 and 2 of RFC 6570, and names with a prefix.

W3C, "Metadata Vocabulary for Tabular Data" (2015), section 5.1.3: after its expansion a template is
a name with a prefix, or a URL that is resolved against that of the table.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import quote, urljoin

import polars as pl

from clusterkg.loaders.columnar import terms
from clusterkg.loaders.columnar.checks import RULES
from clusterkg.ontology import iris
from clusterkg.ontology.errors import ClusterkgError

# The context of CSVW, http://www.w3.org/ns/csvw.
_STANDARD = {
    "cc": "http://creativecommons.org/ns#",
    "csvw": "http://www.w3.org/ns/csvw#",
    "dc": "http://purl.org/dc/terms/",
    "dc11": "http://purl.org/dc/elements/1.1/",
    "dctypes": "http://purl.org/dc/dcmitype/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "gr": "http://purl.org/goodrelations/v1#",
    "ma": "http://www.w3.org/ns/ma-ont#",
    "oa": "http://www.w3.org/ns/oa#",
    "og": "http://ogp.me/ns#",
    "rr": "http://www.w3.org/ns/r2rml#",
    "schema": "http://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sioc": "http://rdfs.org/sioc/ns#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xhv": "http://www.w3.org/1999/xhtml/vocab#",
}
# A mapping means what it means to other programs: the context of CSVW goes before our own.
PREFIXES = {**iris.PREFIXES, **_STANDARD}
_PART = re.compile(r"\{([^{}]*)\}|([^{}]+)|([{}])")
_VARIABLE = re.compile(r"([+#]?)((?:[A-Za-z0-9_.]|%[0-9A-Fa-f]{2})+)")
_PREFIXED = re.compile(r"([A-Za-z][\w-]*):(?!//)(.*)", re.S)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_RESERVED = ":/?#[]@!$&'()*+,;=%~"
LEVELS = "{column}, {+column} or {#column}, one column each (levels 1 and 2 of RFC 6570)"


class TemplateError(ClusterkgError):
    """A template that is none, or that goes beyond what is read here; ``right`` says what is."""

    def __init__(self, what: str, right: str) -> None:
        """Keep what is wrong and what would be right."""
        super().__init__(f"{what}; {right}")
        self.what, self.right = what, right


class Variable(NamedTuple):
    """A variable of a template: its operator (none, + or #) and the column's name."""

    operator: str
    name: str


class Template(NamedTuple):
    """A URI template: texts and variables in turn."""

    parts: tuple[str | Variable, ...]

    @property
    def names(self) -> list[str]:
        """The columns that it reads."""
        return [part.name for part in self.parts if isinstance(part, Variable)]

    @property
    def free(self) -> bool:
        """Whether a cell can make what is no IRI."""
        return any(isinstance(part, Variable) and part.operator for part in self.parts)

    @property
    def text(self) -> str:
        """The template as written, with its prefix resolved."""
        return "".join(part if isinstance(part, str) else f"{{{''.join(part)}}}"
                       for part in self.parts)


def parse(text: str, base: str, constants: Mapping[str, str]) -> Template:
    """Return a template as an absolute one.

    Parameters
    ----------
    text : str
        As the mapping has it.
    base : str
        The table's absolute URL; empty where none is known.
    constants : mapping of str to str
        Variables that are the same on every row, such as ``_name``.

    Raises
    ------
    TemplateError
        It is no template of levels 1 and 2, or makes no absolute IRI.
    """
    parts = [_part(match, constants) for match in _PART.finditer(text)]
    template = Template(tuple(_joined(_absolute(_joined(parts), text, base))))
    sample = "".join(part if isinstance(part, str) else "x" for part in template.parts)
    first = template.parts[0] if template.parts else ""
    if not (isinstance(first, Variable) and first.operator == "+") and not is_iri(sample):
        raise TemplateError(f"'{text}' makes no absolute IRI",
                            "begin it with https:// or with a prefix such as ckg:")
    return template


def expand(template: Template, columns: Mapping[str, pl.Expr]) -> pl.Expr:
    """Return the IRIs of a template, without brackets; null where a column is null."""
    return pl.concat_str(*(
        pl.lit(part) if isinstance(part, str) else _encoded(part, columns[part.name])
        for part in template.parts
    ))


def full_name(name: str, whole: bool = True) -> str:
    """Return the IRI of a name with a prefix, or the text itself where it has no known prefix.

    Parameters
    ----------
    name : str
        The name, or its beginning.
    whole : bool
        Whether it is all of the name.

    Raises
    ------
    TemplateError
        The name is no term of our ontology, although its prefix says so.
    """
    match = _PREFIXED.match(name)
    if match is None or match[1] not in PREFIXES:
        return name
    if match[1] == "ckg" and whole:
        try:
            return iris.term(match[2])
        except iris.IriError as error:
            raise TemplateError(str(error), "use one of them, or a property of your own") from error
    return PREFIXES[match[1]] + match[2]


def is_iri(text: str) -> bool:
    """Say whether a text is an absolute IRI as N-Triples takes it."""
    return not pl.select(RULES["iri"].wrong(pl.lit(text))).item()


def _part(match: re.Match[str], constants: Mapping[str, str]) -> str | Variable:
    expression, text, brace = match.groups()
    if brace:
        raise TemplateError(f"'{match.string}' has a single '{brace}'", f"write {LEVELS}")
    if text:
        return str(text)
    found = _VARIABLE.fullmatch(expression)
    if found is None:
        raise TemplateError(f"'{{{expression}}}' is not supported", f"write {LEVELS}")
    operator, name = found.groups()
    if name in constants:
        return ("#" if operator == "#" else "") + quote(constants[name], safe="~%")
    if name.startswith("_"):
        raise TemplateError(f"'{{{expression}}}' names a row by its place, which changes",
                            "use a column whose value names the row")
    return Variable(operator, name)


def _absolute(parts: list[str | Variable], text: str, base: str) -> list[str | Variable]:
    first = parts[0] if parts else ""
    if isinstance(first, Variable) and first.operator == "+":
        return parts
    head = full_name(first, whole=len(parts) == 1) if isinstance(first, str) else ""
    if _SCHEME.match(head):
        prefix = _PREFIXED.match(head)
        if prefix and head == first:
            raise TemplateError(f"'{prefix[1]}:' in '{text}' is no known prefix",
                                f"known are {', '.join(sorted(PREFIXES))}")
        return [head, *parts[1:]]
    if not base:
        raise TemplateError(f"'{text}' is relative, and the table has no absolute url",
                            'write an absolute IRI, or give "@base" in @context')
    rest = parts[1:] if isinstance(first, str) else parts
    if isinstance(first, Variable) and not first.operator:
        return [urljoin(base, "x")[:-1], *rest]
    return [urljoin(base, head), *rest]


def _joined(parts: Iterable[str | Variable]) -> list[str | Variable]:
    found: list[str | Variable] = []
    for part in parts:
        last = found[-1] if found else None
        if isinstance(part, str) and isinstance(last, str):
            found[-1] = last + part
        elif part:
            found.append(part)
    return found


def _encoded(variable: Variable, value: pl.Expr) -> pl.Expr:
    if not variable.operator:
        return terms.segment(value)
    start = pl.lit("#" if variable.operator == "#" else "")
    return pl.concat_str(start, value.map_batches(_reserved, return_dtype=pl.String))


def _reserved(cells: pl.Series) -> pl.Series:
    found = [None if cell is None else quote(cell, safe=_RESERVED) for cell in cells]
    return pl.Series(cells.name, found, dtype=pl.String)
