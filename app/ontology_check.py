"""What ``clusterkg validate --ontology`` asks: the rules of the guide, and the use of terms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files as resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clusterkg.ontology.terms import TERMS
from clusterkg.queries.catalogue import catalogue, hygiene

if TYPE_CHECKING:
    from clusterkg.graph import KnowledgeGraph

_TERM = re.compile(r"\bckg:(\w+)")


@dataclass(frozen=True)
class Coverage:
    """Which terms are used: by data, by questions of the catalogue, by competency questions."""

    data: frozenset[str]
    questions: frozenset[str]
    competency: frozenset[str]

    @property
    def used(self) -> frozenset[str]:
        """Terms that data or a competency question use."""
        return self.data | self.competency

    @property
    def unused(self) -> list[str]:
        """Terms that neither data nor a competency question use, sorted."""
        return sorted(TERMS - self.used)

    def lines(self) -> Iterator[str]:
        """Yield the coverage as printed."""
        for name, terms in (
            ("in data", self.data),
            ("in a question of the catalogue", self.questions),
            ("in a competency question", self.competency),
            ("in data or a competency question", self.used),
        ):
            yield f"{name:<34} {len(terms):>4} of {len(TERMS)} ({len(terms) / len(TERMS):.0%})"


def coverage(graph: "KnowledgeGraph", competency: Path | None) -> Coverage:
    """Return which terms are used by a graph, the catalogue and a folder of questions."""
    rows = graph.query("terms_used").rows()
    data = {row["term"].removeprefix("ckg:") for row in rows}
    asked = [path.read_text(encoding="utf-8") for path in sorted(competency.glob("*.rq"))] \
        if competency else []
    texts = [question.text for question in catalogue().values()]
    return Coverage(frozenset(data) & TERMS, _terms(texts), _terms(asked))


def faults(files: list[Path] | None = None) -> list[str]:
    """Return what the hygiene queries find wrong with Turtle files, in sentences.

    Parameters
    ----------
    files : list of Path, optional
        The files to read together; by default the ontology and its vocabularies, without the
        alignments, which say of our terms what they are in the words of others.
    """
    import pyoxigraph

    store = pyoxigraph.Store()
    for path in files or core_files():
        store.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    found: list[str] = []
    for question in hygiene().values():
        rows: Any = store.query(question.text)
        found += [str(row["sentence"].value) for row in rows]
    return found


def core_files() -> list[Path]:
    """Return the Turtle files of the modules and vocabularies, sorted."""
    root = Path(str(resources("clusterkg.ontology")))
    return [root / "clusterkg.ttl", *sorted(root.glob("modules/*.ttl")),
            *sorted(root.glob("vocabularies/*.ttl"))]


def report(graph: "KnowledgeGraph", competency: Path | None) -> tuple[list[str], bool]:
    """Return what to print of the ontology, and whether all is well."""
    found, used = faults(), coverage(graph, competency)
    lines = [f"{len(hygiene())} rules of the guide, {len(found)} faults", *found, "terms used"]
    lines += used.lines()
    if competency is None:
        lines.append("no competency questions read: give their folder with --competency")
    if used.unused:
        lines.append(f"neither in data nor in a competency question: {', '.join(used.unused)}")
    unasked = sorted(TERMS - used.competency)
    if unasked:
        lines.append(f"without a competency question: {', '.join(unasked)}")
    return lines, not found and not used.unused


def _terms(texts: list[str]) -> frozenset[str]:
    return frozenset(name for text in texts for name in _TERM.findall(text)) & TERMS
