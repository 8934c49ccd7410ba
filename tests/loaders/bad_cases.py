"""The cases of bad input, as data: what is broken where, and the rule that must find it.

Rows count from 1 below the header. Which rows of other tables fall with a broken row is worked
out by :mod:`tests.loaders.bad_folder`, not written here.
"""

from typing import NamedTuple

TABLES = (
    "organisations", "clusters", "parent_organisations", "partnerships", "memberships",
    "region_memberships", "same_consortium", "s3_area_partnerships", "meta_clusters", "documents",
    "entities", "document_memberships", "statements", "observations", "country_memberships",
    "country_names", "themes", "themes_second",
)
DDE = "cmd|' /C calc'!A0"
ARABIC_THREE = "\N{ARABIC-INDIC DIGIT THREE}"


class Cell(NamedTuple):
    """Cells of one row that are overwritten, and the column and rule that must be named."""

    table: str
    row: int
    cells: dict[str, str]
    column: str
    rule: str


class Line(NamedTuple):
    """A change to the bytes of one row, or of the header (row 0); an empty column is the row."""

    name: str
    table: str
    row: int
    find: bytes
    put: bytes
    column: str
    rule: str


def _one(table: str, row: int, column: str, value: str, rule: str) -> Cell:
    return Cell(table, row, {column: value}, column, rule)


