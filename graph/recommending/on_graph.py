"""Recommendations and their hold-out on a graph."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from clusterkg.graph.changing.on_graph import (
    NETWORK,
    dated_partnerships,
    dating_coverage,
    dating_note,
)
from clusterkg.graph.network import NetworkError, TwoMode
from clusterkg.graph.result import Parameter, Result

from .baselines import scores
from .comparison import KEYS, OURS, SCHEMA, chosen, compare, verdict
from .features import features
from .holdout import split
from .recommendations import best, candidates, reachable, with_evidence
from .recommender import YEARS, Plausibility, Scores, learn, plausibility

if TYPE_CHECKING:
    from clusterkg.graph.store import KnowledgeGraph

_CHOSEN = (
    "Features were chosen on partnerships that began before 2020. An earlier choice, of six "
    "features, had been tried on the later ones (AUC 0.70, precision at 10 0.045 from 2020 on): "
    "this is the second one tried there."
)
_NOTHING = (
    "Nothing can be recommended to {}: it is no cluster, has no sector, no contact, or no funded "
    "partnership with a date, or no way leads from its contacts to others."
)
_FORBIDS = (
    "Partnerships list fewer members than they state: two organisations without a tie here may "
    "have worked together, and a path is what the data show, not all there is.",
    "Standing networks and platforms say who is in them now, not since when: they are not learnt "
    "from, but their members count as tied and may be on a path.",
    "Sectors and themes of organisations are those of today, in the hold-out too: some may be "
    "known from what an organisation did later, which flatters all that learns from them.",
)


def recommend(
    kg: "KnowledgeGraph", *, seed: int = 0, cluster: str = "", k: int = 10, resamples: int = 1000
) -> Result:
    """Recommend partners for one cluster, or the best pairs of all, best first.

    Only partners to whom a way over partnerships leads: the way is the evidence.

    Parameters
    ----------
    kg : KnowledgeGraph
    seed, resamples : int
        Of the hold-out, which decides by what plausibility is learnt.
    cluster : str
        An id, or its end after the slash; the best pairs if empty, no organisation in over two.
    k : int
        How many.

    Returns
    -------
    Result, with the columns of :data:`.recommendations.SCHEMA`

    Raises
    ------
    NetworkError
        No organisation with a membership has that id.
    """
    known = kg.two_mode()
    if cluster:
        _named(known, cluster)
    return ranking(kg, known, seed, resamples).recommend(cluster, k)


@dataclass(frozen=True)
class Ranking:
    """All pairs between which a way leads, the most plausible first: one for every cluster.

    Attributes
    ----------
    known, funded : TwoMode
        All partnerships, for the ways; those that are learnt from.
    pairs : polars.DataFrame
        As :func:`.recommendations.reachable` gives them.
    labels : mapping of str to str
        Names of sectors.
    notes : tuple of str
        What the hold-out says.
    seed, resamples : int
        Of the hold-out.
    """

    known: TwoMode
    funded: TwoMode
    pairs: pl.DataFrame
    labels: Mapping[str, str]
    notes: tuple[str, ...]
    seed: int
    resamples: int

    def recommend(self, cluster: str, k: int) -> Result:
        """Return what :func:`recommend` does."""
        wanted = _named(self.known, cluster) if cluster else ""
        if wanted:
            first = self.pairs.filter(pl.col("cluster") == wanted).head(k)
        else:
            first = best(self.pairs, k)
        table = with_evidence(first, self.known, self.labels)
        nothing = [_NOTHING.format(wanted)] if wanted and table.is_empty() else []
        funded = self.funded
        notes = (*self.notes, *nothing, _CHOSEN, *_FORBIDS, dating_note(funded))
        return Result(
            "recommend", table, ("cluster", "partner"),
            {"cluster": cluster, "k": k, "resamples": self.resamples}, NETWORK,
            dating_coverage(funded), notes, self.seed,
        )


def ranking(kg: "KnowledgeGraph", known: TwoMode, seed: int, resamples: int) -> Ranking:
    """Rank the pairs among all memberships of ``kg``; seed and resamples as in `recommend`."""
    funded = known_partnerships(kg)
    learnt_by, notes = _learnt_by(funded, seed, resamples)
    pairs = reachable(_candidates(known, funded, learnt_by), known)
    labels = dict(kg.query("ecosystem_labels").to_polars().iter_rows())
    return Ranking(known, funded, pairs, labels, notes, seed, resamples)


def prediction(
    kg: "KnowledgeGraph", *, seed: int = 0, cuts: int = 3, resamples: int = 1000
) -> Result:
    """Try the recommender and every baseline on what came after a cut.

    Columns: ``cut method pairs new_ties partnerships auc auc_low auc_high precision_at_10
    precision_at_10_low precision_at_10_high first_ten first_ten_low first_ten_high auc_gain
    auc_gain_low auc_gain_high precision_gain precision_gain_low precision_gain_high
    expected_ties``.

    Parameters
    ----------
    kg : KnowledgeGraph
        The graph.
    seed : int
        Of the drawing of later partnerships.
    cuts : int
        How many of the last years with a beginning to cut at.
    resamples : int
        For the intervals.

    Returns
    -------
    Result
        What the measures are: :mod:`.evaluation`; the gains: :func:`.comparison.compare`.
    """
    funded = known_partnerships(kg)
    tables = [
        compare(funded, cut, seed=seed, resamples=resamples) for cut in _last_years(funded, cuts)
    ]
    table = pl.concat([pl.DataFrame(schema=SCHEMA), *tables]).sort("cut", maintain_order=True)
    notes = [verdict(table) for table in tables if table.height]
    parameters: dict[str, Parameter] = {"cuts": cuts, "resamples": resamples}
    return Result(
        "prediction", table, KEYS, parameters, NETWORK, dating_coverage(funded),
        (*notes, _CHOSEN, *_FORBIDS[1:], dating_note(funded)), seed,
    )


def _learnt_by(
    funded: TwoMode, seed: int, resamples: int
) -> tuple[Scores, tuple[str, ...]]:
    """What ranks pairs best in the last years, and what to say of it."""
    cut = min(_last_years(funded, YEARS), default=None)
    table = None if cut is None else compare(funded, cut, seed=seed, resamples=resamples)
    if table is None or table.is_empty():
        return features, ("No later ties to try the recommender on.",)
    name = chosen(table)
    if name == OURS:
        return features, (verdict(table),)
    said = f"It is not ahead of every baseline: plausibility is learnt by {name}, the best one."
    return lambda past: {name: scores(past)[name]}, (verdict(table), said)


def _candidates(known: TwoMode, funded: TwoMode, by: Scores) -> pl.DataFrame:
    after = max(_last_years(funded, 1), default=0) + 1
    model = learn(funded, after, by)
    held = split(funded, after)
    if model is None:
        nothing = np.zeros(held.first.size)
        return candidates(known, held, Plausibility(nothing, nothing, nothing))
    return candidates(known, held, plausibility(model, held))


def _last_years(funded: TwoMode, count: int) -> list[int]:
    """The last years in which partnerships with members began, latest first."""
    began = funded.columns.filter(pl.col("listed") > 0)["year"].drop_nulls()
    last = began.max()
    return [int(last) - back for back in range(count)] if isinstance(last, int) else []


def _named(known: TwoMode, cluster: str) -> str:
    ids = known.rows["id"]
    found = ids.filter((ids == cluster) | ids.str.ends_with(f"/{cluster}"))
    if found.len() != 1:
        like = f"; an id is such as {ids[0]}" if ids.len() else ""
        raise NetworkError(f"'{cluster}' names {found.len()} organisations with a membership{like}")
    return str(found[0])


def known_partnerships(kg: "KnowledgeGraph") -> TwoMode:
    """Return members by funded partnerships, with ``year`` and ``themes``."""
    two_mode = dated_partnerships(kg)
    themes = kg.query("themes").to_polars().select(pl.all().cast(pl.String))
    lists = themes.group_by("id").agg(pl.col("theme").sort().alias("themes"))
    rows, columns = (
        table.join(lists, on="id", how="left", maintain_order="left")
        for table in (two_mode.rows, two_mode.columns)
    )
    return TwoMode(rows, columns, two_mode.incidence)
