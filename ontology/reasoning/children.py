"""Running a program beside our own: for a limited time, with its time and memory measured."""

import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

from ..errors import ClusterkgError

# getrusage(2) counts in KiB on Linux and in bytes on macOS.
_UNIT = 1 if sys.platform == "darwin" else 1024
_PAUSE = 0.005  # seconds between two looks at a running child


class TimeLimitError(ClusterkgError):
    """A program that did not end in its time."""


class Finished(NamedTuple):
    """How a program ended; ``peak`` is its largest resident memory seen, in bytes."""

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
        _bound(child.pid, limit)
        peak, late = _wait(child, limit)
        seconds = time.perf_counter() - start
        if late:
            raise TimeLimitError(f"{Path(command[0]).name}: stopped after {limit:g} seconds")
        return Finished(child.returncode, _text(output), _text(errors), seconds, peak)


def _bound(pid: int, limit: float) -> None:
    """Bound the processor time too: should we be killed, nobody is left to stop the child."""
    if sys.platform == "linux":
        most = int(limit * (os.cpu_count() or 1)) + 1
        with suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_CPU, (most, most))


def _wait(child: "subprocess.Popen[bytes]", limit: float) -> tuple[int, bool]:
    """Return the child's largest memory, and whether it had to be stopped."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        os.killpg(child.pid, signal.SIGKILL)

    timer = threading.Timer(limit, stop)
    timer.start()
    peak = 0
    try:
        # Unlike Popen.wait it also tells what this one child used.
        while (ended := os.wait4(child.pid, os.WNOHANG))[0] == 0:
            peak = max(peak, _resident(child.pid))
            time.sleep(_PAUSE)
    finally:
        timer.cancel()
    child.returncode = os.waitstatus_to_exitcode(ended[1])
    return peak or ended[2].ru_maxrss * _UNIT, late.is_set()


def _resident(pid: int) -> int:
    """Return the largest resident memory so far, in bytes; 0 where there is no /proc.

    On Linux getrusage counts the memory of the process that started the child as the child's own.
    """
    with suppress(OSError):
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        if found := re.search(r"VmHWM:\s+(\d+) kB", status):
            return int(found[1]) * 1024
    return 0


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")
