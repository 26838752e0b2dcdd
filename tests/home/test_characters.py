"""What is no character is taken out of everything that a request brings, before it reaches the database or a page."""

import json

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Comment, Revision
from wagtail.rich_text import RichText

from blog.models import Category
from cms.users.models import User
from tests.factories import pages as make
from tests.support.broken_posts import whole_post
from tests.support.editor_post import comment, rich_text
from tests.support.http import JSON, in_sitemap, url, with_client
from tests.support.moderation import fresh, last, review_url, seen_data
from tests.support.people import make_user

HALF, OTHER_HALF, CAT = "\ud83d", "\ude00", "\U0001f408"
# Half an emoji travels in JSON alone: no form can be written as UTF-8 with one.
CONTROLS = "\0\x01\x0b\x1f\ufffe\uffff"
TYPED, MEANT = f"a{CONTROLS}b {CAT}è", f"ab {CAT}è"
IN_JSON = f"{HALF}a{CONTROLS}{OTHER_HALF}b {CAT}è{HALF}"


@pytest.fixture
def su(provisioned_site):
    return make_user("su", provisioned_site.chief, superuser=True)


def an_article(**fields):
    body = [
        ("paragraph", RichText("<p>uno</p>")),
        ("callout", {"title": "Due", "text": RichText("<p>tre</p>")}),
        ("quote", {"text": "Quattro", "attribution": ""}),
    ]
    return make.post(body=body, **fields)


def shown(html: str) -> str:
    """Without the numbers of paragraphs."""
    return html.replace(' data-block-key="a0"', "")


@pytest.mark.parametrize("how", [JSON, {}], ids=["autosave", "save"])
@pytest.mark.parametrize("is_live", [True, False])
def test_every_field_of_an_editor(su, how, is_live):
    page = an_article(live=is_live)
    link = json.loads(rich_text(IN_JSON, embed={"type": "LINK", "data": {"url": f"https://a.example/{HALF}x"}}))
    link["blocks"][1] |= {"type": "unstyled", "text": f"{HALF}y"}
    link["blocks"][1]["entityRanges"] = [{"key": 0, "offset": 0, "length": 2}]
    link["blocks"][0]["inlineStyleRanges"] = [{"offset": 1, "length": 1, "style": "BOLD"}]
    data = whole_post(su, url("edit", page.pk)) | {
        "title": TYPED, "lead": TYPED, "body-0-value": json.dumps(link), "body-1-value-title": TYPED,
        "body-1-value-text": rich_text(IN_JSON), "body-2-value-text": TYPED, **comment(TYPED, "title"),
    }  # fmt: skip
    assert "\\ud83d" in data["body-0-value"]
    response = su.client.post(url("edit", page.pk), data, **how)
    assert response.status_code == (200 if how else 302)
    saved = last(page).as_object()
    assert (saved.title, saved.lead, Comment.objects.get().text) == (MEANT, MEANT, MEANT)
    first, callout, quote = saved.body
    bold, linked = shown(first.value.source).split("</p>")[:2]
    assert bold == f"<p><b>a</b>{MEANT[1:]}"  # what is bold stays where it was
    assert linked.endswith('<a href="https://a.example/x">y</a>')
    assert (callout.value["title"], quote.value["text"]) == (MEANT, MEANT)
    assert shown(callout.value["text"].source) == f"<p>{MEANT}</p>"
    for name in ("edit", "view_draft"):
        assert MEANT in su.client.get(url(name, page.pk)).content.decode().replace("\\ud83d\\udc08", CAT).replace(
            "\\u00e8", "è"
        )


def test_a_preview(su):
    page = an_article()
    data = whole_post(su, url("edit", page.pk)) | {"title": TYPED, "body-1-value-text": rich_text(IN_JSON)}
    assert su.client.post(url("preview_on_edit", page.pk), data).json() == {"is_valid": True, "is_available": True}
    html = su.client.get(url("preview_on_edit", page.pk)).content.decode()
    assert f"<h1>{MEANT}</h1>" in html
    assert f"<p>{MEANT}</p>" in shown(html)


