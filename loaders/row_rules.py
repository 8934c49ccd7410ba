"""Rules for a row: what its cells say together, and the rows of other tables that it names."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from .rules import Broken, Known, broken, broken_as
from .schema import Table

Cells = Mapping[str, str]


class Fault(NamedTuple):
    """The column at fault and the rule that it breaks."""

    column: str
    broken: Broken


def fault(cells: Cells, table: Table, known: Known) -> Fault | None:
    """Return the first fault of a row, or ``None``; each cell is checked before the row."""
    for column in table.fields:
        wrong = broken(cells[column.name], column, known)
        if wrong:
            return Fault(column.name, wrong)
    return next(filter(None, (rule(cells, table, known) for rule in _RULES)), None)


def _references(cells: Cells, table: Table, known: Known) -> Fault | None:
    for name, target in table.references:
        if cells[name] and cells[name] not in known.keys.get(target, ()):
            hint = f"an id that table {target} holds as a good row"
            return Fault(name, Broken("reference", hint))
    return None


def _typed(cells: Cells, table: Table, known: Known) -> Fault | None:
    for column in table.fields:
        if column.type_column:
            wrong = broken_as(cells[column.type_column], cells[column.name], known)
            if wrong:
                return Fault(column.name, wrong)
    return None


def _kinds(cells: Cells, table: Table, known: Known) -> Fault | None:
    for column in table.fields:
        kind = cells[column.kind_column] if column.kind_column else ""
        if kind and not cells[column.name].startswith(f"{kind}/"):
            hint = f"the first part of {column.name}, which {column.kind_column} repeats"
            return Fault(column.kind_column, Broken("kind", hint))
    return None


def _ordered(cells: Cells, table: Table, known: Known) -> Fault | None:
    for low, high in table.ordered:
        if cells[low] and cells[high] and _below(cells[high], cells[low], low, table):
            hint = f"an end that is not before its start ({cells[low]} in {low})"
            return Fault(high, Broken("interval", hint))
    return None


def _below(end: str, start: str, name: str, table: Table) -> bool:
    if any(column.name == name and column.type == "number" for column in table.fields):
        return float(end) < float(start)
    # A coarser date holds the finer ones: compare what both state.
    shared = min(len(end), len(start))
    return end[:shared] < start[:shared]


def _filled(cells: Cells, table: Table, known: Known) -> Fault | None:
    if not table.any_of or any(cells[name] for name in table.any_of):
        return None
    hint = f"at least one of {', '.join(table.any_of)} is filled"
    return Fault(table.any_of[0], Broken("required", hint))


_RULES: tuple[Callable[[Cells, Table, Known], Fault | None], ...] = (
    _references, _typed, _kinds, _ordered, _filled,
)
