"""Whether the core of the ontology is in OWL 2 DL, in sentences.

Motik, Patel-Schneider and Parsia (eds.), "OWL 2 Web Ontology Language: Structural Specification
and Functional-Style Syntax", W3C 2012, sections 3 and 11; the OWL API's profile checker decides.
"""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .. import iris
from . import java
from .projection import DATATYPES, iri_of, whole
from .sources import read_ontology

if TYPE_CHECKING:
    from pyoxigraph import Triple

_ROOT = iris.PREFIXES["ckg"].removesuffix("#")
_SIMPLE = "is transitive, or follows from one or from a chain: OWL 2 DL forbids"
_WRONG = {
    "IllegalPunning": "the name is used for things that OWL 2 DL keeps apart, such as a property "
    "of things and a property of literals; give them two names",
    "UseOfNonSimplePropertyInAsymmetricObjectPropertyAxiom": f"the property {_SIMPLE} asymmetry",
    "UseOfNonSimplePropertyInCardinalityRestriction": f"the property {_SIMPLE} counting it",
    "UseOfNonSimplePropertyInDisjointPropertiesAxiom": f"a property {_SIMPLE} disjointness",
    "UseOfNonSimplePropertyInFunctionalPropertyAxiom": f"the property {_SIMPLE} a single value",
    "UseOfNonSimplePropertyInInverseFunctionalObjectPropertyAxiom":
    f"the property {_SIMPLE} a single subject",
    "UseOfNonSimplePropertyInIrreflexivePropertyAxiom": f"the property {_SIMPLE} irreflexivity",
    "UseOfNonSimplePropertyInObjectHasSelf": f"the property {_SIMPLE} ObjectHasSelf",
    "UseOfPropertyInChainCausesCycle": "a property of the chain follows from the property that "
    "the chain implies: OWL 2 DL wants an order among them without a cycle",
    "UseOfUndeclaredDatatype": "the datatype is not in OWL 2's datatype map; rdfs:Literal fits, "
    "and a shape can check the type",
}
_NAMED = re.compile(r"^[^\[(]*?: <([^>]+)>")
_IRI = re.compile(r"<([^<>\s]+)>")
_LITERALS = {iris.PREFIXES["rdfs"] + "range", iris.PREFIXES["rdf"] + "first"}


class Violation(NamedTuple):
    """One thing outside OWL 2 DL: the OWL API's name for it, the axiom, and a sentence."""

    kind: str
    axiom: str
    message: str


def violations(*, more: bytes = b"") -> list[Violation]:
    """Check the root and the modules, without alignments, as one ontology.

    Parameters
    ----------
    more : bytes
        Axioms to add, as Turtle text in UTF-8.

    Returns
    -------
    list of Violation
        Sorted, each once; empty where the ontology is in OWL 2 DL.

    Raises
    ------
    JavaMissingError
        Java or JPype (``clusterkg[reasoning]``) is not installed.
    TimeLimitError, ReasonerError
        The check did not end in its time, or gave up.
    """
    axioms = read_ontology(more=more)
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "ontology.rdf"
        document.write_bytes(whole(axioms, _ROOT))
        found = java.ask("profile", str(document))
    return sorted({*(_violation(*one) for one in found), *_unknown_datatypes(axioms)})


def shown(axiom: str) -> str:
    """Return an axiom in OWL's functional syntax with CURIEs in place of IRIs."""
    return _IRI.sub(lambda match: _name(match[1]), axiom)


def _name(iri: str) -> str:
    short = iris.compact(iri)
    return short if short != iri else f"<{iri}>"


def _violation(kind: str, axiom: str, words: str) -> Violation:
    where = shown(axiom) or "The ontology"
    named = _NAMED.match(words)
    spaced = re.sub(r"(?<!^)(?=[A-Z][a-z])", " ", kind).capitalize()
    wrong = _WRONG.get(kind, spaced.lower())
    name = f" ({_name(named[1])})" if named else ""
    return Violation(kind, where, f"{where}: {wrong}{name}.")


def _unknown_datatypes(axioms: "list[Triple]") -> Iterator[Violation]:
    """Yield the datatypes that OWL 2 lacks: this OWL API lets XML Schema's others pass."""
    import pyoxigraph

    for triple in axioms:
        relation, value = triple.predicate.value, triple.object
        if not (relation in _LITERALS or relation.startswith(iris.PREFIXES["owl"])):
            continue
        name = iri_of(value.datatype if isinstance(value, pyoxigraph.Literal) else value)
        if name.startswith(iris.PREFIXES["xsd"]) and name not in DATATYPES:
            subject = iri_of(triple.subject)
            where = f"{_name(subject) if subject else '[]'} {iris.compact(relation)} {_name(name)}"
            yield _violation("UseOfUndeclaredDatatype", where, "")
