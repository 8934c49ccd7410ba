"""The network of countries whose organisations take part in the same funded projects.

Two countries are tied by the pairs of their organisations that are in one project. For each project
that begins in the period, each organisation that takes part in it counts once, in whatever role
(third parties and partners without money too), for the country that the participation states.
Projects whose participants are all of one country are left out. With ``n`` participants of country
a and ``m`` of country b a project adds ``n m`` to the tie of a and b; ties of a country with itself
(the diagonal) are left out. So the weighted degree of a country, the sum of its ties, is the number
of pairs of a participant of its own and one of another country: over its projects, the sum of ``n
(N - n)`` with ``N`` participants in all.

The matrix is made as in Martins's "H2020 country collaboration network"
(https://github.com/zambujo/eunets, notebooks/eunets.Rmd: ``crossprod`` of the table of projects and
countries without single-country projects, ``simplify``, ``strength``), which follows Balland,
Boschma and Ravet. Three things differ there, so its figures do too: countries are those that
``projects.csv`` lists for a project; only the member states and some other countries are kept,
before single-country projects are dropped; and there is no period. Here all countries count, and a
project belongs to the year in which it begins; one without a date of beginning belongs to no
period. Projects are told apart by the number of their record in CORDIS (rcn), so that one which two
sources describe counts once; a project without that number is not in the network.

References
----------
Balland, P.-A., Boschma, R. and Ravet, J. (2019). Network dynamics in collaborative research in
the EU, 2003-2017. European Planning Studies 27(9), 1811-1837.
doi:10.1080/09654313.2019.1641187
"""

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import scipy.sparse as sp

from .arrays import Sparse, binary, sparse
from .network import Network, NetworkError, TwoMode
from .projection import tie_weights

if TYPE_CHECKING:
    from .store import KnowledgeGraph

NAME = "countries_by_project"
_ANY = "any"


def build(
    kg: "KnowledgeGraph", *, scope: str = "all", start: str = "", end: str = ""
) -> Network:
    """Tie two countries by the pairs of their organisations that are in one project.

    The method stands in the description of this module.

    Parameters
    ----------
    kg : KnowledgeGraph
        A graph into which participations were loaded (``clusterkg load cordis-participations``,
        or ``cordis-organisations`` with ``cordis-projects``).
    scope : {"all", "documents"}
        What to read.
    start, end : str
        Years, months or days between which a project begins, both included.

    Returns
    -------
    Network
        Nodes: ``id`` (ISO code, so GB and GR), ``label`` (English name), ``projects`` with another
        country and ``participants`` in them; no node for a country that has none. Evidence: which
        country is in which of these projects.
    """
    found = kg.query("project_countries", scope=scope, start=start or _ANY, end=end or _ANY)
    counts = found.to_polars().filter(pl.len().over("record") > 1)
    columns = counts.select(pl.col("record").unique().sort().alias("id"))
    names = kg.query("countries", scope=scope).to_polars()
    nodes = _nodes(counts, names)
    incidence = _incidence(counts, nodes, columns)
    evidence = TwoMode(nodes.drop("country"), columns, binary(incidence))
    weights = tie_weights(incidence, np.ones(columns.height))
    return Network(NAME, evidence.rows, weights, evidence)


def refuse(**given: object) -> None:
    """Raise where something is asked that projects of a register do not know.

    Raises
    ------
    NetworkError
        An option that this network does not have was given.
    """
    for name, value in given.items():
        if value:
            raise NetworkError(f"{NAME} has no option '{name}'; it has scope, start and end")


def _nodes(counts: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    each = counts.group_by("country").agg(
        pl.len().cast(pl.Int64).alias("projects"),
        pl.col("participants").cast(pl.Int64).sum(),
    )
    return each.join(names, on="country", how="left").select(
        pl.coalesce("code", "country").alias("id"), pl.coalesce("name", "country").alias("label"),
        "projects", "participants", "country",
    ).sort("id")


def _incidence(counts: pl.DataFrame, nodes: pl.DataFrame, columns: pl.DataFrame) -> Sparse:
    row = {country: at for at, country in enumerate(nodes["country"])}
    column = {record: at for at, record in enumerate(columns["id"])}
    i = [row[country] for country in counts["country"]]
    j = [column[record] for record in counts["record"]]
    values = counts["participants"].cast(pl.Float64).to_numpy()
    return sparse(sp.csr_array((values, (i, j)), shape=(nodes.height, columns.height)))
