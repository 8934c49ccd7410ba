"""How a named graph is described: DCAT for what it is, PROV-O for how it came about.

W3C, "Data Catalog Vocabulary (DCAT) 3" and "PROV-O: The PROV Ontology".
"""

from collections.abc import Iterable, Iterator, Mapping

from . import iris, rdf

CATALOGUE = iris.graph("catalogue", "1")


def describe_graph(
    graph: str, facts: Mapping[str, str], counts: Mapping[str, int], software: str
) -> Iterator[rdf.Triple]:
    """Yield the description of one named graph.

    Parameters
    ----------
    graph : str
        IRI of the named graph.
    facts : mapping of str to str
        ``name``, ``version``, ``title``, ``origin`` and ``licence`` (IRIs), ``scope``, and where
        known ``attribution``, ``retrieved`` (a date), ``sha256`` (of the content of the file),
        ``loader_version``, and ``started`` and ``ended`` (the times of the load).
    counts : mapping of str to int
        Rows ``read``, ``written``, ``rejected`` and ``duplicate``.
    software : str
        Name and version of the program, such as ``clusterkg 0.1.0``.
    """
    subject = rdf.iri(graph)
    activity = rdf.ref(f"activity/load-{iris.slug(facts['name'] + ' ' + facts['version'])}")
    agent = rdf.ref(f"software/{iris.slug(software)}")
    yield from rdf.describe(subject, _dataset(facts, activity))
    for name, count in counts.items():
        yield rdf.triple(subject, f"ckg:rows{name.capitalize()}", rdf.number(count))
    yield from rdf.describe(activity, [
        ("rdf:type", rdf.iri("prov:Activity")),
        ("prov:used", rdf.iri(facts["origin"])),
        ("prov:wasAssociatedWith", agent),
        *_times(facts),
    ])
    yield from _agent(agent, software)


def describe_inferences(
    graph: str, rules: Mapping[str, tuple[str, int]], sources: Iterable[str], digest: str,
    software: str,
) -> Iterator[rdf.Triple]:
    """Yield the description of a graph of inferences, which is marked as inferred.

    Parameters
    ----------
    graph : str
        IRI of the named graph.
    rules : mapping of str to (str, int)
        What each rule says, and how many triples it added, by its name.
    sources : iterable of str
        IRIs of the named graphs from which was inferred.
    digest : str
        Digest of the build from which was inferred.
    software : str
        Name and version of the program.
    """
    subject, version = rdf.iri(graph), graph.rpartition("/")[2]
    activity = rdf.ref(f"activity/infer-{iris.slug(version)}")
    agent = rdf.ref(f"software/{iris.slug(software)}")
    yield from rdf.describe(subject, _inferred(version, activity))
    yield rdf.triple(subject, "void:triples", rdf.number(sum(n for _, n in rules.values())))
    for source in sources:
        yield rdf.triple(subject, "prov:wasDerivedFrom", rdf.iri(source))
    yield from rdf.describe(activity, [
        ("rdf:type", rdf.iri("prov:Activity")),
        ("dcterms:identifier", rdf.text(digest) if digest else None),
        ("prov:wasAssociatedWith", agent),
    ])
    yield from _agent(agent, software)
    for name, (says, count) in rules.items():
        rule, part = rdf.ref(f"rule/{name}"), rdf.ref(f"inferences/{version}/{name}")
        yield rdf.triple(activity, "prov:used", rule)
        yield rdf.triple(rule, "rdf:type", rdf.iri("prov:Plan"))
        yield rdf.triple(rule, "skos:definition", rdf.text(says, "en"))
        yield rdf.triple(subject, "void:subset", part)
        yield rdf.triple(part, "prov:wasDerivedFrom", rule)
        yield rdf.triple(part, "void:triples", rdf.number(count))


def _agent(agent: rdf.Term, software: str) -> Iterator[rdf.Triple]:
    return rdf.describe(agent, [
        ("rdf:type", rdf.iri("prov:SoftwareAgent")),
        ("skos:prefLabel", rdf.text(software)),
    ])


def _times(facts: Mapping[str, str]) -> Iterator[tuple[str, rdf.Term]]:
    for fact, predicate in (("started", "prov:startedAtTime"), ("ended", "prov:endedAtTime")):
        if fact in facts:
            yield predicate, rdf.typed(facts[fact], "xsd:dateTime")


def _inferred(version: str, activity: rdf.Term) -> list[tuple[str, rdf.Term | None]]:
    return [
        ("rdf:type", rdf.iri("void:Dataset")),
        ("rdf:type", rdf.iri("prov:Entity")),
        ("dcterms:title", rdf.text("What the rules infer from all other graphs", "en")),
        ("dcterms:license", rdf.iri("https://creativecommons.org/licenses/by/4.0/")),
        ("dcat:version", rdf.text(version)),
        ("ckg:certainty", rdf.ref("certainty/inferred")),
        ("prov:wasGeneratedBy", activity),
    ]


def _dataset(facts: Mapping[str, str], activity: rdf.Term) -> list[tuple[str, rdf.Term | None]]:
    credit, retrieved = facts.get("attribution"), facts.get("retrieved")
    digest, loader = facts.get("sha256"), facts.get("loader_version")
    return [
        ("rdf:type", rdf.iri("dcat:Dataset")),
        ("rdf:type", rdf.iri("prov:Entity")),
        ("dcterms:title", rdf.text(facts["title"], "en")),
        ("dcterms:source", rdf.iri(facts["origin"])),
        ("dcterms:license", rdf.iri(facts["licence"])),
        ("dcterms:rightsHolder", rdf.text(credit) if credit else None),
        ("dcat:version", rdf.text(facts["version"])),
        ("dcterms:modified", rdf.date(retrieved) if retrieved else None),
        ("ckg:scope", rdf.text(facts["scope"])),
        ("ckg:sha256", rdf.text(digest) if digest else None),
        ("ckg:loaderVersion", rdf.text(loader) if loader else None),
        ("prov:wasGeneratedBy", activity),
    ]
