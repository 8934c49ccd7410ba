"""The OWL API in a process of its own: which axioms break OWL 2 DL, which contradict each other.

A Java machine within Python cannot be stopped, so :func:`.java.ask` runs this module beside the
main process; it writes JSON. Horridge and Bechhofer, "The OWL API: A Java API for OWL
ontologies", Semantic Web 2 (2011), https://doi.org/10.3233/SW-2011-0025. HermiT's jar, which
owlready2 brings, holds it.
"""

import json
import os
import sys
from typing import Any

from . import java
from .smallest import shortest_prefix, smallest

_API = "org.semanticweb.owlapi."
_SOMETHING = "urn:something"


def profile(document: str) -> list[list[str]]:
    """Return each violation of OWL 2 DL: its kind, its axiom if it has one, and its words."""
    checker = _class(_API + "profiles.OWL2DLProfile")()
    found = checker.checkOntology(_load(document)).getViolations()
    return [
        [str(one.getClass().getSimpleName()), str(one.getAxiom() or ""), str(one)] for one in found
    ]


def conflict(document: str, unsatisfiable: str = "") -> list[str]:
    """Return axioms and facts that contradict each other, of which none could go.

    With a class, those that keep anything from being in it.
    """
    trial = _Trial(_load(document), unsatisfiable)
    if not trial.contradicts():
        sys.exit("nothing contradicts anything else, so there is nothing to explain")
    facts = smallest(trial.few_facts(), lambda some: trial.fails(trial.axioms, some))
    axioms = smallest(list(trial.axioms), lambda some: trial.fails(some, facts))
    # Again in pairs: of a long list of disjoint classes two matter.
    axioms = smallest(trial.in_pairs(axioms), lambda some: trial.fails(some, facts))
    return sorted(str(one) for one in [*axioms, *facts] if _SOMETHING not in str(one))


class _Trial:
    """Asks HermiT about parts of an ontology that contradicts itself."""

    def __init__(self, ontology: Any, unsatisfiable: str) -> None:
        self._ontology = ontology
        self._manager = ontology.getOWLOntologyManager()
        self._set, self._list = _class("java.util.HashSet"), _class("java.util.ArrayList")
        self._reasoner = _class("org.semanticweb.HermiT.Reasoner")
        self.axioms = self._sorted(ontology.getTBoxAxioms(True), ontology.getRBoxAxioms(True))
        self._facts = self._sorted(ontology.getABoxAxioms(True))
        if unsatisfiable:
            self._facts = self._list([self._something_in(unsatisfiable)])

    def fails(self, *parts: Any) -> bool:
        """Say whether some axioms and facts contradict each other."""
        together = self._set()
        for part in parts:
            together.addAll(self._list(part))
        ontology = self._manager.createOntology(together)
        reasoner = self._reasoner(ontology)
        consistent = reasoner.isConsistent()
        reasoner.dispose()
        self._manager.removeOntology(ontology)
        return not consistent

    def contradicts(self) -> bool:
        """Say whether all axioms and facts together contradict each other."""
        return self.fails(self.axioms, self._facts)

    def few_facts(self) -> list[Any]:
        """Return facts that contradict the axioms, as few as are quickly found.

        The shortest prefix of all facts that fails ends in one that is needed. Mostly those
        around it are enough, and make the trials of :func:`smallest` small.
        """
        facts = self._facts
        end = shortest_prefix(
            len(facts), lambda length: self.fails(self.axioms, facts.subList(0, length))
        )
        near = self._set(facts.subList(max(end - 1, 0), end))
        while not self.fails(self.axioms, near):
            wider = self._around(near)
            if len(wider) == len(near):
                return list(facts.subList(0, end))
            near = wider
        return list(self._sorted(near))

    def in_pairs(self, axioms: list[Any]) -> list[Any]:
        """Return axioms with those about many disjoint classes replaced by those of each pair."""
        several = _class(_API + "model.OWLDisjointClassesAxiom")
        parts = [
            one.asPairwiseAxioms() if isinstance(one, several) else [one] for one in axioms
        ]
        return list(self._sorted(*parts))

    def _around(self, facts: Any) -> Any:
        """Return the facts that name a thing that the given ones name."""
        wider = self._set(facts)
        for thing in {one for fact in facts for one in fact.getIndividualsInSignature()}:
            wider.addAll(self._ontology.getReferencingAxioms(thing))
        wider.retainAll(self._set(self._facts))
        return wider

    def _something_in(self, name: str) -> Any:
        factory, iri = self._manager.getOWLDataFactory(), _class(_API + "model.IRI")
        thing = factory.getOWLNamedIndividual(iri.create(_SOMETHING))
        return factory.getOWLClassAssertionAxiom(factory.getOWLClass(iri.create(name)), thing)

    def _sorted(self, *parts: Any) -> Any:
        everything = self._list()
        for part in parts:
            everything.addAll(part)
        _class("java.util.Collections").sort(everything)
        return everything


def _load(document: str) -> Any:
    manager = _class(_API + "apibinding.OWLManager").createOWLOntologyManager()
    return manager.loadOntologyFromOntologyDocument(_class("java.io.File")(document))


def _class(name: str) -> Any:
    import jpype

    return jpype.JClass(name)


def _main(what: str, *arguments: str) -> None:
    import jpype

    # Python hears late, or never, of a Java that has run out of memory and goes on.
    options = [*java.options(), "-XX:+ExitOnOutOfMemoryError"]
    jpype.startJVM(*options, classpath=java.classpath().split(os.pathsep))
    try:
        found = profile(*arguments) if what == "profile" else conflict(*arguments)
    except jpype.JException as error:
        sys.exit(str(error))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    _main(*sys.argv[1:])
