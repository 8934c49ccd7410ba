"""Versions of a graph on disk, and the one pointer that says which is current.

``FOLDER/CURRENT`` names a folder under ``FOLDER/versions``. A new version is made beside the old
one and becomes current by one atomic rename, so that whatever kills a build, readers find the old
graph or the new one, whole. Readers hold a shared lock on the version they read; what no reader
holds and no pointer names is swept away by the next build.
"""

import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from clusterkg.ontology.errors import ClusterkgError

_POINTER, _VERSIONS, _BUILDER, LOCK = "CURRENT", "versions", "builder.lock", "lock"
# What has another name is not ours, and is never swept away.
_VERSION = re.compile(r"v-[0-9a-z_]{8,16}")


class GraphFolderError(ClusterkgError):
    """A folder that holds no graph, or one that another build is writing."""


class SweptError(GraphFolderError):
    """A version that a build replaced and removed while it was being opened."""


def current(folder: Path) -> Path:
    """Return the folder of the current version.

    Raises
    ------
    GraphFolderError
        There is no graph in ``folder``.
    """
    try:
        name = (folder / _POINTER).read_text(encoding="utf-8", errors="replace").strip()
    except OSError as error:
        raise GraphFolderError(f"{folder}: no graph here; 'clusterkg build' makes one") from error
    if not _VERSION.fullmatch(name):
        raise GraphFolderError(f"{folder}: its {_POINTER} names no version; build it again")
    version = folder / _VERSIONS / name
    if not version.is_dir():
        raise GraphFolderError(f"{folder}: its current version {name} is gone; build it again")
    return version


@contextmanager
def building(folder: Path) -> Iterator[Path]:
    """Give an empty folder to build a version in; only one build at a time.

    The version is dropped when the block ends without :func:`swap`.

    Raises
    ------
    GraphFolderError
        Another build is writing here, or nothing can be written here.
    """
    with _only_builder(folder):
        sweep(folder)
        staged = folder / _VERSIONS / f"v-{secrets.token_hex(8)}"
        staged.mkdir()
        (staged / LOCK).touch()
        try:
            yield staged
        finally:
            sweep(folder)


def tidy(folder: Path) -> None:
    """Sweep away what a killed build left, unless another build is running here."""
    with suppress(GraphFolderError), _only_builder(folder):
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
    (folder / f".{_POINTER}").unlink(missing_ok=True)
    for version in (folder / _VERSIONS).iterdir():
        if _VERSION.fullmatch(version.name) and version.name != keep:
            _remove_unread(version)


def hold(version: Path) -> int:
    """Lock a version for reading; returns the descriptor that holds the lock while open.

    Raises
    ------
    SweptError
        A build has removed the version; the pointer names a newer one.
    """
    try:
        descriptor = os.open(version / LOCK, os.O_RDONLY)
    except FileNotFoundError as error:
        raise SweptError(f"{version}: this version is gone; open the graph again") from error
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    if os.fstat(descriptor).st_nlink == 0:
        os.close(descriptor)
        raise SweptError(f"{version}: this version is gone; open the graph again")
    return descriptor


@contextmanager
def _only_builder(folder: Path) -> Iterator[None]:
    try:
        (folder / _VERSIONS).mkdir(parents=True, exist_ok=True)
        lock = (folder / _BUILDER).open("w")
    except OSError as error:
        hint = f"nothing can be written here ({error.strerror}); give another folder"
        raise GraphFolderError(f"{folder}: {hint}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            hint = "another build is running here; wait for it"
            raise GraphFolderError(f"{folder}: {hint}") from error
        yield


def _remove_unread(version: Path) -> None:
    # The lock is held while the version goes, so that no reader opens half of it.
    descriptor = os.open(version / LOCK, os.O_RDONLY | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return
    else:
        shutil.rmtree(version)
    finally:
        os.close(descriptor)
