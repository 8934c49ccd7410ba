"""From the names of cities to regions of level 3, with the evidence; never a silent guess."""

from .answers import REASONS
from .boundaries import Boundaries, read_boundaries, read_outlines
from .errors import BoundaryError
from .locate import COLUMNS, LocatingError, locate, unfit_countries

__all__ = [
    "COLUMNS",
    "REASONS",
    "Boundaries",
    "BoundaryError",
    "LocatingError",
    "locate",
    "read_boundaries",
    "read_outlines",
    "unfit_countries",
]
