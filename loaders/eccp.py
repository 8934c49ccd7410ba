"""Cluster organisations as profiled on the European Cluster Collaboration Platform (ECCP).

Columns: ``name``, ``country`` (ISO 3166, so GR; XK for Kosovo), ``industrial_ecosystem`` and
``city``. Seen in 1,195 rows of 2026-09: 36 countries; no name twice, and no two names of a country
with one slug (such a second name would be rejected, rule ``conflict``, not merged); 657 profiles
without an ecosystem, the other 538 with one of 14 words; a city always, but free text: ``España``,
``93053 Regensburg``, ``Dublin 2``, several spellings. A cell that names a country is no city and is
kept as a note. Names are Latin throughout; ``name`` must hold a Latin letter or digit, for the IRI.

The region of level 3 is inferred from the city (:func:`clusterkg.loaders.locating.locate`), marked
so, with the evidence as a note; where nothing is certain there is none.
"""

from functools import partial
from pathlib import Path

import polars as pl

from clusterkg.ontology import iris

from .columnar.mapping import Node
from .columnar.source import Column, OutsideSource, Table
from .columnar.terms import column, constant, country, mapped, nuts, ref, slug, text
from .ecosystem_words import PROFILES, terms

_ORIGIN = "https://clustercollaboration.eu/"
_ORGANISATION = ref("organisation/eccp", column("local"))
_NAMES_COUNTRY = (column("reason") == "country-named").fill_null(False)


def source(boundaries: Path | None = None) -> OutsideSource:
    """Return the source; regions are more often found with a user's own boundaries.

    Parameters
    ----------
    boundaries : Path, optional
        A GISCO file of regions of level 3 (GeoJSON or TopoJSON), read and never stored.
    """
    return OutsideSource(
        name="eccp",
        title="Cluster organisations on the European Cluster Collaboration Platform",
        origin=_ORIGIN,
        licence="https://creativecommons.org/licenses/by/4.0/",
        attribution="European Commission, European Cluster Collaboration Platform",
        tables=(Table(
            name="cluster organisations",
            columns=(
                Column("name", required=True, rule="name"),
                Column("country", required=True, rule="country"),
                Column("industrial_ecosystem", values=tuple(PROFILES)),
                Column("city"),
            ),
            key=("country", "name"),
            prepare=partial(_prepare, boundaries=boundaries),
            nodes=_nodes(),
        ),),
    )


def _prepare(frame: pl.DataFrame, boundaries: Path | None) -> pl.DataFrame:
    from .locating import locate, read_boundaries

    read = read_boundaries(boundaries) if boundaries else None
    nation = pl.col("country").replace(iris.ISO_FROM_NUTS).str.to_lowercase()
    local = pl.concat_str(nation, slug(pl.col("name")), separator="-")
    return locate(frame, country="country", city="city", boundaries=read).with_columns(
        local.alias("local")
    )


def _nodes() -> tuple[Node, ...]:
    return (
        Node(_ORGANISATION, (
            ("rdf:type", constant("ckg:Organisation")),
            ("rdf:type", constant("ckg:ClusterOrganisation")),
            ("skos:prefLabel", text(column("name"))),
            ("ckg:organisationKind", constant("id:organisation-kind/cluster")),
            ("dcterms:source", constant(_ORIGIN)),
            ("ckg:country", country(column("country"))),
            ("ckg:ecosystem", mapped(column("industrial_ecosystem"), terms(PROFILES))),
            ("ckg:cityName", text(pl.when(~_NAMES_COUNTRY).then(column("city")))),
        ), once=True),
        Node(_ORGANISATION, (
            ("ckg:locatedIn", nuts(column("nuts3"))),
            ("ckg:locationCertainty", constant("id:certainty/inferred")),
            ("skos:note", text(column("evidence"), "en")),
        ), when=column("nuts3").is_not_null()),
        Node(_ORGANISATION, (
            ("skos:note", text(pl.concat_str(
                pl.lit("Where a city is due, the profile has: "), column("city"),
            ), "en")),
        ), when=_NAMES_COUNTRY),
    )


SOURCE = source()
