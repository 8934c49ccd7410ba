"""Taking a file out of a zip file that a stranger packed."""

import lzma
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from .download import FetchError

_BLOCK = 1 << 20
# RuntimeError is an encrypted member, NotImplementedError a method of packing unknown to Python,
# OSError what bz2 says of damage, and a full disk.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, RuntimeError,
    NotImplementedError, ValueError,
)


def unpack(archive: Path, member: str, target: Path, size: int) -> None:
    """Write one member of ``archive`` to ``target``, whole or not at all.

    The names in the archive choose nothing: ``member`` is looked for by name, with or without the
    folders before it, and ``target`` is ours.

    Parameters
    ----------
    archive : Path
        A zip file.
    member : str
        The name of a file in it.
    target : Path
        The file to write.
    size : int
        How many bytes may come out.

    Raises
    ------
    FetchError
        The file is no zip file, is damaged or encrypted, has no such member or two of them, or
        the member is larger than ``size``.
    """
    part = target.with_name(target.name + ".part")
    try:
        with zipfile.ZipFile(archive) as opened:
            info = _member(archive, opened, member)
            _write(opened, info, part, size)
    except _DAMAGED as error:
        part.unlink(missing_ok=True)
        raise FetchError(f"{archive}: cannot be unpacked ({error})") from error
    except FetchError:
        part.unlink(missing_ok=True)
        raise
    part.replace(target)


def _member(archive: Path, opened: zipfile.ZipFile, member: str) -> zipfile.ZipInfo:
    files = [info for info in opened.infolist() if not info.is_dir()]
    exact = [info for info in files if info.filename == member]
    found = exact or [info for info in files if PurePosixPath(info.filename).name == member]
    if len(found) == 1:
        return found[0]
    names = ", ".join(sorted(info.filename for info in files)[:20])
    raise FetchError(f"{archive}: holds '{member}' {len(found)} times, not once; it has {names}")


def _write(opened: zipfile.ZipFile, info: zipfile.ZipInfo, part: Path, size: int) -> None:
    # What the archive announces is not believed: bytes are counted as they come out.
    left = size
    with opened.open(info) as source, part.open("wb") as file:
        while block := source.read(_BLOCK):
            left -= len(block)
            if left < 0:
                hint = f"unpacks to more than the {size:,} bytes that are allowed for it"
                raise FetchError(f"{opened.filename}: {info.filename} {hint}")
            file.write(block)
