"""Reading the ontology twice gives the same text, lists of axioms included."""

from clusterkg.loaders.vocabularies import load


def test_two_readings_are_the_same_text() -> None:
    once, again = load("1").triples, load("1").triples
    assert list(once) == list(again)
    lists = [triple for triple in once if triple.startswith("_:")]
    assert len(lists) > 20
    assert len({triple.split(" ")[0] for triple in lists}) * 2 == len(lists)
