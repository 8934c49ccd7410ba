"""Which pairs of records are worth a comparison.

Records of one country are neighbours where the words, the initials and the groups of three
letters of any reading of their names are alike (cosine of TF-IDF vectors; Manning, Raghavan and
Schütze, "Introduction to Information Retrieval", 2008, section 6.3). A number, a web domain or a
whole name that two records share makes them candidates in whatever country.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from .names import View, key
from .scoring import Organisation

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Pair = tuple[int, int]

# Below these values, hardly a link more was found among organisations outside the sample.
LEAST, MOST = 0.2, 12  # cosine of two readings; neighbours of one record


def candidates(left: Sequence[Organisation], right: Sequence[Organisation]) -> list[Pair]:
    """Return the pairs (position in ``left``, position in ``right``) to compare, sorted."""
    found = set(_sharing(left, right))
    for country, ours in _by_country(left).items():
        theirs = _by_country(right).get(country, [])
        if country and theirs:
            found |= {(ours[a], theirs[b]) for a, b in _near(
                [left[at] for at in ours], [right[at] for at in theirs])}
    return sorted(found)


def all_pairs(left: Sequence[Organisation], right: Sequence[Organisation]) -> Iterator[Pair]:
    """Yield every pair of one country: the comparison without blocking."""
    theirs = _by_country(right)
    for country, ours in _by_country(left).items():
        yield from ((a, b) for a in ours for b in theirs.get(country, []) if country)


def _by_country(records: Sequence[Organisation]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for at, record in enumerate(records):
        found[record.country].append(at)
    return found


def _sharing(left: Sequence[Organisation], right: Sequence[Organisation]) -> Iterator[Pair]:
    holders: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for at, record in enumerate(right):
        for shared in _keys(record):
            holders[shared].append(at)
    for at, record in enumerate(left):
        for shared in _keys(record):
            for other in holders.get(shared, ()):
                if shared[0] != "name" or not (record.country and right[other].country):
                    yield at, other


def _keys(record: Organisation) -> set[tuple[str, str]]:
    keys = {("pic", record.pic), ("vat", record.vat), ("domain", record.domain),
            ("name", key(record.names))}
    return {(kind, value) for kind, value in keys if value}


def _near(left: Sequence[Organisation], right: Sequence[Organisation]) -> set[Pair]:
    """Return the pairs of one country with readings of their names that are alike."""
    import numpy as np

    rows_left, owners_left = _terms(left)
    rows_right, owners_right = _terms(right)
    weights = _weights([*rows_left, *rows_right])
    product = (_matrix(rows_left, weights) @ _matrix(rows_right, weights).T).tocoo()
    kept = product.data >= LEAST
    best: dict[Pair, float] = {}
    for a, b, value in zip(np.asarray(owners_left)[product.row[kept]].tolist(),
                           np.asarray(owners_right)[product.col[kept]].tolist(),
                           product.data[kept].tolist(), strict=True):
        best[a, b] = max(value, best.get((a, b), 0.0))
    return _nearest(best, 0) | _nearest(best, 1)


def _nearest(best: dict[Pair, float], side: int) -> set[Pair]:
    around: defaultdict[int, list[tuple[float, Pair]]] = defaultdict(list)
    for pair, value in best.items():
        around[pair[side]].append((-value, pair))
    return {pair for found in around.values() for _, pair in sorted(found)[:MOST]}


def _terms(records: Sequence[Organisation]) -> tuple[list[list[str]], list[int]]:
    rows, owners = [], []
    for at, record in enumerate(records):
        short = sorted(f"={word}" for word in record.names.acronyms | record.names.initials)
        for view in record.names.views:
            rows.append([*_features(view), *short])
            owners.append(at)
    return rows, owners


def _features(view: View) -> Iterator[str]:
    yield from (f" {word.text} " for word in view.words)
    letters = view.compact
    yield from sorted({letters[at : at + 3] for at in range(max(1, len(letters) - 2))})


def _weights(rows: Iterable[Iterable[str]]) -> dict[str, float]:
    counts = Counter(term for row in rows for term in set(row))
    total = max(counts.values(), default=1) + 1
    return {term: math.log(1 + total / count) for term, count in counts.items()}


def _matrix(rows: Sequence[Sequence[str]], weights: dict[str, float]) -> "csr_array":
    from scipy.sparse import csr_array

    columns = {term: at for at, term in enumerate(weights)}
    data, at_column, starts = [], [], [0]
    for row in rows:
        values = [weights[term] for term in row]
        norm = math.sqrt(sum(value * value for value in values)) or 1.0
        data += [value / norm for value in values]
        at_column += [columns[term] for term in row]
        starts.append(len(data))
    return csr_array((data, at_column, starts), shape=(len(rows), len(columns)))
