"""Links and pairs for review as tables of SSSOM (https://w3id.org/sssom/), and links as RDF.

The table format: https://mapping-commons.github.io/sssom/spec-formats-tsv/. All names in a table
are CURIEs; what has no prefix of ours gets one for its namespace.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from clusterkg.ontology import iris, rdf

from ..reject import FORMULA, visible
from .matching import Match
from .scoring import FEATURES

COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label",
    "mapping_justification", "subject_source", "object_source", "reviewer_label",
    "mapping_date", "confidence", "similarity_score", "similarity_measure", "comment",
)
SOURCE, TITLE = "reconciliation", "Organisations that are the same in several sources"
VERSION = 12  # hexadecimal digits of the digest
EXACT = "skos:exactMatch"
MEASURE = "share of the names' words by weight (inverse document frequency)"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_USED = ("skos", "semapv")
_SAYS = {
    "equal": "names equal", "part": "a part of a name", "short": "a short name",
    "acronym": "acronym agrees", "city_same": "city agrees", "city_differs": "city differs",
    "domain_same": "web domain agrees", "domain_differs": "web domain differs",
    "number_same": "PIC or VAT number agrees", "number_differs": "PIC or VAT number differs",
}
_NAMESPACE = re.compile(r"(.*[/#])([^/#]+)")
_COMPOSITE = ("acronym", "domain_same", "number_same")


class Prefixes:
    """CURIEs of a table's names, with the prefixes that they use."""

    def __init__(self, known: Mapping[str, str] = iris.PREFIXES) -> None:
        self._known = dict(known)
        self.used = {name: iris.PREFIXES[name] for name in _USED}

    def compact(self, iri: str) -> str:
        """Return the CURIE of an IRI; a namespace without a prefix gets one."""
        for prefix, namespace in sorted(self._known.items(), key=lambda item: -len(item[1])):
            if iri.startswith(namespace) and len(iri) > len(namespace):
                self.used[prefix] = namespace
                return f"{prefix}:{iri[len(namespace):]}"
        found = _NAMESPACE.fullmatch(iri)
        if not found:
            raise iris.IriError(f"'{iri}' has no part behind a slash; it cannot be a CURIE")
        self._known[f"ns{sum(name.startswith('ns') for name in self._known) + 1}"] = found[1]
        return self.compact(iri)


def table(
    rows: Iterable[Mapping[str, str]], columns: Iterable[str], prefixes: Prefixes,
    header: Mapping[str, str], extensions: Iterable[str] = (),
) -> str:
    """Return rows as a table with its header; two runs give the same text.

    Parameters
    ----------
    rows : iterable of mapping
        Cells by column; missing ones are empty.
    columns : iterable of str
        The columns in their order.
    prefixes : Prefixes
        The prefixes that the rows use.
    header : mapping of str to str
        More of the metadata, such as ``mapping_set_id``.
    extensions : iterable of str
        Columns that the standard does not have.
    """
    lines = ["# curie_map:"]
    lines += [f"#   {name}: {prefixes.used[name]}" for name in sorted(prefixes.used)]
    lines += [f"# {name}: {_scalar(value)}" for name, value in header.items()]
    named = [f"# - slot_name: {name}" for name in extensions]
    lines += ["# extension_definitions:", *named] if named else []
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), delimiter="\t", lineterminator="\n", restval="",
                            extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return "\n".join(lines) + "\n" + out.getvalue()


def row(match: Match, prefixes: Prefixes) -> dict[str, str]:
    """Return one match as the cells of a table."""
    decision = match.decision
    return {
        "subject_id": prefixes.compact(match.first.id),
        "subject_label": _shown(match.first.labels[0]),
        "predicate_id": EXACT,
        "object_id": prefixes.compact(match.second.id),
        "object_label": _shown(match.second.labels[0]),
        "mapping_justification": justification(match),
        "subject_source": prefixes.compact(source_iri(match.first.source)),
        "object_source": prefixes.compact(source_iri(match.second.source)),
        "reviewer_label": decision.reviewer if decision else "",
        "mapping_date": decision.date if decision else "",
        "confidence": f"{match.score.probability:.3f}",
        "similarity_score": f"{match.score.features[0]:.3f}", "similarity_measure": MEASURE,
        "comment": _shown(evidence(match)),
    }


