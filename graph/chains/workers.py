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
BASES = ("source", "theme and division", "division", "ecosystem")
_SCHEMA = {
    "organisation": pl.String, "stage": pl.String, "certainty": pl.String, "basis": pl.String,
}


def workers(
    stages: pl.DataFrame, divisions: pl.DataFrame, ecosystems: pl.DataFrame,
    themes: pl.DataFrame, stated: pl.DataFrame,
) -> pl.DataFrame:
    """Return who may work in which stage.

    Parameters
    ----------
    stages : polars.DataFrame
        ``id``, ``chain``: a row a stage.
    divisions : polars.DataFrame
        ``stage``, ``division``: the divisions of NACE that cover a stage.
    ecosystems : polars.DataFrame
        ``chain``, ``ecosystem``.
    themes : polars.DataFrame
        ``organisation``, ``theme``, ``ecosystem``, ``division``, ``match`` (``within`` or
        ``related``); the last three may be null.
    stated : polars.DataFrame
        ``organisation``, ``stage``.

    Returns
    -------
    polars.DataFrame
        ``organisation stage certainty basis``, sorted, one row a pair; empty without stages or
        organisations.
    """
    by_division = themes.join(divisions, on="division")
    of_chain = (
        themes.join(ecosystems, on="ecosystem").join(stages, on="chain")
        .select("organisation", "theme", stage="id")
    )
    both = by_division.filter(pl.col("match") == "within").join(
        of_chain, on=["organisation", "theme", "stage"], how="semi"
    )
    found = [stated, both, by_division, of_chain]
    certainty = ["stated", "inferred", "possible", "possible"]
    parts = [
        table.select("organisation", "stage").with_columns(
            pl.lit(sure).alias("certainty"), pl.lit(basis).alias("basis")
        )
        for table, sure, basis in zip(found, certainty, BASES, strict=True)
    ]
    every = pl.concat([part.cast(_SCHEMA) for part in parts])
    return every.unique(["organisation", "stage"], keep="first", maintain_order=True).sort(
        "stage", "organisation"
    )


def up_to(found: pl.DataFrame, certainty: str) -> pl.DataFrame:
    """Return the rows that are at least as sure as ``certainty``."""
    return found.filter(pl.col("certainty").is_in(CERTAINTIES[: CERTAINTIES.index(certainty) + 1]))
