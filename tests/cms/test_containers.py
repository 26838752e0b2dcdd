"""What is planted into a picture's file is cut out of it, to the byte, and nothing else is."""

from io import BytesIO

import pytest
from PIL import Image, ImageSequence

from cms.images.containers import Malformed, cut, is_lossless_webp
from tests.support.photos import KINDS, TOLD, TRACES, coded, plain, planted


def frames(data: bytes) -> list[tuple[bytes, int]]:
    """The pixels of each frame, and how long it is shown."""
    with Image.open(BytesIO(data)) as image:
        return [
            (frame.convert("RGBA").tobytes(), frame.info.get("duration", 0)) for frame in ImageSequence.Iterator(image)
        ]


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_without_anything_is_the_file_before_anything_was_planted(kind):
    before = cut(coded(kind))
    with_words = planted(kind, coded(kind))
    assert [with_words.count(trace) > 2 for trace in TRACES] == [True, True]
    after = cut(with_words)
    if kind == "WEBP":  # its header says how large it is, once more
        assert after[12:16] == b"VP8X" and after[20] == 0
        before, after = before[12:], after[12 + 18 :]
    assert after == before
    assert frames(cut(with_words)) == frames(with_words)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_clean_stays(kind):
    clean = cut(planted(kind, coded(kind)))
    assert cut(clean) == clean


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_what_moves_goes_on_moving(kind):
    three = [plain(kind).rotate(angle) for angle in (0, 90, 180)]
    options = {"save_all": True, "append_images": three[1:], "duration": [100, 200, 300], "loop": 2}
    data = coded(kind, three[0], **options)
    assert len(frames(data)) == 3
    assert frames(cut(data)) == frames(data)
    with Image.open(BytesIO(cut(data))) as image:
        assert image.info["loop"] == 2


def test_words_inside_of_a_frame_go_too():
    data = coded("WEBP", save_all=True, append_images=[plain("WEBP").rotate(90)])
    at = data.index(b"ANMF")
    size = int.from_bytes(data[at + 4 : at + 8], "little")
    chunk = b"MINE" + len(TOLD).to_bytes(4, "little") + TOLD  # even
    longer = data[: at + 4] + (size + len(chunk)).to_bytes(4, "little") + data[at + 8 : at + 8 + size] + chunk
    whole = longer + data[at + 8 + size :]
    whole = whole[:4] + (len(whole) - 8).to_bytes(4, "little") + whole[8:]
    assert cut(whole) == cut(data)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_other_colours_of_a_jpeg_are_read_as_before(mode):
    data = planted("JPEG", coded("JPEG", plain("JPEG").convert(mode), quality=80))
    assert frames(cut(data)) == frames(data)


def test_a_jpeg_in_several_scans():
    data = planted("JPEG", coded("JPEG", progressive=True))
    assert data.count(b"\xff\xda") > 4
    assert frames(cut(data)) == frames(data)


def test_of_several_pictures_in_a_jpeg_the_first_stays():
    data = coded("MPO", save_all=True, append_images=[plain("JPEG").rotate(180)])
    with Image.open(BytesIO(data)) as image, Image.open(BytesIO(cut(data))) as first:
        assert (image.format, first.format) == ("MPO", "JPEG")
        assert first.convert("RGBA").tobytes() == frames(data)[0][0]


def test_a_jpeg_without_end_is_given_one():
    assert cut(coded("JPEG")[:-2]) == cut(coded("JPEG"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_short_or_scrambled_is_malformed_at_most(kind):
    data = planted(kind, coded(kind))
    broken = [data[:length] for length in range(len(data))]
    broken += [data[:at] + bytes([byte]) + data[at + 1 :] for at in range(len(data)) for byte in (0x00, 0xFF)]
    refused = 0
    for content in broken:
        try:
            cut(content)
        except Malformed:
            refused += 1
    assert 0 < refused < len(broken)


@pytest.mark.parametrize("data", [b"", b"ciao", b"RIFF0000WAVE", b"<svg/>", b"BM"])
def test_another_kind_is_refused(data):
    with pytest.raises(Malformed):
        cut(data)


def test_which_webp_is_lossless():
    assert [is_lossless_webp(coded("WEBP", lossless=lossless)) for lossless in (False, True)] == [False, True]
    moving = {"save_all": True, "append_images": [plain("WEBP").rotate(90)]}
    assert [is_lossless_webp(coded("WEBP", lossless=lossless, **moving)) for lossless in (False, True)] == [False, True]
