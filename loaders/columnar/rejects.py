"""Rejected rows in the order in which they were met; beyond a bound they lie on disk."""

import json
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from typing import TextIO

from clusterkg.loaders.reject import Reject

_BOUND = 4_000_000


class Rejects:
    """A list of rejects that keeps at most some megabytes in memory; read it as often as needed."""

    def __init__(self, bound: int = _BOUND) -> None:
        self._bound, self._size, self._count = bound, 0, 0
        self._recent: list[Reject] = []
        self._file: TextIO | None = None

    def extend(self, rejects: Iterable[Reject]) -> None:
        """Add rejects."""
        for reject in rejects:
            self._recent.append(reject)
            self._count += 1
            self._size += len(reject.row) + len(reject.value) + 200
            if self._size > self._bound:
                self._spill()

    def _spill(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
            weakref.finalize(self, self._file.close)
        self._file.seek(0, 2)
        self._file.writelines(json.dumps(reject) + "\n" for reject in self._recent)
        self._recent, self._size = [], 0

    def __iter__(self) -> Iterator[Reject]:
        if self._file:
            self._file.seek(0)
        for line in self._file or ():
            yield Reject(*json.loads(line))
        yield from self._recent

    def __len__(self) -> int:
        return self._count
