"""What a cell of sources points at: pages, documents, project numbers."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from clusterkg.ontology import iris, rdf

_DOCUMENT = re.compile(r"00([0-4])_[0-9a-f]{16}\.txt")
_CORDIS = re.compile(r"CORDIS H2020 dump \(rcn (\d+)\)")


def source_triples(subject: rdf.Term, cell: str) -> Iterator[rdf.Triple]:
    """Yield the sources of a subject from a ``;``-separated cell; minted ones get a label."""
    for part in filter(None, (part.strip() for part in cell.split(";"))):
        ref = _minted(part)
        source = rdf.ref(ref) if ref else rdf.iri(quote(part, safe="%:/?#[]@!$&'()*+,;=~-._"))
        yield rdf.triple(subject, "dcterms:source", source)
        if ref and not ref.startswith("document/"):
            yield rdf.triple(source, "skos:prefLabel", rdf.text(part))


def _minted(source: str) -> str:
    if source.startswith(("http://", "https://")):
        return ""
    document = _DOCUMENT.fullmatch(source)
    if document:
        return f"document/F{document[1]}"
    project = _CORDIS.fullmatch(source)
    return f"cordis-h2020/{project[1]}" if project else f"source/{iris.slug(source)}"
