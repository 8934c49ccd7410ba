"""What is learnt: from the past alone, of planted features, and with chances that add up."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy.spatial.distance import cosine

from clusterkg.graph.network import TwoMode
from clusterkg.graph.recommending import features
from clusterkg.graph.recommending.holdout import split
from clusterkg.graph.recommending.recommender import YEARS, learn, plausibility
from tests.graph import real
from tests.graph.degenerate import TWO_MODES
from tests.graph.recommending.futures import dated

SMALL = dated(
    {"P": (2018, ["a", "b"]), "Q": (2019, ["b", "c", "d"]), "R": (2019, ["d", "e"])}
)


def _years(seed: int, like: bool, years: int = 6) -> TwoMode:
    """Partnerships of three a year, of members of one sector (a, b or c) or of any."""
    random = np.random.default_rng(seed)
    members: dict[str, tuple[int | None, list[str]]] = {}
    for place in range(20 * years):
        start = int(random.integers(3))
        within = range(start, 90, 3) if like else range(90)
        held = random.choice(np.array(within), 3, replace=False)
        members[f"p{place:03d}"] = (2014 + place % years, [f"m{i:02d}" for i in held])
    names = sorted({m for _, held in members.values() for m in held})
    found = dated(members, names)
    sectors = pl.Series("sectors", [["abc"[int(name[1:]) % 3]] for name in names])
    rows = found.rows.with_columns(sectors, sectors.alias("themes"))
    return TwoMode(rows, found.columns.drop("themes"), found.incidence)


def _auc(found: TwoMode, cut: int) -> float:
    model, held = learn(found, cut), split(found, cut)
    assert model is not None
    chance, tied = plausibility(model, held).chance, held.positive
    below = (chance[tied][:, None] > chance[~tied]) + 0.5 * (chance[tied][:, None] == chance[~tied])
    return float(below.mean())


def test_what_is_planted_is_learnt() -> None:
    assert np.mean([_auc(_years(seed, like=True), 2018) for seed in range(4)]) > 0.75


def test_what_is_random_is_not() -> None:
    runs = [_auc(_years(seed, like=False), 2018) for seed in range(12)]
    assert np.mean(runs) == pytest.approx(0.5, abs=0.05)


def test_nothing_after_the_cut_changes_what_is_learnt() -> None:
    found = _years(0, like=True)
    year = found.columns["year"].to_numpy()
    dense = found.incidence.toarray()
    dense[:, year >= 2018] = 0.0
    changed = TwoMode(found.rows, found.columns, type(found.incidence)(dense))
    one, other = learn(found, 2018), learn(changed, 2018)
    assert one is not None
    assert other is not None
    assert np.array_equal(one.fitted.coefficients, other.fitted.coefficients)
    assert (one.rate, one.ties, one.partnerships) == (other.rate, other.ties, other.partnerships)


def test_chances_add_up_to_the_rate() -> None:
    found = _years(1, like=True)
    model, held = learn(found, 2018), split(found, 2018)
    assert model is not None
    chances = plausibility(model, held)
    expected = model.rate * held.past.rows.height * YEARS
    assert chances.chance.sum() == pytest.approx(expected, rel=1e-6)
    assert np.all(chances.low <= chances.chance)
    assert np.all(chances.chance <= chances.high)
    assert np.all((chances.low > 0) & (chances.high < 1))


def test_the_rate_by_hand() -> None:
    """Cut 2019 of SMALL: a and b known, nothing new between them; c, d, e are newcomers."""
    model = learn(SMALL, 2020)
    assert model is not None
    assert (model.ties, model.partnerships, model.rate) == (4, 2, 0.5 / 2)


def test_one_score_ranks_as_itself() -> None:
    found = _years(2, like=True)
    model = learn(found, 2018, lambda past: {"shared": features.shared_sectors(past)})
    held = split(found, 2018)
    assert model is not None
    chance = plausibility(model, held).chance
    score = held.of_pairs(features.shared_sectors(held.past))
    assert np.array_equal(np.argsort(chance, kind="stable"), np.argsort(score, kind="stable"))


@pytest.mark.parametrize("name", TWO_MODES)
@pytest.mark.parametrize("until", [2018, 2019, 2020])
def test_at_the_edge(name: str, until: int) -> None:
    """All partnerships began in 2018: no later one to learn from."""
    found = TWO_MODES[name]
    columns = found.columns.with_columns(pl.lit(2018, dtype=pl.Int64).alias("year"))
    assert learn(replace(found, columns=columns), until) is None


@pytest.mark.parametrize("name", TWO_MODES)
def test_features_at_the_edge(name: str) -> None:
    found = TWO_MODES[name]
    n = found.rows.height
    for feature in features.features(found).values():
        assert feature.shape == (n, n)
        assert np.all(np.isfinite(feature))
    bare = TwoMode(found.rows.select("id"), found.columns.select("id"), found.incidence)
    for nothing in ("themes", "sector_surroundings", "shared_sectors"):
        assert not np.any(features.features(bare)[nothing])


def test_features_by_hand() -> None:
    """Sectors a to e: a, b, c, a, b; b is in P with a and in Q with c and d."""
    found = features.features(SMALL)
    a, b, c, _, e = range(5)
    assert found["activity"][b, c] == pytest.approx(np.log(2 * 1))
    assert found["shared_sectors"][[a, a, b], [c, b, e]].tolist() == [0.0, 0.0, 1.0]
    # a meets b; c meets b and d: as counts of the sectors a, b and c.
    expected = 1 - cosine([1, 1, 0], [1, 1, 1])
    assert found["sector_surroundings"][a, c] == pytest.approx(expected)
    known = split(SMALL, 2019, newcomers=True).past
    assert features.newcomers(known)[0].tolist() == [0, 0, 1, 1, 1]


def test_themes_by_their_definition() -> None:
    """The profile of each member, summed theme by theme."""
    lists = [*SMALL.rows["themes"].to_list(), *SMALL.columns["themes"].to_list()]
    names = sorted({theme for held in lists for theme in held})
    rare = [np.log((1 + len(lists)) / (1 + sum(t in held for held in lists))) for t in names]

    def unit(vector: object) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        array = np.asarray(vector, dtype=np.float64)
        return array / max(float(np.linalg.norm(array)), 1e-300)

    vectors = [unit([r * (t in held) for t, r in zip(names, rare, strict=True)]) for held in lists]
    own, dense = vectors[:5], SMALL.incidence.toarray()
    met = dense @ dense.T > 0
    profile = [
        own[i] + unit(sum(dense[i, j] * vectors[5 + j] for j in range(3)))
        + unit(sum(own[k] for k in range(5) if met[i, k] and k != i))
        for i in range(5)
    ]
    found = features.themes(SMALL)
    for i in range(5):
        for j in range(5):
            alike = np.sqrt(max(1 - cosine(profile[i], profile[j]), 0.0))
            assert found[i, j] == pytest.approx(alike, abs=1e-9)


def test_sector_nearness_on_real_data() -> None:
    """Cosines of the partnerships that sectors are held in, against scipy."""
    found = real.two_mode()
    carried = found.rows["sectors"].to_list()
    names = sorted({s for held in carried for s in held or ()})[:8]
    dense = found.incidence.toarray()
    held = [dense[[s in (own or ()) for own in carried]].max(axis=0) for s in names]
    every = sorted({s for own in carried for s in own or ()})
    near = features.sector_nearness(found)
    for i, one in enumerate(names):
        for j, other in enumerate(names):
            both = held[i].any() and held[j].any() and one != other
            expected = 1 - cosine(held[i], held[j]) if both else 0.0
            assert near[every.index(one), every.index(other)] == pytest.approx(expected, abs=1e-9)
