"""Integrity constraints of the RDF Data Cube Vocabulary, section 11.1, as plain counts.

Written from the words of the Recommendation of 16 January 2014, over an index of the triples;
its normalisation (section 10) is done first: types that follow, and what slices fix for all their
observations. Each constraint gives what breaks it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from rdflib import QB, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node


def normalised(graph: Graph) -> Graph:
    """Return a cube with types and with the values that its slices fix on each observation."""
    found = graph + Graph()
    for _, one in graph.subject_objects(QB.observation):
        found.add((one, RDF.type, QB.Observation))
    for _, one in graph.subject_objects(QB.slice):
        found.add((one, RDF.type, QB.Slice))
    for kind in (QB.dimension, QB.measure, QB.attribute):
        for component, one in graph.subject_objects(kind):
            found.add((component, QB.componentProperty, one))
    for component in graph.subjects(QB.componentAttachment, QB.Slice):
        for one in found.objects(component, QB.componentProperty):
            for slice_, observation in graph.subject_objects(QB.observation):
                for value in graph.objects(slice_, one):
                    found.add((observation, one, value))
    return found


class Cube:
    """A normalised cube and what its structure says."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.observations = set(graph.subjects(RDF.type, QB.Observation))
        self.sets = set(graph.subjects(RDF.type, QB.DataSet))
        self.structures = set(graph.subjects(RDF.type, QB.DataStructureDefinition))
        self.slices = set(graph.subjects(RDF.type, QB.Slice))

    def dimensions(self, structure: Node | None) -> set[Node]:
        return self._parts(structure, QB.dimension)

    def measures(self, structure: Node | None) -> set[Node]:
        return self._parts(structure, QB.measure)

    def structure(self, observation: Node) -> Node | None:
        return self.graph.value(self.graph.value(observation, QB.dataSet), QB.structure)

    def _parts(self, structure: Node | None, kind: URIRef) -> set[Node]:
        return {part for component in self.graph.objects(structure, QB.component)
                for part in self.graph.objects(component, kind)}


def ic_1(cube: Cube) -> Iterator[Node]:
    """Every observation has exactly one data set."""
    yield from (o for o in cube.observations if len(list(cube.graph.objects(o, QB.dataSet))) != 1)


def ic_2(cube: Cube) -> Iterator[Node]:
    """Every data set has exactly one structure."""
    yield from (s for s in cube.sets if len(list(cube.graph.objects(s, QB.structure))) != 1)


def ic_3(cube: Cube) -> Iterator[Node]:
    """Every structure has a measure."""
    yield from (s for s in cube.structures if not cube.measures(s))


def ic_4(cube: Cube) -> Iterator[Node]:
    """Every dimension has a range."""
    for dimension in cube.graph.subjects(RDF.type, QB.DimensionProperty):
        if cube.graph.value(dimension, RDFS.range) is None:
            yield dimension


def ic_5(cube: Cube) -> Iterator[Node]:
    """Every dimension whose range is concepts has a code list."""
    for dimension in cube.graph.subjects(RDFS.range, SKOS.Concept):
        is_dimension = (dimension, RDF.type, QB.DimensionProperty) in cube.graph
        if is_dimension and (dimension, QB.codeList, None) not in cube.graph:
            yield dimension


def ic_6(cube: Cube) -> Iterator[Node]:
    """Only attributes are optional."""
    for component, required in cube.graph.subject_objects(QB.componentRequired):
        if str(required) == "false" and (component, QB.attribute, None) not in cube.graph:
            yield component


def ic_7(cube: Cube) -> Iterator[Node]:
    """Every slice key is of a structure."""
    for key in cube.graph.subjects(RDF.type, QB.SliceKey):
        if not set(cube.graph.subjects(QB.sliceKey, key)) & cube.structures:
            yield key


def ic_8(cube: Cube) -> Iterator[Node]:
    """What a slice key names is in its structure."""
    for structure, key in cube.graph.subject_objects(QB.sliceKey):
        for one in cube.graph.objects(key, QB.componentProperty):
            components = cube.graph.objects(structure, QB.component)
            if not any((c, QB.componentProperty, one) in cube.graph for c in components):
                yield one


def ic_9(cube: Cube) -> Iterator[Node]:
    """Every slice has exactly one structure."""
    yield from (s for s in cube.slices
                if len(list(cube.graph.objects(s, QB.sliceStructure))) != 1)


def ic_10(cube: Cube) -> Iterator[Node]:
    """Every slice has a value of each dimension of its structure."""
    for one in cube.slices:
        key = cube.graph.value(one, QB.sliceStructure)
        for dimension in cube.graph.objects(key, QB.componentProperty):
            if cube.graph.value(one, URIRef(str(dimension))) is None:
                yield one


def ic_11(cube: Cube) -> Iterator[Node]:
    """Every observation has a value of each dimension of its structure."""
    for one in cube.observations:
        for dimension in cube.dimensions(cube.structure(one)):
            if cube.graph.value(one, URIRef(str(dimension))) is None:
                yield one


def ic_12(cube: Cube) -> Iterator[Node]:
    """No two observations of a data set agree on all dimensions."""
    seen: dict[Node | None, Counter[tuple[Node | None, ...]]] = defaultdict(Counter)
    for one in cube.observations:
        places = sorted(cube.dimensions(cube.structure(one)), key=str)
        values = tuple(cube.graph.value(one, URIRef(str(place))) for place in places)
        whole = cube.graph.value(one, QB.dataSet)
        seen[whole][values] += 1
        if seen[whole][values] == 2:
            yield one


def ic_13(cube: Cube) -> Iterator[Node]:
    """Every observation has a value of each required attribute."""
    for component in cube.graph.subjects(QB.attribute, None):
        if str(cube.graph.value(component, QB.componentRequired)) != "true":
            continue
        wanted = URIRef(str(cube.graph.value(component, QB.attribute)))
        of = set(cube.graph.subjects(QB.component, component))
        yield from (o for o in cube.observations
                    if cube.structure(o) in of and cube.graph.value(o, wanted) is None)


def ic_14(cube: Cube) -> Iterator[Node]:
    """Every observation has a value of each measure of its structure."""
    for one in cube.observations:
        for measure in cube.measures(cube.structure(one)):
            if cube.graph.value(one, URIRef(str(measure))) is None:
                yield one


def ic_18(cube: Cube) -> Iterator[Node]:
    """What a data set's slices hold are its observations."""
    for whole, slice_ in cube.graph.subject_objects(QB.slice):
        for one in cube.graph.objects(slice_, QB.observation):
            if (one, QB.dataSet, whole) not in cube.graph:
                yield one


def ic_19(cube: Cube) -> Iterator[Node]:
    """Values of a coded dimension are in its code list."""
    for dimension, codes in cube.graph.subject_objects(QB.codeList):
        for one in cube.observations:
            for value in cube.graph.objects(one, URIRef(str(dimension))):
                known = (value, SKOS.inScheme, codes) in cube.graph
                if not known or (value, RDF.type, SKOS.Concept) not in cube.graph:
                    yield value


# IC-15 to IC-17 are about qb:measureType, IC-20 and IC-21 about hierarchies of codes: none here.
CONSTRAINTS: tuple[Callable[[Cube], Iterator[Node]], ...] = (
    ic_1, ic_2, ic_3, ic_4, ic_5, ic_6, ic_7, ic_8, ic_9, ic_10, ic_11, ic_12, ic_13, ic_14, ic_18,
    ic_19,
)
