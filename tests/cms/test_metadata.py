"""Pictures upright and in sRGB, without anything else; their pixels untouched where they may be."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageCms, ImageOps

from cms.images.containers import cut
from cms.images.metadata import QUALITY, without_metadata
from tests.support.photos import KINDS, ON_ITS_SIDE, TRACES, coded, exif, photo, plain, planted

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
SWAPPED = SRGB.replace(b"rXYZ", b"tmp!").replace(b"gXYZ", b"rXYZ").replace(b"tmp!", b"gXYZ")  # red is green
FORMATS = ["JPEG", "PNG", "WEBP"]


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def distance(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of a channel of a pixel, of 255."""
    assert (one.size, one.mode) == (other.size, other.mode)
    return max(high for _low, high in ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getextrema())


def told(data: bytes) -> dict:
    """What Pillow reads besides the picture."""
    known = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background", "timestamp", "duration"}
    return {word: value for word, value in opened(data).info.items() if word not in known | {"progressive"}}


@pytest.mark.parametrize("kind", KINDS)
def test_an_upright_picture_keeps_its_pixels(kind):
    data = planted(kind, coded(kind))
    clean = without_metadata(data)
    assert clean == cut(data) and told(clean) in ({}, {"version": b"GIF87a"})
    assert distance(opened(clean), opened(data)) == 0
    assert without_metadata(clean) == clean


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_picture_on_its_side_is_turned_once(kind, orientation):
    data = photo(kind, orientation=orientation, **({"lossless": True} if kind == "WEBP" else {"quality": 95}))
    clean = without_metadata(data)
    assert distance(opened(clean), ImageOps.exif_transpose(opened(data))) <= (8 if kind == "JPEG" else 0)
    assert (told(clean), without_metadata(clean)) == ({}, clean)
    assert not [trace for trace in TRACES if trace in clean]


@pytest.mark.parametrize("subsampling", [0, 2])
def test_a_jpeg_is_coded_again_as_well_as_it_was(subsampling):
    clean = opened(without_metadata(photo("JPEG", orientation=ON_ITS_SIDE, subsampling=subsampling)))
    wanted = opened(coded("JPEG", plain("JPEG"), quality=QUALITY, subsampling=subsampling))
    assert QUALITY >= 92 and clean.quantization == wanted.quantization
    assert [part[1:3] for part in clean.layer] == [part[1:3] for part in wanted.layer]


def test_colours_and_holes_stay():
    """A palette with a transparent colour, and shades of transparency."""
    holes = plain("PNG").convert("RGBA")
    holes.putalpha(Image.linear_gradient("L").resize(holes.size))
    indexed = plain("GIF")
    for image, options in ((holes, {}), (indexed, {"transparency": 3})):
        data = photo("PNG", image=image, orientation=ON_ITS_SIDE, **options)
        wanted = ImageOps.exif_transpose(opened(data)).convert("RGBA")
        assert opened(without_metadata(data)).convert("RGBA").tobytes() == wanted.tobytes()


@pytest.mark.parametrize("kind", FORMATS)
def test_srgb_goes_and_the_pixels_stay(kind):
    data = coded(kind, icc_profile=SRGB, exif=exif())
    clean = without_metadata(data)
    assert (told(data).keys() >= {"icc_profile"}, clean, told(clean)) == (True, cut(data), {})


@pytest.mark.parametrize("kind", FORMATS)
def test_other_colours_are_converted(kind):
    red = Image.new("RGB", (16, 16), "red")
    options = {"lossless": True} if kind == "WEBP" else {}
    clean = without_metadata(coded(kind, red, icc_profile=SWAPPED, **options))
    assert distance(opened(clean), Image.new("RGB", (16, 16), "#00ff00")) <= 4
    assert told(clean) == {}


def test_other_colours_with_holes():
    red = Image.new("RGBA", (4, 4), (255, 0, 0, 77))
    clean = opened(without_metadata(coded("PNG", red, icc_profile=SWAPPED)))
    assert clean.mode == "RGBA" and clean.getchannel("A").getextrema() == (77, 77)
    assert clean.getpixel((0, 0))[1] >= 251 and clean.getpixel((0, 0))[0] <= 4


@pytest.mark.parametrize("profile", [b"no profile", SRGB[:200], SRGB.replace(b"RGB XYZ", b"CMYKLab")])
def test_a_profile_that_browsers_ignore_only_goes(profile):
    data = coded("JPEG", icc_profile=profile)
    assert without_metadata(data) == cut(data)


def test_a_moving_picture_is_turned_whole():
    more = [plain("WEBP").rotate(180), plain("WEBP").rotate(90)]
    options = {"save_all": True, "append_images": more, "duration": [100, 200, 300], "lossless": True}
    data = photo("WEBP", orientation=ON_ITS_SIDE, **options)
    clean = without_metadata(data)
    for number in range(3):
        before, after = Image.open(BytesIO(data)), Image.open(BytesIO(clean))
        for image in (before, after):
            image.seek(number)
            image.load()  # only then it tells how long it is shown
        turned = before.convert("RGB").transpose(Image.Transpose.ROTATE_270)
        assert distance(after.convert("RGB"), turned) == 0
        assert (after.info["duration"], before.info["duration"]) == (100 * (number + 1),) * 2
    assert after.n_frames == 3 and not [trace for trace in TRACES if trace in clean]


def test_what_nobody_can_read_turns_nobodys_picture():
    data = coded("JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12" * 9)
    assert without_metadata(data) == cut(data)
