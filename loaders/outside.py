"""The sources from outside that can be loaded, told without importing what loads them."""

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from clusterkg.ontology.errors import ClusterkgError

if TYPE_CHECKING:
    from .columnar.source import OutsideSource


class UnknownSourceError(ClusterkgError):
    """A name that no source from outside has, or none with an address."""


class Outside(NamedTuple):
    """One source: its name, where its ``OutsideSource`` stands, its formats, and what it holds."""

    name: str
    module: str
    attribute: str
    formats: str
    description: str

    def source(self) -> "OutsideSource":
        """Import the source."""
        found: OutsideSource = getattr(import_module(f"clusterkg.loaders.{self.module}"),
                                       self.attribute)
        return found


# One line a source, in the order of the alphabet.
SOURCES = (
    Outside("business-statistics", "business_statistics", "SOURCE", "csv, with lists of codes",
            "persons employed by region and NACE activity, 2014, Eurostat; labels become codes"),
    Outside("cordis-activity-types", "cordis.reference", "ACTIVITY_TYPES", "csv",
            "types of activity of participants, CORDIS reference data"),
    Outside("cordis-fields", "cordis.project_links", "FIELDS", "xlsx, csv",
            "fields of science of projects (euroSciVoc), CORDIS"),
    Outside("cordis-h2020-programmes", "cordis.reference", "PROGRAMMES", "csv",
            "parts of Horizon 2020 and its topics, CORDIS reference data"),
    Outside("cordis-h2020-topics", "cordis.reference", "TOPICS", "csv",
            "topics of Horizon 2020 with their legal bases, CORDIS reference data"),
    Outside("cordis-legal-bases", "cordis.project_links", "LEGAL_BASES", "xlsx, csv",
            "legal bases of projects (legalBasis), CORDIS"),
    Outside("cordis-organisations", "cordis.organisations", "SOURCE", "csv, xlsx",
            "who takes part in which project (organization), CORDIS, Horizon 2020 and Europe"),
    Outside("cordis-organisations-2017", "cordis.organisations_2017", "SOURCE", "csv",
            "names, cities and activities of Horizon 2020 participants by PIC, 2017"),
    Outside("cordis-participations", "cordis.participations", "SOURCE", "csv, csv.gz",
            "Horizon 2020 participations by number (rcn, PIC), CORDIS of December 2020"),
    Outside("cordis-programme-parts", "cordis.programme_parts", "SOURCE", "csv, csv.gz",
            "parts of Horizon 2020 by project (rcn), CORDIS of December 2020"),
    Outside("cordis-projects", "cordis.projects", "SOURCE", "csv, xlsx",
            "projects (project), CORDIS, Horizon 2020 and Horizon Europe"),
    Outside("cordis-topics", "cordis.project_links", "TOPICS", "xlsx, csv",
            "topics of projects (topics), CORDIS"),
    Outside("countries-authority", "rdf_files", "COUNTRIES", "rdf, ttl, nt, jsonld",
            "countries and territories, the authority table of the Publications Office"),
    Outside("crosswalk", "crosswalks", "SOURCE", "csv",
            "what regions of two editions of NUTS have in common, Joint Research Centre"),
    Outside("eccp", "eccp", "SOURCE", "csv",
            "cluster organisations on the European Cluster Collaboration Platform, with regions"),
    Outside("eccp-priorities", "priorities", "SOURCE", "csv, json",
            "industrial ecosystems that regions give priority to (S3)"),
    Outside("eurio", "remote.eurio", "SOURCE", "SPARQL endpoint, or the csv of 'fetch'",
            "EURIO: projects, organisations and participations of CORDIS' knowledge graph"),
    Outside("eurio-ontology", "rdf_files", "EURIO", "ttl, rdf, nt, jsonld",
            "EURIO, the ontology of European research information"),
    Outside("isic4", "correspondences", "ISIC", "csv",
            "ISIC Rev. 4: sections, divisions, groups and classes"),
    Outside("nabs", "categories", "NABS", "json, csv",
            "NABS 2007: objectives of research"),
    Outside("nace-rev2", "nace2", "SOURCE", "csv",
            "NACE Rev. 2 with its hierarchy and explanatory notes"),
    Outside("naics-nace", "correspondences", "NAICS", "csv",
            "which codes of NAICS 2017 and NACE Rev. 2 have something in common"),
    Outside("nuts-codes", "nuts_lists", "SOURCE", "csv, xlsx",
            "codes of NUTS over the editions since 1999, and what replaced them"),
    Outside("oecd-fields", "categories", "OECD", "json, csv",
            "OECD fields of research"),
    Outside("rdf", "rdf_files", "RDF", "ttl, nt, rdf, jsonld",
            "an RDF file of your own, as it is"),
    Outside("wikidata", "remote.wikidata", "SOURCE", "SPARQL endpoint, or the csv of 'fetch'",
            "Wikidata: organisations that are business clusters"),
)


def find(name: str) -> Outside:
    """Return the source of a name.

    Raises
    ------
    UnknownSourceError
        No source has this name.
    """
    for one in SOURCES:
        if one.name == name:
            return one
    known = ", ".join(one.name for one in SOURCES)
    raise UnknownSourceError(f"'{name}' is no source that can be loaded; these are: {known}")
