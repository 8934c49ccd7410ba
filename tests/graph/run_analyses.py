"""Run every analysis on a graph, in a process of its own: a line of JSON for each."""

import hashlib
import json
import re
import sys
from pathlib import Path

from clusterkg.graph import open_graph
from clusterkg.graph.analyses import run
from clusterkg.graph.analysis import Analysis
from clusterkg.graph.registry import ANALYSES
from clusterkg.graph.result import Result
from clusterkg.graph.result_columns import columns

# How often something random is drawn says nothing about whether the same is drawn twice.
_REPEATS = {"draws", "permutations", "replicates", "resamples", "runs", "samples", "walks"}
_FEW = 5


def few(analysis: Analysis) -> dict[str, int]:
    """Return options that make an analysis quick."""
    return {option.name: _FEW for option in analysis.options if option.name in _REPEATS}


def text(result: Result) -> str:
    """Return everything that a result says, numbers to their last digit."""
    said = result.parameters, result.seed, result.network, result.coverage, result.notes
    return "\n".join([repr(said), repr(result.table.schema), *map(repr, result.table.rows())])


def form(result: Result) -> str:
    """Return the columns of a result, with their types."""
    return repr(result.table.schema)


def ends(result: Result) -> list[str]:
    """Return the columns that are called the end of an interval and are none."""
    return [
        column.name for column in columns(result)
        if column.role == "value" and re.search("(^|_)(low|high)$", column.name)
    ]


def measures(result: Result) -> list[str]:
    """Return the columns that need a concept: what is neither a key nor the end of an interval."""
    return [column.name for column in columns(result) if column.role == "value"]


def main(folder: str, seed: str, *names: str) -> None:
    with open_graph(Path(folder)) as kg:
        for analysis in ANALYSES:
            if not names or analysis.name in names:
                result = run(kg, analysis.name, seed=int(seed), **few(analysis))
                digest = hashlib.sha256(text(result).encode()).hexdigest()
                said = {"name": analysis.name, "digest": digest, "form": form(result),
                        "ends": ends(result), "measures": measures(result)}
                sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
