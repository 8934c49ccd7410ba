"""Names of organisations made comparable: words with their meaning, views of a name, acronyms."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from typing import NamedTuple

from ..gazetteer import fold
from .words import BODY, FIELD, FORM, OTHER, SOCIETY, STOP, Meaning, meanings, phrases, weight

WHOLE, PART, SHORT = "whole", "part", "short"
# Bodies that units name as their parent.
_PARENTS = frozenset("university chamber academy ministry council agency".split())
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_BETWEEN_PARTS = re.compile(r"\s+[-–—|:]+\s+|\s*[/|–—]\s*|,\s+")
_HOST = re.compile(r"@|\b(?:represented|coordinated|managed|hosted) by\b")
_DOTS = re.compile(r"(?<=\b\w)\.\s?(?=\w\b)")
_UMLAUT = re.compile(r"(?<=[aou])e(?=[^aeiou\s])")
# What UTF-8 looks like where it was read as Mac Roman, as in some CORDIS files.
_MOJIBAKE = re.compile("[√ƒ≈∆]")
# German, Dutch and Nordic compounds that end in the kind of body.
_COMPOUND = re.compile(
    r"(\w{3,})(cluster|klaster|klaszter|klustret|netzwerk|zentrum|verband|verein|institut|allianz|"
    r"agentur|stiftung|centrum|keskus)"
)
_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9+&.-]{1,9}")


class Word(NamedTuple):
    """One word of a name: its common form, its kind, and how much it tells."""

    text: str
    kind: str
    weight: float


@dataclass(frozen=True)
class View:
    """One reading of a name, as a whole or a part of it, without words that tell nothing."""

    words: tuple[Word, ...]
    extent: str

    @cached_property
    def compact(self) -> str:
        """All letters of the view, unparted."""
        return "".join(word.text for word in self.words)


@dataclass(frozen=True)
class Names:
    """All that an organisation is called.

    Attributes
    ----------
    views : tuple of View
        Each name as a whole, or a short one, then the parts that brackets and dashes set apart.
    acronyms : frozenset of str
        Short names in capitals, in lower case.
    initials : frozenset of str
        What acronyms of the names would be.
    """

    views: tuple[View, ...]
    acronyms: frozenset[str]
    initials: frozenset[str]


def read(names: Iterable[str]) -> Names:
    """Return the names of one organisation in a form that can be compared."""
    views: dict[View, None] = {}
    acronyms: set[str] = set()
    initials: set[str] = set()
    mended_names = [mended(name) for name in names]
    for at, name in enumerate(mended_names):
        parts = list(_parts(name))
        acronyms |= {_letters(part) for part in (*parts, name) if _is_acronym(part)}
        extent = SHORT if at and _is_short(name) else WHOLE
        views |= {View(read_words(whole), extent): None for whole in _wholes(name)}
        initials |= set(_initials(_BRACKETS.sub(" ", name)))
    for name in mended_names:
        for part in _parts(name):
            words = read_words(part)
            if _is_own(words) and View(words, WHOLE) not in views:
                views[View(words, SHORT if _is_acronym(part) else PART)] = None
    telling = tuple(view for view in views if _tells(view.words))
    return Names(telling, frozenset(acronyms), frozenset(initials))


def _tells(words: tuple[Word, ...]) -> bool:
    """Say whether words may name one organisation: more than a country or a kind of body."""
    return len(words) > 1 or any(word.kind in (OTHER, FIELD) for word in words)


def _is_own(words: Iterable[Word]) -> bool:
    """Say whether a part of a name may name the organisation, and not its place or parent."""
    kinds = {word.kind for word in words}
    return bool(kinds & {OTHER, FIELD}) and not _PARENTS & {word.text for word in words}


def mended(name: str) -> str:
    """Return a name whose UTF-8 was read as Mac Roman as it was meant, others as they are."""
    if not _MOJIBAKE.search(name):
        return name
    try:
        return name.encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return name


@cache
def read_words(name: str) -> tuple[Word, ...]:
    """Return the words of a name that tell something, each once, in their order.

    Small words tell nothing unless they are all there is beside the kind of body: ``si-Cluster``.
    """
    every = list(dict.fromkeys(_meanings(_plain(name))))
    found = [meaning for meaning in every if meaning.kind not in (FORM, STOP)]
    if found and all(meaning.kind in (BODY, SOCIETY) for meaning in found):
        found = [meaning._replace(kind=OTHER) if meaning.kind == STOP else meaning
                 for meaning in every if meaning.kind != FORM]
    return tuple(Word(*meaning, weight(*meaning)) for meaning in found)


def key(names: Names) -> str:
    """Return the first name's words in alphabetical order: equal for names that say the same."""
    return " ".join(sorted(word.text for word in names.views[0].words)) if names.views else ""


