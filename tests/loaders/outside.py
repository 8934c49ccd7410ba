"""Files that the project does not hold, and triples as the tests like to read them."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from clusterkg.ontology import iris

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data"

Described = dict[str, dict[str, list[str]]]


def shared(name: str) -> Path:
    """Return a file of data that is not the project's to hold; skip without it."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"../shared/data/{name} is not here")
    return path


def described(triples: Iterable[str]) -> Described:
    """Parse N-Triples strictly: values by subject IRI and predicate CURIE."""
    text = "".join(f"{triple} .\n" for triple in triples)
    result: dict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in ox.parse(text.encode(), format=ox.RdfFormat.N_TRIPLES):
        assert isinstance(triple.subject, ox.NamedNode), "no blank nodes"
        result[triple.subject.value][iris.compact(triple.predicate.value)].append(
            triple.object.value
        )
    return {subject: dict(about) for subject, about in result.items()}
