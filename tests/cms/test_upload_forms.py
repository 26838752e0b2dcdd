"""Files of images and documents never change, and what is uploaded is what it says it is."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection

from cms.images.upload_forms import check_document, check_picture
from cms.models import CustomDocument, CustomImage
from tests.support.images import image_bytes, upload

XHR = {"headers": {"x-requested-with": "XMLHttpRequest"}}


def content_of(thing) -> bytes:
    with thing.file.open() as file:
        return file.read()


def root() -> int:
    return Collection.get_first_root_node().pk


def test_the_file_of_an_image_stays(newsroom):
    image = CustomImage.objects.create(
        title="i", file=ContentFile(image_bytes(), name="una.png"), uploaded_by_user=newsroom.anna
    )
    name, content = image.file.name, content_of(image)
    target = reverse("wagtailimages:edit", args=[image.pk])
    assert 'name="file"' not in newsroom.su.client.get(target).content.decode()
    data = {"title": "nuovo titolo", "tags": "", "collection": root(), "file": upload("altra.png", "blue")}
    assert newsroom.su.client.post(target, data).status_code == 302
    image = CustomImage.objects.get()
    assert (image.title, image.file.name, content_of(image)) == ("nuovo titolo", name, content)


def test_the_file_of_a_document_stays(newsroom):
    file = ContentFile(b"uno", name="uno.txt")
    document = CustomDocument.objects.create(title="d", file=file, uploaded_by_user=newsroom.anna)
    name = document.file.name
    target = reverse("wagtaildocs:edit", args=[document.pk])
    assert 'name="file"' not in newsroom.su.client.get(target).content.decode()
    data = {
        "title": "nuovo titolo",
        "tags": "",
        "collection": root(),
        "file": SimpleUploadedFile("due.txt", b"due"),
    }
    assert newsroom.su.client.post(target, data).status_code == 302
    document = CustomDocument.objects.get()
    assert (document.title, document.file.name, content_of(document)) == ("nuovo titolo", name, b"uno")


@pytest.mark.parametrize(
    "model, app, kind, upload",
    [
        (CustomImage, "wagtailimages", "image", lambda: upload("molte.png")),
        (CustomDocument, "wagtaildocs", "doc", lambda: SimpleUploadedFile("molte.txt", b"testo")),
    ],
)
def test_multiple_upload_works(newsroom, model, app, kind, upload):
    client = newsroom.su.client
    answer = client.post(
        reverse(f"{app}:add_multiple"), {"title": "t", "collection": root(), "files[]": upload()}, **XHR
    ).json()
    assert answer["success"], answer
    thing = model.objects.get()
    name = thing.file.name
    prefix = f"{kind}-{thing.pk}-"
    data = {"title": "dopo", "tags": "", "collection": root(), "file": upload()}
    target = reverse(f"{app}:edit_multiple", args=[thing.pk])
    posted = {f"{prefix}{key}": value for key, value in data.items()}
    assert client.post(target, posted, **XHR).json()["success"]
    thing = model.objects.get()
    assert (thing.title, thing.file.name) == ("dopo", name)


def test_single_upload_works(newsroom):
    data = {"title": "t", "tags": "", "collection": root(), "file": upload("nuova.png")}
    newsroom.su.client.post(reverse("wagtailimages:add"), data)
    assert (CustomImage.objects.get().width, CustomImage.objects.get().height) == (40, 30)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_whole_pictures_are_taken(kind):
    check_picture(SimpleUploadedFile("x", image_bytes(kind)))


@pytest.mark.parametrize(
    "content, why",
    [
        (b"", "rovinato"),
        (b"non sono un'immagine", "rovinato"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "rovinato"),
        (image_bytes()[: len(image_bytes()) // 2], "rovinato"),
        (image_bytes("BMP"), "Non è un’immagine"),
        (image_bytes("TIFF"), "Non è un’immagine"),
    ],
)
def test_what_is_no_whole_picture_is_refused(content, why):
    with pytest.raises(ValidationError, match=why):
        check_picture(SimpleUploadedFile("x.png", content))


def test_a_picture_of_too_many_points_or_bytes_is_refused(settings):
    content = image_bytes(size=(100, 100))
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 10_000
    check_picture(SimpleUploadedFile("x.png", content))
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 9_999
    with pytest.raises(ValidationError, match="troppi punti: 100 × 100"):
        check_picture(SimpleUploadedFile("x.png", content))
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = len(content) - 1
    with pytest.raises(ValidationError, match="troppo pesante"):
        check_picture(SimpleUploadedFile("x.png", content))


@pytest.mark.parametrize(
    "name, content",
    [("a.pdf", b"%PDF-1.7"), ("a.DOCX", b"PK\x03\x04x"), ("a.txt", b"testo"), ("a.csv", b"a;b\n1;2")],
)
def test_documents_that_are_what_their_name_says_are_taken(name, content):
    check_document(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(
    "name, content",
    [
        ("a.pdf", b"<html>"),
        ("a.docx", b"%PDF-1.7"),
        ("a.txt", b"<script>alert(1)</script>"),
        ("a.txt", b"  \n<html>"),
        ("a.csv", b"a\0b"),
    ],
)
def test_documents_that_are_something_else_are_refused(name, content):
    with pytest.raises(ValidationError, match="Il contenuto non è quello di un file"):
        check_document(SimpleUploadedFile(name, content))


def test_a_picture_that_is_none_is_told_at_its_field(newsroom):
    data = {
        "title": "t",
        "tags": "",
        "collection": root(),
        "file": SimpleUploadedFile("x.png", b"no", "image/png"),
    }
    response = newsroom.su.client.post(reverse("wagtailimages:add"), data)
    assert response.status_code == 200 and not CustomImage.objects.exists()
    assert response.context["form"].errors["file"] == [
        "Il file è rovinato o non è un’immagine: prova a salvarlo di nuovo."
    ]
