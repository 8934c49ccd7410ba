"""Write the reference pages from their sources: the catalogue's questions and the ontology's terms.

    python docs/make.py build/docs
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from rdflib import Graph, URIRef
from rdflib.namespace import RDFS, SKOS

from clusterkg.loaders.vocabularies import turtle_files
from clusterkg.ontology import iris, terms
from clusterkg.queries.catalogue import Question, catalogue


def questions() -> Iterator[str]:
    """Yield the lines of the page of questions."""
    yield "# Questions of the catalogue\n"
    yield "Ask one with `clusterkg query NAME --param NAME=VALUE --scope all|documents`.\n"
    for question in catalogue().values():
        yield from _question(question)


def _question(question: Question) -> Iterator[str]:
    yield f"## {question.name}\n\n{question.question}\n"
    for parameter in question.parameters:
        default = question.clause(parameter.name).group(1)
        yield f"- `{parameter.name}` ({parameter.type}): {parameter.meaning}; default `{default}`"
    if question.parameters:
        yield ""


def ontology() -> Iterator[str]:
    """Yield the lines of the page of terms."""
    graph = Graph()
    for path in turtle_files():
        if path.parent.name == "modules":
            graph.parse(path)
    yield "# Terms of the ontology\n"
    yield f"Namespace: `{iris.PREFIXES['ckg']}`, prefix `ckg:`.\n"
    for title, names in (("Classes", terms.CLASSES), ("Properties", terms.PROPERTIES)):
        yield f"## {title}\n\n| term | label | definition |\n|---|---|---|"
        for name in sorted(names):
            node = URIRef(iris.term(name))
            label, meaning = graph.value(node, RDFS.label), graph.value(node, SKOS.definition)
            yield f"| `ckg:{name}` | {label} | {meaning} |"
        yield ""


def main() -> None:
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "build/docs")
    target.mkdir(parents=True, exist_ok=True)
    for name, lines in (("questions", questions()), ("ontology", ontology())):
        (target / f"{name}.md").write_text("\n".join(lines), encoding="utf-8")
        sys.stdout.write(f"{target / name}.md\n")


if __name__ == "__main__":
    main()
