"""Stores, networks, analyses and results.

``open_graph``, ``analyses``, ``bridging`` and ``linkage`` are handed on lazily, so that opening a
graph does not load what only an analysis needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import analyses as analyses
    from . import bridging as bridging
    from . import linkage as linkage
    from .store import KnowledgeGraph as KnowledgeGraph
    from .store import open_graph as open_graph

__all__ = ["KnowledgeGraph", "analyses", "bridging", "linkage", "open_graph"]
_FROM_STORE = ("KnowledgeGraph", "open_graph")


def __getattr__(name: str) -> object:
    if name in _FROM_STORE:
        return getattr(import_module(".store", __name__), name)
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
