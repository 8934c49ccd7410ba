"""What a reasoner reads of a graph: RDF/XML that says less than the graph, and a count of what.

OWL's direct semantics reads declarations, axioms, and assertions in declared classes and
properties. The rest is left out: annotations, vocabulary that the ontology does not declare,
and literals whose datatype is not in OWL 2's datatype map, such as ``xsd:date``, ``xsd:gYear``
and ``xsd:gYearMonth``, which the shapes check. So are literals with characters that XML forbids.
A value that its property or its datatype cannot have is left out too, and is a fault of the data.

One thing is added: each thing that the data names gets its IRI as its own name, of which it can
have one. OWL lets two names stand for one thing; without that a membership with two members
would only make the two the same. Things that the data calls the same get no name.

Mapping: W3C, "OWL 2 Web Ontology Language Mapping to RDF Graphs", section 3; datatypes: W3C,
"OWL 2 Web Ontology Language Structural Specification", section 4.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from .. import iris
from .literals import is_readable, is_well_formed

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    Term = NamedNode | BlankNode | Literal | Triple
    Names = dict[str, set[str]]

_OWL, _RDF, _RDFS, _XSD = (iris.PREFIXES[name] for name in ("owl", "rdf", "rdfs", "xsd"))
_TYPE = _RDF + "type"
_CLASS, _OBJECT, _DATA = (_OWL + k for k in ("Class", "ObjectProperty", "DatatypeProperty"))
_ONTOLOGY = _OWL + "Ontology"
_HIERARCHY = {_RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")}
_ALIGNING = {
    _RDFS + "subClassOf", _RDFS + "subPropertyOf",
    _OWL + "equivalentClass", _OWL + "equivalentProperty",
}
_HEADER = {
    _OWL + name for name in """
        backwardCompatibleWith deprecated imports incompatibleWith priorVersion versionInfo
        versionIRI
    """.split()
}
_SAME = _OWL + "sameAs"
_EQUALITY = {_SAME, _OWL + "differentFrom"}
OWN_NAME = "urn:clusterkg:own-name"
# OWL 2 Structural Specification, section 4.
DATATYPES = {_RDF + "langString", _RDF + "PlainLiteral", _RDFS + "Literal"} | {
    _XSD + name for name in """
        anyURI base64Binary boolean byte dateTime dateTimeStamp decimal double float hexBinary int
        integer language long Name NCName negativeInteger NMTOKEN nonNegativeInteger
        nonPositiveInteger normalizedString positiveInteger short string token unsignedByte
        unsignedInt unsignedLong unsignedShort
    """.split()
}
ANNOTATION = "annotations, and vocabulary that the ontology does not declare"
DATATYPE = "literals of a datatype that OWL 2 does not have"
KIND = "literals of a property of things, or things of a property of literals"
ILL_FORMED = "literals whose text their datatype does not have"
UNREADABLE = "literals with characters that XML forbids, or in a form that HermiT does not know"
_FAULTS = {
    KIND: "the property takes {expected}, and the value is {found}",
    ILL_FORMED: "the text is not one of the datatype's",
}
ONTOLOGY = "axioms and headers of the ontology, which are read from its files"


class LeftOut(NamedTuple):
    """Why triples were left out, and of which property, class or datatype."""

    reason: str
    name: str


class Fault(NamedTuple):
    """A value that its property or its datatype cannot have, and what is wrong, in words."""

    subject: str
    property: str
    value: str
    wrong: str

    def __str__(self) -> str:
        """Return a sentence."""
        return f"{self.subject} {self.property} {self.value}: {self.wrong}."


class Projection(NamedTuple):
    """The RDF/XML, how many triples it holds, how many of which were left out, and the faults."""

    xml: bytes
    kept: int
    left_out: Counter[LeftOut]
    faults: list[Fault]


def project(axioms: "Iterable[Triple]", data: "Iterable[Triple]" = ()) -> Projection:
    """Write an ontology and data as the RDF/XML that a reasoner reads.

    Parameters
    ----------
    axioms : iterable of pyoxigraph.Triple
        The ontology, all its files together: imports are not followed.
    data : iterable of pyoxigraph.Triple
        Assertions about things; axioms that stand among them are left out.

    Returns
    -------
    Projection
        One document without imports, entities or annotations.
    """
    ontology = _with_targets(axioms)
    names = _declared(ontology)
    left_out: Counter[LeftOut] = Counter()
    kept = _kept(ontology, _why_no_axiom, left_out)
    faults: list[Fault] = []
    facts = _kept(data, lambda triple: _why_no_assertion(triple, names), left_out, faults)
    xml = write([*kept, *facts, *_own_names(facts, names)])
    return Projection(xml, len(kept) + len(facts), left_out, faults)


def whole(axioms: "Iterable[Triple]", root: str) -> bytes:
    """Write an ontology's files as one RDF/XML document, with annotations, without imports.

    What the header of ``root`` says stays; the other files' headers are no ontologies of the
    document and go.
    """
    triples = list(axioms)
    headers = {t.subject for t in triples if _is_header(t)} - {_node(root)}
    return write(
        t for t in triples
        if t.subject not in headers and t.predicate.value != _OWL + "imports"
    )


def write(triples: "Iterable[Triple]") -> bytes:
    """Write triples as RDF/XML."""
    import pyoxigraph

    return pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.RDF_XML) or b""


def _kept(
    triples: "Iterable[Triple]",
    why_not: "Callable[[Triple], LeftOut | None]",
    left_out: Counter[LeftOut],
    faults: list[Fault] | None = None,
) -> "list[Triple]":
    """Return the triples that nothing speaks against, and count the others."""
    kept = []
    for triple in triples:
        reason = why_not(triple)
        if reason is None:
            kept.append(triple)
        else:
            left_out[reason] += 1
            if faults is not None and reason.reason in _FAULTS:
                faults.append(_fault(triple, reason.reason))
    return kept


def _fault(triple: "Triple", reason: str) -> Fault:
    subject, relation, value = (
        _shown(node) for node in (triple.subject, triple.predicate, triple.object)
    )
    literal = value.startswith('"')
    kinds = ("things", "a literal") if literal else ("literals", "a thing")
    wrong = _FAULTS[reason].format(expected=kinds[0], found=kinds[1])
    return Fault(subject, relation, value, wrong)


def _shown(node: "Term") -> str:
    """Return a node as Turtle writes it, with CURIEs and without control characters."""
    import pyoxigraph

    if isinstance(node, pyoxigraph.Literal):
        text = json.dumps(node.value, ensure_ascii=False)
        datatype = iris.compact(node.datatype.value)
        return text if datatype == "xsd:string" or node.language else f"{text}^^{datatype}"
    short = iris.compact(iri_of(node))
    return short if short != iri_of(node) else str(node)


def iri_of(node: "Term") -> str:
    """Return the IRI of a node, or nothing for blank nodes and literals."""
    import pyoxigraph

    return node.value if isinstance(node, pyoxigraph.NamedNode) else ""


def _with_targets(axioms: "Iterable[Triple]") -> "list[Triple]":
    """Return the axioms and a declaration of each undeclared name that they align to.

    An alignment names terms of other vocabularies and does not declare them; each is of the kind
    of the term of ours that is put under it or made equal to it.
    """
    import pyoxigraph

    triples = list(axioms)
    kinds = _declared(triples)
    known = set().union(*kinds.values())
    added = {
        pyoxigraph.Triple(_node(target), _node(_TYPE), _node(kind)): None
        for triple in triples
        if triple.predicate.value in _ALIGNING
        and (target := iri_of(triple.object)) and target not in known
        for kind, names in kinds.items()
        if iri_of(triple.subject) in names
    }
    return [*triples, *added]


def _own_names(facts: "list[Triple]", names: "Names") -> "Iterator[Triple]":
    """Yield that each thing of the facts has its IRI as its only own name."""
    import pyoxigraph

    same = {
        iri_of(node) for t in facts if t.predicate.value == _SAME
        for node in (t.subject, t.object)
    }
    things = dict.fromkeys(iri_of(t.subject) for t in facts)
    things |= dict.fromkeys(iri_of(t.object) for t in facts if t.predicate.value in names[_OBJECT])
    for kind in (_DATA, _OWL + "FunctionalProperty"):
        yield pyoxigraph.Triple(_node(OWN_NAME), _node(_TYPE), _node(kind))
    for thing in things:
        if thing and thing not in same:
            yield pyoxigraph.Triple(_node(thing), _node(OWN_NAME), pyoxigraph.Literal(thing))


def _declared(triples: "Iterable[Triple]") -> "Names":
    """Return the declared classes, object properties and datatype properties."""
    names: Names = {_CLASS: set(), _OBJECT: set(), _DATA: set()}
    for triple in triples:
        if triple.predicate.value == _TYPE and iri_of(triple.object) in names:
            names[iri_of(triple.object)].add(iri_of(triple.subject))
    return names


def _why_no_axiom(triple: "Triple") -> LeftOut | None:
    relation = triple.predicate.value
    if _is_header(triple):
        return LeftOut(ANNOTATION, "a owl:Ontology")
    if relation in _HIERARCHY or (relation.startswith((_OWL, _RDF)) and relation not in _HEADER):
        return None
    return LeftOut(ANNOTATION, iris.compact(relation))


def _why_no_assertion(triple: "Triple", names: "Names") -> LeftOut | None:
    import pyoxigraph

    relation, value = triple.predicate.value, triple.object
    literal = value if isinstance(value, pyoxigraph.Literal) else None
    if relation == _TYPE:
        return _why_no_type(iri_of(value), names)
    if relation in names[_OBJECT] or relation in _EQUALITY:
        return LeftOut(KIND, iris.compact(relation)) if literal else None
    if relation in names[_DATA]:
        return _why_no_value(triple.subject, relation, literal)
    axiom = relation in _HIERARCHY or relation.startswith((_OWL, _RDF))
    return LeftOut(ONTOLOGY if axiom else ANNOTATION, iris.compact(relation))


def _why_no_type(value: str, names: "Names") -> LeftOut | None:
    if value in names[_CLASS]:
        return None
    return LeftOut(ONTOLOGY if value.startswith(_OWL) else ANNOTATION, f"a {iris.compact(value)}")


def _why_no_value(
    subject: "Term", relation: str, literal: "Literal | None"
) -> LeftOut | None:
    name = iris.compact(relation)
    if literal is None:
        return LeftOut(KIND, name)
    datatype = literal.datatype.value
    if datatype not in DATATYPES - {_RDFS + "Literal"}:
        return LeftOut(DATATYPE, f"{name} {iris.compact(datatype)}")
    if not is_well_formed(literal):
        return LeftOut(ILL_FORMED, f"{name} {iris.compact(datatype)}")
    return None if is_readable(literal) else LeftOut(UNREADABLE, f"{_shown(subject)} {name}")


def _is_header(triple: "Triple") -> bool:
    return triple.predicate.value == _TYPE and iri_of(triple.object) == _ONTOLOGY


def _node(iri: str) -> "NamedNode":
    import pyoxigraph

    return pyoxigraph.NamedNode(iri)
