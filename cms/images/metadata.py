"""What a picture's file tells besides the picture: where it was taken, by whom, with which camera, what was cropped
away. None of it is kept."""

import warnings
from io import BytesIO

from PIL import Image, ImageChops, ImageCms, ImageOps, ImageSequence, JpegImagePlugin

from . import containers

ORIENTATION = 0x0112  # the tag in Exif
TURNED = range(2, 9)  # its values, but for 1: upright
QUALITY = 92  # of JPEG and lossy WebP, where a file has to be coded again
FULL_COLOUR, HALF_COLOUR = 0, 2  # Pillow's numbers of the subsampling 4:4:4 and 4:2:0
SAME_COLOUR = 3  # of 255: what two ways of writing down sRGB may differ by
SRGB = ImageCms.createProfile("sRGB")
# What a profile is about, and the mode of Pillow's that its colours are read in.
MODES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}
OF_MODE = {"RGB": ("RGB", "RGBA", "P", "PA"), "L": ("1", "L", "LA"), "CMYK": ("CMYK",)}


def without_metadata(data: bytes) -> bytes:
    """Return the file of a JPEG, PNG, WebP or GIF with nothing in it but the picture, upright and in sRGB.

    Its pixels stay as they are unless the file says that they are to be turned, or has another colour profile: then it
    is coded again. A file without metadata is returned as it is. Raises whatever Pillow raises for a broken file, and
    containers.Malformed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of metadata that it cannot read
        with Image.open(BytesIO(data)) as image:
            if image.format == "GIF":  # it can neither be turned nor have a profile
                return containers.cut(data)
            profile, is_turned = _profile(image), _is_turned(image)
            if profile is None and not is_turned:
                return containers.cut(data)
            return containers.cut(_coded_again(image, data, profile, is_turned))


def _is_turned(image: Image.Image) -> bool:
    """Tell whether the picture is to be turned; what nobody can read turns nobody's picture."""
    try:
        return image.getexif().get(ORIENTATION) in TURNED
    except Exception:  # it depends on what is wrong with it
        return False


def _profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """Return the profile that a picture's colours have to be converted from.

    None for sRGB, by whatever name, and for a profile that is broken or not about such pixels: browsers ignore it too.
    """
    stored = image.info.get("icc_profile")
    if not stored:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(stored))
        mode = MODES.get(profile.profile.xcolor_space, "")
        if image.mode not in OF_MODE.get(mode, ()):
            return None
        return None if mode != "CMYK" and _is_srgb(profile, mode) else profile
    except (OSError, ImageCms.PyCMSError):
        return None


def _is_srgb(profile: ImageCms.ImageCmsProfile, mode: str) -> bool:
    """Tell by its colours: the names of profiles are free, and «linear sRGB» is another."""
    sample = _SAMPLE.convert(mode)
    difference = ImageChops.difference(_converted(sample, profile), sample.convert("RGB"))
    return max(high for _low, high in difference.getextrema()) <= SAME_COLOUR  # type: ignore[misc]


def _sample() -> Image.Image:
    """Return a row of colours from all over the cube."""
    steps = range(0, 256, 51)
    sample = Image.new("RGB", (len(steps) ** 3, 1))
    sample.putdata([(red, green, blue) for red in steps for green in steps for blue in steps])
    return sample


_SAMPLE = _sample()


def _converted(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    converted = ImageCms.profileToProfile(image, profile, SRGB, outputMode="RGB")
    assert converted is not None  # it is with inPlace alone
    return converted


def _coded_again(image: Image.Image, data: bytes, profile: ImageCms.ImageCmsProfile | None, is_turned: bool) -> bytes:
    kind = "JPEG" if image.format == "MPO" else image.format or ""
    options: dict[str, object] = {}
    if kind == "JPEG":
        is_half = JpegImagePlugin.get_sampling(image) == HALF_COLOUR
        options = {"quality": QUALITY, "subsampling": HALF_COLOUR if is_half else FULL_COLOUR, "optimize": True}
        options["progressive"] = bool(image.info.get("progressive"))
    elif kind == "WEBP":
        options = {"quality": QUALITY, "lossless": containers.is_lossless_webp(data)}
    loop = image.info.get("loop", 0)
    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        frame.load()  # a WebP tells only then how long it is shown
        durations.append(frame.info.get("duration", 0))
        frames.append(_upright_in_srgb(frame, profile, is_turned))
        if kind == "JPEG":
            break  # what follows are previews
    if len(frames) > 1:
        options |= {"save_all": True, "append_images": frames[1:], "duration": durations, "loop": loop}
    out = BytesIO()
    frames[0].save(out, kind, **options)
    return out.getvalue()


def _upright_in_srgb(frame: Image.Image, profile: ImageCms.ImageCmsProfile | None, is_turned: bool) -> Image.Image:
    image = ImageOps.exif_transpose(frame) if is_turned else frame.copy()
    if profile is not None:
        alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
        mode = MODES[profile.profile.xcolor_space]
        image = _converted(image.convert(mode), profile)
        if alpha is not None:
            image.putalpha(alpha)
    for word in set(image.info) - {"transparency"}:
        del image.info[word]  # Pillow would write a comment and a profile again
    return image
