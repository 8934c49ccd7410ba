"""Words in plots. Labels are data: they are shortened, and nothing in them is markup."""

import textwrap
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

from ..result import Result

LONGEST, LONG = 44, 60  # characters: of a label, and of one that names several things
_MISSING = "□"


def label(value: object, longest: int = LONGEST) -> str:
    """Return a value as a label of one line.

    Control characters become spaces, what the font cannot show a box, and a dollar stands for
    itself rather than for the beginning of a formula. A CURIE is shown without its prefix.
    """
    if value is None:
        return "unknown"
    if isinstance(value, float):
        return f"{value:.3g}"
    words = " ".join("".join(map(_shown, str(value))).split())
    if len(words) > longest:
        words = words[: longest - 1].rstrip() + "…"
    return words.replace("$", r"\$")


def name(value: object, longest: int = LONGEST) -> str:
    """Return the label of a thing: a CURIE of ours without its prefix and kind."""
    text = label(value, longest=10_000)
    if text.startswith("id:") and "/" in text:
        text = text.partition("/")[2].replace("-", " ")
    return label(text.replace(r"\$", "$"), longest)


def wrapped(text: str, width: int) -> str:
    """Return a sentence in lines of so many characters."""
    return "\n".join(textwrap.wrap(label(text, longest=2_000), width, break_long_words=True))


def caption(result: Result, drawn: int, what: str = "rows") -> str:
    """Return what stands under a plot: how much of the result it shows, and what that rests on."""
    whole = result.table.height
    part = f"All {whole:,} {what}" if drawn >= whole else f"{drawn:,} of {whole:,} {what}"
    parts = [f"{part}. Computed on: {result.network or 'the graph'}."]
    if result.coverage:
        rests = ", ".join(f"{name_} {count:,}" for name_, count in result.coverage.items())
        parts.append(f"Rests on: {rests}.")
    if result.seed is not None:
        parts.append(f"Seed {result.seed}.")
    return " ".join([*parts, *result.notes])


def distinct(names: Sequence[str]) -> list[str]:
    """Return labels of which no two are equal: a number tells equal ones apart."""
    seen: dict[str, int] = {}
    found = []
    for one in names:
        seen[one] = seen.get(one, 0) + 1
        found.append(one if seen[one] == 1 else f"{one} ({seen[one]})")
    return found


def _shown(character: str) -> str:
    if unicodedata.category(character)[0] in "CZ":
        return " "
    return character if _glyphs().get_char_index(ord(character)) else _MISSING


@cache
def _glyphs() -> Any:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return get_font(findfont(FontProperties(family=["DejaVu Sans"])))
