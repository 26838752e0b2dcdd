"""Of every form of the admin each field is broken in turn: an answer, and never 500."""

import os
import re
from collections.abc import Iterable
from functools import partial
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, Site
from wagtail.rich_text import RichText
from wagtail.snippets.models import get_snippet_models

from blog.models import BlogIndexPage
from cms.http.atomic_writes import BROKEN
from home.models import HomePage
from profiles.models import ProfileGalleryItem
from tests.factories import pages as make
from tests.support.broken_posts import BROKEN as BROKEN_VALUES
from tests.support.broken_posts import RICH_BROKEN, breaks, fill_streams, kinds_of, whole_post
from tests.support.editor_post import rich_text
from tests.support.http import JSON, url
from tests.support.images import picture
from tests.support.moderation import fresh, last
from tests.support.people import make_user

# The answers to what is broken: the form again, back to a list, no.
ANSWERS = {200, 302, 400}


@pytest.fixture
def house(provisioned_site):
    """A superuser of Redazione, who may open every form, and what is to be chosen there."""
    su = make_user("su", provisioned_site.chief, superuser=True)
    document = get_document_model().objects.create(title="d", file=ContentFile(b"%PDF-1.4", name="d.pdf"))
    made = SimpleNamespace(
        su=su,
        picture=picture(),
        document=document,
    )
    made.client = Client(raise_request_exception=False)
    made.client.force_login(su)
    return made


def filled(house, page: Page) -> Page:
    """Saved with a block of every kind in every stream."""
    page = page.specific.get_latest_revision_as_object()
    fill_streams(page, house.picture.pk, house.document.pk)
    page.save_revision(user=house.su)
    return fresh(page)


def a_post(house) -> Page:
    return filled(house, make.post(authors=[make.showcase("Bo Prova")]))


def a_showcase(house) -> Page:
    items = [ProfileGalleryItem(image=house.picture, alt="x")]
    return filled(house, make.showcase("Ada Prova", professions=[make.profession("fornaia")], gallery_items=items))


def a_sample(label: str, house) -> Page:
    return filled(house, make.SAMPLES[label]())


PAGES = {label: partial(a_sample, label) for label in make.SAMPLES}
PAGES |= {
    "blog.BlogPage": a_post,
    "profiles.ProfilePage": a_showcase,
    "radio.EpisodePage": lambda house: filled(house, make.episode(guests=["Bo"])),
}


def redirect() -> Redirect:
    return Redirect.objects.create(old_path="/una", redirect_link="/altra", site=Site.objects.get())


def a_snippet(model) -> str:
    row = model.objects.first() or model.objects.create(name="Uno", slug="uno")
    return reverse(model.snippet_viewset.get_url_name("edit"), args=[row.pk])


SCREENS = {
    "a new article": lambda house: url("add", "blog", "blogpage", BlogIndexPage.objects.get().pk),
    "a new plain page": lambda house: url("add", "home", "standardpage", HomePage.objects.get().pk),
    "settings": lambda house: reverse("wagtailsettings:edit", args=["cms", "sitesettings", Site.objects.get().pk]),
    "a new redirect": lambda house: reverse("wagtailredirects:add"),
    "a redirect": lambda house: reverse("wagtailredirects:edit", args=[redirect().pk]),
    "a new picture": lambda house: reverse("wagtailimages:add"),
    "a picture": lambda house: reverse("wagtailimages:edit", args=[house.picture.pk]),
    "a new document": lambda house: reverse("wagtaildocs:add"),
    "a document": lambda house: reverse("wagtaildocs:edit", args=[house.document.pk]),
    "a new collection": lambda house: reverse("wagtailadmin_collections:add"),
} | {
    f"a {model._meta.verbose_name}": partial(lambda model, house: a_snippet(model), model)
    for model in get_snippet_models()
}


def faults(client: Client, target: str, posts, **how) -> list[tuple[str, str, int]]:
    """(field, how it is broken, status) of what is answered otherwise; each POST is taken back."""
    found = []
    for field, broken, data in posts:
        with transaction.atomic():
            status = client.post(target, data, **how).status_code
            transaction.set_rollback(True)
        if status not in ANSWERS:
            found.append((field, broken, status))
    return found


def refused(client: Client, target: str, data: dict, **how) -> str:
    """The words of a refusal."""
    response = client.post(target, data, **how)
    assert response.status_code == 400
    return response.json()["error_message"] if how else re.search("<h1>(.*?)</h1>", response.content.decode())[1]


# What the editor's script writes into the POST of an article, and no person types.
NUMBERS = (
    "body-count", "body-0-order", "body-2-value-image", "body-3-value-items-count", "body-3-value-items-0-order",
    "body-7-value-document", "picture", "author_links-0-id", "overwrite_revision_id", "comments-TOTAL_FORMS",
    "comments-INITIAL_FORMS",
)  # fmt: skip


