"""What ``clusterkg validate`` asks of a graph and of the bundled mappings."""

import csv
from collections import Counter
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from clusterkg.graph.agreement import Agreement, kappa
from clusterkg.loaders.bundled import bundled_folder

if TYPE_CHECKING:
    from clusterkg.graph import KnowledgeGraph
    from clusterkg.ontology.shapes_check import Violation

RULES = {
    "staff": "at least 0.5 full-time equivalents",
    "members": "at least 15 members",
    "member_kinds": "at least 2 kinds of members *",
    "english_website": "a website in English *",
    "recognised": "officially recognised, a waiver",
    "admission": "all four, or the waiver",
}
STATES = ("met", "not met", "unknown")
COMPLETE = "* the kinds, or the languages, count as complete once one is stated"


class Check(NamedTuple):
    """What the shapes find: what is wrong, what is only remarked, and how long it took."""

    engine: str
    seconds: float
    violations: "list[Violation]"
    remarks: "list[Violation]"


def check_shapes(
    graph: "KnowledgeGraph", engine: str = "", *, inferred: bool = False
) -> Check:
    """Check the union of a graph against the SHACL shapes.

    Parameters
    ----------
    graph : KnowledgeGraph
        The graph.
    engine : {"shacl", "pyshacl"}, optional
        The fast engine or the reference; the fast one where it is installed, if not given.
    inferred : bool
        Check the inferences with the union, so that what the rules derive is checked too.

    Raises
    ------
    NotInferredError
        ``inferred`` is asked of a graph without inferences.
    EngineError
        The engine is not installed, or stopped over a value.
    """
    from clusterkg.ontology.shapes_check import validate
    from clusterkg.ontology.shapes_engines import default_engine

    engine = engine or default_engine()
    begun = perf_counter()
    found = validate(graph.union(inferred=inferred), engine)
    seconds = perf_counter() - begun
    violations = [result for result in found if result.severity == "Violation"]
    remarks = [result for result in found if result.severity != "Violation"]
    return Check(engine, seconds, violations, remarks)


def admission(graph: "KnowledgeGraph") -> dict[str, dict[str, int]]:
    """Return how many cluster organisations meet each of ECCP's rules, do not, or are unknown."""
    rows = list(graph.query("admission_status").rows())
    counts = {rule: Counter(row[rule] for row in rows) for rule in RULES}
    return {rule: {state: count[state] for state in STATES} for rule, count in counts.items()}


def mapping_agreement() -> Agreement:
    """Return how well the two independent mappings of themes to ecosystems agree.

    Both are bundled tables: the graph at hand plays no part. A theme mapped to several ecosystems
    counts with the one of highest confidence; a theme that names no sector is a category of its
    own.
    """
    return kappa(_primary("themes.sssom.tsv"), _primary("themes_second.sssom.tsv"))


def _primary(name: str) -> dict[str, str]:
    best: dict[str, tuple[float, str]] = {}
    with (bundled_folder() / name).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        for row in rows:
            theme, target, confidence = row["subject_label"], row["object_id"], row["confidence"]
            if target.startswith("nace:"):
                continue
            if theme not in best or float(confidence) > best[theme][0]:
                best[theme] = (float(confidence), target)
    return {theme: target for theme, (_, target) in best.items()}
