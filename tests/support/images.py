"""Pictures of two flat colours: as bytes, as an upload, as the site's own."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Page

from cms.models import CustomImage

COLOURS = ("#0b5d4a", "#f6be2c")


def image_bytes(kind: str = "PNG", size: tuple[int, int] = (64, 48), colours: tuple[str, str] = COLOURS) -> bytes:
    """The left half in one colour, the right half in the other; ``kind`` is Pillow's name of the format."""
    image = Image.new("RGB", size, colours[0])
    image.paste(colours[1], (size[0] // 2, 0, *size))
    stream = BytesIO()
    image.save(stream, kind)
    return stream.getvalue()


def upload(name: str = "x.png", colour: str = "red") -> SimpleUploadedFile:
    """A picture as a browser sends it: the same bytes for the same colour."""
    return SimpleUploadedFile(name, image_bytes(size=(40, 30), colours=(colour, colour)), "image/png")


def picture(
    size: tuple[int, int] = (900, 600), *, title: str = "Una foto", name: str = "a.png", kind: str = "PNG",
    colours: tuple[str, str] = COLOURS, **fields: Any,
) -> CustomImage:  # fmt: skip
    file = ContentFile(image_bytes(kind, size, colours), name=name)
    return CustomImage.objects.create(title=title, file=file, **fields)


def share_pictures(page: Page) -> list[str]:
    """The file names of a page's share pictures; none where it never had any."""
    try:
        return sorted(default_storage.listdir(f"share/{page.pk}")[1])
    except FileNotFoundError:
        return []
