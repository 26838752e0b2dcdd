"""What an audio file is, by its content alone: MP3 (frames counted) or M4A (header read).

Reads from a file object in pieces: memory is bounded and time grows with the size, whatever the content. Sources:
ISO/IEC 11172-3 and 13818-3 (frames), id3.org (tags), ISO/IEC 14496-12 (boxes). Nothing but NotAudio is raised.
"""

import struct
from dataclasses import dataclass
from itertools import product
from typing import IO, Literal

Kind = Literal["mp3", "m4a"]

TYPES = "MP3 o M4A"
NOT_AUDIO = f"Questo file non è un audio che possiamo usare: servono {TYPES}."
EMPTY = f"Questo file è vuoto: scegline un altro ({TYPES})."
INCOMPLETE = "Il file è incompleto: finisce a metà. Prova a salvarlo o a copiarlo di nuovo."
TOO_SHORT = "Questo audio dura meno di un secondo: forse non è quello giusto."
VIDEO = f"Questo è un video: serve il solo audio ({TYPES})."
NO_DURATION = "Questo M4A non dice quanto dura: salvalo di nuovo, come M4A o come MP3."

PIECE = 1024 * 1024
LEAST_MILLISECONDS = 1000
MOST_JUNK = 128 * 1024  # bytes that are in no frame: padding, tags we do not know, damage
MOST_BOXES = 5000


class NotAudio(Exception):
    """The file cannot be used; the message is Italian and for whoever uploaded it."""


@dataclass(frozen=True)
class Sound:
    kind: Kind
    milliseconds: int


def read_sound(file: IO[bytes]) -> Sound:
    """Kind and duration; the file's position is anywhere afterwards. Raises NotAudio."""
    size = file.seek(0, 2)
    if not size:
        raise NotAudio(EMPTY)
    file.seek(0)
    head = file.read(12)
    if head[4:8] == b"ftyp":
        sound = Sound("m4a", _boxes_milliseconds(file, size))
    else:
        sound = Sound("mp3", _frames_milliseconds(file, size))
    if sound.milliseconds < LEAST_MILLISECONDS:
        raise NotAudio(TOO_SHORT)
    return sound


# MP3 -------------------------------------------------------------------------------------------------------

KILOBITS_1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
KILOBITS_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}  # MPEG-1, 2, 2.5
LAYER_3 = 1
LONGEST_FRAME = 1441 * 2  # more than any header says; so much is kept in sight, to look at the next header
HEADER = 4


@dataclass(frozen=True)
class Frame:
    length: int  # bytes, header included
    samples: int
    rate: int  # samples a second
    version: int


def _table() -> dict[int, Frame]:
    """Second and third byte of a header → what they say. Neither Layer I and II nor "free format" are in it."""
    table = {}
    for version, rates in RATES.items():
        samples = 1152 if version == 3 else 576
        for bits, kilobits in enumerate(KILOBITS_1 if version == 3 else KILOBITS_2, start=1):
            for number, rate in enumerate(rates):
                for unprotected, padding, private in product((0, 1), repeat=3):
                    second = 0xE0 | version << 3 | LAYER_3 << 1 | unprotected
                    third = bits << 4 | number << 2 | padding << 1 | private
                    length = samples // 8 * kilobits * 1000 // rate + padding
                    table[second << 8 | third] = Frame(length, samples, rate, version)
    return table


FRAMES = _table()


class Window:
    """A file seen from a position on, always so far ahead that a frame and the next header are in it."""

    def __init__(self, file: IO[bytes], start: int, end: int) -> None:
        self.file, self.at, self.end = file, start, end
        file.seek(start)
        self.piece, self.offset = b"", 0

    @property
    def left(self) -> int:
        return self.end - self.at

    def fill(self) -> None:
        ahead = len(self.piece) - self.offset
        if ahead < min(LONGEST_FRAME + HEADER, self.left):
            more = self.file.read(min(PIECE, self.left - ahead))
            self.piece, self.offset = self.piece[self.offset :] + more, 0
            if not more:  # the file got shorter while it was read
                self.end = self.at + len(self.piece)

    def frame(self, ahead: int = 0) -> Frame | None:
        """What the header says that stands so many bytes ahead."""
        header = self.piece[self.offset + ahead : self.offset + ahead + HEADER]
        if len(header) < HEADER or header[0] != 0xFF:
            return None
        return FRAMES.get(header[1] << 8 | header[2])

    def skip(self, like: Frame) -> int:
        """Over the frames of the same stream that are whole and in sight; how many. A file has millions of them."""
        piece, offset, known, count = self.piece, self.offset, FRAMES, 0
        most = min(len(piece), offset + self.left) - LONGEST_FRAME
        while offset < most and piece[offset] == 0xFF:
            frame = known.get(piece[offset + 1] << 8 | piece[offset + 2])
            if frame is None or frame.rate != like.rate or frame.version != like.version:
                break
            offset, count = offset + frame.length, count + 1
        self.move(offset - self.offset)
        return count

    def move(self, by: int) -> None:
        self.at += by
        self.offset += by

    def bytes(self, count: int) -> bytes:
        return self.piece[self.offset : self.offset + count]


