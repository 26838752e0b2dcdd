"""Upload forms of images and documents, with checks of the file.

A file never changes under a page that two people approved: a new file is a new image or document.
"""

import warnings
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from PIL import Image as PillowImage
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from .metadata import without_metadata

MEGABYTE = 1024 * 1024  # bytes
PIXELS_A_MEGAPIXEL = 1_000_000
HEAD_BYTES = 2048  # how much of a document is looked at
PICTURE_FORMATS = {"GIF", "JPEG", "PNG", "WEBP"}
BROKEN = "Il file è rovinato o non è un’immagine: prova a salvarlo di nuovo."

# The first bytes of each kind of document. Text kinds have none: they are checked not to be markup.
SIGNATURES = {
    "pdf": (b"%PDF-",),
    "odt": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "txt": (),
    "csv": (),
}


def check_picture(file: UploadedFile) -> None:
    """Open and verify an image with Pillow. Raises ValidationError for a broken, huge or unsupported file.

    It has to run before any other code opens the file. It reads the header first, so that a small file of a billion
    pixels is never decoded.
    """
    limit = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    megapixels = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // PIXELS_A_MEGAPIXEL
    if file.size and file.size > limit:
        raise ValidationError(f"Questa immagine è troppo pesante: il limite è {limit // MEGABYTE} MB.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PillowImage.DecompressionBombWarning)
            file.seek(0)
            picture = PillowImage.open(file)
            width, height = picture.size
            if picture.format not in PICTURE_FORMATS:
                raise ValidationError("Non è un’immagine: servono JPG, PNG, WebP o GIF.")
            if width * height * getattr(picture, "n_frames", 1) > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                raise ValidationError(
                    f"Questa immagine ha troppi punti: {width} × {height}. Il limite è {megapixels} megapixel."
                )
            picture.verify()
            file.seek(0)
            PillowImage.open(file).load()  # verify() does not see a file cut short
    except ValidationError:
        raise
    except PillowImage.DecompressionBombError as error:  # so many pixels that Pillow does not even tell the size
        raise ValidationError(f"Questa immagine ha troppi punti. Il limite è {megapixels} megapixel.") from error
    except Exception as error:  # whatever a hostile file makes the library raise
        raise ValidationError(BROKEN) from error
    finally:
        file.seek(0)


def checked_picture(file: UploadedFile) -> UploadedFile:
    """Return an image that check_picture() takes, with nothing in its file but the picture. Raises ValidationError."""
    check_picture(file)
    data = file.read()
    try:
        clean = without_metadata(data)
    except Exception as error:  # as above: Pillow draws some files that are broken
        raise ValidationError(BROKEN) from error
    finally:
        file.seek(0)
    return file if clean == data else SimpleUploadedFile(file.name or "", clean, file.content_type or "")


def checked_document(file: UploadedFile) -> UploadedFile:
    check_document(file)
    return file


def check_document(file: UploadedFile) -> None:
    """Raise ValidationError for an empty or huge document, and where the first bytes are not those of its extension.

    A text file that begins as markup does is refused too.
    """
    if not file.size:
        raise ValidationError("Questo file è vuoto: scegline un altro.")
    if file.size > settings.MAX_DOCUMENT_BYTES:
        raise ValidationError(
            f"Questo documento è troppo pesante: il limite è {settings.MAX_DOCUMENT_BYTES // MEGABYTE} MB."
        )
    extension = (file.name or "").rpartition(".")[2].lower()
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(0)
    signatures = SIGNATURES.get(extension)
    if signatures is None:
        return  # the field's own validator refuses it and names the kinds
    fits = head.startswith(signatures) if signatures else b"\0" not in head and b"<" not in head.lstrip()[:1]
    if not fits:
        raise ValidationError(f"Il contenuto non è quello di un file .{extension}.")


class ImmutableFile:
    """A form mixin without a file field for an existing object: a posted file is not even read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:  # type: ignore[attr-defined]
            self.fields.pop("file", None)  # type: ignore[attr-defined]


def guard_file(form: forms.BaseForm, checked: Callable[[UploadedFile], UploadedFile]) -> None:
    """Give the field's own ``to_python()``, which opens an upload with the image library, what ``checked`` returns."""
    field = form.fields.get("file")
    if field is None:
        return
    stock = field.to_python

    def to_python(data: Any) -> Any:
        return stock(checked(data) if isinstance(data, UploadedFile) else data)

    field.to_python = to_python  # type: ignore[method-assign, assignment]


class ImageForm(ImmutableFile, BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_file(self, checked_picture)


class DocumentForm(ImmutableFile, BaseDocumentForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_file(self, checked_document)
