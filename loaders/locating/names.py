"""How people write the name of a city: spellings to look up, and the parts of a cell."""

import html
import re
from collections.abc import Iterator

from ..gazetteer import fold

LONGEST = 200  # letters; no city has a longer name, and nobody should wait for one
_MISREAD = ("cp1252", "cp1250", "cp1254", "latin-1", "mac-roman", "cp437")
_TWICE = 2
_JOINED = re.compile(r"[/;(),|&+\n\t]|\s[-–—]+\s|[–—]|\s(?:near|nr|bei|nahe)\.?\s", re.IGNORECASE)
_HYPHEN = re.compile(r"[-‐‑]")
_NUMBERED = frozenset(
    "cedex sector sectorul sektor arrondissement arr bezirk district obvod cp bp".split()
)
_TOWN = frozenset("гр г м".split())  # 'town', as Bulgarian, Russian and Ukrainian shorten it
_ROMAN = re.compile(r"[ivx]{1,5}")
_SHORT = 2
_SAINTS = {"st": ("saint", "sankt", "sint"), "ste": ("sainte",), "skt": ("sankt",)}
_DIGRAPHS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"))
_EMPTY = frozenset(
    ["", "na", "n a", "none", "null", "nan", "unknown", "not available", "not applicable", "tbd"]
)


def is_empty(cell: str) -> bool:
    """Say whether a cell holds no name: blanks, signs, numbers, or a word for nothing."""
    plain = fold(cell)
    return plain in _EMPTY or not any(letter.isalpha() for letter in plain)


def repaired(text: str) -> str:
    """Return text whose UTF-8 was read as an older encoding, as it was meant; else unchanged.

    Once or twice: the bytes of the text in an older encoding are rarely UTF-8 by chance.
    """
    for _ in range(_TWICE):
        meant = next(filter(None, (_as_utf8(text, encoding) for encoding in _MISREAD)), text)
        if meant == text:
            break
        text = meant
    return text


def _as_utf8(text: str, encoding: str) -> str:
    if text.isascii():
        return ""
    try:
        return b"".join(_byte(letter, encoding) for letter in text).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return ""


def _byte(letter: str, encoding: str) -> bytes:
    """Return a letter's byte; programs pass the control characters 80 to 9F through."""
    return letter.encode("latin-1" if "\x80" <= letter <= "\x9f" else encoding)


def spellings(name: str) -> Iterator[tuple[str, ...]]:
    """Yield folded spellings to look up, in the order of trust; those of one tuple count alike.

    As written; with its letters repaired; without postal codes and numbers of districts; with
    ``St.`` written out; with ``ue`` read as ``ü``.
    """
    seen: set[str] = set()
    for text in dict.fromkeys((name, html.unescape(repaired(name)))):
        whole = fold(text)
        for plain in dict.fromkeys((whole, *_without_codes(whole.split()))):
            for alike in ((plain,), tuple(_saints(plain)), (_digraphs(plain),)):
                new = tuple(form for form in alike if form and form not in seen)
                seen.update(new)
                if new:
                    yield new


def parts(cell: str) -> list[str]:
    """Return the names that a cell joins by signs, such as ``Martinsried/Munich``."""
    return _split(_JOINED, cell)


def hyphened(cell: str) -> list[str]:
    """Return the names that a cell joins by hyphens, such as ``Ostrava-Vítkovice``."""
    return _split(_HYPHEN, cell)


def _split(pattern: re.Pattern[str], cell: str) -> list[str]:
    text = html.unescape(repaired(cell))
    return [part.strip() for part in pattern.split(text) if not is_empty(part)]


def _without_codes(words: list[str]) -> Iterator[str]:
    """Yield the name without postal codes and districts: ``Paris Cedex 05``, ``København K``."""
    while words and words[-1] in _NUMBERED:
        *words, _ = words
        yield " ".join(words)
    if len(words) > 1 and words[0] in _TOWN:
        yield " ".join(words[1:])
    numbers = {at for at, word in enumerate(words) if any(letter.isdigit() for letter in word)}
    if numbers:
        kept = [at for at, word in enumerate(words) if at not in numbers and word not in _NUMBERED]
        yield " ".join(words[at] for at in kept)
        beside = {at + step for at in numbers for step in (-1, 1)}
        yield " ".join(words[at] for at in kept if at not in beside or len(words[at]) > _SHORT)
    elif len(words) > 1 and (len(words[-1]) <= _SHORT or _ROMAN.fullmatch(words[-1])):
        yield " ".join(words[:-1])


def _saints(plain: str) -> Iterator[str]:
    words = plain.split()
    for short, long in _SAINTS.items():
        if short in words:
            yield from (" ".join(full if word == short else word for word in words)
                        for full in long)


def _digraphs(plain: str) -> str:
    for pair, letter in _DIGRAPHS:
        plain = plain.replace(pair, letter)
    return plain
