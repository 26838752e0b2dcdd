"""What a file is by its content, and how long it lasts; hostile files end in one exception of ours."""

import io
import random
import tracemalloc

import pytest
import tinytag

from radio.audio.errors import EMPTY, INCOMPLETE, NO_DURATION, NOT_AUDIO, TOO_SHORT, VIDEO, NotAudio
from radio.audio.mp3 import READ_BYTES
from radio.audio.probe import AudioInfo, probe
from tests.factories.sounds import (
    FTYP,
    MPEG1,
    MPEG2,
    MPEG25,
    box,
    frame,
    header,
    id3v2,
    m4a,
    mp3,
    track,
    vbri,
    xing,
)


def read(content: bytes) -> AudioInfo:
    return probe(io.BytesIO(content))


def refusal(content: bytes) -> str:
    with pytest.raises(NotAudio) as caught:
        read(content)
    return str(caught.value)


# MP3 -------------------------------------------------------------------------------------------------------

FRAMES = 100


@pytest.mark.parametrize(
    "version, rate, kilobits, milliseconds",
    [
        (MPEG1, 44100, 128, 2612),  # 100 × 1152 / 44100
        (MPEG1, 48000, 320, 2400),
        (MPEG1, 32000, 32, 3600),
        (MPEG2, 22050, 64, 2612),  # 100 × 576 / 22050
        (MPEG2, 24000, 48, 2400),
        (MPEG2, 16000, 8, 3600),
        (MPEG25, 11025, 16, 5224),
        (MPEG25, 12000, 160, 4800),
        (MPEG25, 8000, 8, 7200),
    ],
)
def test_frames_are_counted_in_every_version_of_mpeg(version, rate, kilobits, milliseconds):
    content = frame(version=version, rate=rate, kilobits=kilobits) * FRAMES
    assert read(content) == AudioInfo("mp3", milliseconds)


