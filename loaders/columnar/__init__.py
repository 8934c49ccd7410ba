"""Rows in batches to N-Triples: tables of any size become RDF with polars, checked and escaped.

A source is a module that says which columns a table has and which things a row describes::

    from clusterkg.loaders.columnar.mapping import Node
    from clusterkg.loaders.columnar.source import Column, OutsideSource, Table
    from clusterkg.loaders.columnar.terms import column, constant, country, decimal, ref, text

    THING = ref("organisation/pic", column("pic"))
    SOURCE = OutsideSource(
        name="people-of-mars", title="...", origin="https://...", licence="https://...",
        tables=(
            Table(
                name="organisations",
                columns=(
                    Column("pic", required=True, rule="digits", aliases=("organisationID",)),
                    Column("name", required=True),
                    Column("country", rule="country"),
                    Column("total", rule="decimal", missing=("NA",)),
                    Column("topics", separator=";"),
                ),
                key=("pic",),
                nodes=(
                    Node(THING, (
                        ("rdf:type", constant("ckg:Organisation")),
                        ("skos:prefLabel", text(column("name"))),
                        ("ckg:country", country(column("country"))),
                        ("ckg:totalCost", decimal(column("total"))),
                    )),
                    Node(THING, (("dcterms:subject", ref("topic", column("topics"))),),
                         split=("topics", ";")),
                ),
            ),
        ),
    )

Cells reach the expressions without blanks around them, and empty or ``missing`` ones as null; a
pair whose value is null is left out, and so is a node whose subject is null or whose ``when`` is
false. A node with ``once=True`` (a project told on many rows) is written from the first row that
names it, and a later row that says otherwise about it is rejected (rule ``conflict``). Each row is
written, rejected (file, line, column, rule, value, hint) or a duplicate.

``load(SOURCE, [path], version="")`` gives a :class:`~.load.Load`: ``.chunks()`` are bytes of
N-Triples, ``.counts`` and ``.rejects`` are complete when these are consumed.
"""
