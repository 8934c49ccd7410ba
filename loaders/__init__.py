"""Loaders: one module a source; each yields triples and never sees a store."""
