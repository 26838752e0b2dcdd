"""The duration of an MP3 file, by counting its frames: a header that states it may be missing, or wrong.

Sources: ISO/IEC 11172-3 and 13818-3 (frames), id3.org (tags before and after the sound).
"""

import struct
from dataclasses import dataclass
from itertools import product
from typing import IO

from .errors import INCOMPLETE, NOT_AUDIO, NotAudio

READ_BYTES = 1024 * 1024
MAX_JUNK_BYTES = 128 * 1024  # in no frame: padding, tags we do not know, damage

KILOBITS_1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
KILOBITS_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}  # MPEG-1, 2, 2.5
LAYER_3 = 1
# More bytes than any header states. So many stay in the buffer, so that the header of the next frame can be read.
MAX_FRAME_BYTES = 1441 * 2
HEADER_BYTES = 4


@dataclass(frozen=True)
class Frame:
    length: int  # bytes, header included
    samples: int
    rate: int  # samples a second
    version: int

    def same_stream(self, other: "Frame") -> bool:
        """Whether two frames may belong to one stream, whose bit rate may vary and whose sample rate may not."""
        return (self.rate, self.version) == (other.rate, other.version)


def _frame_table() -> dict[int, Frame]:
    """Map second and third byte of a header to what they say. Layers I and II and «free format» are left out."""
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


FRAMES = _frame_table()


class FrameReader:
    """Reads a file from ``start`` to ``end`` (byte positions) and keeps a frame and the header after it in a buffer."""

    def __init__(self, file: IO[bytes], start: int, end: int) -> None:
        self.file, self.position, self.end = file, start, end
        file.seek(start)
        self.buffer, self.offset = b"", 0

    @property
    def remaining(self) -> int:
        return self.end - self.position

    def fill(self) -> None:
        """Read on where less than a frame and a header are in the buffer."""
        ahead = len(self.buffer) - self.offset
        if ahead < min(MAX_FRAME_BYTES + HEADER_BYTES, self.remaining):
            more = self.file.read(min(READ_BYTES, self.remaining - ahead))
            self.buffer, self.offset = self.buffer[self.offset :] + more, 0
            if not more:  # the file got shorter while it was read
                self.end = self.position + len(self.buffer)

    def frame(self, ahead: int = 0) -> Frame | None:
        """Return the frame whose header stands ``ahead`` bytes after the position, or None where no header does."""
        header = self.buffer[self.offset + ahead : self.offset + ahead + HEADER_BYTES]
        if len(header) < HEADER_BYTES or header[0] != 0xFF:
            return None
        return FRAMES.get(header[1] << 8 | header[2])

    def skip_frames(self, stream: Frame) -> int:
        """Move over the frames of ``stream`` that are whole in the buffer, and return how many they are.

        A file has millions of frames: names are local and the headers are compared here, not in ``frame()``.
        """
        buffer, offset, known, count = self.buffer, self.offset, FRAMES, 0
        last = min(len(buffer), offset + self.remaining) - MAX_FRAME_BYTES
        while offset < last and buffer[offset] == 0xFF:
            frame = known.get(buffer[offset + 1] << 8 | buffer[offset + 2])
            if frame is None or frame.rate != stream.rate or frame.version != stream.version:
                break
            offset, count = offset + frame.length, count + 1
        self.move(offset - self.offset)
        return count

    def move(self, count: int) -> None:
        self.position += count
        self.offset += count

    def peek(self, count: int) -> bytes:
        """Return the next ``count`` bytes that are in the buffer, and stay where we are."""
        return self.buffer[self.offset : self.offset + count]


def duration(file: IO[bytes], size: int) -> int:
    """Return the duration in milliseconds of an MP3 file of ``size`` bytes.

    Raises NotAudio for a file without frames, with more than MAX_JUNK_BYTES outside of them, or that stops inside a
    frame or before the number of frames that its own header states.
    """
    reader = FrameReader(file, _start_of_sound(file, size), _end_of_sound(file, size))
    if reader.remaining <= 0 and size > 10:
        raise NotAudio(INCOMPLETE)  # a tag that says it is longer than the file
    first: Frame | None = None
    stated: int | None = None
    count, junk, in_step = 0, 0, False
    while True:
        reader.fill()
        if reader.remaining < HEADER_BYTES:
            break
        frame = reader.frame()
        if frame is not None and first is not None and not frame.same_stream(first):
            frame = None
        if frame is not None and in_step and frame.length > reader.remaining:
            raise NotAudio(INCOMPLETE)
        if frame is None or not (in_step or _is_followed(reader, frame)):
            junk, in_step = junk + 1, False
            if junk > MAX_JUNK_BYTES:
                raise NotAudio(NOT_AUDIO)
            reader.move(1)
            continue
        if first is None:
            first = frame
            stated = _stated_frames(reader.peek(frame.length), frame)
            count -= 1 if stated is not None else 0  # the frame that states their number is no sound
        reader.move(frame.length)
        count, in_step = count + 1 + reader.skip_frames(first), True
    if first is None or count <= 0:
        raise NotAudio(NOT_AUDIO)
    if (in_step and reader.remaining and reader.peek(1) == b"\xff") or count < (stated or 0) - 1:
        raise NotAudio(INCOMPLETE)
    return count * first.samples * 1000 // first.rate


def _is_followed(reader: FrameReader, frame: Frame) -> bool:
    """Whether another frame of the same stream follows, or the end: any two bytes may look like a header."""
    if frame.length == reader.remaining:
        return True
    following = reader.frame(frame.length)
    return following is not None and following.same_stream(frame)


def _stated_frames(frame: bytes, header: Frame) -> int | None:
    """Return the number of frames that a Xing, Info or VBRI header states, 0 if it states none.

    None means that ``frame`` holds no such header: it is a frame of sound.
    """
    mono, protected = frame[3] >> 6 == 3, not frame[1] & 1
    side = {(True, True): 17, (True, False): 32, (False, True): 9, (False, False): 17}[header.version == 3, mono]
    for start in (HEADER_BYTES + side, HEADER_BYTES + side + 2 * protected):
        if frame[start : start + 4] in (b"Xing", b"Info"):
            has_count = len(frame) >= start + 12 and frame[start + 7] & 1
            return int.from_bytes(frame[start + 8 : start + 12], "big") if has_count else 0
    if frame[36:40] == b"VBRI":
        return int.from_bytes(frame[50:54], "big")
    return None


def _start_of_sound(file: IO[bytes], size: int) -> int:
    """Return the position after every ID3v2 tag. Their length is written in bytes of seven bits."""
    position = 0
    while position < size:
        file.seek(position)
        head = file.read(10)
        if len(head) < 10 or head[:3] != b"ID3" or max(head[6:10]) > 0x7F:
            break
        length = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        position += 10 + length + (10 if head[5] & 0x10 else 0)
    return position


def _end_of_sound(file: IO[bytes], size: int) -> int:
    """Return the position before ID3v1 (128 bytes) and before APE (its footer of 32 bytes states its length)."""
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
