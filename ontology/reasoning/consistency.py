"""Whether the ontology and a graph are consistent, and which classes nothing can be in.

HermiT decides it. It comes within owlready2 and needs Java: Glimm, Horrocks, Motik, Stoilos and
Wang, "HermiT: An OWL 2 Reasoner", Journal of Automated Reasoning 53 (2014),
https://doi.org/10.1007/s10817-014-9305-1. It reads a projection, see :mod:`.projection`.
"""

import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from .. import iris
from . import java
from .children import Finished, run
from .profile import shown
from .projection import OWN_NAME, Fault, LeftOut, Projection, project
from .sources import parse, read_ontology

_MAIN = "org.semanticweb.HermiT.cli.CommandLine"
# The exception's own line: a place in Java's code has a like name.
_INCONSISTENT = re.compile(
    r"^(Exception in thread \S+ |Caused by: )?[\w.$]+\.InconsistentOntologyException\b",
    re.MULTILINE,
)
_NOTHING = iris.PREFIXES["owl"] + "Nothing"


class Verdict(NamedTuple):
    """What HermiT found, in what, and what that took.

    ``unsatisfiable`` are the IRIs of the classes that nothing can be in; none are named for an
    inconsistent ontology, from which everything follows. ``triples`` were read and ``left_out``
    were not; ``faults`` are those of the latter that no graph should hold. ``seconds`` is HermiT's
    whole run with its reading, ``peak`` its largest memory in bytes.
    """

    consistent: bool
    unsatisfiable: list[str]
    triples: int
    left_out: Counter[LeftOut]
    faults: list[Fault]
    seconds: float
    peak: int


def check(data: bytes = b"", *, alignments: bool = False, more: bytes = b"") -> Verdict:
    """Ask HermiT about the ontology and a graph.

    Parameters
    ----------
    data : bytes
        The graph's triples, as N-Triples text in UTF-8.
    alignments : bool
        Whether the alignments belong to the ontology.
    more : bytes
        Axioms to add to the ontology, as Turtle text in UTF-8.

    Raises
    ------
    JavaMissingError
        Java is not installed.
    TimeLimitError, ReasonerError
        HermiT did not end in its time, or gave up, such as for lack of memory, of which it gets
        2000 MB, or what the environment's ``CLUSTERKG_JAVA_MEMORY`` says (``4g``).
    """
    # Full names (-N) of what is equivalent to owl:Nothing (-U).
    command = [java.java(), *java.options(), "-cp", java.classpath(), _MAIN, "-N", "-U"]
    with _document(data, alignments, more) as (document, projection):
        done = run([*command, document.as_uri()], java.TIME_LIMIT)
    consistent, unsatisfiable = _answer(done)
    return Verdict(consistent, unsatisfiable, *projection[1:], done.seconds, done.peak)


def explain(
    data: bytes = b"", *, unsatisfiable: str = "", alignments: bool = False, more: bytes = b"",
    seconds: float | None = None,
) -> list[str]:
    """Name the axioms and facts that contradict each other.

    Parameters
    ----------
    data, alignments, more
        As :func:`check` had them when it found a contradiction.
    unsatisfiable : str
        The IRI of a class that nothing can be in, to explain that.
    seconds : float, optional
        The time for all of it; 300 are the most, and the default.

    Returns
    -------
    list of str
        In OWL's functional syntax with CURIEs. None of them could go; there may be other
        contradictions.

    Raises
    ------
    JavaMissingError
        Java or JPype (``clusterkg[reasoning]``) is not installed.
    TimeLimitError, ReasonerError
        It did not end in its time, or gave up, such as where nothing contradicts anything.
    """
    classes = [unsatisfiable] if unsatisfiable else []
    with _document(b"" if unsatisfiable else data, alignments, more) as (document, _):
        found = java.ask("conflict", str(document), *classes, seconds=seconds)
    # That a thing is not another goes without saying.
    return [shown(axiom) for axiom in found if OWN_NAME not in axiom]


@contextmanager
def _document(data: bytes, alignments: bool, more: bytes) -> Iterator[tuple[Path, Projection]]:
    axioms = read_ontology(alignments=alignments, more=more)
    projection = project(axioms, parse(data, "application/n-triples"))
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "projection.rdf"
        document.write_bytes(projection.xml)
        yield document, projection


def _answer(done: Finished) -> tuple[bool, list[str]]:
    if _INCONSISTENT.search(done.errors):
        return False, []
    lines = [line.strip() for line in done.output.splitlines()]
    if done.status or _NOTHING not in lines:
        raise java.failure("HermiT", done)
    return True, sorted(name for name in lines[1:] if name != _NOTHING)
