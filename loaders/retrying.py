"""Trying again, politely: growing pauses, the server's own wish, and an end."""

import time
from email.utils import parsedate_to_datetime
from importlib.metadata import version

from clusterkg.ontology import iris
from clusterkg.ontology.errors import ClusterkgError

AGENT = f"clusterkg/{version('clusterkg')} (+{iris.BASE})"
STATUSES = frozenset({429, 500, 502, 503, 504})
_LONGEST = 120.0


class Waits:
    """The pauses between the tries for one address, and the time that all may take.

    Parameters
    ----------
    address : str
        What is asked; errors name it.
    tries : int
        How often it is asked at most.
    pause : float
        Seconds before the second try, doubled before each further one.
    total : float
        Seconds for everything.
    error : type
        What is raised at the end.
    """

    def __init__(
        self, address: str, tries: int, pause: float, total: float, error: type[ClusterkgError]
    ) -> None:
        self.address, self.tries, self.pause, self.error = address, tries, pause, error
        self.total, self.ends = total, time.monotonic() + total
        self.made = 1

    def wait(self, reason: str, retry_after: str = "") -> None:
        """Wait before the next try; raise where there is none, or where it would be too late."""
        if self.made >= self.tries:
            raise self.error(f"{self.address}: given up after {self.made} tries; {reason}")
        pause = max(seconds(retry_after), min(self.pause * 2 ** (self.made - 1), _LONGEST))
        if pause > _LONGEST:
            hint = f"the server asks to wait {pause:,.0f} seconds; try again then"
            raise self.error(f"{self.address}: {reason}; {hint}")
        self.made += 1
        self.check(time.monotonic() + pause)
        time.sleep(pause)

    def check(self, moment: float) -> None:
        """Raise where ``moment`` lies behind the time that is allowed."""
        if moment > self.ends:
            raise self.error(f"{self.address}: not done within {self.total:,.0f} seconds")


def seconds(retry_after: str) -> float:
    """Return the seconds that a ``Retry-After`` asks for: a number or a date (RFC 9110, 10.2.3)."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after)
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return 0.0


def reason(error: BaseException) -> str:
    """Return what lies at the bottom of an error of the network, in a few words."""
    while error.__cause__ or error.__context__ or getattr(error, "reason", None):
        inner = getattr(error, "reason", None)
        deeper = inner if isinstance(inner, BaseException) else error.__cause__ or error.__context__
        if deeper is None:
            break
        error = deeper
    return str(error).strip() or type(error).__name__
