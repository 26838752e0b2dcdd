"""Photos as telephones and programs leave them, with place and maker in every part of the file that can hold them."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

from PIL import Image

PLACE, MAKER = b"44.912345N", b"Fotomarca"
TRACES = (PLACE, MAKER)
TOLD = b"%s %s" % TRACES
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Make="%s" exif:GPS="%s"/></x:xmpmeta>' % (
    MAKER,
    PLACE,
)
MAKE, GPS, AREA, UPRIGHT, ON_ITS_SIDE = 0x010F, 0x8825, 0x1C, 1, 6
KINDS = {"JPEG": "a.jpg", "PNG": "a.png", "WEBP": "a.webp", "GIF": "a.gif"}


def exif(orientation: int = UPRIGHT) -> bytes:
    """A camera's data, with where it stood."""
    found = Image.Exif()
    found[MAKE] = MAKER.decode()
    found[0x0112] = orientation
    found.get_ifd(GPS)[AREA] = PLACE
    return found.tobytes()


def plain(kind: str, size: tuple[int, int] = (48, 32)) -> Image.Image:
    """Of many colours, and not the same on any two sides."""
    across = Image.linear_gradient("L").resize(size)
    image = Image.merge("RGB", (across, across.rotate(180), Image.radial_gradient("L").resize(size)))
    return image.quantize(32) if kind == "GIF" else image


def coded(kind: str, image: Image.Image | None = None, **options: object) -> bytes:
    out = BytesIO()
    (image or plain(kind)).save(out, kind, **options)
    return out.getvalue()


def photo(kind: str, *, orientation: int = UPRIGHT, image: Image.Image | None = None, **options: object) -> bytes:
    """A picture as Pillow writes it, with place and maker; not for GIF, which has no such part."""
    return coded(kind, image, exif=exif(orientation), **options)


def traces_below(folder: Path) -> list[str]:
    """The files that tell of place or maker."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [str(path.relative_to(folder)) for path in files if any(trace in path.read_bytes() for trace in TRACES)]


# --- every part that can hold words, planted into a file without any


def planted(kind: str, data: bytes) -> bytes:
    return {"JPEG": _jpeg, "PNG": _png, "WEBP": _webp, "GIF": _gif}[kind](data)


def _jpeg(data: bytes) -> bytes:
    def segment(marker: int, content: bytes) -> bytes:
        return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content

    first = 4 + int.from_bytes(data[4:6])  # after the start, and JFIF or what Adobe says of the colours
    parts = [
        segment(0xE0, b"JFXX\0\x10" + TOLD), segment(0xE1, exif()), segment(0xFE, TOLD),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP), segment(0xE2, b"FPXR\0" + TOLD),
        segment(0xE2, b"ICC_PROFILE\0\x01\x01" + TOLD), segment(0xEB, b"JP" + TOLD), segment(0xEC, b"Ducky" + TOLD),
        segment(0xED, b"Photoshop 3.0\x008BIM" + TOLD), segment(0xEF, TOLD), b"\xff",
    ]  # fmt: skip
    return data[:first] + b"".join(parts) + data[first:] + TOLD + data


def _png(data: bytes) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    first = 8 + 25  # after the signature and IHDR
    before = [
        chunk(b"iCCP", TOLD + b"\0\0" + zlib.compress(b"no profile")), chunk(b"gAMA", struct.pack(">I", 45455)),
        chunk(b"eXIf", exif()[6:]), chunk(b"tEXt", b"Author\0" + TOLD), chunk(b"tIME", bytes(7)),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP), chunk(b"caBX", TOLD),
        chunk(b"zTXt", TOLD + b"\0\0" + zlib.compress(b"x")),
    ]  # fmt: skip
    end = len(data) - 12
    return data[:first] + b"".join(before) + data[first:end] + chunk(b"tEXt", b"Model\0" + TOLD) + data[end:] + TOLD


def _webp(data: bytes) -> bytes:
    """A simple file as an extended one."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)

    with Image.open(BytesIO(data)) as image:
        width, height = image.size
    sides = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    body = b"WEBP" + chunk(b"VP8X", bytes([0x2C, 0, 0, 0]) + sides) + chunk(b"ICCP", TOLD) + data[12:]
    body += chunk(b"EXIF", exif()[6:]) + chunk(b"XMP ", XMP) + chunk(b"MINE", TOLD)
    return b"RIFF" + struct.pack("<I", len(body)) + body + TOLD


def _gif(data: bytes) -> bytes:
    def blocks(content: bytes) -> bytes:
        return bytes([len(content)]) + content + b"\0"

    first = 13 + (3 << (data[10] & 7) + 1)
    told = b"\x21\xfe" + blocks(TOLD) + b"\x21\xff\x0bXMP DataXMP" + blocks(XMP)
    return data[:first] + told + data[first:-1] + told + data[-1:] + TOLD
