"""Reading competency questions: a fact a file, with the rows that it must answer."""

from dataclasses import dataclass
from pathlib import Path

from clusterkg.graph import KnowledgeGraph
from clusterkg.graph.answer import Answer
from clusterkg.ontology import iris
from clusterkg.queries.header import fields, first

FOLDER = Path(__file__).parent
INFERRED = "inferred"
# The bundled graph with rows of sources from outside.
SOURCES = "sources"


@dataclass(frozen=True)
class Competency:
    """One competency question; without expected rows it is an ASK that must be true."""

    name: str
    text: str
    fact: str
    source: str
    scope: str
    inventory: str
    expect: list[str]


def read(path: Path) -> Competency:
    """Return the question of a file."""
    text = path.read_text(encoding="utf-8")
    found = fields(text)
    return Competency(
        name=path.stem, text=text, fact=first(found, "fact"), source=first(found, "source"),
        scope=first(found, "scope") or "documents", inventory=first(found, "inventory"),
        expect=found.get("expect", []),
    )


def competency() -> list[Competency]:
    """Return all questions, sorted by name."""
    return [read(path) for path in sorted(FOLDER.glob("*.rq"))]


def rows(kg: KnowledgeGraph, question: Competency) -> list[str]:
    """Return the answer's rows as the files write them."""
    return lines(ask(kg, question))


def lines(answer: Answer) -> list[str]:
    """Return the rows of an answer, their values joined by " | "."""
    return [" | ".join(map(written, row.values())) for row in answer.rows()]


def is_true(answer: Answer) -> bool:
    """Say whether the answer to an ASK is true."""
    return answer.serialize("csv") == b"answer\ntrue\n"


def ask(kg: KnowledgeGraph, question: Competency) -> Answer:
    """Return the answer, in the scope that the question names."""
    if question.scope == INFERRED:
        return kg.sparql(question.text, inferred=True)
    return kg.sparql(question.text, scope="all" if question.scope == SOURCES else question.scope)


def written(value: object) -> str:
    """Return a value as the files write it: CURIEs, numbers without idle zeros."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.10g}"
    text = str(value)
    return iris.compact(text) if iris.is_iri(text) else text
