"""A showcase that a view restriction closes, on itself or above: nothing public leads to it or shows what stands there.

An article, an episode, a pillola go on saying the name that two people agreed to there, as for a showcase off the site.
"""

from pathlib import PurePosixPath

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from blog.models import BlogPage
from pillole.models import Consultant, NotePage, PillolaPage
from profiles.models import Member, ProfilePage
from radio.models import EpisodePage
from tests.factories import pages as make
from tests.support.images import picture
from tests.support.people import make_member

from .addresses import PUBLIC, content

AGREED, TODAY, SHOWCASE = "Ada Prova", "Ada Segreta", "/soci/ada-prova/"
# Where a credited member is named: by the showcase's name while it is public, else by the agreed one.
NAMED = (
    "/blog/", "/blog/un-articolo/", "/blog/feed/", "/radio/", "/radio/puntata-1-1/", "/pillole/",
    "/pillole/una-pillola/", "/pillole/una-pillola/una-nota/",
)  # fmt: skip
LINKED = ("/blog/un-articolo/", "/blog/feed/", "/radio/puntata-1-1/", "/pillole/una-pillola/",
          "/pillole/una-pillola/una-nota/", "/soci/", "/sitemap-soci.xml", SHOWCASE)  # fmt: skip


@pytest.fixture
def ada(provisioned_site):
    """Ada, credited everywhere under the name of then; the showcase has another name today."""
    contacts = {"phone": "+39 0131 555 121", "phone_visibility": "public"}
    ada = make.showcase(AGREED, contacts=contacts, photo=picture(), headline="Una riga segreta.")
    make.note(below=make.pillola(by=Consultant.objects.create(member=ada.member)))
    make.post(authors=[ada])
    make.episode(guests=[ada.member], audio=make.audio())
    Page.objects.filter(pk=ada.pk).update(title=TODAY, draft_title=TODAY)
    ProfilePage.objects.filter(pk=ada.pk).update(sort_name=TODAY.lower())
    return ProfilePage.objects.get(pk=ada.pk)


def bodies() -> dict[str, str]:
    """Every public text that answers, by address."""
    client = Client()
    texts = [address for group in PUBLIC.values() for address in group if address.startswith("/")]
    answers = {address: client.get(address) for address in [*texts, "/sitemap-blog.xml", "/sitemap-radio.xml"]}
    return {
        address: content(answer).decode()
        for address, answer in answers.items()
        if answer.status_code == 200 and "icon" not in answer.headers["Content-Type"]
    }


def showing(words: str) -> list[str]:
    """The addresses without filters whose text holds the words."""
    return sorted(address for address, body in bodies().items() if words in body and "?" not in address)


def close(page: Page, kind: str = PageViewRestriction.LOGIN) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")


def test_an_open_showcase_is_linked_and_named_by_its_name_of_today(ada):
    assert set(NAMED) <= set(showing(TODAY))
    assert set(LINKED) <= set(showing(SHOWCASE))
    assert showing(AGREED) == []


@pytest.mark.parametrize("kind, above", [("login", False), ("login", True), ("password", False), ("groups", False)])
def test_a_closed_one_is_nowhere(ada, kind, above):
    close(ada.get_parent() if above else ada, kind)
    hidden = (TODAY, SHOWCASE, "Una riga segreta.", "0131 555 121", PurePosixPath(ada.photo.file.name).stem)
    answers = bodies()
    answers.pop(SHOWCASE, None)  # asks for the password, by a form that posts to another address and comes back here
    found = {words: [address for address, body in answers.items() if words in body] for words in hidden}
    assert found == {words: [] for words in hidden}
    assert showing(AGREED) == sorted(NAMED)


def test_its_own_addresses_answer_nobody_who_is_not_in(ada):
    close(ada)
    answers = [Client().get(address) for address in (SHOWCASE, f"{SHOWCASE}contatto.vcf")]
    assert [answer.status_code for answer in answers] == [302, 404]
    assert make_member("Bea Altra").client.get(f"{SHOWCASE}contatto.vcf").status_code == 404


def test_no_filter_search_or_card_finds_it(ada):
    close(ada)
    assert Client().get("/blog/?autore=ada-prova").context["pagination"].object_list == []
    assert list(BlogPage.objects.visible().authors()) == []
    assert list(Client().get("/cerca/?q=segreta").context["pagination"].object_list) == []
    cards = [model.objects.get().card() for model in (BlogPage, EpisodePage, PillolaPage, NotePage)]
    assert [AGREED in card.line for card in cards] == [True] * 4
    assert [(TODAY in card.line, card.picture) for card in cards] == [(False, None)] * 4


def test_structured_data_know_a_name_and_no_address(ada):
    close(ada)
    credits = [
        BlogPage.objects.get().author_links.get(),
        EpisodePage.objects.get().guests.get(),
        PillolaPage.objects.get(),
    ]
    assert [credit.as_node for credit in credits] == [{"@type": "Person", "name": AGREED}] * 3


def test_nobody_else_may_name_whom_they_cannot_see(ada):
    bea = make_member("Bea Altra")
    assert list(Member.objects.nameable_by(bea)) == [ada.member, bea.member]
    close(ada)
    assert list(Member.objects.nameable_by(bea)) == [bea.member]
    assert list(Member.objects.nameable_by(ada.owner)) == [ada.member]


def test_a_yes_is_void_when_a_named_showcase_was_closed(ada):
    """printed_names() is what the token of a yes keeps of names from elsewhere."""
    assert Member.objects.get(pk=ada.member_id).printed_names() == [TODAY]
    close(ada)
    assert Member.objects.get(pk=ada.member_id).printed_names() == []
