"""The names of things: prefixes, the IRIs we mint and the ones we reuse.

Reused before minting: NUTS regions from ``data.europa.eu/nuts``, NACE 2.1 from
``data.europa.eu/ux2/nace2.1``, countries from the Publications Office.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from .errors import ClusterkgError
from .terms import TERMS

BASE = "https://w3id.org/clusterkg/"
PREFIXES = {
    "ckg": BASE + "ontology#",
    "id": BASE + "id/",
    "graph": BASE + "graph/",
    "nuts": "http://data.europa.eu/nuts/code/",
    "nace": "http://data.europa.eu/ux2/nace2.1/",
    "country": "http://publications.europa.eu/resource/authority/country/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "qb": "http://purl.org/linked-data/cube#",
    "sssom": "https://w3id.org/sssom/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "xkos": "http://rdf-vocabulary.ddialliance.org/xkos#",
    "void": "http://rdfs.org/ns/void#",
    "csvw": "http://www.w3.org/ns/csvw#",
}
# Member states and, up to NUTS 2021, the United Kingdom. The statistical regions of other
# countries carry NUTS-like codes that data.europa.eu/nuts does not hold.
NUTS_COUNTRIES = frozenset(
    "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK UK".split()
)
NUTS_FROM_ISO = {"GR": "EL", "GB": "UK"}
ISO_FROM_NUTS = {nuts: iso for iso, nuts in NUTS_FROM_ISO.items()}
KOSOVO = "XK"  # a user-assigned code that ISO 3166 does not list
_ALPHA_3 = {KOSOVO: "1A0"}  # the Publications Office's code
_FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|\\^`]")


class IriError(ClusterkgError):
    """A name that cannot be turned into an IRI."""


def term(name: str) -> str:
    """Return the IRI of a term of our ontology; it must stand in the closed list."""
    if name not in TERMS:
        raise IriError(f"'{name}' is no term of the ontology; ontology/terms.py lists them")
    return PREFIXES["ckg"] + name


def expand(curie: str) -> str:
    """Return the IRI of a CURIE such as ``skos:prefLabel``."""
    prefix, _, local = curie.partition(":")
    if prefix == "ckg":
        return term(local)
    if prefix not in PREFIXES:
        raise IriError(f"'{prefix}:' is no known prefix in '{curie}'; known: {', '.join(PREFIXES)}")
    return PREFIXES[prefix] + local


def compact(iri: str) -> str:
    """Return the shortest CURIE of an IRI, or the IRI itself where no prefix fits."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace):]}"
    return iri


def slug(text: str) -> str:
    """Return ``text`` as lower-case ASCII words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).encode("ascii", "ignore")
    return re.sub(r"[^a-z0-9]+", "-", plain.decode().lower()).strip("-")


def is_iri(text: str) -> bool:
    """Say whether ``text`` is an absolute IRI that N-Triples may hold."""
    return "://" in text and not _FORBIDDEN.search(text)


def nuts(code: str) -> str:
    """Return the IRI of a NUTS or statistical region, or of a country for two letters."""
    if len(code) == 2:
        return country(ISO_FROM_NUTS.get(code, code))
    if code[:2] in NUTS_COUNTRIES:
        return PREFIXES["nuts"] + code
    return f"{PREFIXES['id']}region/{code}"


def nace(code: str) -> str:
    """Return the IRI of a NACE 2.1 code (``C``, ``13``, ``13.9``); dots are dropped.

    Pattern: Eurostat, "Modelling of Eurostat's statistical classifications in ShowVoc",
    https://cros.ec.europa.eu/book-page/modeling-eurostats-statistical-classifications-showvoc
    """
    return PREFIXES["nace"] + code.replace(".", "")


@cache
def country(alpha_2: str) -> str:
    """Return the Publications Office IRI of an ISO 3166 country (two letters)."""
    return PREFIXES["country"] + _alpha_3(alpha_2)


def _alpha_3(alpha_2: str) -> str:
    if alpha_2 in _ALPHA_3:
        return _ALPHA_3[alpha_2]
    import pycountry

    found = pycountry.countries.get(alpha_2=alpha_2)
    if found is None:
        raise IriError(f"'{alpha_2}' is no ISO 3166 country code of two letters")
    return str(found.alpha_3)


def resolve(ref: str) -> str:
    """Return the IRI of a short reference ``kind/slug`` such as ``organisation/citeve``."""
    kind, _, local = ref.partition("/")
    if not local or _FORBIDDEN.search(ref):
        raise IriError(f"'{ref}' is no reference; a kind and a slug are, such as sector/energy")
    reused = _REUSED.get(kind)
    return reused(local) if reused else PREFIXES["id"] + ref


_REUSED: dict[str, Callable[[str], str]] = {
    "nuts": nuts, "region": nuts, "country": country, "nace": nace,
}


def identify(value: str, kind: str) -> str:
    """Return the IRI that a person means by an IRI, a CURIE or a slug of ``kind``."""
    if is_iri(value):
        return value
    prefix, colon, _ = value.partition(":")
    if colon and prefix in PREFIXES:
        return expand(value)
    return resolve(value if value.startswith(kind + "/") else f"{kind}/{value}")


def graph(source: str, version: str) -> str:
    """Return the IRI of the named graph of a source and its version."""
    return f"{PREFIXES['graph']}{source}/{version}"
