"""Which figure repeats which: of one period, and of a document that is earlier for certain."""

import pyoxigraph as ox
import pytest

from clusterkg.graph.inference import close
from clusterkg.ontology import iris

PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in iris.PREFIXES.items())
FIGURE = """
<{name}> a ckg:Observation ; ckg:indicator <i> ; ckg:about <s> ; ckg:status <done> ;
  ckg:qualifier <exact> ; ckg:value 5.0 ; ckg:startDate "{period}"^^xsd:gYear ;
  ckg:statedIn <{name}-document> .
<{name}-document> dcterms:date "{date}" .
"""


def repeats(period: str, old_date: str, new_date: str) -> bool:
    """Say whether "5 in 2017" is repeated by "5 in <period>" of a document of another date."""
    text = PREFIXES + FIGURE.format(name="old", period="2017", date=old_date)
    text += FIGURE.format(name="new", period=period, date=new_date)
    quads = ox.parse(text.encode(), ox.RdfFormat.TURTLE, base_iri="http://example.org/")
    found = {
        (triple.subject.value, triple.object.value)
        for triple in close(quads) if triple.predicate.value == iris.term("repeats")
    }
    assert found <= {("http://example.org/new", "http://example.org/old")}
    return bool(found)


@pytest.mark.parametrize(("period", "old_date", "new_date", "expected"), [
    ("2017", "2018-11-22", "2018-11-29", True),
    ("2018", "2018-11-22", "2018-11-29", False),  # the same number for another year
    ("2017", "2018", "2018-11-29", False),  # which of the two came first is not known
    ("2017", "2017", "2018-11-29", True),
])
def test_a_figure_repeats_an_earlier_one(
    period: str, old_date: str, new_date: str, expected: bool
) -> None:
    assert repeats(period, old_date, new_date) is expected
