"""What the tests of reasoning share: whether Java is here, and small graphs to try."""

import shutil
from importlib.util import find_spec

import pyoxigraph

from clusterkg.ontology.iris import PREFIXES
from tests.conftest import require

PREFIX_LINES = [f"@prefix {name}: <{place}> .\n" for name, place in PREFIXES.items()]
HEAD = f"@base <{PREFIXES['id']}> .\n" + "".join(PREFIX_LINES)


def need_java() -> None:
    """Skip a test without Java."""
    require("java", shutil.which("java") is not None, "HermiT runs on it")


def need_owl_api() -> None:
    """Skip a test without Java or the way to its classes."""
    need_java()
    require("the OWL API", find_spec("jpype") is not None, "pip install 'clusterkg[reasoning]'")


def turtle(text: str) -> bytes:
    """Return Turtle with the known prefixes declared."""
    return (HEAD + text).encode()


def n_triples(text: str) -> bytes:
    """Return Turtle, written with the known prefixes, as N-Triples."""
    quads = pyoxigraph.parse(turtle(text), format=pyoxigraph.RdfFormat.TURTLE)
    form = pyoxigraph.RdfFormat.N_TRIPLES
    return pyoxigraph.serialize((quad.triple for quad in quads), format=form) or b""
