"""Taking every row of a query from a server that may cap its answers without a word.

The rows are counted first. Pages follow a key: each asks for the keys behind the last one, in
order, so that a capped page is short and loses nothing. ``OFFSET`` is not used: Virtuoso refuses
it on sorted rows beyond 10,000, and cuts longer answers off with status 200.
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files

from .endpoint import Endpoint, EndpointError, Row, TooMuchError

KEY = "key"
_LEAST = 50
_COUNT = re.compile("[0-9]{1,12}")
_AFTER = re.compile(r'"" *\) *# after$', re.M)
_SIZE = re.compile(r"\d+ *# size$", re.M)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True)
class Question:
    """A query for pages and one that counts their rows.

    The query has a line that ends in ``# after`` (the key to begin behind) and one that ends in
    ``# size`` (how many keys); its answer has a row a key, in the order of the keys' characters.
    """

    name: str
    columns: tuple[str, ...]
    query: str
    count: str

    def bound(self, places: Mapping[str, str]) -> "Question":
        """Return the question with other lines where both queries have ``# name`` behind one."""
        return replace(
            self, query=_bound(self.query, places), count=_bound(self.count, places)
        )


def question(name: str, columns: Sequence[str]) -> Question:
    """Read ``name.rq`` and ``name_count.rq`` of this package."""
    folder = files(__package__)
    query, count = (
        (folder / f"{stem}.rq").read_text(encoding="utf-8") for stem in (name, f"{name}_count")
    )
    return Question(name, (KEY, *columns), query, count)


def _bound(query: str, places: Mapping[str, str]) -> str:
    lines = query.splitlines()
    for at, line in enumerate(lines):
        _, mark, name = line.rpartition(" # ")
        if mark and name in places:
            lines[at] = places[name]
    return "\n".join(lines) + "\n"


def literal(text: str) -> str:
    """Return ``text`` as a string literal of SPARQL."""
    return '"' + "".join(_ESCAPES.get(letter, letter) for letter in text) + '"'


def counted(endpoint: Endpoint, asked: Question) -> int:
    """Return how many rows a question has.

    Raises
    ------
    EndpointError
        The answer is no number.
    """
    rows = endpoint.select(asked.count, ["count"])
    if len(rows) != 1 or not _COUNT.fullmatch(rows[0]["count"]):
        shown = str(rows)[:200]
        raise EndpointError(f"{endpoint.address}: the count of {asked.name} is no number: {shown}")
    return int(rows[0]["count"])


def pages(
    endpoint: Endpoint, asked: Question, notice: Callable[[str], None] = lambda _: None
) -> Iterator[list[Row]]:
    """Yield all rows of a question, page by page.

    Parameters
    ----------
    endpoint : Endpoint
        Where to ask.
    asked : Question
        What to ask.
    notice : callable, optional
        Is told when the server gives fewer rows than asked.

    Raises
    ------
    EndpointError
        Other than the counted rows came, or in an order in which rows would be lost.
    """
    wanted = counted(endpoint, asked)
    size, last, seen = endpoint.profile.rows, "", 0
    while True:
        rows, size = _page(endpoint, asked, last, size)
        _check_order(endpoint, rows, last)
        if not rows:
            break
        seen += len(rows)
        last = rows[-1][KEY]
        yield rows
        if seen >= wanted:
            break
        if len(rows) < size:
            notice(f"{asked.name}: {size:,} rows asked, {len(rows):,} given; going on from there")
            size = max(len(rows), _LEAST)
        time.sleep(endpoint.profile.pause)
    if seen != wanted:
        hint = "the server lost rows, or its data changed meanwhile; nothing is loaded"
        raise EndpointError(f"{endpoint.address}: {asked.name} has {wanted:,} rows and "
                            f"{seen:,} came; {hint}")


def _page(endpoint: Endpoint, asked: Question, last: str, size: int) -> tuple[list[Row], int]:
    """Return the page behind ``last`` and its size, halved where the server fails over it."""
    while True:
        try:
            return endpoint.select(_query(asked, last, size), asked.columns), size
        except TooMuchError:
            if size <= _LEAST:
                raise
            size = max(size // 2, _LEAST)


def _query(asked: Question, last: str, size: int) -> str:
    # The replacements are functions: a backslash in them stands for itself.
    query = _AFTER.sub(lambda _: f"{literal(last)})", asked.query)
    return _SIZE.sub(lambda _: str(size), query)


def _check_order(endpoint: Endpoint, rows: Sequence[Row], last: str) -> None:
    for row in rows:
        if row[KEY] <= last:
            hint = "the server does not sort by characters, and rows would be lost"
            raise EndpointError(f"{endpoint.address}: '{row[KEY]}' came behind '{last}'; {hint}")
        last = row[KEY]
