"""Names: what people write becomes the one IRI that it means."""

import pytest

from clusterkg.ontology import iris
from clusterkg.ontology.iris import IriError

ID = iris.BASE + "id/"
NUTS = "http://data.europa.eu/nuts/code/"
COUNTRY = "http://publications.europa.eu/resource/authority/country/"


@pytest.mark.parametrize(
    ("ref", "iri"),
    [
        ("organisation/pole-scs", ID + "organisation/pole-scs"),
        ("partnership/escp-s3/tex4im", ID + "partnership/escp-s3/tex4im"),
        # NUTS holds the member states and, up to 2021, the United Kingdom; not Norway or Turkey.
        ("nuts/ITC1", NUTS + "ITC1"), ("nuts/UKC1", NUTS + "UKC1"), ("nuts/EL30", NUTS + "EL30"),
        ("nuts/NO02", ID + "region/NO02"), ("region/TR310", ID + "region/TR310"),
        ("nuts/IT", COUNTRY + "ITA"), ("nuts/EL", COUNTRY + "GRC"), ("nuts/UK", COUNTRY + "GBR"),
        ("country/GR", COUNTRY + "GRC"), ("country/XK", COUNTRY + "1A0"),
        ("nace/C", "http://data.europa.eu/ux2/nace2.1/C"),
        ("nace/13.9", "http://data.europa.eu/ux2/nace2.1/139"),
    ],
)
def test_resolve(ref: str, iri: str) -> None:
    assert iris.resolve(ref) == iri


@pytest.mark.parametrize(
    "ref", ["", "organisation", "organisation/", "/", "a/b c", "a/<b>", "a/b\n"]
)
def test_what_is_no_reference(ref: str) -> None:
    with pytest.raises(IriError, match="is no reference"):
        iris.resolve(ref)


@pytest.mark.parametrize("ref", ["country/UK", "country/ITA", "country/ZZ", "nuts/ZZ"])
def test_what_is_no_country(ref: str) -> None:
    with pytest.raises(IriError, match="is no ISO 3166 country code"):
        iris.resolve(ref)


@pytest.mark.parametrize(
    ("iri", "curie"),
    [
        (ID + "sector/energy", "id:sector/energy"), (NUTS + "ITC1", "nuts:ITC1"),
        (iris.BASE + "ontology#Partnership", "ckg:Partnership"),
        ("http://www.w3.org/2004/02/skos/core#prefLabel", "skos:prefLabel"),
        ("https://example.org/a", "https://example.org/a"), (ID, ID), ("", ""),
    ],
)
def test_compact_and_back(iri: str, curie: str) -> None:
    assert iris.compact(iri) == curie
    if ":" in curie and "://" not in curie:
        assert iris.expand(curie) == iri


def test_unknown_prefixes_and_terms() -> None:
    with pytest.raises(IriError, match="'foo:' is no known prefix in 'foo:bar'; known: ckg, id"):
        iris.expand("foo:bar")
    with pytest.raises(IriError, match="'Klaster' is no term of the ontology"):
        iris.expand("ckg:Klaster")


@pytest.mark.parametrize(
    ("value", "iri"),
    [
        ("escp-s3/tex4im", ID + "partnership/escp-s3/tex4im"),
        ("partnership/escp-s3/tex4im", ID + "partnership/escp-s3/tex4im"),
        ("id:partnership/escp-s3/tex4im", ID + "partnership/escp-s3/tex4im"),
        (ID + "partnership/escp-s3/tex4im", ID + "partnership/escp-s3/tex4im"),
        ("https://example.org/p", "https://example.org/p"),
    ],
)
def test_identify(value: str, iri: str) -> None:
    assert iris.identify(value, "partnership") == iri


def test_identify_refuses_what_no_iri_holds() -> None:
    for value in ("a b", "https://example.org/a b", "<x>", "x\n", ""):
        with pytest.raises(IriError):
            iris.identify(value, "partnership")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Pôle SCS", "pole-scs"), ("Research & innovation", "research-and-innovation"),
        ("Industry 4.0", "industry-4-0"), ("  a--b  ", "a-b"), ("İzmir", "izmir"), ("3D", "3d"),
        ("ﬁne", "fine"), ("日本", ""), ("???", ""), ("", ""),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert iris.slug(text) == slug
    assert iris.slug(slug) == slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [("https://a.eu", True), ("a.eu", False), ("https://a b", False), ("https://a\x00", False),
     ("mailto:a@b.eu", False), ("", False)],
)
def test_is_iri(text: str, expected: bool) -> None:
    assert iris.is_iri(text) is expected


def test_graph() -> None:
    assert iris.graph("nuts", "2024") == iris.BASE + "graph/nuts/2024"
