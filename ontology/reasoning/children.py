"""Running a program beside our own: for a limited time, with its time and memory measured."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO, NamedTuple

from ..errors import ClusterkgError

# getrusage(2) counts in KiB on Linux and in bytes on macOS.
_UNIT = 1 if sys.platform == "darwin" else 1024


class TimeLimitError(ClusterkgError):
    """A program that did not end in its time."""


class Finished(NamedTuple):
    """How a program ended; ``peak`` is its largest resident memory, in bytes."""

    status: int
    output: str
    errors: str
    seconds: float
    peak: int


def run(command: list[str], limit: float) -> Finished:
    """Run a program to its end.

    Parameters
    ----------
    command : list of str
        The program and its arguments; no shell reads them.
    limit : float
        Seconds after which it and what it started are stopped.

    Raises
    ------
    TimeLimitError
        The program was stopped.
    OSError
        There is no such program.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, start_new_session=True
        )
        peak, late = _wait(child, limit)
        seconds = time.perf_counter() - start
        if late:
            raise TimeLimitError(f"{Path(command[0]).name}: stopped after {limit:g} seconds")
        return Finished(child.returncode, _text(output), _text(errors), seconds, peak)


def _wait(child: "subprocess.Popen[bytes]", limit: float) -> tuple[int, bool]:
    """Return the child's largest memory, and whether it had to be stopped."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        os.killpg(child.pid, signal.SIGKILL)

    timer = threading.Timer(limit, stop)
    timer.start()
    try:
        # Unlike Popen.wait it also tells what this one child used.
        _, status, usage = os.wait4(child.pid, 0)
    finally:
        timer.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss * _UNIT, late.is_set()


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")
