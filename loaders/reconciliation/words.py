"""What words in names of organisations mean, and how common they are.

Two tables lie beside this module. ``words.tsv`` gives forms of one word in European languages:
legal forms (which weigh nothing; after the lists of the package cleanco, MIT), kinds of body,
fields and places. ``counts.tsv`` says in how many names of ECCP profiles, of CORDIS participants
of 2017 and of bundled organisations a word occurs (European Union, CC BY 4.0).
"""

import csv
import math
from functools import cache
from importlib.resources import files
from typing import NamedTuple

OTHER, FORM, STOP, SOCIETY, BODY, FIELD, PLACE = (
    "", "form", "stop", "society", "body", "field", "place")
# Of a word's weight, what counts: an association is often called one on one side alone.
_SHARE = {FORM: 0.0, STOP: 0.0, SOCIETY: 0.3}
_RARE = 2  # names that a word outside the table is taken to stand in


class Meaning(NamedTuple):
    """The word that a form stands for, and which kind of word it is."""

    word: str
    kind: str


@cache
def meanings() -> dict[str, Meaning]:
    """Return what each known form means; forms of several words have single spaces."""
    return {
        form: Meaning(row["word"].replace(" ", "-"), row["kind"])
        for row in _rows("words.tsv") for form in row["forms"].split(";") if form
    }


@cache
def phrases() -> dict[str, tuple[str, ...]]:
    """Return the forms of several words, longest first, by their first word."""
    found: dict[str, list[str]] = {}
    for form in sorted((form for form in meanings() if " " in form), key=len, reverse=True):
        found.setdefault(form.split()[0], []).append(form)
    return {first: tuple(forms) for first, forms in found.items()}


@cache
def weight(word: str, kind: str) -> float:
    """Return how much a word tells about a name, from 0 to 1.

    The inverse document frequency (Spärck Jones 1972, https://doi.org/10.1108/eb026526) as a
    share of that of a word in one name alone; nothing for legal forms and function words, and
    less for words such as association.
    """
    names, counts = _counts()
    rarity = math.log(names / counts.get(word, _RARE)) / math.log(names)
    return rarity * _SHARE.get(kind, 1.0)


@cache
def _counts() -> tuple[int, dict[str, int]]:
    counts = {row["word"]: int(row["names"]) for row in _rows("counts.tsv")}
    return counts.pop("*"), counts


def _rows(name: str) -> list[dict[str, str]]:
    text = (files(__package__) / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