def test_the_other_forms_of_the_admin(su):
    category = make.category("Mare")
    target = reverse("wagtailsnippets_blog_category:edit", args=[category.pk])
    assert su.client.post(target, whole_post(su, target) | {"name": TYPED}).status_code == 302
    assert Category.objects.get(pk=category.pk).name == MEANT
    document = get_document_model().objects.create(title="d", file=ContentFile(b"%PDF-1.4", name="d.pdf"))
    target = reverse("wagtaildocs:edit", args=[document.pk])
    assert su.client.post(target, whole_post(su, target) | {"title": TYPED}).status_code == 302
    document.refresh_from_db()
    assert document.title == MEANT
    target = reverse("wagtailredirects:add")
    data = whole_post(su, target) | {"old_path": "/u\0na", "redirect_page": make.standard_page().pk}
    assert su.client.post(target, data).status_code == 302
    assert [*Redirect.objects.filter(automatically_created=False).values_list("old_path", flat=True)] == ["/una"]


def test_a_link_in_its_chooser(su):
    data = {"external-link-chooser-url": "https://a.example/\0\x0bx", "external-link-chooser-link_text": TYPED}
    response = su.client.post(reverse("wagtailadmin_choose_page_external_link"), data)
    result = response.json()["result"]
    assert (result["url"], result["title"]) == ("https://a.example/x", MEANT)


def test_a_body_of_json(su):
    """Its names, too."""
    target = reverse("wagtailadmin_dismissibles")
    body = json.dumps({f"n{HALF}": [IN_JSON, 1, None, {"x": f"{CAT}\v"}]})
    assert "\\ud83d" in body
    expected = {"n": [MEANT, 1, None, {"x": CAT}]}
    assert su.client.patch(target, body, content_type="application/json").json() == expected
    assert su.client.get(target).json() == expected


def test_words_that_are_looked_for(su):
    """Those of the site's own lists are in test_bad_input.py."""
    lists = (
        "wagtailadmin_explore_root", "wagtailimages:index", "wagtaildocs:index", "wagtailredirects:index",
        "wagtailsnippets_blog_category:list", "wagtailadmin_choose_page_search", "wagtailimages_chooser:choose",
    )  # fmt: skip
    for query in ("%00", "a%0b%ef%bf%be%00b", "%ed%a0%bd"):
        for name in lists:
            response = su.client.get(f"{reverse(name)}?q={query}&ordering={query}&title={query}")
            assert response.status_code == 200, (name, query)


def test_files_are_left_as_they_are(su):
    content = b"%PDF-1.4 \0\x01\x0b\xed\xa0\xbd"
    file = ContentFile(content, name="a.pdf")
    target = reverse("wagtaildocs:add")
    data = whole_post(su, target) | {"title": TYPED, "file": file}
    assert su.client.post(target, data).status_code == 302
    document = get_document_model().objects.get()
    with document.file.open() as stored:
        assert (document.title, stored.read()) == (MEANT, content)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL takes no half of a character")
@pytest.mark.parametrize("kind", ["stream", "rich text"])
def test_a_site_that_kept_half_an_emoji_answers(provisioned_site, kind):
    """As it was saved once: in the JSON of a revision of a live page, below a stream or by itself."""
    ed = make_user("ed", provisioned_site.chief)
    ada = make.showcase("Ada Prova")
    if kind == "stream":
        page, name, half = an_article(authors=[ada], owner=ada.member.user), "body", "\\ud83d"
    else:
        page, name, half = make.pillola(by=make.Consultant.objects.create(member=ada.member)), "for_whom", HALF
    author = with_client(User.objects.get(pk=page.owner_id))
    draft = page.get_latest_revision_as_object()
    if kind == "rich text":
        draft.for_whom = "<p>uno</p>"
    revision = draft.save_revision(user=author)
    content = revision.content | {name: revision.content[name].replace("uno", f"u{half}no")}
    Revision.objects.filter(pk=revision.pk).update(content=content)
    kept = last(page).content[name]
    assert HALF in (json.loads(kept)[0]["value"] if kind == "stream" else kept)
    compare = url("revisions_compare", page.pk, "live", revision.pk)
    for target in (
        url("edit", page.pk),
        url("view_draft", page.pk),
        reverse("editorial_author", args=[page.pk]),
        compare,
    ):
        assert page.title in author.client.get(target).content.decode(), target
    author.client.post(reverse("editorial_send", args=[page.pk]), seen_data(author, page))
    step = fresh(page).current_workflow_task_state
    for target in (review_url("reading", step), review_url("text", step)):
        assert "<p>uno</p>" in shown(ed.client.get(target).content.decode()) or target == review_url("reading", step)
    assert page.title in ed.client.get(url("edit", page.pk)).content.decode()
    ed.client.post(review_url("approve", step), seen_data(ed, page))
    assert fresh(page).live_revision_id == revision.pk
    assert "<p>uno</p>" in shown(Client().get(page.url).content.decode())
    assert Client().get("/blog/feed/").status_code == 200
    assert page.url in in_sitemap()
