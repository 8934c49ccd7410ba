"""What an analysis is: its name, what it says, how to run it, and what it may be told."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

from clusterkg.ontology.errors import ClusterkgError

from .result import Parameter

MOST = 999_999_999  # of any whole number


class OptionError(ClusterkgError):
    """An option's value is not of the kind that the analysis takes, too small or too large."""


@dataclass(frozen=True)
class Option:
    """What an analysis may be told; its kind is that of its default, ``least`` its least value."""

    name: str
    default: "Parameter"
    meaning: str
    least: int | None = None

    def read(self, given: "Parameter") -> "Parameter":
        """Return what was given, a text as a value of the option's kind."""
        value = self._of_kind(given) if isinstance(given, str) else given
        if self.least is not None and not isinstance(value, str) and not value >= self.least:
            raise OptionError(f"{self.name}={given}: {self.least} or more was expected")
        if isinstance(value, int) and value > MOST:
            raise OptionError(f"{self.name}={given}: {MOST} or less was expected")
        return value

    def _of_kind(self, text: str) -> "Parameter":
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


def _number(text: str) -> float:
    if not isfinite(value := float(text)):
        raise ValueError(text)
    return value


_READERS: dict[type, Callable[[str], Parameter]] = {
    str: str, int: int, float: _number, bool: _truth,
}
_KINDS = {str: "a text", int: "a whole number", float: "a number", bool: "yes or no"}