def test_frames_of_several_bit_rates_and_paddings_are_one_stream():
    kinds = [
        frame(version=MPEG1, rate=44100, kilobits=kilobits, padding=padding, mono=mono, crc=crc)
        for kilobits in (32, 128, 320)
        for padding in (False, True)
        for mono in (False, True)
        for crc in (False, True)
    ]
    assert read(b"".join(kinds) * 10) == AudioInfo("mp3", 240 * 1152 * 1000 // 44100)


SOUND = frame(version=MPEG2, rate=24000) * FRAMES


@pytest.mark.parametrize(
    "content",
    [
        xing(FRAMES) + SOUND,
        xing(FRAMES, name=b"Info") + SOUND,
        xing(FRAMES, flags=0) + SOUND,
        xing(FRAMES, crc=True) + SOUND,
        xing(FRAMES, mono=False) + SOUND,
        xing(FRAMES + 1) + SOUND,  # some programs count it too
        vbri(FRAMES) + SOUND,
        id3v2(300) + SOUND,
        id3v2(0) + SOUND,
        id3v2(300_000) + xing(FRAMES) + SOUND,
        id3v2(100, footer=True) + SOUND,
        id3v2(100) + id3v2(5000) + SOUND,
        id3v2(100) + bytes(3000) + SOUND,
        SOUND + b"TAG" + bytes(125),
        SOUND + b"APETAGEX" + bytes(4) + (96).to_bytes(4, "little") + bytes(80),  # too short for what it says
        SOUND + bytes(64) + b"APETAGEX" + bytes(4) + (96).to_bytes(4, "little") + bytes(16),
        SOUND + bytes(64) + b"APETAGEX" + bytes(4) + (96).to_bytes(4, "little") + bytes(16) + b"TAG" + bytes(125),
        SOUND + b"LYRICSBEGIN" + b"la la la" * 30 + b"000251LYRICS200",
        SOUND[:7200] + bytes(500) + SOUND[7200:],
        SOUND[:7200] + b"\xff\xfb\x90\x00" + SOUND[7200:],  # looks like a header of another stream
    ],
    ids=range(20),
)
def test_tags_headers_and_a_little_junk_are_no_sound(content):
    assert read(content) == AudioInfo("mp3", 2400)


def test_a_damaged_header_costs_one_frame():
    content = bytearray(SOUND)
    content[144 * 50] = 0
    assert read(bytes(content)) == AudioInfo("mp3", 2376)


@pytest.mark.parametrize("less", [1, 2, 3, 60, 139, 140, 141, 143])
def test_a_file_that_stops_inside_a_frame_is_incomplete(less):
    assert refusal(SOUND[:-less]) == INCOMPLETE


def test_so_is_one_with_fewer_frames_than_it_promises():
    assert refusal(xing(FRAMES) + SOUND[: 144 * 90]) == INCOMPLETE
    assert refusal(vbri(FRAMES) + SOUND[: 144 * 90]) == INCOMPLETE


def test_so_is_a_tag_longer_than_the_file():
    assert refusal(id3v2(5000)[:1000]) == INCOMPLETE


@pytest.mark.parametrize(
    "content",
    [
        "Ciao, questa è la trascrizione.\n".encode() * 100,
        b"x",
        b"\xff",
        b"\xff\xfb\x90\xc0",
        b"ID3",
        b"TAG" + bytes(125),
        b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 200,
        b"RIFF\x24\x08\x00\x00WAVEfmt " + bytes(10_000),
        b"OggS" + bytes(1000),
        b"fLaC" + bytes(1000),
        b"%PDF-1.7" + bytes(1000),
        bytes(1000),
        bytes(300_000),
        b"\xff" * 300_000,
        frame(version=MPEG1, rate=44100, layer=2) * 100,  # Layer II
        frame(version=MPEG1, rate=44100, layer=3) * 100,
        b"\xff\xf1\x50\x80" * 2000,  # AAC without a box
    ],
    ids=range(17),
)
def test_what_is_no_audio_is_told_so_naming_what_we_take(content):
    assert refusal(content) == NOT_AUDIO
    assert "MP3 o M4A" in NOT_AUDIO


def test_nothing_is_nothing():
    assert refusal(b"") == EMPTY
    assert "MP3 o M4A" in EMPTY


def test_less_than_a_second_is_too_short():
    assert refusal(frame(version=MPEG1, rate=44100)) == TOO_SHORT
    assert refusal(mp3(0.96)) == TOO_SHORT
    assert refusal(m4a(999)) == TOO_SHORT
    assert read(mp3(1.008)) == AudioInfo("mp3", 1008)
    assert read(m4a(1000)) == AudioInfo("m4a", 1000)


def test_two_streams_of_different_rates_are_not_one():
    other = frame(version=MPEG1, rate=44100, kilobits=128) * 400
    assert refusal(SOUND + other) == NOT_AUDIO


# M4A -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content, milliseconds",
    [
        (m4a(65_432), 65_432),
        (m4a(65_000, scale=44100), 65_000),
        (m4a(65_432, long=True), 65_432),
        (m4a(5000, tracks=(track(4000), track(3000))), 4000),
        (FTYP + box(b"moov", header(b"mvhd", 7000), track(0)) + box(b"mdat", bytes(9)), 7000),
        (FTYP + box(b"mdat", bytes(100)) + box(b"moov", track(3000)), 3000),
        (FTYP + box(b"free", bytes(9)) + box(b"mdat", bytes(100), long=True) + box(b"moov", track(3000)), 3000),
        (FTYP + box(b"moov", track(3000)) + box(b"mdat", bytes(100), size=0), 3000),
    ],
    ids=range(8),
)
def test_the_header_of_an_m4a_tells_its_duration(content, milliseconds):
    assert read(content) == AudioInfo("m4a", milliseconds)


