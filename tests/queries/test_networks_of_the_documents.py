"""The network of the five documents alone: two partnerships of which members are listed.

Expected from documents F3 lines 404-411 and 491-505: eight members of IoT4Industry, eight of
Tex4IM, none in both.
"""

import networkx as nx

from clusterkg.graph import KnowledgeGraph


def test_members_are_tied_within_each_of_the_two_partnerships(kg: KnowledgeGraph) -> None:
    network = kg.network("clusters_by_partnership", scope="documents").to_networkx()
    assert sorted(map(len, nx.connected_components(network))) == [8, 8]
    assert network.number_of_edges() == 2 * 8 * 7 // 2


def test_organisations_carry_the_names_that_the_documents_print(kg: KnowledgeGraph) -> None:
    network = kg.network("clusters_by_partnership", scope="documents").to_networkx()
    assert network.nodes["id:organisation/euramaterials"]["label"] == "UP-TEX"


def test_every_partnership_of_the_documents_is_a_column(kg: KnowledgeGraph) -> None:
    columns = kg.query("partnerships", scope="documents").to_polars()
    assert columns["instrument"].value_counts().sort("instrument").rows() == [
        ("ESCP-4i", 23), ("ESCP-S3", 1), ("INNOSUP-1", 22), ("Network", 1),
    ]
