"""A drawing of each module: classes left, their object properties, and what these lead to right.

Every property has a line of its own, so that no two labels can lie on each other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import Markup
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from clusterkg.ontology import iris

from ..report import svg
from .axioms import is_class, named
from .source import Source, is_ours, label, local

ANY = "any thing"
IS_A = "is a kind of"
_LINE, _GAP, _BOX, _INDENT, _CURVE = 24.0, 14.0, 28.0, 26.0, 110.0
# Room for a letter of a bold label, the widest fonts included, and around a label.
_LETTER, _PAD = 8.4, 22.0
# A small drawing is not blown up to the width of the page.
_WIDE = 900.0


class Arrow(NamedTuple):
    """One relation of the drawing: from a class, by a property, to a class; all are names."""

    start: str
    by: str
    end: str


@dataclass
class _Block:
    """A class at the left with its arrows, placed."""

    name: str
    depth: int
    parent: str
    arrows: list[Arrow]
    top: float = 0.0
    height: float = _BOX
    lines: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Diagram:
    """The drawing, the same as rows for those who do not see it, and the labels of the names."""

    figure: Markup
    rows: list[Arrow]
    labels: dict[str, str]


def draw(source: Source, module: str, title: str) -> Diagram:
    """Draw one module; classes of other modules stand in boxes with a dashed edge."""
    core, terms = source.core, source.terms(source.modules[module])
    own = [node for node in terms if is_class(core, node)]
    arrows = sorted(set(_arrows(core, terms)))
    parents = {_name(node): _name(above[0]) for node in own if (above := _above(core, node))}
    kinds = [Arrow(child, IS_A, parent) for child, parent in sorted(parents.items())]
    rows = [*kinds, *arrows]
    labels = _labels(core, {name for row in rows for name in row} | {_name(node) for node in own})
    blocks = _blocks({_name(node) for node in own}, parents, arrows)
    if not blocks:
        return Diagram(Markup(""), [], {})
    drawing = _Drawing(blocks, {_name(node) for node in own}, labels)
    return Diagram(drawing.figure(module, title), rows, labels)


def _arrows(core: Graph, terms: Sequence[URIRef]) -> Iterator[Arrow]:
    for node in terms:
        if (node, RDF.type, OWL.ObjectProperty) in core:
            for start in _ends(core, node, RDFS.domain):
                for end in _ends(core, node, RDFS.range):
                    yield Arrow(start, _name(node), end)
        for value in _above(core, node)[1:]:
            yield Arrow(_name(node), IS_A, _name(value))


def _ends(core: Graph, node: Node, relation: URIRef) -> list[str]:
    found = [item for value in core.objects(node, relation) for item in named(core, value)]
    return sorted(_name(item) for item in found) or [ANY]


def _above(core: Graph, node: Node) -> list[URIRef]:
    """Return the named classes right above a class."""
    return sorted(v for v in core.objects(node, RDFS.subClassOf) if isinstance(v, URIRef))


def _name(node: Node) -> str:
    return local(node) if is_ours(node) else iris.compact(str(node))


def _labels(core: Graph, names: set[str]) -> dict[str, str]:
    return {
        name: label(core, URIRef(iris.PREFIXES["ckg"] + name)).removeprefix("ckg:")
        if name not in (ANY, IS_A) and ":" not in name else name
        for name in names
    }


def _blocks(own: set[str], parents: dict[str, str], arrows: list[Arrow]) -> list[_Block]:
    """Return the boxes at the left: trees of classes, each below what stands above it."""
    names = {*own, *parents.values(), *(arrow.start for arrow in arrows)} - {ANY}
    blocks: list[_Block] = []

    def grow(name: str, depth: int) -> None:
        mine = [arrow for arrow in arrows if arrow.start == name]
        blocks.append(_Block(name, depth, parents.get(name, "") if depth else "", mine))
        for child in sorted(child for child, parent in parents.items() if parent == name):
            grow(child, depth + 1)

    for name in sorted(names - parents.keys()):
        grow(name, 0)
    free = [arrow for arrow in arrows if arrow.start == ANY]
    if free:
        blocks.append(_Block(ANY, 0, "", free))
    _stack(blocks)
    return blocks


def _stack(blocks: list[_Block]) -> None:
    top = _GAP
    for block in blocks:
        block.top = top
        block.height = max(_BOX, _LINE * len(block.arrows) + 4)
        block.lines = [top + 2 + _LINE * (place + 0.5) for place in range(len(block.arrows))]
        top += block.height + _GAP


def _ends_at(blocks: list[_Block]) -> dict[str, float]:
    """Place each right box at the mean height of its arrows, and apart from the others."""
    heights: dict[str, list[float]] = {}
    for block in blocks:
        for arrow, y in zip(block.arrows, block.lines, strict=True):
            heights.setdefault(arrow.end, []).append(y)
    wanted = sorted((sum(ys) / len(ys), name) for name, ys in heights.items())
    placed: dict[str, float] = {}
    low = _BOX / 2 + 2
    for y, name in wanted:
        placed[name] = max(y, low)
        low = placed[name] + _BOX + 8
    high = max((block.top + block.height for block in blocks), default=0.0) - _BOX / 2
    for name in reversed(list(placed)):
        # What was pushed below the drawing goes up again, as far as there is room.
        placed[name] = min(placed[name], max(high, _floor(name, list(placed))))
        high = placed[name] - _BOX - 8
    return placed


def _floor(name: str, order: list[str]) -> float:
    return _BOX / 2 + 2 + order.index(name) * (_BOX + 8)


class _Drawing:
    """The places of one drawing: columns for boxes, labels, curves and boxes."""

    def __init__(self, blocks: list[_Block], own: set[str], labels: dict[str, str]) -> None:
        self.blocks, self.own, self.labels = blocks, own, labels
        arrows = [arrow for block in blocks for arrow in block.arrows]
        self.ends = _ends_at(blocks)
        self.edge = max(block.depth * _INDENT + self.width(block.name) for block in blocks) + 1
        self.middle = self.edge + 2 * _GAP
        self.turn = self.middle + max((self.width(arrow.by) for arrow in arrows), default=0.0)
        self.right = self.turn + (_CURVE if arrows else -2 * _GAP)

    def width(self, name: str) -> float:
        """Return the room that a label needs."""
        return len(self.labels[name]) * _LETTER + _PAD

    def figure(self, module: str, title: str) -> Markup:
        """Return the whole drawing."""
        last, ends = self.blocks[-1], self.ends
        width = max(self.right + max(map(self.width, ends), default=0.0) + 2, _WIDE)
        height = max([last.top + last.height, *(y + _BOX / 2 for y in ends.values())]) + _GAP
        about = svg.tag("desc", "Classes at the left, their relations, and the classes that these"
                        " lead to at the right. The table after the drawing says the same.")
        drawn = [about, *self._ties(), *self._kinds(), *self._boxes()]
        name = f"Diagram of the module {title}"
        return svg.figure(f"module-{module}", width, height, name, *drawn)

    def _boxes(self) -> Iterator[Markup]:
        for block in self.blocks:
            x = block.depth * _INDENT + 1
            yield self._box(x, block.top, self.edge - x, block.height, block.name)
        for name, y in self.ends.items():
            yield self._box(self.right, y - _BOX / 2, self.width(name), _BOX, name)

    def _box(self, x: float, y: float, width: float, height: float, name: str) -> Markup:
        kind = "box" if name in self.own else "box other"
        return svg.group(
            svg.tag("rect", x=x, y=y, width=width, height=height, rx=4, class_=kind),
            svg.text(x + 9, y + _BOX / 2 + 4, self.labels[name], class_="class"),
        )

    def _ties(self) -> Iterator[Markup]:
        for block in self.blocks:
            for arrow, y in zip(block.arrows, block.lines, strict=True):
                yield self._tie(arrow, y)

    def _tie(self, arrow: Arrow, y: float) -> Markup:
        n, to = svg.number, self.ends[arrow.end]
        start, end = self.turn - 8, self.right - 8
        bend, after = (start + end) / 2, self.middle + self.width(arrow.by) - 14
        curve = f"M{n(after)} {n(y)}H{n(start)}C{n(bend)} {n(y)} {n(bend)} {n(to)} {n(end)} {n(to)}"
        return svg.group(
            svg.tag("path", d=f"M{n(self.edge)} {n(y)}H{n(self.middle - 5)}", class_="tie"),
            svg.text(self.middle, y + 4, self.labels[arrow.by], class_="by"),
            svg.tag("path", d=curve, class_="tie"),
            svg.tag("path", d=f"M{n(self.right)} {n(to)}l-9 -4v8z", class_="head"),
        )

    def _kinds(self) -> Iterator[Markup]:
        """Yield an elbow with an open triangle from each class to the one above it."""
        at, n = {block.name: block for block in self.blocks}, svg.number
        for block in self.blocks:
            if block.parent:
                parent = at[block.parent]
                x, foot = parent.depth * _INDENT + 12, parent.top + parent.height
                start, y = block.depth * _INDENT + 1, block.top + _BOX / 2
                elbow = f"M{n(start)} {n(y)}H{n(x)}V{n(foot + 9)}"
                yield svg.tag("path", d=elbow, class_="tie")
                yield svg.tag("path", d=f"M{n(x)} {n(foot)}l-5 9h10z", class_="open")
