"""What a newer version of a source says that the older one did not, and the other way round."""

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from .sizes import size

if TYPE_CHECKING:
    import pyoxigraph


class Difference(NamedTuple):
    """Numbers of triples added and removed, and of subjects that gained some and lost some."""

    added: int
    removed: int
    changed: int


NONE = Difference(0, 0, 0)


def difference(
    old: "pyoxigraph.Store", new: "pyoxigraph.Store", before: str, after: str, total: int
) -> Difference:
    """Compare a graph of one store with a graph of another, one subject in memory at a time.

    Parameters
    ----------
    old, new : pyoxigraph.Store
        The stores.
    before, after : str
        IRIs of the graphs; an empty ``before`` is a graph without triples.
    total : int
        How many triples ``after`` holds.
    """
    import pyoxigraph

    if not before:
        return Difference(total, 0, 0)
    then, now = pyoxigraph.NamedNode(before), pyoxigraph.NamedNode(after)
    common = changed = 0
    # A store reads a named graph in the order of its subjects.
    for subject, quads in groupby(
        old.quads_for_pattern(None, None, None, then), attrgetter("subject")
    ):
        was = {quad.triple for quad in quads}
        is_now = {quad.triple for quad in new.quads_for_pattern(subject, None, None, now)}
        common += len(was & is_now)
        changed += bool(was - is_now) and bool(is_now - was)
    return Difference(total - common, size(old, before) - common, changed)
