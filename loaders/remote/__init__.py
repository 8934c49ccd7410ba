"""Sources behind SPARQL endpoints: asked page by page, written to tables, loaded like files."""
