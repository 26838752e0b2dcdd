"""Which bytes of a file somebody asks for (RFC 9110, 14) and a file that gives just those."""

import re
from collections.abc import Iterator
from typing import IO

from django.utils.http import parse_http_date_safe

PIECE = 64 * 1024
ONE_RANGE = re.compile(r"bytes=[ \t]*([0-9]*)-([0-9]*)[ \t]*", re.IGNORECASE)
MOST_DIGITS = 18


class Unsatisfiable(Exception):
    """Nothing of the file lies in the range: 416."""


def wanted_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte, both included; None for the whole file. Raises Unsatisfiable.

    What is not one range of bytes is ignored (14.2): other units, letters, an end before the beginning. So are
    several ranges, which a server may ignore, and which no player asks for.
    """
    found = ONE_RANGE.fullmatch(header)
    if found is None or found[1] == found[2] == "":
        return None
    if not found[1]:  # the last so many bytes
        count = _number(found[2])
        if count == 0:
            raise Unsatisfiable
        return max(size - count, 0), size - 1
    first = _number(found[1])
    last = _number(found[2]) if found[2] else size - 1
    if found[2] and last < first:
        return None
    if first >= size:
        raise Unsatisfiable
    return first, min(last, size - 1)


def _number(digits: str) -> int:
    """Python refuses to read numbers of thousands of digits: any as long is past the end of any file."""
    return int(digits) if len(digits) <= MOST_DIGITS else 10**MOST_DIGITS


def range_holds(condition: str, etag: str, modified: int) -> bool:
    """``If-Range`` (13.1.5): the part fits what the client has only if it is this very file."""
    if not condition:
        return True
    if condition.startswith(('"', "W/")):
        return condition == etag
    return parse_http_date_safe(condition) == modified


class Slice:
    """Some bytes of an open file, in pieces; closes it."""

    def __init__(self, file: IO[bytes], first: int, count: int) -> None:
        self.file, self.left = file, count
        file.seek(first)

    def __iter__(self) -> Iterator[bytes]:
        while self.left > 0:
            piece = self.file.read(min(PIECE, self.left))
            if not piece:
                return
            self.left -= len(piece)
            yield piece

    def close(self) -> None:
        self.file.close()
