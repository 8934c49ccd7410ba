"""One number: what is installed, cited, described and published are one version."""

import json
import re
import tomllib
from pathlib import Path

from rdflib import DCTERMS, OWL, Graph, URIRef

ROOT = Path(__file__).parents[2]
TOP = Graph().parse(ROOT / "ontology" / "clusterkg.ttl")
CITATION = (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def head(relation: URIRef) -> str:
    return str(TOP.value(next(TOP.subjects(OWL.versionIRI)), relation))


def cited(field: str) -> str:
    found = re.search(rf'^{field}: "?([^"\n]+)', CITATION, re.M)
    assert found, field
    return found.group(1)


def test_all_versions_are_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    data = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## ([\d.]+)", changelog, re.M)
    assert newest
    versions = {head(OWL.versionInfo), project["version"], data["version"], newest.group(1)}
    assert versions == {cited("version")}


def test_the_citation_of_the_ontology_agrees_with_that_of_the_whole() -> None:
    citation = head(DCTERMS.bibliographicCitation)
    assert head(OWL.versionIRI) in citation
    assert f"version {cited('version')}." in citation
    assert citation.startswith(f"{head(DCTERMS.creator)} ({cited('date-released')[:4]})")
    assert f'- name: "{head(DCTERMS.creator)}"' in CITATION
    assert head(DCTERMS.issued) == cited("date-released")
    assert "CC-BY-4.0" in CITATION
    assert head(DCTERMS.license).endswith("/by/4.0/")


def test_the_version_before_is_in_the_changelog_and_in_the_archive() -> None:
    prior = head(OWL.priorVersion).rpartition("/")[2]
    assert f"\n## {prior}," in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert (ROOT / "ontology" / "versions" / f"{prior}.ttl").exists()
