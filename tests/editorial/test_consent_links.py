"""A guest's link: for one answer, for two weeks, and for nobody else."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from editorial.consent.links import SALT
from editorial.models import Approval
from tests.support.http import messages_of
from tests.support.moderation import consent_requests, edit, guest_link, guest_no, guest_yes, live, withdraw, yes

from .interviews import LATER, at_time, interview, interview_for_olga


@pytest.fixture
def page(newsroom):
    return interview_for_olga(newsroom)


def test_the_link_is_kept_from_everybody_else(page):
    link = guest_link(page)
    for address in (link, link + "testo/"):
        response = Client().get(address)
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert "no-store" in response.headers["Cache-Control"]
        assert not response.cookies and "csrfmiddlewaretoken" not in response.content.decode()


def test_looking_says_nothing(page):
    link = guest_link(page)
    for address in (link, link + "?yes=1"):
        Client().get(address)
        Client().head(address)
    assert Client().post(link, {}).status_code == 200  # neither button
    assert consent_requests(page)[0].answer == "" and not live(page)
    assert Client().put(link).status_code == 405


def test_the_link_is_for_one_answer(page):
    link = guest_link(page)
    guest_yes(link)
    for response in (
        guest_yes(link),
        guest_no(link, "ripensandoci"),
        Client().get(link),
        Client().get(link + "testo/"),
    ):
        assert response.status_code == 409 and "Hai già risposto" in response.content.decode()
    assert live(page) == "uno" and Approval.objects.exclude(guest="").count() == 1


def test_the_link_expires(page):
    link = guest_link(page)
    with at_time(timezone.now() + timedelta(days=13, hours=23)):
        assert Client().get(link).status_code == 200
    with at_time(timezone.now() + LATER):
        answers = [Client().get(link), guest_yes(link), Client().get(link + "testo/")]
    assert [response.status_code for response in answers] == [410, 410, 410]
    assert all("sono passati" in response.content.decode() for response in answers)
    assert not live(page)


def test_the_link_cannot_be_made_up(newsroom, page):
    link = guest_link(page)
    token = link.strip("/").split("/")[-1]
    twin = interview(newsroom, title="Q")
    yes(newsroom.r1, twin)
    other = guest_link(twin)
    forged = other.strip("/").split("/")[-1].split(":")[0] + ":" + token.split(":", 1)[1]
    # The right key, another content.
    foreign = signing.dumps([consent_requests(page)[0].pk, consent_requests(twin)[0].digest], salt=SALT)
    shapes = (signing.dumps(value, salt=SALT) for value in (1, [1], ["x", "y"], {"a": 1}, [None, None]))
    elsewhere = signing.dumps([consent_requests(page)[0].pk, consent_requests(page)[0].digest], salt="another")
    for bad in (token + "x", token[1:], token.split(":")[0], forged, foreign, elsewhere, "x", "x" * 4000, *shapes):
        assert Client().get(f"/ospite/{bad}/").status_code == 404, bad
        assert guest_yes(f"/ospite/{bad}/").status_code == 404, bad
        assert Client().get(f"/ospite/{bad}/testo/").status_code == 404, bad
    guest_yes(other)
    assert live(twin) and not live(page)


def test_the_link_dies_with_the_request(newsroom, page):
    link = guest_link(page)
    withdraw(newsroom.anna, page)
    assert guest_yes(link).status_code == 409 and "non è più aperta" in messages_of(Client().get(link))
    edit(newsroom.anna, page, **{"action-submit": "1"})  # the very same text, sent again
    yes(newsroom.r1, page)
    assert guest_yes(link).status_code == 409 and not live(page)
    guest_yes(guest_link(page))
    assert live(page) == "uno"


def test_too_many_attempts(page, settings):
    settings.ACCOUNT_RATE_LIMITS = {"guest": "2/m/ip"}
    statuses = [Client().get(f"/ospite/{n}/").status_code for n in range(3)]
    assert statuses == [404, 404, 429]
    assert guest_yes(guest_link(page)).status_code == 429 and not live(page)
