"""The ontology, its vocabularies and shapes, and how we write RDF."""
