"""What can be wrong with a file of boundaries."""

from clusterkg.ontology.errors import ClusterkgError


class BoundaryError(ClusterkgError):
    """A file of boundaries that cannot be used, and why."""