def test_a_number_that_is_none_is_refused_and_nothing_is_saved(house):
    page = a_post(house)
    data = whole_post(house.su, url("edit", page.pk))
    before = last(page)
    edit, revert = url("edit", page.pk), url("revisions_revert", page.pk, before.pk)
    for name in NUMBERS:
        for value in ("x", "-1", "9" * 30):
            broken = data | {name: value}
            assert refused(house.client, edit, broken, **JSON) == BROKEN, name
        assert refused(house.client, edit, broken) == "Non abbiamo capito", name
        assert refused(house.client, revert, broken) == "Non abbiamo capito", name
        if not name.startswith(("comments", "overwrite")):
            assert refused(house.client, url("preview_on_edit", page.pk), broken) == "Non abbiamo capito", name
    assert last(page) == before
    assert house.client.post(edit, data, **JSON).json()["success"]


def test_two_blocks_have_no_place_together(house):
    page = a_post(house)
    data = whole_post(house.su, url("edit", page.pk))
    for name in ("body-{}", "body-3-value-items-{}"):
        same = {f"{name.format(n)}-order": "0" for n in range(2)}
        assert refused(house.client, url("edit", page.pk), data | same, **JSON) == BROKEN
        gone = {f"{name.format(1)}-deleted": "1"}
        assert house.client.post(url("edit", page.pk), data | same | gone, **JSON).status_code in (200, 400)
    gone = {"body-0-order": "1", "body-0-deleted": "1"}
    assert house.client.post(url("edit", page.pk), data | gone, **JSON).json()["success"]
    assert [block.block_type for block in last(page).as_object().body][0] == "paragraph"


def test_a_rich_text_that_is_none_is_refused(house):
    page = make.post(body=[("callout", {"title": "Uno", "text": RichText("<p>due</p>")})])
    data, before = whole_post(house.su, url("edit", page.pk)), last(page)
    for how, value in (BROKEN_VALUES | RICH_BROKEN).items():
        if value not in (None, "null"):
            broken = data | {"body-0-value-text": value}
            assert refused(house.client, url("edit", page.pk), broken, **JSON) == BROKEN, how
    assert refused(house.client, url("edit", page.pk), broken) == "Non abbiamo capito"
    assert refused(house.client, url("preview_on_edit", page.pk), broken) == "Non abbiamo capito"
    assert last(page) == before


def test_the_editors_own_rich_texts_are_taken(house):
    """«Nothing» as well, and an emoji that its JSON writes as two halves."""
    page = make.post(body=[("callout", {"title": "Uno", "text": RichText("<p>due</p>")})])
    data = whole_post(house.su, url("edit", page.pk))
    for text, html in (("null", ""), (rich_text("tre \U0001f600"), "tre \U0001f600</p>")):
        assert house.client.post(url("edit", page.pk), data | {"body-0-value-text": text}, **JSON).json()["success"]
        assert last(page).as_object().body[0].value["text"].source.endswith(html)


def test_every_field_of_an_article_holds_letters(house):
    """The short form of the two below."""
    page = a_post(house)
    data = whole_post(house.su, url("edit", page.pk))
    posts = [post for post in breaks(data) if post[1] == "letters"]
    assert len(posts) == len(kinds_of(data)) > 40
    assert faults(house.client, url("edit", page.pk), posts, **JSON) == []


@pytest.mark.parametrize("screen", sorted(SCREENS))
def test_a_few_fields_of_every_form_hold_letters(house, screen):
    target = SCREENS[screen](house)
    posts = [post for post in breaks(whole_post(house.su, target)) if post[1] == "letters"]
    assert posts and faults(house.client, target, posts[:2]) == []


EVERY = 1 if os.environ.get("EVERY_WAY") else 7


def some(posts: Iterable[tuple]) -> list[tuple]:
    """Every seventh, by which each way meets each kind of field; all of them in «make broken»."""
    return list(posts)[::EVERY]


@pytest.mark.exhaustive
@pytest.mark.parametrize("screen", sorted(SCREENS))
def test_every_field_of_every_form_is_broken_in_every_way(house, screen):
    target = SCREENS[screen](house)
    assert faults(house.client, target, some(breaks(whole_post(house.su, target)))) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("label", sorted(PAGES))
def test_every_field_of_every_editor_is_broken_in_every_way(house, label):
    """By autosave in every way; by the two buttons, whose answer is a page or a preview, with letters."""
    page = PAGES[label](house)
    data = whole_post(house.su, url("edit", page.pk))
    assert house.client.post(url("edit", page.pk), data, **JSON).json()["success"]
    assert faults(house.client, url("edit", page.pk), some(breaks(data)), **JSON) == []
    letters = some([post for post in breaks(data) if post[1] == "letters"])
    for target in (url("edit", page.pk), url("preview_on_edit", page.pk)):
        assert faults(house.client, target, letters) == []


def test_json_that_is_no_object_is_refused(house):
    """What the admin remembers of a person's closed hints is the one body of JSON that members send."""
    target = reverse("wagtailadmin_dismissibles")
    for body in ("", "[1]", "1", '"x"', "null", "{", "[" * 20_000):
        assert house.client.patch(target, body, content_type="application/json").status_code == 400, body[:9]
    assert house.client.patch(target, "{", content_type="text/plain").status_code == 400
    assert house.client.patch(target, '{"a": 1}', content_type="application/json").json() == {"a": 1}
