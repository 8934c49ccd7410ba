"""Loads a file of participations into a graph, to be killed from outside.

Run as ``python load_driver.py FOLDER FILE VERSION``. Pieces are small, so that many of them go
into the store as they do in a large load.
"""

import sys
from pathlib import Path

import polars  # noqa: F401 - before the clock starts
import pyoxigraph  # noqa: F401

from clusterkg.app.loading import Choices, load
from clusterkg.graph import pouring

SOURCE = "cordis-participations"


def main(folder: str, file: str, version: str) -> None:
    pouring._PIECE = 1 << 19
    print("ready", flush=True)  # noqa: T201 - the parent waits for it
    load(Path(folder), SOURCE, [file], Choices(version))


if __name__ == "__main__":
    main(*sys.argv[1:])
