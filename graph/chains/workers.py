"""Who works in the stages of value chains, and how sure that is.

Three kinds of certainty, the strongest first; a pair of organisation and stage has the strongest
that holds for it.

``stated``
    A source places the organisation in the stage.
``inferred``
    A theme of the organisation is, or lies within, a NACE division of the stage, and is of an
    ecosystem of its chain. Stages of one division are not told apart. This is the rule behind
    ``ckg:activeInStage``; it reaches those chains alone whose stages have a division.
``possible``
    Less than that: a theme of the organisation is of the chain's ecosystem (then every stage of
    the chain is possible), or is matched, if only as related, to a division of the stage. It
    says where to look, not that anybody works there.
"""

import polars as pl

CERTAINTIES = ("stated", "inferred", "possible")
_SCHEMA = pl.Schema(dict.fromkeys(("organisation", "stage", "certainty", "basis"), pl.String()))


def workers(
    stages: pl.DataFrame, divisions: pl.DataFrame, ecosystems: pl.DataFrame,
    themes: pl.DataFrame, stated: pl.DataFrame,
) -> pl.DataFrame:
    """Return who may work in which stage.

    Parameters
    ----------
    stages, divisions, ecosystems : polars.DataFrame
        ``id``, ``chain``; ``stage``, ``division`` (of NACE); ``chain``, ``ecosystem``.
    themes : polars.DataFrame
        ``organisation``, ``theme``, ``ecosystem``, ``division``, ``match`` (``within`` or
        ``related``); the last three may be null.
    stated : polars.DataFrame
        ``organisation``, ``stage``.

    Returns
    -------
    polars.DataFrame
        ``organisation stage certainty basis`` (``source``, ``theme and division``, ``division``,
        ``ecosystem``), sorted, one row a pair; empty without stages or organisations.
    """
    by_division = themes.join(divisions, on="division")
    of_chain = (
        themes.join(ecosystems, on="ecosystem").join(stages, on="chain")
        .select("organisation", "theme", stage="id")
    )
    both = by_division.filter(match="within").join(
        of_chain, on=["organisation", "theme", "stage"], how="semi"
    )
    found = pl.concat(
        [
            _pairs(stated, "stated", "source"), _pairs(both, "inferred", "theme and division"),
            _pairs(by_division, "possible", "division"), _pairs(of_chain, "possible", "ecosystem"),
        ]
    )
    strongest = found.unique(["organisation", "stage"], keep="first", maintain_order=True)
    return strongest.sort("stage", "organisation")


def up_to(found: pl.DataFrame, certainty: str) -> pl.DataFrame:
    """Return the rows that are at least as sure as ``certainty``."""
    return found.filter(pl.col("certainty").is_in(CERTAINTIES[: CERTAINTIES.index(certainty) + 1]))


def _pairs(table: pl.DataFrame, certainty: str, basis: str) -> pl.DataFrame:
    return table.select(
        "organisation", "stage", certainty=pl.lit(certainty), basis=pl.lit(basis)
    ).cast(_SCHEMA)