def links_table(matches: Sequence[Match], software: str) -> str:
    """Return links as an SSSOM table; its identifier is the graph that holds them."""
    prefixes = Prefixes()
    rows = [row(match, prefixes) for match in matches]
    name, _, number = software.partition(" ")
    return table(rows, COLUMNS, prefixes, {
        "mapping_set_id": iris.graph(SOURCE, digest(matches)[:VERSION]), "mapping_set_title": TITLE,
        "license": LICENCE, "mapping_tool": name, "mapping_tool_version": number,
    })


def digest(matches: Iterable[Match]) -> str:
    """Return the SHA-256 digest of the triples of links; its start is their graph's version."""
    return hashlib.sha256(content(matches)).hexdigest()


def content(matches: Iterable[Match]) -> bytes:
    """Return the triples of links as N-Triples."""
    return "".join(f"{triple} .\n" for triple in triples(matches)).encode()


def justification(match: Match) -> str:
    """Return the kind of evidence as a term of the vocabulary SEMAPV."""
    if match.decision:
        return "semapv:ManualMappingCuration"
    found = dict(zip(FEATURES, match.score.features, strict=True))
    if any(found[name] for name in _COMPOSITE):
        return "semapv:CompositeMatching"
    exact = found["equal"] and not found["part"]
    return "semapv:LexicalMatching" if exact else "semapv:LexicalSimilarityThresholdMatching"


def evidence(match: Match) -> str:
    """Return what speaks for and against a match, in words."""
    found = dict(zip(FEATURES, match.score.features, strict=True))
    said = [words for name, words in _SAYS.items() if found[name]]
    if match.score.views:
        readings = " ~ ".join(" ".join(word.text for word in view.words)
                              for view in match.score.views)
        said.append(f"read as: {readings}")
    return "; ".join(filter(None, [match.remark, *said]))


def source_iri(source: str) -> str:
    """Return the IRI of a register of organisations."""
    return iris.PREFIXES["id"] + f"register/{iris.slug(source)}"


def triples(matches: Iterable[Match]) -> Iterator[rdf.Triple]:
    """Yield the links as ``skos:exactMatch``, each with its evidence as an ``sssom:Mapping``."""
    for match in matches:
        first, second = rdf.iri(match.first.id), rdf.iri(match.second.id)
        decision = match.decision
        yield rdf.triple(first, EXACT, second)
        yield from rdf.describe(_subject(match), [
            ("rdf:type", rdf.iri("sssom:Mapping")),
            ("sssom:subject_id", first), ("sssom:object_id", second),
            ("sssom:predicate_id", rdf.iri(EXACT)),
            ("sssom:mapping_justification", rdf.iri(justification(match))),
            ("sssom:confidence", rdf.decimal(f"{match.score.probability:.3f}")),
            ("sssom:reviewer_label", rdf.text(decision.reviewer) if decision else None),
            ("sssom:mapping_date", rdf.date(decision.date) if decision else None),
            ("rdfs:comment", rdf.text(evidence(match), "en")),
            ("ckg:certainty", rdf.ref(f"certainty/{'stated' if decision else 'inferred'}")),
        ])


def _shown(text: str) -> str:
    """Return text on one line that a spreadsheet does not run as a formula."""
    line = visible(" ".join(text.split()))
    return f"'{line}" if line.startswith(tuple(FORMULA)) else line


def _subject(match: Match) -> rdf.Term:
    short = hashlib.sha256("\n".join(match.key).encode()).hexdigest()[:16]
    return rdf.ref(f"match/{short}")


def _scalar(value: str) -> str:
    return value if re.fullmatch(r"[A-Za-z][\w .:/-]*", value) and ": " not in value else (
        json.dumps(value, ensure_ascii=False))
