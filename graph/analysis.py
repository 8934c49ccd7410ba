"""What an analysis is: its name, what it says, how to run it, and what it may be told."""

from collections.abc import Callable
from dataclasses import dataclass

from clusterkg.ontology.errors import ClusterkgError

from .result import Parameter


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


def _truth(text: str) -> bool:
    return {"yes": True, "true": True, "no": False, "false": False}[text.casefold()]


_READERS: dict[type, Callable[[str], Parameter]] = {
    str: str, int: int, float: float, bool: _truth,
}
_KINDS = {str: "a text", int: "a whole number", float: "a number", bool: "yes or no"}
