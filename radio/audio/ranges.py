"""Range requests: parse which bytes of a file a client wants (RFC 9110, 14), and send just those."""

import re
from collections.abc import Iterator
from typing import IO

from django.utils.http import parse_http_date_safe

READ_BYTES = 64 * 1024
ONE_RANGE = re.compile(r"bytes=[ \t]*([0-9]*)-([0-9]*)[ \t]*", re.IGNORECASE)
MAX_DIGITS = 18


class Unsatisfiable(Exception):
    """No byte of the file lies in the range: the answer is 416 (RFC 9110, 15.5.17)."""


def requested_range(header: str, size: int) -> tuple[int, int] | None:
    """Return first and last byte of the ``Range`` header, both included; None for the whole file of ``size`` bytes.

    A header that is not one range of bytes is ignored (14.2): other units, letters, an end before the beginning. So
    are several ranges, which a server may ignore, and which no player asks for. Raises Unsatisfiable for a range
    that begins past the end.
    """
    match = ONE_RANGE.fullmatch(header)
    if match is None or match[1] == match[2] == "":
        return None
    if not match[1]:  # «-500»: the last 500 bytes
        count = _number(match[2])
        if count == 0:
            raise Unsatisfiable
        return max(size - count, 0), size - 1
    first = _number(match[1])
    last = _number(match[2]) if match[2] else size - 1
    if match[2] and last < first:
        return None
    if first >= size:
        raise Unsatisfiable
    return first, min(last, size - 1)


def _number(digits: str) -> int:
    """Read a position. Python refuses numbers of thousands of digits; any that long is past the end of any file."""
    return int(digits) if len(digits) <= MAX_DIGITS else 10**MAX_DIGITS


def if_range_matches(condition: str, etag: str, modified: int) -> bool:
    """Whether ``If-Range`` (13.1.5) lets a part be sent: only if the client holds parts of this very file.

    ``modified`` is in seconds since 1970, UTC.
    """
    if not condition:
        return True
    if condition.startswith(('"', "W/")):
        return condition == etag
    return parse_http_date_safe(condition) == modified


class Slice:
    """Iterates over ``count`` bytes of an open file from ``first`` on, in chunks; ``close()`` closes the file."""

    def __init__(self, file: IO[bytes], first: int, count: int) -> None:
        self.file, self.remaining = file, count
        file.seek(first)

    def __iter__(self) -> Iterator[bytes]:
        while self.remaining > 0:
            chunk = self.file.read(min(READ_BYTES, self.remaining))
            if not chunk:
                return
            self.remaining -= len(chunk)
            yield chunk

    def close(self) -> None:
        self.file.close()
