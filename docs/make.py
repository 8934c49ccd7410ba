"""Write the page of the catalogue's questions; `clusterkg ontology page` writes the ontology's.

    python docs/make.py build/docs
"""

import sys
from collections.abc import Iterator
from pathlib import Path

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


def main() -> None:
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "build/docs")
    target.mkdir(parents=True, exist_ok=True)
    page = target / "questions.md"
    page.write_text("\n".join(questions()), encoding="utf-8")
    sys.stdout.write(f"{page}\n")


if __name__ == "__main__":
    main()
