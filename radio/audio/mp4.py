"""The duration of an M4A file, as the headers in its boxes say it.

Source: ISO/IEC 14496-12 (ISO base media file format). A box is its length in bytes, its name, and a body, which may
be boxes again.
"""

import struct
from dataclasses import dataclass
from typing import IO

from .errors import INCOMPLETE, NO_DURATION, NOT_AUDIO, VIDEO, NotAudio

MAX_BOXES = 5000
# Box → the one in it whose boxes are read too; b"" is the file.
CONTAINERS = {b"": b"moov", b"moov": b"trak", b"trak": b"mdia"}


@dataclass
class Mp4Summary:
    """What the boxes read so far say."""

    track_milliseconds: int = 0  # of the longest sound track
    movie_milliseconds: int = 0  # of the whole file
    handlers: tuple[bytes, ...] = ()  # the kinds of the tracks: b"soun", b"vide"…
    has_index: bool = False
    has_data: bool = False
    boxes: int = 0


def duration(file: IO[bytes], size: int) -> int:
    """Return the duration in milliseconds of an M4A file of ``size`` bytes.

    Raises NotAudio for a file that is cut off, holds a video track or no sound track, or states no duration.
    """
    summary = Mp4Summary()
    _read_boxes(file, 0, size, summary)
    if not summary.has_index or not summary.has_data:
        raise NotAudio(INCOMPLETE)
    if b"vide" in summary.handlers:
        raise NotAudio(VIDEO)
    if b"soun" not in summary.handlers:
        raise NotAudio(NOT_AUDIO)
    milliseconds = summary.track_milliseconds or summary.movie_milliseconds
    if not milliseconds:
        raise NotAudio(NO_DURATION)
    return milliseconds


def _read_boxes(file: IO[bytes], position: int, end: int, summary: Mp4Summary, parent: bytes = b"") -> None:
    """Add to ``summary`` what the boxes between two positions say. Only the first 56 bytes of each are read.

    Raises NotAudio for a box that ends after its parent, for one shorter than its own header, and past MAX_BOXES.
    """
    media_milliseconds = 0
    top = not parent
    while end - position >= 8:
        summary.boxes += 1
        if summary.boxes > MAX_BOXES:
            raise NotAudio(NOT_AUDIO)
        file.seek(position)
        head = file.read(56)
        length, name, body = int.from_bytes(head[:4], "big"), head[4:8], 8
        if length == 1:  # the length does not fit in 32 bits: 64 follow the name
            length, body = int.from_bytes(head[8:16], "big"), 16
        elif length == 0:  # the box goes on to the end
            length = end - position
        if length > end - position:
            raise NotAudio(INCOMPLETE)
        if length < body:
            raise NotAudio(NOT_AUDIO)
        summary.has_index |= top and name == b"moov"
        summary.has_data |= top and name == b"mdat"
        if name == CONTAINERS.get(parent):
            _read_boxes(file, position + body, position + length, summary, name)
        elif name == b"mvhd":
            summary.movie_milliseconds = _header_milliseconds(head[body:])
        elif name == b"mdhd":
            media_milliseconds = _header_milliseconds(head[body:])
        elif name == b"hdlr":
            handler = head[body + 8 : body + 12]
            summary.handlers += (handler,)
            if handler == b"soun":
                summary.track_milliseconds = max(summary.track_milliseconds, media_milliseconds)
        position += length
    if top and position < end:
        raise NotAudio(INCOMPLETE)


def _header_milliseconds(body: bytes) -> int:
    """Return the duration in the body of a ``mvhd`` or ``mdhd`` box, or 0 where it states none.

    Version 1 of these boxes writes the duration in 64 bits, version 0 in 32; all bits set mean that it is unknown.
    """
    if len(body) < 32:
        return 0
    if body[0] == 1:
        scale, units = struct.unpack(">IQ", body[20:32])
        unknown = 2**64 - 1
    else:
        scale, units = struct.unpack(">II", body[12:20])
        unknown = 2**32 - 1
    return units * 1000 // scale if scale and units != unknown else 0
