"""What ``clusterkg validate`` asks of a graph and of the bundled mappings."""

import csv
from typing import TYPE_CHECKING

from clusterkg.graph.agreement import Agreement, kappa
from clusterkg.loaders.bundled import bundled_folder

if TYPE_CHECKING:
    from clusterkg.graph import KnowledgeGraph
    from clusterkg.ontology.shapes_check import Violation


def shape_violations(graph: "KnowledgeGraph") -> "list[Violation]":
    """Return what the SHACL shapes find wrong with the union of the graph."""
    from clusterkg.ontology.shapes_check import validate

    return validate(graph.union())


def mapping_agreement() -> Agreement:
    """Return how well the two independent mappings of themes to ecosystems agree.

    A theme mapped to several ecosystems counts with the one of highest confidence; a theme that
    names no sector is a category of its own.
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
