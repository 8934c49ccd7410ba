"""The ontology's own Turtle files, as triples."""

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyoxigraph import Triple


def read_ontology(*, alignments: bool = False, more: bytes = b"") -> "list[Triple]":
    """Read the root and the modules.

    Parameters
    ----------
    alignments : bool
        Whether to read the alignments too.
    more : bytes
        Axioms to add, as Turtle text in UTF-8.

    Returns
    -------
    list of pyoxigraph.Triple
        Lists and axioms about several things have blank nodes.
    """
    folder = Path(str(files("clusterkg.ontology")))
    paths = [folder / "clusterkg.ttl", *sorted(folder.glob("modules/*.ttl"))]
    if alignments:
        paths += sorted(folder.glob("alignments/*.ttl"))
    texts = [path.read_bytes() for path in paths]
    return [triple for text in [*texts, more] for triple in parse(text, "text/turtle")]


def parse(text: bytes, media_type: str) -> "list[Triple]":
    """Read Turtle or N-Triples text, whose media type is ``media_type``."""
    import pyoxigraph

    form = pyoxigraph.RdfFormat.from_media_type(media_type)
    return [quad.triple for quad in pyoxigraph.parse(text, format=form)]
