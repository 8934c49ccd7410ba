"""The rules of inference: every ``.ru`` file, ordered by its number, with its ``#+`` lines.

A file is a valid SPARQL update as it stands: each operation inserts one triple pattern, the
conclusion, and its ``WHERE`` holds one premise, filter or binding a line. So written, an
operation can be run against what the last round added alone (semi-naive evaluation: Abiteboul,
Hull and Vianu, "Foundations of Databases", 1995, section 13.1).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from clusterkg.ontology.errors import ClusterkgError

from .header import fields, first

GROUPS = {"owl-rl": "OWL 2 RL", "beyond": "beyond OWL 2 RL"}
_NAME = re.compile(r"\d\d-(.+)")
_OPERATION = re.compile(r"INSERT \{ ([^{}]+) \} WHERE \{\n(.*)\n\}", re.DOTALL)
_PREMISE = re.compile(r"  \?\w+ \S+ \S+ \.")
_FILTER = re.compile(r"  (FILTER|BIND) \(.+\)")


class RuleError(ClusterkgError):
    """A rule file that is not written as rules are."""


@dataclass(frozen=True)
class Operation:
    """One conclusion and the lines from which it follows."""

    conclusion: str
    lines: tuple[str, ...]

    def update(
        self, prologue: str, whole: str, fresh: str, since: Sequence[str] | None
    ) -> Iterator[str]:
        """Yield the updates that draw every new conclusion; see :meth:`Rule.updates`."""
        if since is None:
            yield self._text(prologue, whole, fresh, self.lines, ())
            return
        for place, line in enumerate(self.lines):
            if _PREMISE.fullmatch(line):
                recent = f"  GRAPH ?since {{ {line.strip()} }}"
                lines = (*self.lines[:place], recent, *self.lines[place + 1 :])
                yield self._text(prologue, whole, fresh, lines, since)

    def _text(
        self, prologue: str, whole: str, fresh: str, lines: Sequence[str], since: Sequence[str]
    ) -> str:
        block = f"{{ {self.conclusion} }}"
        template = f"{{ GRAPH <{whole}> {block} GRAPH <{fresh}> {block} }}"
        using = " ".join([f"USING <{whole}>", *(f"USING NAMED <{graph}>" for graph in since)])
        body = "\n".join((*lines, f"  FILTER NOT EXISTS {block}"))
        return f"{prologue}INSERT {template} {using} WHERE {{\n{body}\n}}"


@dataclass(frozen=True)
class Rule:
    """One rule: what it says, and the operations that carry it out.

    ``last`` rules run when all others have come to rest. They conclude about the schema what can
    teach the other rules nothing new, and would only make them find everything twice.
    """

    name: str
    group: str
    says: str
    standard: tuple[str, ...]
    last: bool
    prologue: str
    operations: tuple[Operation, ...]

    def updates(
        self, whole: str, fresh: str, since: Sequence[str] | None = None
    ) -> Iterator[str]:
        """Yield the updates that draw every conclusion which a graph lacks.

        Parameters
        ----------
        whole : str
            IRI of the named graph to read, and to write the conclusions into.
        fresh : str
            IRI of another one, which gets what is new alone.
        since : sequence of str, optional
            IRIs of the graphs of what was added since the rule was last run: one premise at
            least comes from there. Without it the rule has not been run, and all may be old.
        """
        for operation in self.operations:
            yield from operation.update(self.prologue, whole, fresh, since)


@cache
def rules(*groups: str) -> tuple[Rule, ...]:
    """Return the rules in their order, of all groups or of the named ones."""
    root = Path(str(files("clusterkg.queries"))) / "rules"
    found = (read_rule(path.stem, path.read_text(encoding="utf-8"))
             for path in sorted(root.glob("*.ru")))
    return tuple(rule for rule in found if not groups or rule.group in groups)


def read_rule(stem: str, text: str) -> Rule:
    """Return the rule that a file's name (without ending) and text describe.

    Raises
    ------
    RuleError
        A field is missing or wrong, or an operation is not written as operations are.
    """
    found, number = fields(text), _NAME.fullmatch(stem)
    if number is None:
        raise RuleError(f"{stem}.ru: a rule's file is called by two digits, a hyphen and a name")
    if first(found, "group") not in GROUPS:
        raise RuleError(f"{stem}.ru: '#+ group' must be {' or '.join(GROUPS)}")
    if not first(found, "says").endswith("."):
        raise RuleError(f"{stem}.ru: '#+ says' must be a sentence, which ends in a full stop")
    plain = [line for line in text.strip().splitlines() if not line.startswith("#")]
    prologue = "".join(f"{line}\n" for line in plain if line.startswith("PREFIX "))
    body = "\n".join(line for line in plain if not line.startswith("PREFIX "))
    operations = tuple(_operation(stem, part) for part in body.split("\n;\n"))
    return Rule(
        number[1], first(found, "group"), first(found, "says"),
        tuple(first(found, "standard").split()), first(found, "last") == "yes",
        prologue, operations,
    )


def _operation(stem: str, text: str) -> Operation:
    match = _OPERATION.fullmatch(text)
    if match is None:
        raise RuleError(f"{stem}.ru: an operation is 'INSERT {{ one triple }} WHERE {{ … }}'")
    lines = tuple(match[2].split("\n"))
    for line in lines:
        if not (_PREMISE.fullmatch(line) or _FILTER.fullmatch(line)):
            raise RuleError(f"{stem}.ru: '{line.strip()}' is no premise, filter or binding")
    return Operation(match[1], lines)
