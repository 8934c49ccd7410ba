"""The analyses of a graph, by name: what ``clusterkg analyse`` runs and results are named after.

Each is a function of a graph that gives a `Result`; the free functions behind it take a network
or a table and know no graph.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from clusterkg.ontology.errors import ClusterkgError

from .analysis import Analysis
from .registry import ANALYSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from .result import Parameter, Result
    from .store import KnowledgeGraph


class UnknownAnalysisError(ClusterkgError):
    """No analysis has this name, or it has no such option."""


def named(name: str) -> Analysis:
    """Return the analysis of that name."""
    for analysis in ANALYSES:
        if analysis.name == name:
            return analysis
    known = ", ".join(sorted(analysis.name for analysis in ANALYSES))
    raise UnknownAnalysisError(f"no analysis is called '{name}'; there are {known}")


def run(kg: "KnowledgeGraph", name: str, seed: int = 0, **options: "Parameter") -> "Result":
    """Run an analysis on a graph.

    Parameters
    ----------
    kg : KnowledgeGraph
        The graph.
    name : str
        One of the names in ``ANALYSES``.
    seed : int
        Of everything random.
    options
        By name; texts are read as the kind that the option has.

    Raises
    ------
    UnknownAnalysisError
        No analysis or option has that name.
    OptionError
        A value is of another kind, or too small.
    """
    analysis = named(name)
    result: Result = loaded(analysis.run)(kg, seed=seed, **_read(analysis, options))
    return result


def loaded(path: str) -> "Callable[..., Any]":
    """Return the function that ``module:function`` under ``clusterkg.graph`` names."""
    module, _, function = path.partition(":")
    found: Callable[..., Any] = getattr(import_module(f".{module}", __package__), function)
    return found


def _read(analysis: Analysis, given: dict[str, "Parameter"]) -> dict[str, "Parameter"]:
    options = {option.name: option for option in analysis.options}
    if unknown := sorted(given.keys() - options.keys()):
        known = ", ".join(sorted(options)) or "none"
        raise UnknownAnalysisError(
            f"{analysis.name} has no option '{unknown[0]}'; it has {known}"
        )
    return {name: options[name].read(value) for name, value in given.items()}
