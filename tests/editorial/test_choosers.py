"""What the page chooser tells of pages: no draft of another's, and no title that nobody has agreed to yet."""

import pytest
from django.urls import reverse

from tests.support.moderation import create, edit, fresh, sent, yes

MANY = reverse("wagtailadmin_choose_page_chosen_multiple")


def below(page):
    return reverse("wagtailadmin_choose_page_child", args=[page.pk])


def statuses(address, *users):
    return [user.client.get(address).status_code for user in users]


def test_a_draft_is_named_to_its_author_alone(newsroom):
    draft = create(newsroom.anna, newsroom.blog, "Segreta")
    for address in (below(draft), f"{MANY}?id={draft.pk}", f"{MANY}?id={draft.pk}&id={newsroom.blog.pk}"):
        assert statuses(address, newsroom.anna, newsroom.su, newsroom.bruno, newsroom.r1, newsroom.ed) == [
            200,
            200,
            404,
            404,
            404,
        ]
        assert "Segreta" in newsroom.anna.client.get(address).json().get("html", "") or "Segreta" in str(
            newsroom.anna.client.get(address).json()["result"]
        )


@pytest.mark.parametrize("query", ["id=%(root)s", "id=%(root)s&id=%(page)s", "id=99999", "id=x", "id=%(page)s&id="])
def test_numbers_that_name_no_page_to_link(newsroom, query):
    """The root has no address; stock answers 500."""
    address = f"{MANY}?" + query % {"root": newsroom.root.pk, "page": newsroom.blog.pk}
    assert statuses(address, newsroom.bruno, newsroom.r1, newsroom.su) == [404, 404, 404]


def test_a_live_page_is_called_as_on_the_site(newsroom):
    page = sent(newsroom.anna, newsroom.blog, "Vecchio")
    yes(newsroom.r1, page)
    edit(newsroom.anna, page, title="Nuovissimo")
    assert fresh(page).draft_title == "Nuovissimo"
    search = reverse("wagtailadmin_choose_page_search") + "?q=vecchio"
    for address in (below(newsroom.blog), below(page), f"{MANY}?id={page.pk}", search):
        for user in (newsroom.bruno, newsroom.r1, newsroom.su):
            html = user.client.get(address).content.decode()
            assert "Vecchio" in html and "Nuovissimo" not in html, (address, user)


def test_an_address_typed_in_stays_an_address_and_tells_no_draft(newsroom):
    """Stock turns the address of a page into a link to it, and names it by the title of its newest draft."""
    page = sent(newsroom.anna, newsroom.blog, "Vecchio")
    yes(newsroom.r1, page)
    edit(newsroom.anna, page, title="Segreto")
    address = reverse("wagtailadmin_choose_page_external_link")
    data = {"external-link-chooser-url": fresh(page).url, "external-link-chooser-link_text": "qui"}
    answer = newsroom.bruno.client.post(address, data).content.decode()
    assert "external_link_chosen" in answer and "Segreto" not in answer