CELLS = [
    _one("organisations", 3, "organisation_id", "", "required"),
    _one("organisations", 4, "organisation_id", "ACA Izmir", "pattern"),
    _one("organisations", 2, "name", "", "required"),
    _one("organisations", 2, "name", f"={DDE}", "formula"),
    _one("organisations", 5, "name", f"-2+3+{DDE}", "formula"),
    _one("organisations", 6, "name", "@SUM(1+1)", "formula"),
    _one("organisations", 7, "name", '+HYPERLINK("http://a.eu";"b")', "formula"),
    _one("organisations", 8, "name", "\N{FULLWIDTH EQUALS SIGN}1+1", "formula"),
    _one("organisations", 9, "alt_names", "ABC;=1+1", "formula"),
    _one("organisations", 1, "kind", "klaster", "enum"),
    _one("organisations", 1, "country", "XX", "country"),
    _one("organisations", 2, "country", "Italy", "country"),
    _one("organisations", 3, "country", "it", "country"),
    _one("organisations", 4, "country", "UK", "country"),
    _one("organisations", 1, "nuts_code", "ITC99", "nuts"),
    _one("organisations", 1, "nuts_code", "itc1", "nuts"),
    _one("organisations", 1, "nuts_status", "guess", "enum"),
    _one("organisations", 2, "themes", "\N{CJK UNIFIED IDEOGRAPH-65E5}", "name"),
    _one("organisations", 2, "themes", "textile;;wood", "separator"),
    _one("organisations", 2, "website", "www.abc.eu", "address"),
    _one("organisations", 2, "website", "https://abc.eu/%zz", "address"),
    _one("organisations", 2, "website", "https://[abc", "address"),
    _one("organisations", 2, "source_url", "", "required"),
    _one("organisations", 2, "source_url", "https://a b.eu/", "address"),
    _one("organisations", 2, "source_url", "???", "name"),
    _one("organisations", 5, "name", "x" * 200_000, "length"),
    _one("organisations", 5, "name", "bell\a", "control"),
    _one("organisations", 5, "city", "Sofia\N{RIGHT-TO-LEFT OVERRIDE}", "control"),
    _one("organisations", 5, "name", " ABC", "space"),
    _one("organisations", 5, "city", "Sofia\N{NO-BREAK SPACE}", "space"),
    _one("clusters", 1, "cluster_id", "Po.in.tex", "pattern"),
    _one("clusters", 2, "managed_by", "no-such-cluster", "reference"),
    _one("clusters", 3, "certainty", "doubtful", "enum"),
    _one("parent_organisations", 1, "parent_id", "no-such-parent", "reference"),
    _one("parent_organisations", 2, "organisation_id", "no-such-cluster", "reference"),
    _one("parent_organisations", 3, "source_url", "", "required"),
    _one("partnerships", 4, "partnership_id", "escp-s9/none", "reference"),
    _one("partnerships", 5, "partnership_id", "tex4im", "reference"),
    _one("partnerships", 5, "partnership_id", "escp-s3/Tex4IM", "pattern"),
    _one("partnerships", 6, "instrument", "ESCP", "enum"),
    _one("partnerships", 1, "start_date", "2018-02-30", "date"),
    _one("partnerships", 1, "start_date", "22.11.2018", "date"),
    _one("partnerships", 1, "end_date", "2018-1-1", "date"),
    Cell("partnerships", 2, {"start_date": "2018-05", "end_date": "2018-04-30"}, "end_date",
         "interval"),
    _one("partnerships", 2, "eu_contribution_eur", "59,50M", "number"),
    _one("partnerships", 2, "eu_contribution_eur", "6,84", "number"),
    _one("partnerships", 2, "eu_contribution_eur", "4.500", "number"),
    _one("partnerships", 2, "eu_contribution_eur", "1e9", "number"),
    _one("partnerships", 2, "eu_contribution_eur", "-5", "range"),
    _one("partnerships", 3, "members_stated", "12.0", "number"),
    _one("partnerships", 3, "members_stated", "9" * 5000, "number"),
    _one("partnerships", 3, "members_stated", ARABIC_THREE, "number"),
    _one("partnerships", 3, "target_countries", "US;UK", "country"),
    _one("partnerships", 3, "industrial_ecosystem", "Textile;Textiles", "enum"),
    _one("memberships", 4, "organisation_id", "no-such-cluster", "reference"),
    _one("memberships", 4, "partnership_id", "escp-s3/none", "reference"),
    _one("memberships", 4, "role", "chair", "enum"),
    _one("memberships", 4, "status", "", "required"),
    _one("memberships", 4, "source_url", "http://", "address"),
    _one("region_memberships", 1, "nuts_code", "BE9", "nuts"),
    _one("region_memberships", 2, "nuts_code", "GR30", "nuts"),
    _one("region_memberships", 2, "nuts_code", "XX", "country"),
    _one("region_memberships", 3, "region_name", "", "required"),
    _one("region_memberships", 3, "region_name", "\N{GREEK CAPITAL LETTER ALPHA}", "name"),
    _one("region_memberships", 4, "partnership_id", "network/none", "reference"),
    _one("same_consortium", 1, "relation", "same", "enum"),
    _one("same_consortium", 2, "partnership_b", "network/none", "reference"),
    _one("same_consortium", 3, "justification", "", "required"),
    _one("same_consortium", 4, "certainty", "sure", "enum"),
    _one("s3_area_partnerships", 1, "s3_area", "no-such-area", "reference"),
    _one("s3_area_partnerships", 2, "s3_area", "Photonics", "pattern"),
    _one("s3_area_partnerships", 3, "partnership_id", "escp-s3/none", "reference"),
    _one("s3_area_partnerships", 4, "certainty", "maybe", "enum"),
    _one("meta_clusters", 1, "partnership_id", "escp-4i/none", "reference"),
    _one("meta_clusters", 2, "printed", "", "required"),
    _one("meta_clusters", 3, "source_url", "http://", "address"),
    _one("documents", 2, "document_id", "F7", "pattern"),
    _one("documents", 3, "date", "2018-13", "date"),
    _one("documents", 4, "title", "", "required"),
    _one("documents", 5, "date", "20190514", "date"),
    _one("entities", 1, "entity_id", "body", "pattern"),
    _one("entities", 1, "kind", "event", "kind"),
    _one("entities", 2, "kind", "club", "enum"),
    _one("entities", 3, "mentions", "F0:0", "pattern"),
    _one("entities", 3, "mentions", "F9:12", "reference"),
    _one("entities", 4, "existence", "maybe", "enum"),
    _one("document_memberships", 1, "document", "F9", "pattern"),
    _one("document_memberships", 2, "line", "12a", "number"),
    _one("document_memberships", 3, "line", "0", "range"),
    _one("document_memberships", 4, "country", "UK", "country"),
    _one("document_memberships", 5, "organisation_id", "no-such-cluster", "reference"),
    _one("statements", 1, "subject", "body/none", "reference"),
    _one("statements", 2, "property", "colour", "property"),
    _one("statements", 3, "value_type", "url", "enum"),
    _one("statements", 4, "confidence", "1.5", "range"),
    _one("statements", 4, "confidence", "-0.1", "range"),
    _one("statements", 4, "confidence", "0,9", "number"),
    _one("statements", 5, "as_of", "2018-02-30", "date"),
    _one("statements", 6, "status", "finished", "enum"),
    Cell("statements", 7, {"value_type": "ref", "value": "body/none"}, "value", "reference"),
    Cell("statements", 8, {"value_type": "date", "value": "22.11.2018"}, "value", "date"),
    _one("observations", 1, "indicator", "no-such-indicator", "reference"),
    _one("observations", 2, "unit", "furlong", "reference"),
    _one("observations", 3, "status", "finished", "reference"),
    _one("observations", 4, "subject", "initiative/none", "reference"),
    _one("observations", 5, "value", "59,50M€", "number"),
    _one("observations", 5, "value", "4.500", "number"),
    _one("observations", 5, "qualifier", "circa", "enum"),
    _one("observations", 6, "document", "F5", "pattern"),
    _one("observations", 6, "line", "-3", "range"),
    Cell("observations", 7, {"value": "", "lower": "", "upper": ""}, "value", "required"),
    Cell("observations", 7, {"value": "", "lower": "12", "upper": "10"}, "upper", "interval"),
    Cell("observations", 8, {"period_start": "2019", "period_end": "2018-12"}, "period_end",
         "interval"),
    _one("country_memberships", 1, "country", "UK", "country"),
    _one("country_memberships", 2, "of", "body/dg-grow", "enum"),
    _one("country_memberships", 3, "start_date", "1.1.1958", "date"),
    _one("country_memberships", 3, "basis", "ratified", "enum"),
    _one("country_memberships", 4, "as_of", "2016-06-31", "date"),
    Cell("country_memberships", 1, {"as_of": "2015-03-02"}, "as_of", "interval"),
    Cell("country_memberships", 4, {"start_date": "2004", "end_date": "2003-12-31"}, "end_date",
         "interval"),
    _one("country_names", 1, "country", "FYROM", "country"),
    _one("country_names", 1, "name", "", "required"),
    Cell("country_names", 2, {"start_date": "2019-02", "end_date": "2018"}, "end_date", "interval"),
    _one("themes", 1, "subject_id", "id:theme/3D_Printing", "pattern"),
    _one("themes", 2, "predicate_id", "skos:sameAs", "enum"),
    _one("themes", 3, "object_id", "id:ecosystem/none", "reference"),
    _one("themes", 4, "object_id", "nace:04", "reference"),
    _one("themes", 4, "object_id", "nace:011", "pattern"),
    _one("themes", 5, "confidence", "1.5", "range"),
    _one("themes", 6, "confidence", "0.9.5", "number"),
    _one("themes_second", 1, "confidence", "", "required"),
    _one("themes_second", 2, "subject_label", "", "required"),
    _one("themes_second", 3, "mapping_justification", "manual", "enum"),
    _one("themes_second", 4, "object_id", "id:theme/wood", "reference"),
]

