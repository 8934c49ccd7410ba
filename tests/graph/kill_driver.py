"""Builds a graph from a file of triples, and kills itself at a named point.

Run as ``python kill_driver.py FOLDER TRIPLES.json [POINT]``. The product code has no hooks: the
points are functions that are wrapped here.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from clusterkg.graph import builder

POINTS = ("load", "check", "before the swap", "after the swap", "clean-up")


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def then_die(function: Callable[..., Any]) -> Callable[..., None]:
    def wrapped(*arguments: Any, **named: Any) -> None:
        function(*arguments, **named)
        die()

    return wrapped


def remove_half(version: Path) -> None:
    """Remove some files of a version, as a removal that was cut short does."""
    for path in sorted((version / builder.STORE).iterdir())[::2]:
        path.unlink()
    die()


def arm(point: str) -> None:
    """Make the build kill itself at a point."""
    if point == "load":
        builder.load = then_die(builder.load)
    elif point == "check":
        builder.check = die
    elif point == "before the swap":
        os.replace = die
    elif point == "after the swap":
        os.replace = then_die(os.replace)
    elif point == "clean-up":
        shutil.rmtree = remove_half  # type: ignore[assignment]
    else:
        raise SystemExit(f"no such point: {point}")


def main(folder: str, triples: str, point: str = "") -> None:
    import pyoxigraph  # noqa: F401 - before the clock starts

    graphs = json.loads(Path(triples).read_text(encoding="utf-8"))
    if point:
        arm(point)
    print("ready", flush=True)  # noqa: T201 - the parent waits for it
    builder.build(Path(folder), graphs, {"graphs": len(graphs)}, {"rejected.csv": "file\n"})


if __name__ == "__main__":
    main(*sys.argv[1:])