def _frames_milliseconds(file: IO[bytes], size: int) -> int:
    window = Window(file, _after_tags(file, size), _before_tags(file, size))
    if window.left <= 0 and size > 10:
        raise NotAudio(INCOMPLETE)  # a tag that says it is longer than the file
    first: Frame | None = None
    promised: int | None = None
    count, junk, in_step = 0, 0, False
    while True:
        window.fill()
        if window.left < HEADER:
            break
        frame = window.frame()
        if frame is not None and first is not None and (frame.rate, frame.version) != (first.rate, first.version):
            frame = None
        if frame is not None and in_step and frame.length > window.left:
            raise NotAudio(INCOMPLETE)
        if frame is None or not (in_step or _is_followed(window, frame)):
            junk, in_step = junk + 1, False
            if junk > MOST_JUNK:
                raise NotAudio(NOT_AUDIO)
            window.move(1)
            continue
        if first is None:
            first = frame
            promised = _promised(window.bytes(frame.length), frame)
            count -= 1 if promised is not None else 0  # the header frame is no sound
        window.move(frame.length)
        count, in_step = count + 1 + window.skip(first), True
    if first is None or count <= 0:
        raise NotAudio(NOT_AUDIO)
    if (in_step and window.left and window.bytes(1) == b"\xff") or count < (promised or 0) - 1:
        raise NotAudio(INCOMPLETE)
    return count * first.samples * 1000 // first.rate


def _is_followed(window: Window, frame: Frame) -> bool:
    """By another frame of the same stream, or by the end: any two bytes may look like a header."""
    if frame.length == window.left:
        return True
    following = window.frame(frame.length)
    return following is not None and (following.rate, following.version) == (frame.rate, frame.version)


def _promised(frame: bytes, header: Frame) -> int | None:
    """How many frames a Xing, Info or VBRI header says there are; 0 if it does not say, None for a frame of sound."""
    mono, protected = frame[3] >> 6 == 3, not frame[1] & 1
    side = {(True, True): 17, (True, False): 32, (False, True): 9, (False, False): 17}[header.version == 3, mono]
    for at in (HEADER + side, HEADER + side + 2 * protected):
        if frame[at : at + 4] in (b"Xing", b"Info"):
            says = len(frame) >= at + 12 and frame[at + 7] & 1
            return int.from_bytes(frame[at + 8 : at + 12], "big") if says else 0
    if frame[36:40] == b"VBRI":
        return int.from_bytes(frame[50:54], "big")
    return None


def _after_tags(file: IO[bytes], size: int) -> int:
    """Where the sound begins: after every ID3v2 tag, whose size has seven bits a byte."""
    at = 0
    while at < size:
        file.seek(at)
        head = file.read(10)
        if len(head) < 10 or head[:3] != b"ID3" or max(head[6:10]) > 0x7F:
            break
        length = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        at += 10 + length + (10 if head[5] & 0x10 else 0)
    return at


def _before_tags(file: IO[bytes], size: int) -> int:
    """Where the sound ends: before ID3v1 (128 bytes) and APE (footer of 32 bytes that tells its length)."""
    end = size
    file.seek(max(end - 128, 0))
    if end > 128 and file.read(3) == b"TAG":
        end -= 128
    if end > 32:
        file.seek(end - 32)
        foot = file.read(32)
        if foot[:8] == b"APETAGEX":
            length, _items, flags = struct.unpack("<III", foot[12:24])
            length += 32 if flags >> 31 else 0
            end -= length if length < end else 0
    return end


# M4A -------------------------------------------------------------------------------------------------------


@dataclass
class Film:
    """What the boxes say so far."""

    sound: int = 0  # milliseconds of the sound track
    whole: int = 0  # milliseconds of everything
    handlers: tuple[bytes, ...] = ()
    has_index: bool = False
    has_data: bool = False
    boxes: int = 0


INSIDE = {b"": b"moov", b"moov": b"trak", b"trak": b"mdia"}  # box → the one in it that is walked too


def _boxes_milliseconds(file: IO[bytes], size: int) -> int:
    film = Film()
    _walk(file, 0, size, film)
    if not film.has_index or not film.has_data:
        raise NotAudio(INCOMPLETE)
    if b"vide" in film.handlers:
        raise NotAudio(VIDEO)
    if b"soun" not in film.handlers:
        raise NotAudio(NOT_AUDIO)
    if not (film.sound or film.whole):
        raise NotAudio(NO_DURATION)
    return film.sound or film.whole


def _walk(file: IO[bytes], at: int, end: int, film: Film, parent: bytes = b"") -> None:
    """Look into the boxes between two positions; only their first bytes are read."""
    duration = 0
    top = not parent
    while end - at >= 8:
        film.boxes += 1
        if film.boxes > MOST_BOXES:
            raise NotAudio(NOT_AUDIO)
        file.seek(at)
        head = file.read(56)
        length, name, body = int.from_bytes(head[:4], "big"), head[4:8], 8
        if length == 1:
            length, body = int.from_bytes(head[8:16], "big"), 16
        elif length == 0:
            length = end - at  # to the end
        if length > end - at:
            raise NotAudio(INCOMPLETE)
        if length < body:
            raise NotAudio(NOT_AUDIO)
        film.has_index |= top and name == b"moov"
        film.has_data |= top and name == b"mdat"
        if name == INSIDE.get(parent):
            _walk(file, at + body, at + length, film, name)
        elif name == b"mvhd":
            film.whole = _duration(head[body:])
        elif name == b"mdhd":
            duration = _duration(head[body:])
        elif name == b"hdlr":
            handler = head[body + 8 : body + 12]
            film.handlers += (handler,)
            if handler == b"soun":
                film.sound = max(film.sound, duration)
        at += length
    if top and at < end:
        raise NotAudio(INCOMPLETE)


def _duration(full: bytes) -> int:
    """Milliseconds, of the body of a ``mvhd`` or ``mdhd``: of 32 bits, or in its version 1 of 64."""
    if len(full) < 32:
        return 0
    if full[0] == 1:
        scale, duration = struct.unpack(">IQ", full[20:32])
        unknown = 2**64 - 1
    else:
        scale, duration = struct.unpack(">II", full[12:20])
        unknown = 2**32 - 1
    return duration * 1000 // scale if scale and duration != unknown else 0
