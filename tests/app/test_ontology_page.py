"""The documentation page: every term with all its parts, examples that the graph holds."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from clusterkg.app.cli import cli
from clusterkg.app.ontology_page import diagrams, page, source
from clusterkg.graph import KnowledgeGraph, open_graph
from clusterkg.graph.builder import build
from clusterkg.loaders import countries
from clusterkg.ontology import archive, iris
from clusterkg.ontology.terms import CLASSES, PROPERTIES, TERMS
from tests.competency.files import SOURCES, competency

FOLDER = Path(str(source.files("clusterkg.ontology")))
PARTS = {
    "class": ("Superclasses", "Subclasses", "In domain of", "In range of", "Examples"),
    "property": ("Domain", "Range", "Examples"),
}
Example = dict[str, str]


class Sections(HTMLParser):
    """Collects the sections of terms: their names of facts, texts, links and examples."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.headings: list[int] = []
        self.facts: dict[str, dict[str, str]] = {}
        self.examples: dict[str, list[Example]] = {}
        self.languages: list[str] = []
        self._term = self._fact = self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"]] if tag == "a" else []
        self.loads += [found[name] for name in ("src", "srcset", "data") if name in found]
        self.loads += [found["href"]] if tag in ("link", "use", "image") else []
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        self.languages += [found["lang"]] if "lang" in found else []
        if found.get("class") == "term":
            self._term, self._fact = found["id"], ""
            self.facts[self._term], self.examples[self._term] = {}, []
        if "data-subject" in found:
            self.examples[self._term].append(found)
        self._open = tag if tag in ("dt", "p") else self._open
        if found.get("class") == "definition":
            self._fact = "definition"
        if tag == "dt":
            self._fact = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self._term = ""
        if tag == "p" and self._fact == "definition":
            self._fact = "-"

    def handle_data(self, data: str) -> None:
        if not self._term:
            return
        if self._open == "dt" and not self._fact:
            self._fact, self._open = data.strip(), ""
        elif self._fact:
            held = self.facts[self._term].get(self._fact, "")
            self.facts[self._term][self._fact] = f"{held} {data.strip()}".strip()


def parsed(html: str) -> Sections:
    sections = Sections()
    sections.feed(html)
    return sections


@pytest.fixture(scope="module")
def html(kg: KnowledgeGraph) -> str:
    return page.make(kg)


@pytest.fixture(scope="module")
def sections(html: str) -> Sections:
    return parsed(html)


@pytest.fixture(scope="module")
def core() -> Graph:
    return source.read().core


def test_every_term_is_one_section(html: str) -> None:
    found = re.findall(r'<article class="term" id="(\w+)">', html)
    assert sorted(found) == sorted(TERMS)


@pytest.mark.parametrize("name", sorted(TERMS))
def test_a_term_has_all_its_parts(sections: Sections, core: Graph, name: str) -> None:
    facts = sections.facts[name]
    for part in PARTS["class" if name in CLASSES else "property"]:
        assert facts[part], part
    assert facts["definition"] == str(core.value(URIRef(iris.term(name)), SKOS.definition))


def test_domains_and_ranges_are_those_of_the_turtle(sections: Sections, core: Graph) -> None:
    for name in PROPERTIES:
        for part, relation in (("Domain", RDFS.domain), ("Range", RDFS.range)):
            shown = set(re.findall(r"[\w.]+:\w+", sections.facts[name][part]))
            for value in core.objects(URIRef(iris.term(name)), relation):
                if isinstance(value, URIRef):
                    assert iris.compact(str(value)) in shown, (name, part)
            assert shown or sections.facts[name][part] == "none"