def _plain(name: str) -> str:
    from anyascii import anyascii

    latin = name if name.isascii() else anyascii(fold(name))
    return _UMLAUT.sub("", fold(_DOTS.sub("", latin.replace("'", " "))))


def _meanings(plain: str) -> Iterator[Meaning]:
    words = list(_joined(plain.split()))
    at = 0
    while at < len(words):
        phrase = _phrase(words, at)
        if phrase:
            yield _known()[phrase]
            at += phrase.count(" ") + 1
        else:
            yield from _meaning(words[at])
            at += 1


def _meaning(word: str) -> Iterator[Meaning]:
    known = _known().get(word)
    compound = _COMPOUND.fullmatch(word)
    if known or not compound:
        yield known or Meaning(word, OTHER)
        return
    yield from (_known().get(part, Meaning(part, OTHER)) for part in compound.groups())


def _phrase(words: list[str], at: int) -> str:
    for phrase in _known_phrases().get(words[at], ()):
        length = phrase.count(" ") + 1
        if " ".join(words[at : at + length]) == phrase:
            return phrase
    return ""


@cache
def _known() -> dict[str, Meaning]:
    return {_UMLAUT.sub("", form): meaning for form, meaning in reversed(meanings().items())}


@cache
def _known_phrases() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for forms in phrases().values():
        for form in forms:
            plain = _UMLAUT.sub("", form)
            first = plain.split()[0]
            found[first] = (*found.get(first, ()), plain)
    return found


def _joined(words: list[str]) -> Iterator[str]:
    """Join letters that stand alone: the legal form 's r l' is one word."""
    for alone, group in groupby(words, key=lambda word: len(word) == 1 and word.isalpha()):
        letters = list(group)
        if alone and len(letters) > 1:
            yield "".join(letters)
        else:
            yield from letters


def _wholes(name: str) -> Iterator[str]:
    yield _BRACKETS.sub(" ", name)
    if _BRACKETS.search(name):
        yield name


def _parts(name: str) -> Iterator[str]:
    inside = [part for part in _BRACKETS.findall(name) if not _HOST.match(part)]
    outside = _BRACKETS.sub(" ", name)
    outside = _HOST.split(outside)[0]
    parts = [part.strip() for part in _BETWEEN_PARTS.split(outside) if part.strip()]
    yield from dict.fromkeys([*inside, *(parts if len(parts) > 1 else ())])


def _is_acronym(part: str) -> bool:
    word = part.strip()
    capitals = sum(letter.isupper() or letter.isdigit() for letter in word)
    short = bool(_ACRONYM.fullmatch(word)) and capitals >= max(2, len(word) // 2)
    return short and len(word) > 2 and _letters(word) not in meanings()


def _is_short(name: str) -> bool:
    return _is_acronym(name) or len(_letters(name)) < 6


def _letters(part: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(part))


def _initials(name: str) -> Iterator[str]:
    """Yield the first letters of the words, with and without the small ones."""
    words = fold(_DOTS.sub("", name)).split()
    known = [word for word in words if meanings().get(word, Meaning("", "")).kind != FORM]
    large = [word for word in known if meanings().get(word, Meaning("", "")).kind != STOP]
    for chosen in (known, large):
        if len(chosen) > 2:
            yield "".join(word[0] for word in chosen)