# An empty ``find`` is the end of the line.
LINES = [
    Line("latin-1", "organisations", 2, b",cluster,", b",cluster,\xd6", "country", "encoding"),
    Line("latin-1", "entities", 2, b"", b"\xe9", "note", "encoding"),
    Line("latin-1", "themes", 2, b"", b"\xe9", "comment", "encoding"),
    Line("zero byte", "memberships", 2, b",", b",\x00", "organisation_id", "control"),
    Line("too many cells", "organisations", 5, b"", b",more", "", "columns"),
    Line("too many cells", "themes", 5, b"", b"\tmore", "", "columns"),
    Line("too few cells", "memberships", 5, b",partner,", b",", "", "columns"),
    Line("too few cells", "same_consortium", 2, b",same-consortium,", b",", "", "columns"),
    Line("unclosed quote", "memberships", 6, b",", b',"', "", "quote"),
    Line("unclosed quote", "organisations", 6, b",", b',"', "", "quote"),
    Line("old Mac line end", "memberships", 7, b",", b"\r,", "", "quote"),
    Line("semicolons", "region_memberships", 5, b",", b";", "", "columns"),
]

HEADERS = [
    Line("renamed", "memberships", 0, b"role", b"rolle", "role", "header"),
    Line("missing", "memberships", 0, b",role", b"", "role", "header"),
    Line("doubled", "organisations", 0, b",city,", b",city,city,", "city", "header"),
    Line("extra", "documents", 0, b"", b",extra", "extra", "header"),
    Line("blank", "observations", 0, b"value", b"value ", "value", "header"),
    Line("renamed", "themes", 0, b"object_id", b"object", "object_id", "header"),
    Line("capitals", "same_consortium", 0, b"relation", b"Relation", "relation", "header"),
    Line("semicolons", "s3_area_partnerships", 0, b",", b";", "partnership_id", "header"),
]
