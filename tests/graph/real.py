"""The real two-mode network, read straight from the bundled tables."""

from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import scipy.sparse as sp

from clusterkg.graph.network import TwoMode

DATA = Path(__file__).parents[2] / "data"


@cache
def two_mode() -> TwoMode:
    """Return organisations by partnerships, without networks and S3 platforms.

    Sectors are the first theme as the table has it: labels enough to compare counts with.
    """
    left_out = pl.col("instrument").is_in(["Network", "S3-platform"])
    partnerships = _table("partnerships").filter(~left_out).sort("partnership_id")
    pairs = _table("memberships").select("partnership_id", "organisation_id").unique()
    pairs = pairs.join(partnerships, on="partnership_id", how="semi")
    organisations = _table("organisations").sort("organisation_id")
    organisations = organisations.join(pairs, on="organisation_id", how="semi")
    rows = organisations.select(
        id="id:organisation/" + pl.col("organisation_id"),
        label="name",
        kind="kind",
        country="country",
        sectors=pl.col("themes").str.split(";").list.head(1),
    )
    columns = partnerships.select(
        id="id:partnership/" + pl.col("partnership_id"), label="acronym", instrument="instrument"
    )
    return TwoMode(rows, columns, _incidence(pairs, organisations, partnerships))


def _incidence(pairs: pl.DataFrame, members: pl.DataFrame, groups: pl.DataFrame) -> sp.csr_array:
    at = {name: i for i, name in enumerate(members["organisation_id"])}
    to = {name: i for i, name in enumerate(groups["partnership_id"])}
    i = [at[name] for name in pairs["organisation_id"]]
    j = [to[name] for name in pairs["partnership_id"]]
    return sp.csr_array((np.ones(len(i)), (i, j)), shape=(members.height, groups.height))


def _table(name: str) -> pl.DataFrame:
    return pl.read_csv(DATA / f"{name}.csv", infer_schema=False)