@pytest.mark.parametrize(
    "content, words",
    [
        (FTYP, INCOMPLETE),
        (FTYP + box(b"mdat", bytes(100)), INCOMPLETE),
        (FTYP + box(b"moov", track(3000)), INCOMPLETE),
        (m4a()[:-1], INCOMPLETE),
        (m4a()[:-400], INCOMPLETE),
        (m4a() + b"abc", INCOMPLETE),
        (m4a(tracks=()), NOT_AUDIO),
        (m4a(tracks=(track(2000, handler=b"text"),)), NOT_AUDIO),
        (m4a(tracks=(track(2000), track(2000, handler=b"vide"))), VIDEO),
        (m4a(0), NO_DURATION),
        (m4a(2000, tracks=(track(2000, scale=0),)).replace(b"mvhd", b"free"), NO_DURATION),
        (FTYP + box(b"moov", size=4), NOT_AUDIO),
        (FTYP + box(b"free") * 6000, NOT_AUDIO),
        (b"\x00\x00\x00\x08ftyp", INCOMPLETE),
    ],
    ids=range(14),
)
def test_an_m4a_that_cannot_be_played_is_told_why(content, words):
    assert refusal(content) == words


def test_boxes_inside_boxes_are_not_followed_for_ever():
    nested = b""
    for _level in range(4000):
        nested = box(b"moov", nested)
    assert refusal(FTYP + nested + box(b"mdat")) == NOT_AUDIO


def test_an_outside_reader_sees_the_same():
    """tinytag reads headers its own way."""
    for name, content in (("a.mp3", mp3(60)), ("a.mp3", xing(2500) + mp3(60)), ("a.m4a", m4a(60_000))):
        tag = tinytag.TinyTag.get(name, file_obj=io.BytesIO(content))
        assert round(tag.duration, 1) == round(read(content).milliseconds / 1000, 1) == 60.0


# Hostile files ---------------------------------------------------------------------------------------------

WHOLE = {
    "tagged": id3v2(200) + xing(60) + mp3(1.44) + b"TAG" + bytes(125),
    "bare": mp3(1.44),
    "m4a": m4a(2000, tracks=(track(2000), track(1500, long=True)), data=64),
}


def survives(content: bytes) -> bool:
    try:
        read(content)
    except NotAudio:
        return False
    return True


@pytest.mark.parametrize("name", WHOLE)
def test_every_truncation_is_answered(name):
    whole = WHOLE[name]
    for length in range(0, len(whole), 7):
        survives(whole[:length])
    assert survives(whole)


@pytest.mark.parametrize("name", WHOLE)
def test_flipped_bytes_are_answered(name):
    dice, whole = random.Random(121), WHOLE[name]  # noqa: S311
    for _round in range(1500):
        content = bytearray(whole)
        for _flip in range(dice.randint(1, 12)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        survives(bytes(content))


def test_noise_is_answered():
    dice = random.Random(7)  # noqa: S311
    for start in (b"", b"ID3\x04\x00\x00", b"\xff\xfb\x90\xc0", FTYP, b"\x00\x00\x00\x20ftypM4A "):
        for _round in range(60):
            assert not survives(start + dice.randbytes(dice.randint(0, 5000)))


def test_a_large_file_is_read_in_pieces():
    class Endless(io.RawIOBase):
        """Ever the same frame, without holding it."""

        size, at, largest = 60 * 1024 * 1024 // 144 * 144, 0, 0

        def seek(self, offset, whence=0):
            self.at = offset if whence == 0 else self.size + offset
            return self.at

        def read(self, count=-1):
            assert 0 <= count <= READ_BYTES
            count = max(min(count, self.size - self.at), 0)
            one = frame(version=MPEG2, rate=24000)
            phase, self.at = self.at % 144, self.at + count
            return (one[phase:] + one * (count // 144 + 1))[:count]

    tracemalloc.start()
    try:
        info = probe(Endless())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert info == AudioInfo("mp3", Endless.size // 144 * 24)
    assert peak < 8 * 1024 * 1024
