"""The parts of a picture's file: those that draw the picture stay, everything else is cut out.

No pixel is decoded. What stays is listed, so that what nobody thought of goes too: maker notes, previews, a film behind
the photo. Sources: ITU-T T.81 and T.871 (JPEG, JFIF), W3C PNG 3, RFC 9649 (WebP), GIF89a.
"""

import re
from collections.abc import Iterator

# JPEG: second bytes of the markers. APP0 (JFIF) and APP14 (Adobe) stay in part, see _jpeg_segment().
START_OF_IMAGE, END_OF_IMAGE, START_OF_SCAN, APP0, APP14 = 0xD8, 0xD9, 0xDA, 0xE0, 0xEE
TEMPORARY = 0x01
RESTARTS = range(0xD0, 0xD8)
WITHOUT_LENGTH = {0x00, TEMPORARY, *RESTARTS, START_OF_IMAGE}
DRAWING = {*range(0xC0, 0xD0), START_OF_SCAN, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF}  # frames, tables, restarts, hierarchies
NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.S)  # in a scan FF stands for itself only before 00
JFIF_BYTES, ADOBE_BYTES = 12, 12  # of the segment's data, without a thumbnail and what else may follow

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_OVERRULED = {b"gAMA", b"cHRM"}  # by a profile: without it they would begin to count
PNG_CHUNKS = PNG_OVERRULED | {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"sBIT", b"bKGD", b"pHYs",
    b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip

WEBP_FRAME = {b"ALPH", b"VP8 ", b"VP8L"}
WEBP_CHUNKS = WEBP_FRAME | {b"VP8X", b"ANIM", b"ANMF"}
WEBP_FLAGS = 0x20 | 0x08 | 0x04  # in VP8X: there is a profile, Exif, XMP
WEBP_FRAME_HEADER = 16  # bytes of ANMF before its own chunks

GIF_EXTENSION, GIF_IMAGE, GIF_END = 0x21, 0x2C, 0x3B
GIF_CONTROL, GIF_APPLICATION = 0xF9, 0xFF
GIF_LOOPS = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")  # how often an animation is played


class Malformed(ValueError):
    """A file whose parts cannot be told from each other, or of another kind."""


def cut(data: bytes) -> bytes:
    """Return the file of a JPEG, PNG, WebP or GIF without anything but the picture, its pixels untouched.

    A colour profile goes too. What is clean already is returned as it is. Raises Malformed.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data.startswith(PNG_SIGNATURE):
        return _png(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp(data)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return _gif(data)
    raise Malformed("neither JPEG nor PNG, WebP or GIF")


def is_lossless_webp(data: bytes) -> bool:
    """Tell whether a frame of a WebP is stored without loss."""
    return any(
        kind == b"VP8L" or (kind == b"ANMF" and body[WEBP_FRAME_HEADER:].startswith(b"VP8L"))
        for kind, body in _riff(data[12:])
    )


# --- JPEG


def _jpeg(data: bytes) -> bytes:
    """Keep to what decoders do: they skip bytes between segments, and add an end that is missing."""
    kept, at = [b"\xff\xd8"], 2
    while found := NEXT_MARKER.search(data, at):
        at, marker = found.start(), data[found.start() + 1]
        if marker == END_OF_IMAGE:
            break
        if marker in WITHOUT_LENGTH:
            at += 2
            continue
        length = int.from_bytes(data[at + 2 : at + 4])
        end = at + 2 + length
        if length < 2 or end > len(data):
            raise Malformed("a segment that is cut short")
        if marker == START_OF_SCAN:
            after = NEXT_MARKER.search(data, end)
            end = after.start() if after else len(data)
        kept.append(_jpeg_segment(marker, data[at:end]))
        at = end
    return b"".join([*kept, b"\xff\xd9"])


def _jpeg_segment(marker: int, segment: bytes) -> bytes:
    if marker in DRAWING:
        return segment
    body = segment[4:]
    if marker == APP0 and body.startswith(b"JFIF\0") and len(body) >= JFIF_BYTES:
        return b"\xff\xe0\x00\x10" + body[:JFIF_BYTES] + b"\0\0"  # no thumbnail
    if marker == APP14 and body.startswith(b"Adobe") and len(body) >= ADOBE_BYTES:
        return b"\xff\xee\x00\x0e" + body[:ADOBE_BYTES]  # how the colours are coded
    return b""


# --- PNG


def _png(data: bytes) -> bytes:
    chunks = list(_png_chunks(data))
    dropped = PNG_OVERRULED if any(kind == b"iCCP" for kind, _chunk in chunks) else frozenset()
    return PNG_SIGNATURE + b"".join(chunk for kind, chunk in chunks if kind in PNG_CHUNKS - dropped)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind and the whole of each chunk."""
    at = len(PNG_SIGNATURE)
    while True:
        kind, end = data[at + 4 : at + 8], at + 12 + int.from_bytes(data[at : at + 4])
        if len(kind) < 4 or end > len(data):
            raise Malformed("a chunk that is cut short")
        yield kind, data[at:end]
        if kind == b"IEND":
            return
        at = end


# --- WebP


def _webp(data: bytes) -> bytes:
    body = b"WEBP"
    for kind, content in _riff(data[12 : 8 + int.from_bytes(data[4:8], "little")]):
        if kind not in WEBP_CHUNKS:
            continue
        if kind == b"VP8X" and content:
            content = bytes([content[0] & ~WEBP_FLAGS]) + content[1:]
        elif kind == b"ANMF":
            inner = _riff(content[WEBP_FRAME_HEADER:])
            frame = b"".join(_riff_chunk(name, part) for name, part in inner if name in WEBP_FRAME)
            content = content[:WEBP_FRAME_HEADER] + frame
        body += _riff_chunk(kind, content)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _riff(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind and the content of each chunk, which is padded to an even number of bytes."""
    at = 0
    while at + 8 <= len(data):
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + size > len(data):
            raise Malformed("a chunk that is cut short")
        yield kind, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _riff_chunk(kind: bytes, content: bytes) -> bytes:
    return kind + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)


# --- GIF


def _gif(data: bytes) -> bytes:
    """Keep to what Pillow does: it skips bytes between blocks, and needs no end."""
    at = 13 + _colours(data, 10)
    kept = [data[:at]]
    while at < len(data) and data[at] != GIF_END:
        start = at
        if data[at] == GIF_EXTENSION:
            at = _after_blocks(data, at + 2)
            if data[start + 1] == GIF_CONTROL or data.startswith(GIF_LOOPS, start + 2):
                kept.append(data[start:at])
        elif data[at] == GIF_IMAGE:
            at = _after_blocks(data, at + 11 + _colours(data, at + 9))
            kept.append(data[start:at])
        else:
            at += 1
    return b"".join([*kept, bytes([GIF_END])])


def _colours(data: bytes, at: int) -> int:
    """Return how many bytes the colours take that the flags at this place tell of."""
    if at >= len(data):
        raise Malformed("a header that is cut short")
    flags = data[at]
    return 3 << ((flags & 0x07) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    """Return the place after a row of blocks, each of which begins with its length; an empty one is the last."""
    while at < len(data) and data[at]:
        at += 1 + data[at]
    if at >= len(data):
        raise Malformed("a block that is cut short")
    return at + 1
