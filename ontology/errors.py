"""Errors that reach people: what is wrong, where, and what would be right."""


class ClusterkgError(Exception):
    """Base of every error that clusterkg raises on purpose."""
