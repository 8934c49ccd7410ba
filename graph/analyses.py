"""The analyses of a graph, by name: what ``clusterkg analyse`` runs and results are named after.

Each is a function of a graph that gives a `Result`; the free functions behind it take a network
or a table and know no graph.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from clusterkg.ontology.errors import ClusterkgError

if TYPE_CHECKING:
    from collections.abc import Callable

    from .result import Parameter, Result
    from .store import KnowledgeGraph


class UnknownAnalysisError(ClusterkgError):
    """No analysis has this name, or it has no such option."""


class OptionError(ClusterkgError):
    """An option's value is not of the kind that the analysis takes."""


@dataclass(frozen=True)
class Option:
    """What an analysis may be told; its kind is that of its default."""

    name: str
    default: "Parameter"
    meaning: str

    def read(self, text: str) -> "Parameter":
        """Return ``text`` as a value of the option's kind."""
        try:
            return _READERS[type(self.default)](text)
        except (KeyError, ValueError) as error:
            kind = _KINDS[type(self.default)]
            raise OptionError(f"{self.name}={text}: {kind} was expected") from error


@dataclass(frozen=True)
class Analysis:
    """One analysis.

    Attributes
    ----------
    name, summary : str
        What it is called, and one line on what it says.
    run, plot : str
        ``module:function`` under ``clusterkg.graph``: ``(kg, *, seed, **options) -> Result``, and
        ``(result) -> matplotlib.figure.Figure``.
    options : tuple of Option
    """

    name: str
    summary: str
    run: str
    plot: str
    options: tuple[Option, ...] = ()


ANALYSES: tuple[Analysis, ...] = (
)


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
        A value is of another kind.
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
    return {
        name: options[name].read(value) if isinstance(value, str) else value
        for name, value in given.items()
    }


def _truth(text: str) -> bool:
    return {"yes": True, "true": True, "no": False, "false": False}[text.casefold()]


_READERS: dict[type, "Callable[[str], Parameter]"] = {
    str: str, int: int, float: float, bool: _truth,
}
_KINDS = {str: "a text", int: "a whole number", float: "a number", bool: "yes or no"}
