"""The documentation page of the ontology: every term, with examples from the graph."""
