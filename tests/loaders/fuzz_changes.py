"""Changes to real rows and files: what strangers, editors and bad lines do to them."""

import gzip
import io
import random
import zipfile
from collections.abc import Callable

Change = Callable[[random.Random, bytes], bytes]
NASTY = [
    b'"', b'""', b"'", b"\n", b"\r", b"\r\n", b"\0", b"\\", b"\\u0041", b"=1+1", b"@SUM(A1)", b"<>",
    b"<a>", b"\xff", b"\xed\xa0\x80", b"\xc3", b"\xef\xbf\xbd", b"\xef\xbf\xbf", b"\xe2\x80\xa8",
    b"\xe2\x80\xae", b"\xf4\x90\x80\x80", b"\t", b";", b",", b" ", b"\xc2\xa0", b"\x1b[31m", b"{}",
    b"http://a b/", b"https://x.y/%zz", b"-0", b"1e999", b"NaN", b"0000-00-00", b"2021-02-29",
    b"999999999999999999999999", b"\xd9\xa3", b"1,5", b"1.234,5", b"EL", b"xx", b"&amp;", b"..",
    b"\xf0\x9f\x98\x80", b"\xcc\x81" * 50, b"A" * 3_000, b'"' * 201, b",\n" * 20, b" . }", b"_:b",
]


def flip(drawn: random.Random, data: bytes) -> bytes:
    at = drawn.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << drawn.randrange(8))]) + data[at + 1 :]


def insert(drawn: random.Random, data: bytes) -> bytes:
    at = drawn.randrange(len(data) + 1)
    return data[:at] + drawn.choice(NASTY) + data[at:]


def remove(drawn: random.Random, data: bytes) -> bytes:
    at = drawn.randrange(len(data))
    return data[:at] + data[at + drawn.randrange(1, 12) :] or data


def cell(drawn: random.Random, data: bytes) -> bytes:
    """Put something else in the place of a cell."""
    return _in_a_row(drawn, data, lambda cells, at: [*cells[:at], drawn.choice(NASTY),
                                                    *cells[at + 1 :]])


def swap(drawn: random.Random, data: bytes) -> bytes:
    """Exchange two cells of a row."""
    def swapped(cells: list[bytes], at: int) -> list[bytes]:
        other = drawn.randrange(len(cells))
        cells[at], cells[other] = cells[other], cells[at]
        return cells

    return _in_a_row(drawn, data, swapped)


def line(drawn: random.Random, data: bytes) -> bytes:
    """Repeat, cut, empty or move a line that is not the first."""
    lines = data.split(b"\n")
    at = drawn.randrange(1, len(lines)) if len(lines) > 1 else 0
    text = lines[at]
    lines[at : at + 1] = drawn.choice((
        [text, text], [text[: len(text) // 2]], [b""], [b"\r"], [text + b"\r"], [text, b'"'],
        [text.upper()], [text[::-1]], [],
    ))
    return b"\n".join(lines)


def _in_a_row(
    drawn: random.Random, data: bytes, change: Callable[[list[bytes], int], list[bytes]]
) -> bytes:
    lines = data.split(b"\n")
    at = drawn.randrange(1, len(lines)) if len(lines) > 1 else 0
    mark = max((b",", b";", b"\t"), key=lines[0].count)
    cells = lines[at].split(mark)
    lines[at] = mark.join(change(cells, drawn.randrange(len(cells))))
    return b"\n".join(lines)


CHANGES: dict[str, Change] = {
    "flip": flip, "insert": insert, "remove": remove, "cell": cell, "swap": swap, "line": line,
}


def header(drawn: random.Random, data: bytes) -> bytes:
    """Change the first line."""
    first, mark, rest = data.partition(b"\n")
    change = drawn.choice((flip, insert, remove))
    return change(drawn, first or b" ") + mark + rest


def gzipped(drawn: random.Random, data: bytes) -> bytes:
    """Damage a packed copy of the file."""
    return drawn.choice((flip, remove, insert))(drawn, gzip.compress(data, mtime=0))


def inside_zip(change: Change, drawn: random.Random, data: bytes) -> bytes:
    """Change a part of a zip file, which stays a whole zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = drawn.choice([name for name in sorted(parts) if "sheet" in name or "shared" in name
                         or drawn.random() < 0.1] or sorted(parts))
    parts[name] = change(drawn, parts[name])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for part, content in parts.items():
            new.writestr(part, content)
    return out.getvalue()


def records(data: bytes) -> int:
    """Count the lines of a table that are not empty, apart from its header."""
    lines = data.removesuffix(b"\n").split(b"\n")[1:]
    return sum(line.removesuffix(b"\r") != b"" for line in lines)
