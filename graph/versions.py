"""Versions of a graph on disk, and the one pointer that says which is current.

``FOLDER/CURRENT`` names a folder under ``FOLDER/versions``. A new version is made beside the old
one and becomes current by one atomic rename, so that whatever kills a build, readers find the old
graph or the new one, whole. Readers hold a shared lock on the version they read; what no reader
holds and no pointer names is swept away by the next build.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clusterkg.ontology.errors import ClusterkgError

_POINTER, _VERSIONS, _BUILDER, _LOCK = "CURRENT", "versions", "builder.lock", "lock"


class GraphFolderError(ClusterkgError):
    """A folder that holds no graph, or one that another build is writing."""


def current(folder: Path) -> Path:
    """Return the folder of the current version.

    Raises
    ------
    GraphFolderError
        There is no graph in ``folder``.
    """
    try:
        name = (folder / _POINTER).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise GraphFolderError(f"{folder}: no graph here; 'clusterkg build' makes one") from error
    version = folder / _VERSIONS / name
    if not version.is_dir():
        raise GraphFolderError(f"{folder}: its current version {name} is gone; build it again")
    return version


@contextmanager
def building(folder: Path) -> Iterator[Path]:
    """Give an empty folder to build a version in; only one build at a time.

    The version is dropped when the block ends without :func:`swap`.
    """
    (folder / _VERSIONS).mkdir(parents=True, exist_ok=True)
    with (folder / _BUILDER).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise GraphFolderError(f"{folder}: another build is running here; wait for it") from error
        sweep(folder)
        staged = Path(tempfile.mkdtemp(prefix="v-", dir=folder / _VERSIONS))
        try:
            yield staged
        finally:
            sweep(folder)


def swap(folder: Path, staged: Path) -> None:
    """Make ``staged`` the current version by one atomic rename of the pointer."""
    pointer = folder / f".{_POINTER}"
    with pointer.open("w", encoding="utf-8") as file:
        file.write(staged.name + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(pointer, folder / _POINTER)


def sweep(folder: Path) -> None:
    """Remove every version that is not current and that no reader holds."""
    try:
        keep = current(folder).name
    except GraphFolderError:
        keep = ""
    for version in (folder / _VERSIONS).iterdir():
        if version.name != keep and not _is_read(version):
            shutil.rmtree(version)


def hold(version: Path) -> int:
    """Lock a version for reading; returns the descriptor that holds the lock while open."""
    descriptor = os.open(version / _LOCK, os.O_RDONLY | os.O_CREAT, 0o644)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def _is_read(version: Path) -> bool:
    try:
        descriptor = os.open(version / _LOCK, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False
