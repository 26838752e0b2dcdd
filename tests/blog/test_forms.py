"""The editor of an article, over HTTP: what is refused, what a hand-made POST may not name, who signs."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import Collection

from blog.forms import NO_ALT, NO_TITLE, RESERVED
from blog.models import BlogIndexPage, BlogPage
from blog.services import propose
from editorial import roles
from editorial.page_forms import NOT_YOURS
from editorial.review.state import open_state
from tests.factories import pages as make
from tests.support.editor_post import editor_form, new_form
from tests.support.http import JSON, url, with_client
from tests.support.images import picture
from tests.support.moderation import fresh, last
from tests.support.people import join, make_member, make_user


@pytest.fixture
def ada(provisioned_site):
    return with_client(make.showcase("Ada Prova").owner)


@pytest.fixture
def desk(provisioned_site):
    return make_user("b", Group.objects.get(name=roles.BLOG_DESK))


@pytest.fixture
def page(ada):
    return fresh(propose(user=ada, title="Il mio banco"))


def post(user, page, **changes):
    return user.client.post(url("edit", page.pk), editor_form(page, user, **changes))


def refused(response) -> dict:
    """Errors of the form and of its rows; what was typed is shown again."""
    assert response.status_code == 200
    form = response.context["form"]
    rows = [error for row in form.formsets["author_links"].forms for error in row.errors.items()]
    return {**form.errors, **dict(rows)}


def authors(page) -> list[str]:
    """Of the latest text."""
    return [row["known_as"] for row in last(page).content["author_links"]]


def row(member, number: int = 0, **more) -> dict:
    prefix = f"author_links-{number}"
    return {
        "author_links-TOTAL_FORMS": number + 1,
        f"{prefix}-id": "",
        f"{prefix}-ORDER": number + 1,
        f"{prefix}-DELETE": "",
        f"{prefix}-member": member.pk,
        **more,
    }


def test_a_member_writes_and_sends(ada, page):
    category = make.category("Mare")
    response = post(
        ada,
        page,
        title="  Il   mio banco ",
        lead="Una frase.",
        category=category.pk,
        tags="Nodi, Vela",
        **{"action-submit": "1"},
    )
    assert response.url == f"/area-soci/pagine/{page.pk}/?mandata=1"
    now = fresh(page)
    assert (now.title, now.lead, now.category, now.tag_names) == (
        "Il mio banco",
        "Una frase.",
        category,
        ["Nodi", "Vela"],
    )
    assert open_state(now) is not None


def test_a_members_form_has_no_field_of_the_staff(ada, page, desk):
    staff = {"slug", "date", "byline", "go_live_at", "expire_at", "show_in_menus", "seo_title", "menu_order"}
    for user, seen in ((ada, set()), (desk, staff)):
        form = BlogPage.get_edit_handler().get_form_class()(instance=page, for_user=user)
        assert staff & set(form.fields) == seen
    post(ada, page, date="1999-01-01", byline="Altri", slug="altro")
    now = fresh(page)
    assert (now.date, now.byline, now.slug) == (page.date, "", "il-mio-banco")


@pytest.mark.parametrize("title", ["", "   ", "\u00a0\u2003", "\u200b", "***"])
def test_a_title_that_nobody_can_read_is_an_error(ada, page, title):
    errors = refused(post(ada, page, title=title, lead="Scritta intanto"))
    assert errors["title"][0] in (NO_TITLE, "Questo campo è obbligatorio.")
    assert fresh(page).title == "Il mio banco"
    saved = ada.client.post(url("edit", page.pk), editor_form(page, ada, title=title), **JSON)
    assert saved.status_code == 400


def test_a_tag_of_three_hundred_letters_is_an_error_and_nothing_typed_is_lost(ada, page):
    response = post(ada, page, tags="x" * 300, lead="Scritta intanto")
    errors = refused(response)
    assert list(errors) == ["tags"]
    assert "100" in errors["tags"][0]
    html = response.content.decode()
    assert "Scritta intanto" in html and "x" * 300 in html
    assert fresh(page).tag_names == []


@pytest.mark.parametrize("tag", ["ﬁ" * 100, "🎷", '"a, b"', "è"])
def test_any_tag_that_fits_is_saved(ada, page, tag):
    assert post(ada, page, tags=tag).status_code == 302
    assert len(fresh(page).tag_names) == 1


@pytest.mark.parametrize("slug", ["feed"])
def test_a_reserved_address_is_an_error(desk, page, slug):
    assert refused(post(desk, page, slug=slug)) == {"slug": [RESERVED]}


def test_a_category_that_is_none_is_an_error(ada, page):
    assert list(refused(post(ada, page, category="999999"))) == ["category"]


# Who signs -------------------------------------------------------------------------------------------------


def test_a_member_names_who_is_on_the_site_and_nobody_else(ada, page):
    live, draft = make.showcase("Bea Viva").member, make.showcase("Cia Bozza", live=False).member
    assert list(refused(post(ada, page, **row(draft, 1)))) == ["member"]
    assert authors(page) == ["Ada Prova"]
    for wrong in ("999999", "x"):
        assert list(refused(post(ada, page, **(row(live, 1) | {"author_links-1-member": wrong})))) == ["member"]
    assert post(ada, page, **row(live, 1)).status_code == 302
    assert authors(page) == ["Ada Prova", "Bea Viva"]


def test_the_desk_names_anybody(desk, page):
    assert post(desk, page, **row(make.showcase("Cia Bozza", live=False).member, 1)).status_code == 302
    assert authors(page) == ["Ada Prova", "Cia Bozza"]


def test_nobody_signs_twice(ada, page):
    response = post(ada, page, **row(ada.member, 1))
    assert response.status_code == 200
    assert response.context["form"].formsets["author_links"].non_form_errors()
    assert authors(page) == ["Ada Prova"]


def test_who_left_stays_on_what_was_written(ada, page):
    bea = make.showcase("Bea Viva")
    post(ada, page, **row(bea.member, 1))
    bea.unpublish()
    bea.owner.is_active = False
    bea.owner.save()
    assert post(ada, page, lead="Altro").status_code == 302
    assert authors(page) == ["Ada Prova", "Bea Viva"]


def unsigned(user, page, **more):
    gone = {f"author_links-{number}-DELETE": "1" for number in range(len(authors(page)))}
    return post(user, page, **gone, **more)


def test_an_unsigned_draft_stays_unsigned_and_is_its_writers_once_it_is_sent(ada, page):
    assert unsigned(ada, page).status_code == 302
    assert authors(page) == []
    post(ada, page, **{"action-submit": "1"})
    assert open_state(fresh(page)) is not None
    assert authors(page) == ["Ada Prova"]
    assert [author.member for author in fresh(page).author_links.all()] == [ada.member]


def test_a_reviewer_who_sends_does_not_sign_for_the_writer(provisioned_site, page):
    rea = make_member("Rea Lettrice")
    join(rea, Group.objects.get(name=roles.BLOG_DESK))
    unsigned(rea, page, **{"action-submit": "1"})
    assert authors(page) == ["Ada Prova"]


def test_a_byline_signs_in_place_of_the_writer(desk, page):
    unsigned(desk, page, byline="Il Piccolo", **{"action-submit": "1"})
    assert authors(page) == []
    assert last(page).content["byline"] == "Il Piccolo"


def test_the_desks_own_article_is_the_desks(desk):
    index = BlogIndexPage.objects.get()
    form = BlogPage.get_edit_handler().get_form_class()(instance=BlogPage(), for_user=desk, parent_page=index)
    data = new_form(form) | {"title": "Novità", "slug": "novita", "action-submit": "1"}
    assert desk.client.post(url("add", "blog", "blogpage", index.pk), data).status_code == 302
    page = BlogPage.objects.get()
    assert (page.owner, page.signatures, page.live) == (desk, [("la redazione", "")], False)
    assert open_state(page) is not None


def test_an_article_is_previewed_before_it_is_saved_and_after(ada, page, desk):
    index = BlogIndexPage.objects.get()
    form = BlogPage.get_edit_handler().get_form_class()(instance=BlogPage(), for_user=desk, parent_page=index)
    new = new_form(form) | row(ada.member) | {"title": "Novità", "slug": "novita", "category": make.category("Mare").pk}
    add = url("preview_on_add", "blog", "blogpage", index.pk)
    edit = url("preview_on_edit", page.pk)
    for user, address, data in ((desk, add, new), (ada, edit, editor_form(page, ada, title="Il banco, dopo"))):
        assert user.client.post(address, data).json() == {"is_valid": True, "is_available": True}
        shown = user.client.get(f"{address}?mode=")
        assert shown.status_code == 200
        assert f"<h1>{data['title']}</h1>" in shown.content.decode()
        assert "Ada Prova" in shown.content.decode()


# Pictures --------------------------------------------------------------------------------------------------


def image_of(user):
    image = picture()
    image.uploaded_by_user = user
    image.collection = Collection.objects.get(name=roles.MEMBERS_FILES)
    image.save()
    return image


def test_anothers_picture_is_not_used_by_a_hand_made_post(ada, page):
    other = image_of(make_member("Bea Altra"))
    assert refused(post(ada, page, picture=other.pk, picture_alt="x")) == {"picture": [NOT_YOURS]}
    assert last(page).content["picture"] is None
    mine = image_of(ada)
    assert post(ada, page, picture=mine.pk, picture_alt="Un banco").status_code == 302
    assert last(page).content["picture"] == mine.pk
    assert get_image_model().objects.count() == 2


def test_a_picture_is_described_before_it_is_sent(ada, page):
    mine = image_of(ada)
    assert post(ada, page, picture=mine.pk).status_code == 302  # a draft may lack it
    assert refused(post(ada, page, **{"action-submit": "1"})) == {"picture_alt": [NO_ALT]}
    assert open_state(fresh(page)) is None
    post(ada, page, picture_alt="Un banco", **{"action-submit": "1"})
    assert open_state(fresh(page)) is not None


# Whose it is -----------------------------------------------------------------------------------------------


def test_a_member_edits_their_own_alone(ada, page, desk):
    bea = make_member("Bea Altra")
    answers = {
        who: user.client.get(url("edit", page.pk)).status_code
        for who, user in {"ada": ada, "bea": bea, "desk": desk}.items()
    }
    assert answers == {"ada": 200, "bea": 403, "desk": 200}
    assert bea.client.post(url("edit", page.pk), editor_form(page, ada, lead="Rubata")).status_code == 403
    assert fresh(page).lead == ""
    index = BlogIndexPage.objects.get()
    assert ada.client.get(url("add", "blog", "blogpage", index.pk)).status_code == 403


def test_who_signs_but_does_not_own_does_not_edit(ada, page):
    bea = with_client(make.showcase("Bea Viva").owner)
    post(ada, page, **row(bea.member, 1))
    assert bea.client.get(url("edit", page.pk)).status_code == 403


def test_categories_are_kept_by_redazione(provisioned_site, ada, desk):
    address = reverse("wagtailsnippets_blog_category:add")
    people = {
        "ada": ada,
        "blog": desk,
        "chief": make_user("c", provisioned_site.chief),
        "vetrine": make_user("v", provisioned_site.desk),
    }
    assert {who for who, user in people.items() if user.client.get(address).status_code == 200} == {"chief"}


# Words that are suggested ----------------------------------------------------------------------------------


def test_tags_of_live_articles_are_suggested_and_no_other(ada):
    make.post("Uno", tags=["Vela", "Velocità", "Nodi"])
    make.post("Due", tags=["Velluti segreti"], live=False)
    make.post("Tre", tags=["Veleni"]).unpublish()
    address = reverse("wagtailadmin_tag_model_autocomplete", args=["blog", "blogtag"])
    assert address == reverse("post_tag_autocomplete")
    for term, tags in (("vel", ["Vela", "Velocità"]), ("", []), ("\0", []), ("x" * 4000, [])):
        response = ada.client.get(address, {"term": term})
        assert (response.status_code, response.json()) == (200, tags)
