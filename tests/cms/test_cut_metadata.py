"""Pictures as they are stored: those that come in, by every way there is, and those that were there before."""

import hashlib
import os
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection

from cms.images.metadata import without_metadata
from cms.images.renditions import renditions
from cms.models import CustomImage, Rendition
from cms.seo.share_image.render import draw
from editorial import roles
from home.demo import acting
from tests.factories import pages as make
from tests.support.acting import agree, rewrite
from tests.support.moderation import fresh
from tests.support.people import make_member, make_user
from tests.support.photos import KINDS, ON_ITS_SIDE, TOLD, coded, photo, plain, planted, traces_below

SIZE = (480, 320)
XHR = {"headers": {"x-requested-with": "XMLHttpRequest"}}


@pytest.fixture
def media(settings, provisioned_site) -> Path:
    return Path(settings.MEDIA_ROOT)


def told(kind: str) -> bytes:
    return planted(kind, coded(kind, plain(kind, SIZE)))


def upload(kind: str, content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(KINDS[kind], content or told(kind), f"image/{kind.lower()}")


def facts(image: CustomImage) -> tuple:
    image = CustomImage.objects.get(pk=image.pk)
    return image.file_hash, image.file_size, image.width, image.height


def true_facts(image: CustomImage) -> tuple:
    """What a row has to say of its file."""
    data = Path(image.file.path).read_bytes()
    with Image.open(BytesIO(data)) as picture:
        return hashlib.sha1(data, usedforsecurity=False).hexdigest(), len(data), *picture.size


def restore(image: CustomImage, content: bytes) -> CustomImage:
    """The file and its row as the version before left them."""
    Path(image.file.path).write_bytes(content)
    with Image.open(BytesIO(content)) as picture:
        width, height = picture.size
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    CustomImage.objects.filter(pk=image.pk).update(file_hash=digest, file_size=len(content), width=width, height=height)
    return CustomImage.objects.get(pk=image.pk)


def stored(kind: str = "JPEG", content: bytes = b"", **fields) -> CustomImage:
    """A picture from before."""
    file = ContentFile(coded(kind, plain(kind, SIZE)), name=KINDS[kind])
    image = CustomImage.objects.create(title="Una foto", file=file, **fields)
    return restore(image, content or told(kind))


def command() -> str:
    out = StringIO()
    call_command("cut_metadata", stdout=out)
    return out.getvalue()


def last_line(text: str) -> str:
    return text.strip().splitlines()[-1]


# --- what comes in


@pytest.mark.parametrize("kind", KINDS)
def test_by_every_way_nothing_but_the_picture_is_kept(media, monkeypatch, tmp_path, kind):
    desk, member = make_user("desk", Group.objects.get(name=roles.BLOG_DESK)), make_member("Ada Prova")
    blog = Collection.objects.get(name=roles.BLOG_FILES).pk
    soci = Collection.objects.get(name=roles.MEMBERS_FILES).pk
    form = {"title": "t", "tags": "", "collection": blog}
    desk.client.post(reverse("wagtailimages:add"), form | {"file": upload(kind)})
    desk.client.post(reverse("wagtailimages:add_multiple"), form | {"files[]": upload(kind)}, **XHR)
    chooser = {f"image-chooser-upload-{name}": value for name, value in (form | {"collection": soci}).items()}
    member.client.post(reverse("wagtailimages_chooser:create"), chooser | {"image-chooser-upload-file": upload(kind)})
    (tmp_path / KINDS[kind]).write_bytes(told(kind))
    monkeypatch.setattr(acting, "PICTURES", tmp_path)
    acting.image(KINDS[kind], None)
    images = list(CustomImage.objects.order_by("pk"))
    assert [image.uploaded_by_user for image in images] == [desk, desk, member, None]
    assert [facts(image) for image in images] == [true_facts(image) for image in images]
    assert len({image.file_hash for image in images}) == 1  # one picture: duplicates are found
    for image in images:
        image.get_renditions("original", "max-165x165", "width-200|format-jpeg")
        assert len(renditions(image, "card")) == 2  # of three, one as wide as another
    own_preview = 1  # the admin's, of the page for many pictures
    assert len([path for path in media.rglob("*") if path.is_file()]) == 4 * (1 + 3 + 3) + own_preview
    assert traces_below(media) == []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_on_its_side_is_stored_upright(media, kind):
    desk = make_user("desk", Group.objects.get(name=roles.BLOG_DESK))
    data = photo(kind, image=plain(kind, SIZE), orientation=ON_ITS_SIDE)
    form = {"title": "t", "tags": "", "collection": Collection.objects.get(name=roles.BLOG_FILES).pk}
    desk.client.post(reverse("wagtailimages:add"), form | {"file": upload(kind, data)})
    image = CustomImage.objects.get()
    assert (image.width, image.height) == (320, 480)
    assert facts(image) == true_facts(image)
    assert image.get_rendition("width-160").height == 240
    assert traces_below(media) == []


def test_a_file_that_only_pillow_can_read_is_refused_with_a_word(media):
    """Of a moving picture Pillow draws the first frame, and never looks at the others."""
    more = [plain("GIF").rotate(90)]
    cut_short = coded("GIF", save_all=True, append_images=more)[:-300]
    with Image.open(BytesIO(cut_short)) as image:
        image.load()
    su = make_user("su", superuser=True)
    form = {"title": "t", "tags": "", "collection": Collection.get_first_root_node().pk}
    response = su.client.post(reverse("wagtailimages:add"), form | {"file": upload("GIF", cut_short)})
    assert response.context["form"].errors["file"] == [
        "Il file è rovinato o non è un’immagine: prova a salvarlo di nuovo."
    ]
    assert not CustomImage.objects.exists()


def test_no_name_gives_away_another(media):
    image = stored()
    sizes = image.get_renditions("original", "max-165x165", "fill-96x96|format-webp")
    names = [Path(size.file.name).name for size in sizes.values()]
    assert [name[16:] for name in names] == [".original.jpg", ".max-165x165.jpg", ".fill-96x96.format-webp.webp"]
    assert len({*[name[:16] for name in names], Path(image.file.name).stem}) == 4


# --- what was there before


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_uploaded_before_is_cut_and_nothing_else_changes(media, kind):
    image = stored(kind, coded(kind, plain(kind, SIZE)))
    sizes = renditions(image, "card")
    # The version before wrote metadata into sizes, too.
    Path(sizes[0].file.path).write_bytes(planted("WEBP", Path(sizes[0].file.path).read_bytes()))
    image = restore(image, told(kind))
    (media / "original_images" / "orphan.webp").write_bytes(told("WEBP"))
    rows = list(Rendition.objects.order_by("pk").values())
    with Image.open(image.file.path) as before:
        pixels = before.convert("RGB").tobytes()
    assert len(traces_below(media)) == 3
    text = command()
    orphan = "original_images/orphan.webp"
    assert sorted(text.splitlines()) == sorted(
        [f"ripulita: {name}" for name in (image.file.name, sizes[0].file.name, orphan)]
        + ["file guardati 5, ripuliti 3, non ripuliti 0"]
    )
    assert traces_below(media) == []
    with Image.open(image.file.path) as after:
        assert (after.size, after.convert("RGB").tobytes()) == (SIZE, pixels)
    assert CustomImage.objects.get().file.name == image.file.name
    assert list(Rendition.objects.order_by("pk").values()) == rows
    assert facts(image) == true_facts(image) != (image.file_hash, image.file_size, *SIZE)
    shown = renditions(CustomImage.objects.get(), "card")
    assert [size.file.name for size in shown] == [size.file.name for size in sizes]
    assert command() == "file guardati 5, ripuliti 0, non ripuliti 0\n"


def test_a_photo_on_its_side_keeps_its_looks(media):
    """Its point of interest was chosen on the upright picture."""
    image = stored(content=photo("JPEG", image=plain("JPEG", SIZE), orientation=ON_ITS_SIDE))
    CustomImage.objects.update(focal_point_x=80, focal_point_y=400, focal_point_width=40, focal_point_height=40)
    image = CustomImage.objects.get()
    spec = "fill-96x96|format-png"
    shown = image.get_rendition(spec)
    with Image.open(shown.file.path) as size:
        before = size.convert("L").tobytes()
    command()
    image = CustomImage.objects.get()
    assert ((image.width, image.height), facts(image)) == ((320, 480), true_facts(image))
    assert image.get_rendition(spec).pk == shown.pk
    Rendition.objects.all().delete()
    with Image.open(CustomImage.objects.get().get_rendition(spec).file.path) as size:
        assert max(abs(one - other) for one, other in zip(size.convert("L").tobytes(), before, strict=True)) <= 3


def test_a_picture_that_two_people_agreed_to_may_be_cut(media):
    """The rule allows this one alteration; nobody is asked again, and nothing is published again."""
    author, reader = make_user("autrice"), make_user("vera", Group.objects.get(name=roles.BLOG_DESK))
    page = make.post(live=False, owner=author)
    image = stored()
    rewrite(page, author, picture=image, picture_alt="una foto")
    agree(page, author, reader)
    before = fresh(page).live_revision.content
    command()
    assert traces_below(media) == []
    assert (fresh(page).live, fresh(page).live_revision.content) == (True, before)


def test_what_cannot_be_cut_is_named_and_the_others_are_cut(media):
    broken, gone, fine = stored(), stored(), stored()
    Path(broken.file.path).write_bytes(b"\xff\xd8\xff" + TOLD)
    Path(gone.file.path).unlink()
    with pytest.raises(CommandError) as error:
        command()
    lines = str(error.value).splitlines()
    named = sorted([f"- {broken.file.name}: UnidentifiedImageError", f"- {gone.file.name}: FileNotFoundError"])
    assert lines[0] == "Questi file non si possono ripulire:"
    assert [":".join(line.split(":")[:2]) for line in lines[1:]] == named
    assert facts(fine) == true_facts(fine)
    assert traces_below(media) == [broken.file.name]


def test_stopped_in_the_middle_the_next_run_goes_on(media, monkeypatch):
    images = [stored(), stored()]
    replace, left = os.replace, [1]

    def stopped(*names: str) -> None:
        if not left:
            raise KeyboardInterrupt
        left.pop()
        replace(*names)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", stopped)
        with pytest.raises(KeyboardInterrupt):
            command()
    whole = [Path(image.file.path).read_bytes() for image in images]
    assert sorted(whole) == sorted([told("JPEG"), without_metadata(told("JPEG"))])
    assert last_line(command()) == "file guardati 2, ripuliti 1, non ripuliti 0"
    assert [facts(image) for image in images] == [true_facts(image) for image in images]
    assert sorted(os.listdir(media / "original_images")) == sorted(Path(image.file.name).name for image in images)


def test_a_row_that_was_left_behind_is_made_true(media):
    image = stored(content=coded("JPEG", plain("JPEG", SIZE)))
    CustomImage.objects.update(file_hash="", file_size=None)
    assert command() == "file guardati 1, ripuliti 0, non ripuliti 0\n"
    assert facts(image) == true_facts(image)


def test_sizes_of_the_admin_that_name_their_original_go(media, django_capture_on_commit_callbacks):
    """By the name of a size that a page shows, everybody could ask for the whole picture."""
    image = stored()
    image.get_renditions("max-165x165", "original", "fill-96x96|format-webp")
    named = list(Rendition.objects.order_by("filter_spec"))
    for size in named:
        name = f"images/{Path(image.file.name).stem}.{size.filter_spec.replace('|', '.')}{Path(size.file.name).suffix}"
        os.rename(size.file.path, media / name)
        Rendition.objects.filter(pk=size.pk).update(file=name)
    image.get_rendition("max-300x300")
    with django_capture_on_commit_callbacks(execute=True):
        command()
    left = list(Rendition.objects.order_by("filter_spec"))
    assert [size.filter_spec for size in left] == ["fill-96x96|format-webp", "max-300x300"]
    assert sorted(f"images/{name}" for name in os.listdir(media / "images")) == sorted(size.file.name for size in left)


def test_what_other_sites_show_holds_nothing(media):
    image = stored()
    data = draw(make.post(picture=image, picture_alt="una foto").card())
    assert (TOLD in told("JPEG"), TOLD in data) == (True, False)
    with Image.open(BytesIO(data)) as drawn:
        assert {"exif", "xmp", "comment", "icc_profile"} & drawn.info.keys() == set()