def test_in_domain_of_and_in_range_of_are_the_inverses(sections: Sections, core: Graph) -> None:
    """Unions count for each of their members; the inverse is taken here from SPARQL."""
    for part, relation in (("In domain of", RDFS.domain), ("In range of", RDFS.range)):
        pairs = core.query(
            "PREFIX owl: <http://www.w3.org/2002/07/owl#>"
            "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>"
            "SELECT ?class ?property {"
            " ?property ?relation ?value . ?value (owl:unionOf/rdf:rest*/rdf:first)? ?class }",
            initBindings={"relation": relation},
        )
        wanted: dict[str, set[str]] = {}
        for class_, prop in pairs:  # type: ignore[misc]
            wanted.setdefault(str(class_), set()).add(iris.compact(str(prop)))
        for name in CLASSES:
            shown = set(re.findall(r"ckg:\w+", sections.facts[name][part]))
            assert shown == wanted.get(iris.term(name), set()), (name, part)


def test_examples_are_triples_of_the_graph(kg: KnowledgeGraph, sections: Sections) -> None:
    asserted = inferred = 0
    for name, examples in sections.examples.items():
        for example in examples:
            if holds(kg, example):
                asserted += 1
            else:
                inferred += 1
                assert "inferred by the rule" in sections.facts[name]["Examples"], example
    assert asserted > 250
    assert inferred < 60


def holds(kg: KnowledgeGraph, example: Example) -> bool:
    predicate = iris.expand(example["data-predicate"])
    text = f"ASK {{ {example['data-subject']} <{predicate}> {example['data-value']} }}"
    return kg.sparql(text).serialize("csv") == b"answer\ntrue\n"


def test_a_triple_that_is_not_there_would_be_seen(kg: KnowledgeGraph) -> None:
    nowhere = {"data-subject": f"<{iris.PREFIXES['id']}organisation/none>",
               "data-predicate": "rdf:type", "data-value": f"<{iris.term('Organisation')}>"}
    assert not holds(kg, nowhere)


def test_examples_are_of_their_term(sections: Sections, core: Graph) -> None:
    for name, examples in sections.examples.items():
        for example in examples:
            if name in PROPERTIES:
                assert example["data-predicate"] == f"ckg:{name}"
            else:
                kind = URIRef(example["data-value"].strip("<>"))
                above = set(core.transitive_objects(kind, RDFS.subClassOf))
                assert URIRef(iris.term(name)) in above


def test_a_term_without_an_example_has_no_triple(kg: KnowledgeGraph, sections: Sections) -> None:
    without = {name for name, examples in sections.examples.items() if not examples}
    for name in without:
        ends = (None, name, None) if name in PROPERTIES else (None, None, name)
        node = NamedNode(iris.term(name))
        if name in PROPERTIES:
            assert list(kg.store.quads_for_pattern(None, node, None)) == [], ends
        else:
            kind = NamedNode(str(RDF.type))
            assert list(kg.store.quads_for_pattern(None, kind, node)) == [], ends
    # Terms that only sources from outside use have no example among the bundled data.
    outside = {name for question in competency() if question.scope == SOURCES
               for name in re.findall(r"ckg:(\w+)", question.text)}
    assert len(without - outside) < 15


def test_a_figure_is_shown_with_its_line(kg: KnowledgeGraph, sections: Sections) -> None:
    """Observations have a document and a line each; the page shows the graph's own."""
    first = sections.examples["Observation"][0]
    node = NamedNode(first["data-subject"].strip("<>"))
    lines = [quad.object for quad in
             kg.store.quads_for_pattern(node, NamedNode(iris.term("line")), None)]
    assert isinstance(lines[0], Literal)
    assert f"line {lines[0].value}" in sections.facts["Observation"]["Examples"]


def test_headings_go_down_one_step_at_a_time(sections: Sections) -> None:
    assert sections.headings[0] == 1
    assert sections.headings.count(1) == 1
    steps = zip(sections.headings, sections.headings[1:], strict=False)
    assert [pair for pair in steps if pair[1] > pair[0] + 1] == []


