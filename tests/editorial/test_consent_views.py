"""A page that waits for a guest, as reviewers, its author and the guest find it."""

import re

import pytest
from django.urls import reverse

from editorial.identity.password_links import show_link
from editorial.identity.services import end_setups
from tests.support.moderation import consent_requests, guest_yes, handed_link, hidden_fields, live, state, yes

from .interviews import interview, interview_for_olga


@pytest.fixture
def page(newsroom):
    return interview_for_olga(newsroom)


def test_the_reading_page_never_shows_a_guests_link(newsroom):
    page = interview(newsroom, f"Olga, Muto, {newsroom.bruno.email}")
    yes(newsroom.r1, page)
    address = reverse("editorial_reading", args=[state(page).pk])
    for _twice in range(2):
        shown = newsroom.r1.client.get(address).content.decode()
        assert "/ospite/" not in shown and "Va bene, pubblica" not in shown and "Chiedi modifiche" not in shown
        (muto,) = (row.pk for row in consent_requests(page) if row.name == "Muto")
        assert re.findall(r"/admin/ospiti/(\d+)/link/", shown) == [str(muto)]
        assert handed_link(newsroom.r1, page, 1)  # the second time it was taken already


def test_the_author_sees_whom_the_page_waits_for(newsroom, page):
    shown = newsroom.anna.client.get(reverse("editorial_author", args=[page.pk])).content.decode()
    assert "Aspetta gli ospiti" in shown and "quello di Olga" in shown and "/ospite/" not in shown


def test_an_account_that_a_reviewer_has_prepared_says_no_guests_yes(newsroom):
    """Who was shown the link to somebody's password could say both."""
    page = interview(newsroom, newsroom.bruno.email)
    show_link(newsroom.bruno, newsroom.r1)
    yes(newsroom.r1, page)
    address = reverse("editorial_consent_by_login", args=[consent_requests(page)[0].pk])
    shown = newsroom.bruno.client.get(address)
    assert (shown.status_code, "Prima una password tua" in shown.content.decode()) == (409, True)
    newsroom.bruno.client.post(address, {"yes": "1"} | hidden_fields(shown.content.decode()))
    assert not live(page) and consent_requests(page)[0].answer == ""
    end_setups(newsroom.bruno, newsroom.bruno.email)
    guest_yes(address, newsroom.bruno.client)
    assert live(page) == "uno"


def test_a_guest_with_an_account_finds_it_in_their_area(newsroom):
    page = interview(newsroom, newsroom.bruno.email)
    yes(newsroom.r1, page)
    address = reverse("editorial_consent_by_login", args=[consent_requests(page)[0].pk])
    assert address in newsroom.bruno.client.get("/area-soci/").content.decode()
    assert address not in newsroom.anna.client.get("/area-soci/").content.decode()
    guest_yes(address, newsroom.bruno.client)
    assert address not in newsroom.bruno.client.get("/area-soci/").content.decode()
