"""Files through the admin's own views, as a member and as a desk: a clear word of ours, never a 500."""

import re
import struct
import zlib
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from editorial import roles
from tests.support.images import image_bytes
from tests.support.people import make_member, make_user

MEGABYTE = 1024 * 1024
TITLE = "La mia «bella» foto"


def huge_png(width: int, height: int) -> bytes:
    """The header of a picture of so many points, in less than a hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 10)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


KINDS = "Formati supportati: GIF, JPG, JPEG, PNG, WEBP."
BROKEN = "Il file è rovinato o non è un’immagine"
# name of the file, what is in it, the words that say what is wrong
BAD_PICTURES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "html": ("foto.jpg", lambda: b"<!doctype html><script>alert(1)</script>", BROKEN),
    "svg": ("foto.jpg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', BROKEN),
    "text": ("foto.jpg", lambda: b"ciao", BROKEN),
    "cut short": ("foto.jpg", lambda: image_bytes("JPEG", size=(400, 400))[:-400], BROKEN),
    "only a header": ("foto.png", lambda: image_bytes("PNG")[:40], BROKEN),
    "empty": ("foto.jpg", lambda: b"", BROKEN),
    "too many points": ("foto.png", lambda: huge_png(30_000, 30_000), "Il limite è 40 megapixel."),
    "too heavy": ("foto.jpg", lambda: image_bytes("JPEG") + b"\0" * (9 * MEGABYTE), "il limite è 8 MB."),
    "svg by name": ("foto.svg", lambda: b"<svg/>", BROKEN),
    "bmp": ("foto.bmp", lambda: image_bytes("BMP"), "servono JPG, PNG, WebP o GIF"),
    "wrong name": ("foto.exe", image_bytes, KINDS),
    "no name": ("foto", image_bytes, KINDS),
}


@pytest.fixture
def people(provisioned_site):
    return {"member": make_member("Ada Prova"), "desk": make_user("desk", provisioned_site.desk)}


def collection(who: str) -> int:
    name = {"member": roles.MEMBERS_FILES, "desk": roles.PROFILES_FILES}[who]
    return Collection.objects.get(name=name).pk


def send(user, who: str, kind: str, name: str, content: bytes):
    """The form of the chooser, which both roles have; its file field carries a prefix."""
    prefix = f"{kind}-chooser-upload-"
    data = {
        f"{prefix}title": TITLE,
        f"{prefix}collection": collection(who),
        f"{prefix}tags": "",
        f"{prefix}file": SimpleUploadedFile(name, content),
    }
    return user.client.post(
        reverse(f"wagtail{kind}s_chooser:create" if kind == "image" else "wagtaildocs_chooser:create"), data
    )


def answer_of(response) -> dict:
    assert response.status_code == 200
    return response.json()


def errors_in(html: str) -> list[str]:
    return [
        re.sub(r"<[^>]+>|\s+", " ", text).strip() for text in re.findall(r"error-message.*?</(?:p|div)>", html, re.S)
    ]


@pytest.mark.parametrize("who", ["member", "desk"])
@pytest.mark.parametrize("case", BAD_PICTURES)
def test_a_bad_picture_is_told_in_italian_and_what_was_typed_stays(people, who, case):
    name, content, words = BAD_PICTURES[case]
    answer = answer_of(send(people[who], who, "image", name, content()))
    html = answer["htmlFragment"]
    assert words in html.replace("&#x27;", "'"), errors_in(html)
    assert errors_in(html) != []
    assert f'value="{TITLE}"' in html
    assert not get_image_model().objects.exists()
    for english in ("Upload a valid image", "too big", "Not a supported"):
        assert english not in html


@pytest.mark.parametrize("who", ["member", "desk"])
@pytest.mark.parametrize("kind, name", [("JPEG", "a.jpg"), ("PNG", "a.PNG"), ("WEBP", "a.webp"), ("GIF", "a.gif")])
def test_a_good_picture_is_taken_and_its_name_cannot_be_guessed(people, who, kind, name):
    answer = answer_of(send(people[who], who, "image", name, image_bytes(kind)))
    image = get_image_model().objects.get()
    assert answer["step"] == "chosen"
    assert (image.title, image.uploaded_by_user, image.collection_id) == (TITLE, people[who], collection(who))
    assert re.fullmatch(r"original_images/[\w-]{16}\.\w+", image.file.name)


def test_a_member_cannot_upload_into_a_desks_collection(people):
    prefix = "image-chooser-upload-"
    data = {
        f"{prefix}title": TITLE,
        f"{prefix}collection": collection("desk"),
        f"{prefix}file": SimpleUploadedFile("a.jpg", image_bytes("JPEG")),
    }
    people["member"].client.post(reverse("wagtailimages_chooser:create"), data)
    found = list(get_image_model().objects.values_list("collection", flat=True))
    assert collection("desk") not in found


@pytest.mark.parametrize("case", BAD_PICTURES)
def test_the_desks_page_for_pictures_says_the_same(people, case):
    name, content, words = BAD_PICTURES[case]
    data = {"title": TITLE, "collection": collection("desk"), "file": SimpleUploadedFile(name, content())}
    response = people["desk"].client.post(reverse("wagtailimages:add"), data)
    assert response.status_code == 200
    html = response.content.decode()
    assert words in html
    assert f'value="{TITLE}"' in html
    assert not get_image_model().objects.exists()


def test_the_page_for_many_pictures_says_it_too(people):
    for name, content, words in BAD_PICTURES.values():
        files = {"files[]": SimpleUploadedFile(name, content()), "title": TITLE, "collection": collection("desk")}
        response = people["desk"].client.post(
            reverse("wagtailimages:add_multiple"), files, headers={"x-requested-with": "XMLHttpRequest"}
        )
        assert response.status_code == 200, name
        answer = response.json()
        assert answer["success"] is False, name
        assert words in answer["error_message"], name
    assert not get_image_model().objects.exists()


# Documents -------------------------------------------------------------------------------------------------

# name, content, words
BAD_DOCUMENTS = {
    "html as pdf": ("a.pdf", b"<html><script>alert(1)</script>", "Il contenuto non è quello di un file .pdf."),
    "zip as pdf": ("a.pdf", b"PK\x03\x04", "Il contenuto non è quello di un file .pdf."),
    "pdf as docx": ("a.docx", b"%PDF-1.7", "Il contenuto non è quello di un file .docx."),
    "html as text": ("a.txt", b" \n<script>alert(1)</script>", "Il contenuto non è quello di un file .txt."),
    "binary as table": ("a.csv", b"a;b\0c", "Il contenuto non è quello di un file .csv."),
    "html": ("a.html", b"<p>ciao</p>", "Le estensioni permesse sono: pdf"),
    "svg": ("a.svg", b"<svg/>", "Le estensioni permesse sono: pdf"),
    "script": ("a.js", b"alert(1)", "Le estensioni permesse sono: pdf"),
    "empty": ("a.pdf", b"", "vuoto"),
    "too heavy": ("a.pdf", b"%PDF-" + b"\0" * (9 * MEGABYTE), "il limite è 8 MB."),
}
GOOD_DOCUMENTS = {
    "a.pdf": b"%PDF-1.7 ciao",
    "a.odt": b"PK\x03\x04",
    "a.xlsx": b"PK\x03\x04",
    "a.txt": "perché".encode(),
    "a.CSV": b"a;b\n1;2\n",
}


@pytest.mark.parametrize("who", ["member", "desk"])
@pytest.mark.parametrize("case", BAD_DOCUMENTS)
def test_a_bad_document_is_told_in_italian_and_what_was_typed_stays(people, who, case):
    name, content, words = BAD_DOCUMENTS[case]
    html = answer_of(send(people[who], who, "document", name, content))["htmlFragment"]
    assert words in html
    assert errors_in(html) != []
    assert f'value="{TITLE}"' in html
    assert not get_document_model().objects.exists()


@pytest.mark.parametrize("who", ["member", "desk"])
@pytest.mark.parametrize("name", GOOD_DOCUMENTS)
def test_a_good_document_is_taken(people, who, name):
    answer = answer_of(send(people[who], who, "document", name, GOOD_DOCUMENTS[name]))
    assert answer["step"] == "chosen"
    document = get_document_model().objects.get()
    assert (document.title, document.uploaded_by_user) == (TITLE, people[who])


@pytest.mark.parametrize("who", ["member", "desk"])
def test_a_body_over_the_limit_is_413_before_the_form(people, who):
    response = send(people[who], who, "image", "a.jpg", b"\0" * (10 * MEGABYTE + 1))
    assert response.status_code == 413
    assert "al massimo 8 MB" in response.content.decode()