def test_ids_are_unique_and_links_in_the_page_lead_somewhere(sections: Sections) -> None:
    assert len(sections.ids) == len(set(sections.ids))
    inside = {link[1:] for link in sections.links if link.startswith("#")}
    assert len(inside) > len(TERMS)
    assert inside <= set(sections.ids)


def test_the_page_loads_nothing_and_runs_nothing(html: str, sections: Sections) -> None:
    assert sections.loads == ["data:,"]
    assert not {"script", "iframe", "object", "embed", "img"} & set(sections.tags)
    assert "default-src 'none'" in html.replace("&#39;", "'")
    assert not re.search(r"url\(|@import|\bon\w+=", html)


def test_the_head_says_what_the_root_says(html: str, core: Graph) -> None:
    head = source.read().head
    for relation in (OWL.versionIRI, OWL.priorVersion, OWL.versionInfo):
        assert str(core.value(head, relation)) in html
    for name in source.read().modules:
        assert f'id="module-{name}"' in html


def test_every_concept_of_the_vocabularies_is_listed(sections: Sections) -> None:
    for graph in source.read().vocabularies.values():
        for concept in graph.subjects(RDF.type, SKOS.Concept):
            assert str(concept).removeprefix(iris.PREFIXES["id"]) in sections.ids


def test_changes_since_the_version_before_are_told(html: str) -> None:
    assert f"Changes since {list(archive.archived())[-1]}" in html
    assert "Datatype property" in html


def test_the_diagrams_show_each_class_and_object_property(core: Graph) -> None:
    files = source.read()
    for name, graph in files.modules.items():
        drawn = diagrams.draw(files, name, name)
        words = "".join(re.findall(r"<text[^>]*>([^<]*)</text>", str(drawn.figure)))
        for node in files.terms(graph):
            if {OWL.Class, OWL.ObjectProperty} & set(core.objects(node, RDF.type)):
                assert str(diagrams.svg.escape(source.label(core, node))) in words, node
        assert len(drawn.rows) >= str(drawn.figure).count('class="head"')


@pytest.fixture
def planted(tmp_path: Path) -> source.Source:
    """The ontology with a class whose texts are markup, French, and a restriction."""
    folder = tmp_path / "ontology"
    copytree(FOLDER, folder, ignore=lambda _, names: {n for n in names if n.endswith(".py")})
    with (folder / "modules" / "actors.ttl").open("a", encoding="utf-8") as file:
        file.write("""
ckg:Person rdfs:label "<script>alert(1)</script>"@en, "Personne"@fr, "Person"@de ;
    rdfs:comment "<img src=x onerror=alert(1)>"@en ;
    rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ckg:affiliation ; owl:maxCardinality 3 ] ;
    <http://example.org/p> "<script>alert(2)</script>" .
""")
    return source.read(folder)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[KnowledgeGraph]:
    """A graph of countries alone: the planted texts are of the ontology's files."""
    build(tmp_path / "kg", {iris.graph("countries", "test"): list(countries.load())}, {}, {})
    with open_graph(tmp_path / "kg") as graph:
        yield graph


def test_a_label_is_never_markup_and_keeps_its_language(
    small: KnowledgeGraph, planted: source.Source
) -> None:
    html = page.make(small, planted)
    sections = parsed(html)
    assert not {"script", "img"} & set(sections.tags)
    assert "&lt;script&gt;alert(1)" in html
    assert {"fr", "de"} <= set(sections.languages)
    assert "ckg:affiliation max 3" in re.sub(r"<[^>]+>", "", html)


def test_the_command_writes_the_page(kg: KnowledgeGraph, tmp_path: Path, html: str) -> None:
    target = tmp_path / "made" / "ontology.html"
    place = str(kg.version.parents[1])
    done = CliRunner().invoke(cli, ["ontology", "page", "-g", place, "-o", str(target)])
    assert done.exit_code == 0, done.output
    assert target.read_text(encoding="utf-8") == html
