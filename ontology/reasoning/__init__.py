"""What a reasoner says of the ontology and of a graph: consistency, and the profile OWL 2 DL."""

from .children import TimeLimitError
from .consistency import Verdict, check, explain
from .java import JavaMissingError, ReasonerError
from .profile import Violation, violations

__all__ = [
    "JavaMissingError", "ReasonerError", "TimeLimitError", "Verdict", "Violation", "check",
    "explain", "violations",
]
