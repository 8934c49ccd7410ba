"""What ``clusterkg validate --reasoning`` finds and prints."""

import time
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from clusterkg.ontology import iris
from clusterkg.ontology.reasoning import (
    JavaMissingError,
    ReasonerError,
    TimeLimitError,
    check,
    explain,
    violations,
)

if TYPE_CHECKING:
    from clusterkg.ontology.reasoning import Verdict
    from clusterkg.ontology.reasoning.projection import Fault, LeftOut

_MEGABYTE = 1_000_000
_WIDTH = 86
_TIED = "\N{NO-BREAK SPACE}"
_SHOWN = 20  # of faults, and of unsatisfiable classes, whose reasons take a second each
_PATIENCE = 300.0  # seconds for the reasons of one verdict, all together


def report(data: bytes) -> Iterator[tuple[bool, str]]:
    """Yield what reasoning says of the ontology and a graph.

    Parameters
    ----------
    data : bytes
        The graph's triples, as N-Triples text in UTF-8.

    Yields
    ------
    wrong : bool
        Whether the line names a problem.
    line : str
        A line to print; it comes when its check is done.

    Raises
    ------
    JavaMissingError
        Java, or what the check of OWL 2 DL needs, is not installed.
    TimeLimitError, ReasonerError
        A check did not end in its time, or gave up.
    """
    for name, alignments in (("ontology", False), ("ontology with alignments", True)):
        verdict = check(data, alignments=alignments)
        yield from _verdict(name, verdict)
        yield from _reasons(data, alignments, verdict)
        if not alignments:
            yield from _faults(verdict.faults)
            yield from _left_out(verdict.left_out)
    yield from _profile()


def _verdict(name: str, verdict: "Verdict") -> Iterator[tuple[bool, str]]:
    cost = (
        f"{verdict.triples:,} triples; HermiT took {verdict.seconds:.1f} s and"
        f" {verdict.peak / _MEGABYTE:.0f} MB"
    )
    state = "consistent" if verdict.consistent else "inconsistent"
    without = f", without {_faulty(verdict.faults)}," if verdict.faults else ""
    yield not verdict.consistent, f"The {name} and the graph{without} are {state} ({cost})."
    if verdict.consistent and not verdict.unsatisfiable:
        yield False, "  Every class can have things in it."


def _reasons(data: bytes, alignments: bool, verdict: "Verdict") -> Iterator[tuple[bool, str]]:
    end = time.monotonic() + _PATIENCE
    if not verdict.consistent:
        yield True, "  These cannot all be true:"
        yield from _explained(data, "", alignments, end)
    for name in verdict.unsatisfiable[:_SHOWN]:
        yield True, f"  Nothing can be a {iris.compact(name)}, because of:"
        yield from _explained(data, name, alignments, end)
    more = len(verdict.unsatisfiable) - _SHOWN
    if more > 0:
        yield True, f"  Nothing can be in {more} more classes."


def _explained(
    data: bytes, name: str, alignments: bool, end: float
) -> Iterator[tuple[bool, str]]:
    left = end - time.monotonic()
    if left <= 0:
        yield True, f"    (not found out: {_PATIENCE:g} seconds had passed)"
        return
    try:
        for axiom in explain(data, unsatisfiable=name, alignments=alignments, seconds=left):
            yield True, f"    {axiom}"
    except (JavaMissingError, ReasonerError, TimeLimitError) as error:
        yield True, f"    (not found out: {error})"


def _faults(faults: "list[Fault]") -> Iterator[tuple[bool, str]]:
    if faults:
        yield True, f"  Left out, and to be corrected: {_faulty(faults)}."
    yield from ((True, f"    {fault}") for fault in faults[:_SHOWN])
    if len(faults) > _SHOWN:
        yield True, f"    and {len(faults) - _SHOWN:,} more."


def _faulty(faults: "list[Fault]") -> str:
    return f"{len(faults):,} faulty {'triple' if len(faults) == 1 else 'triples'}"


def _left_out(left_out: "Counter[LeftOut]") -> Iterator[tuple[bool, str]]:
    yield False, f"  HermiT did not read {left_out.total():,} triples:"
    for reason, group in groupby(sorted(left_out), key=lambda one: one.reason):
        ones = sorted(group, key=lambda one: (-left_out[one], one.name))
        total = sum(left_out[one] for one in ones)
        yield False, f"  {total:>7,} {reason}:"
        names = [f"{one.name} {left_out[one]:,}" for one in ones]
        yield from ((False, line) for line in _wrapped(names))


def _wrapped(names: list[str]) -> Iterator[str]:
    """Yield lines of names, with no name on two lines."""
    indent = " " * 10
    text = ", ".join(name.replace(" ", _TIED) for name in names)
    lines = wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return (indent + line.replace(_TIED, " ") for line in lines)


def _profile() -> Iterator[tuple[bool, str]]:
    found = violations()
    for violation in found:
        yield True, f"  {violation.message}"
    state = f"not in OWL 2 DL ({len(found)} violations)" if found else "in OWL 2 DL"
    yield bool(found), f"The root and the modules, without alignments, are {state}."
