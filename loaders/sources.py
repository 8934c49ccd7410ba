"""What a cell of sources points at: pages, documents, project numbers."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from clusterkg.ontology import iris, rdf

_DOCUMENT = re.compile(r"00([0-4])_[0-9a-f]{16}\.txt")
_CORDIS = re.compile(r"CORDIS H2020 dump \(rcn (\d+)\)")
_WEB = re.compile(r"https?://")
_HOST = re.compile(r"https?://[^/?#]+")


def source_triples(subject: rdf.Term, cell: str) -> Iterator[rdf.Triple]:
    """Yield the sources of a subject from a ``;``-separated cell; minted ones get a label."""
    for part in filter(None, (part.strip() for part in cell.split(";"))):
        ref = minted(part)
        source = rdf.ref(ref) if ref else rdf.iri(_quoted(part))
        yield rdf.triple(subject, "dcterms:source", source)
        if ref and not ref.startswith("document/"):
            yield rdf.triple(source, "skos:prefLabel", rdf.text(part))


def minted(source: str) -> str:
    """Return the reference that we mint for a source that is no page; empty for a page."""
    if _WEB.match(source):
        return ""
    document = _DOCUMENT.fullmatch(source)
    if document:
        return f"document/F{document[1]}"
    project = _CORDIS.fullmatch(source)
    return f"cordis-h2020/{project[1]}" if project else f"source/{iris.slug(source)}"


def is_address(text: str) -> bool:
    """Say whether ``text`` is the address of a page that every RDF parser takes (RFC 3987)."""
    import pyoxigraph

    if not _HOST.match(text) or not iris.is_iri(text):
        return False
    try:
        pyoxigraph.NamedNode(text)
    except ValueError:
        return False
    return True


def _quoted(address: str) -> str:
    return quote(address, safe="%:/?#[]@!$&'()*+,;=~-._")
