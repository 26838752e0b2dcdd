"""Pictures are made when a page goes live, before anybody looks."""

import re

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from wagtail.rich_text import RichText

from cms import publication_signals
from cms.images import tasks
from cms.images.renditions import SLOTS
from cms.models import Rendition
from cms.querysets import public_pages
from cms.seo.share_image import render, storage
from home.models import HomePage
from profiles.models import ProfileGalleryItem
from tests.factories import pages as make
from tests.support.images import picture, share_pictures
from tests.support.moderation import create, sent, yes

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued(monkeypatch):
    """The numbers of the pages whose pictures are asked for, in order."""
    asked = []
    backend = tasks.make_pictures.get_backend()
    monkeypatch.setattr(type(backend), "enqueue", lambda self, task, args, kwargs: asked.append((task.name, *args)))
    return asked


def test_going_live_asks_for_the_pictures_of_the_page_and_nothing_else_does(
    newsroom, queued, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        page = sent(newsroom.anna, newsroom.blog)
        create(newsroom.anna, newsroom.blog, "Bozza")
    assert queued == []
    with django_capture_on_commit_callbacks(execute=True):
        yes(newsroom.r1, page)
    assert queued == [("make_pictures", page.pk)]


def test_the_queue_is_the_one_that_a_worker_looks_at(provisioned_site):
    assert (tasks.make_pictures.backend, tasks.make_pictures.queue_name) == ("pictures", "pictures")


def test_leaving_the_site_takes_the_share_picture_away(provisioned_site, django_capture_on_commit_callbacks):
    pages = [make.post("Tolto"), make.post("Cancellato"), make.post("Resta")]
    for page in pages:
        storage.ensure_share_image(page)
    with django_capture_on_commit_callbacks(execute=True):
        pages[0].unpublish()
        pages[1].delete()
    assert [len(share_pictures(page)) for page in pages] == [0, 0, 1]


def test_a_picture_that_is_saved_makes_the_pages_again_that_show_it(
    provisioned_site, queued, django_capture_on_commit_callbacks
):
    image = picture()
    with django_capture_on_commit_callbacks(execute=True):
        page = make.post(picture=image)
        ada = make.showcase("Ada Prova", gallery_items=[ProfileGalleryItem(image=image, alt="x")])
        make.post("Altro")
    queued.clear()
    with django_capture_on_commit_callbacks(execute=True):
        image.title = "Un altro nome"
        image.save()
    assert queued == [("make_pictures", pk) for pk in sorted([page.pk, ada.pk])]


@pytest.fixture
def everywhere(provisioned_site, monkeypatch):
    """Pictures wherever a page of any type may have one, each of its own; and the lists that show those pages. Each
    role has one width that no other has, so that what is made and what is shown can be told apart."""
    for width, name in enumerate(sorted(SLOTS), start=20):
        monkeypatch.setitem(SLOTS, name, SLOTS[name]._replace(specs=(f"width-{width}",)))
    names = iter(range(100))

    def one():
        image = picture((300, 200))
        image.title = f"Foto {next(names)}"
        image.save()
        return image

    body = [
        ("paragraph", RichText("<p>Parole</p>")),
        ("picture", {"image": one(), "alt": "x"}),
        ("gallery", {"items": [{"image": one(), "alt": "x"}, {"image": one(), "alt": "y"}]}),
    ]
    gallery = [ProfileGalleryItem(image=one(), alt="x", sort_order=n) for n in range(2)]
    trades = [make.profession("aviatrice")]
    ada = make.showcase("Ada Prova", photo=one(), bio=body, gallery_items=gallery, professions=trades)
    bea = make.showcase("Bea Prova", photo=one(), professions=trades)
    for number in (1, 2):
        make.post(
            f"Articolo {number}", authors=[ada, bea], picture=one(), picture_alt="x", body=body,
            category=make.category("Mare"),
        )  # fmt: skip
    make.episode(1, guests=[ada.member, bea.member], picture=one(), picture_alt="x")
    make.episode(2, guests=[bea.member])
    page = make.pillola(by=make.Consultant.objects.create(member=ada.member), picture=one(), picture_alt="x")
    make.note(below=page, body=body)
    make.standard_page(body=body)
    home = HomePage.objects.get()
    sections = ("members", {"count": 6}), ("posts", {"count": 3}), ("episodes", {"count": 3}), ("pillole", {})
    home.sections = [(kind, {"title": kind, "intro": "", **more}) for kind, more in sections]
    make.publish(home)


LISTS = ["/", "/soci/", "/soci/?q=prova", "/blog/", "/blog/feed/", "/radio/", "/radio/feed.xml", "/pillole/"]
LISTS += ["/cerca/?q=prova"]


def test_nobody_who_looks_makes_a_picture(everywhere):
    """What the templates show and what the task makes are the same: a picture shown in another role fails here."""
    for page in public_pages():
        tasks.make_pictures.call(page.pk)
    made = sorted(Rendition.objects.values_list("file", flat=True))
    shown: set[str] = set()
    for address in [*LISTS, *(page.url for page in public_pages())]:
        response = Client().get(address)
        assert response.status_code == 200
        html = response.content.decode()
        shown |= set(re.findall(r"/media/(images/[^\s\"&,]+)", html))
        for share in re.findall(r'og:image" content="http://testserver(/condividi/[^"]+)"', html):
            assert default_storage.exists("share/" + share.removeprefix("/condividi/").replace("-", "/"))
    assert sorted(Rendition.objects.values_list("file", flat=True)) == made  # nobody who looked made one
    # None was made for nobody: only the newest post and the newest episode stand out in their lists.
    roles = sorted(SLOTS)
    waiting = [roles[int(re.search(r"width-(\d+)", name)[1]) - 20] for name in sorted(set(made) - shown)]
    assert sorted(waiting) == ["face", "lead"]
    assert len(made) == 21


def test_the_command_makes_whatever_is_missing_and_nothing_twice(provisioned_site, capsys, monkeypatch):
    ada = make.showcase("Ada Prova", photo=picture())
    make.post("Bozza", picture=picture(), live=False)
    count = len(list(public_pages()))
    call_command("make_pictures")
    assert capsys.readouterr().out == f"immagini a posto: pagine {count}\n"
    made = sorted(Rendition.objects.values_list("pk", flat=True))
    assert len(default_storage.listdir("share")[0]) == count
    Rendition.objects.filter(pk__in=made[:3]).delete()
    storage.delete_share_images(ada.pk)
    Rendition.cache_backend.clear()
    drawn = []
    stock = render.draw
    monkeypatch.setattr(storage, "draw", lambda card: drawn.append(card.title) or stock(card))
    call_command("make_pictures")
    assert len(set(Rendition.objects.values_list("pk", flat=True)) - set(made)) == 3
    assert drawn == ["Ada Prova"]


def test_a_broken_picture_stops_nothing(provisioned_site, caplog):
    image = picture()
    with image.file.storage.open(image.file.name, "wb") as file:
        file.write(b"niente")
    page = make.post(picture=image)
    tasks.make_pictures.call(page.pk)
    assert len(share_pictures(page)) == 1 and not Rendition.objects.exists()
    assert f"picture {image.pk} cannot be shown" in caplog.text


def test_a_page_that_left_meanwhile_is_nobodys_work(provisioned_site):
    page = make.post(picture=picture())
    page.unpublish()
    tasks.make_pictures.call(page.pk)
    tasks.make_pictures.call(999_999)
    assert not Rendition.objects.exists() and share_pictures(page) == []


@pytest.mark.parametrize("role", sorted(SLOTS))
def test_a_role_has_several_widths_and_says_how_wide_it_stands(role):
    widths = [int(re.search(r"-(\d+)", spec)[1]) for spec in SLOTS[role].specs]
    assert len(widths) == 3 and widths == sorted(widths) and SLOTS[role].sizes


def test_a_change_that_shows_no_picture_asks_nothing(provisioned_site, queued):
    tasks.work_on(publication_signals.Change(publication_signals.SAVED, "blog.category", 1))
    tasks.work_on(publication_signals.Change(publication_signals.MOVED, "blog.blogpage", 1))
    assert queued == []
