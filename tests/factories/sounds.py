"""Small audio files made byte by byte: silent MP3 frames and M4A boxes without a sample in them."""

import struct

MPEG1, MPEG2, MPEG25 = 3, 2, 0
KILOBITS = {
    MPEG1: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    MPEG2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
RATES = {MPEG1: (44100, 48000, 32000), MPEG2: (22050, 24000, 16000), MPEG25: (11025, 12000, 8000)}


def frame(
    *, version: int = MPEG2, kilobits: int = 48, rate: int = 24000, padding: bool = False, mono: bool = True,
    layer: int = 1, crc: bool = False, fill: int = 0, body: bytes = b"",
) -> bytes:  # fmt: skip
    """One frame of Layer III; ``layer`` 2 is Layer II, 3 Layer I. ``body`` stands after the header."""
    bits = KILOBITS[MPEG1 if version == MPEG1 else MPEG2].index(kilobits) + 1
    header = bytes(
        [
            0xFF,
            0xE0 | version << 3 | layer << 1 | (not crc),
            bits << 4 | RATES[version].index(rate) << 2 | padding << 1,
            0xC0 if mono else 0x00,
        ]
    )
    samples = 1152 if version == MPEG1 else 576
    length = samples // 8 * kilobits * 1000 // rate + padding
    return header + (body + bytes([fill]) * length)[: length - 4]


def mp3(seconds: float = 2, *, seed: int = 0) -> bytes:
    """Mono, 24 kHz, 48 kbit/s: 144 bytes and 24 ms a frame. ``seed`` (below 255) makes other bytes of it."""
    return frame(version=MPEG2, rate=24000, fill=seed) * round(seconds / 0.024)


def xing(frames: int, *, name: bytes = b"Xing", flags: int = 1, **kind) -> bytes:
    """The frame before the sound that says how many follow; of a mono MPEG-2 stream without more words."""
    kind = {"version": MPEG2, "rate": 24000, "mono": True} | kind
    side = {(MPEG1, True): 17, (MPEG1, False): 32}.get(
        (kind["version"], kind["mono"]), 9 if kind["mono"] else 17
    ) + 2 * bool(kind.get("crc"))
    return frame(**kind, body=bytes(side) + name + struct.pack(">II", flags, frames))


def vbri(frames: int) -> bytes:
    body = bytes(32) + b"VBRI" + struct.pack(">HHHII", 1, 0, 75, 0, frames)
    return frame(version=MPEG2, rate=24000, body=body)


def id3v2(size: int, *, footer: bool = False) -> bytes:
    seven = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x04\x00" + (b"\x10" if footer else b"\x00") + seven + bytes(size) + (bytes(10) if footer else b"")


def box(name: bytes, *content: bytes, size: int | None = None, long: bool = False) -> bytes:
    body = b"".join(content)
    if long:
        return struct.pack(">I4sQ", 1, name, len(body) + 16) + body
    return struct.pack(">I4s", len(body) + 8 if size is None else size, name) + body


def header(name: bytes, milliseconds: int, *, scale: int = 1000, long: bool = False) -> bytes:
    duration = milliseconds * scale // 1000
    if long:
        return box(name, struct.pack(">B3xQQIQ", 1, 0, 0, scale, duration), bytes(8))
    return box(name, struct.pack(">IIIII", 0, 0, 0, scale, duration), bytes(12))


def track(milliseconds: int, *, handler: bytes = b"soun", **how) -> bytes:
    return box(b"trak", box(b"mdia", header(b"mdhd", milliseconds, **how), box(b"hdlr", bytes(8), handler, bytes(12))))


FTYP = box(b"ftyp", b"M4A \x00\x00\x02\x00", b"M4A mp42isom")


def m4a(milliseconds: int = 2000, *, tracks: tuple[bytes, ...] | None = None, data: int = 500, **how) -> bytes:
    parts = (track(milliseconds, **how),) if tracks is None else tracks
    return FTYP + box(b"moov", header(b"mvhd", milliseconds), *parts) + box(b"mdat", bytes(data))
