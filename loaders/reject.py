"""A row that was not loaded: what is wrong, where, and what would be right."""

from typing import NamedTuple


class Reject(NamedTuple):
    """One rejected row; ``line`` counts from 1 with the header, ``row`` is the text as found."""

    file: str
    line: int
    column: str
    rule: str
    value: str
    hint: str
    row: str

    def sentence(self) -> str:
        """Say in one sentence what is wrong and what to do."""
        place = f"{self.file}, line {self.line}" + (f", column {self.column}" if self.column else "")
        return f"{place}: {self.hint} (rule {self.rule}; found '{self.value[:80]}')"
