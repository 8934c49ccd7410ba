"""The one table of public addresses: where each source is, and how a person gets it by hand."""

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from .outside import UnknownSourceError


class Address(NamedTuple):
    """Where one file of a source is.

    ``address`` is empty where none is known; ``by_hand`` then says what a person does. A file of a
    zip file has the zip file's address. ``size_mb`` bounds what is downloaded and unpacked.
    """

    source: str
    file: str
    address: str
    page: str
    licence: str
    media_type: str
    size_mb: int
    by_hand: str

    @property
    def packed(self) -> bool:
        """Whether the file is a member of a zip file at the address."""
        return self.media_type == "application/zip" and not self.file.endswith(".zip")

    @property
    def size(self) -> int:
        """The bound in bytes."""
        return self.size_mb * 1_000_000


@cache
def addresses() -> tuple[Address, ...]:
    """Return the rows of ``data/addresses.csv`` in their order."""
    text = (files("clusterkg.data") / "addresses.csv").read_text(encoding="utf-8")
    return tuple(
        Address(**{**row, "size_mb": int(row["size_mb"])})  # type: ignore[arg-type]
        for row in csv.DictReader(text.splitlines())
    )


def of_source(source: str) -> list[Address]:
    """Return the rows of one source.

    Raises
    ------
    UnknownSourceError
        The table has no such source.
    """
    found = [row for row in addresses() if row.source == source]
    if not found:
        names = ", ".join(dict.fromkeys(row.source for row in addresses()))
        raise UnknownSourceError(f"no source '{source}' in the table of addresses; it has {names}")
    return found
