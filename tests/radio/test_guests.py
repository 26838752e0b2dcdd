"""Whom an episode is about: who they are, how the desk reaches them, what they hear before it is on the site."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from cms.mail.models import Mail
from editorial.content.people import Person
from radio.forms import OF_A_DESK
from radio.models import EpisodePage, GuestContact
from tests.factories import pages as make
from tests.support.moderation import consent_requests, fresh, guest_link, guest_yes, state, yes
from tests.support.people import make_member

OLGA = "name:olga neri"


@pytest.fixture
def episode(people, settings):
    """Of a member and of somebody else, with a recording; it waits at the desk."""
    settings.EMAIL_BACKEND = "cms.mail.queue.QueueBackend"
    page = make.episode(
        live=False, owner=people.desk, guests=[people.member.member, "Olga Neri"], audio=make.audio(3), title="In due"
    )
    page.get_workflow().start(page, people.desk)
    return page


def address(page) -> str:
    return reverse("episode_guests", args=[page.pk])


def at_the_guests(people, page):
    yes(people.desk2, page)
    assert [row.name for row in consent_requests(page)] == ["Socia Prova", "Olga Neri"]
    return page


def test_every_guest_is_asked(people, episode):
    member = people.member
    assert episode.people_to_ask() == [
        Person(f"member:{member.member.pk}", "Socia Prova", user=member, email="socia@example.org"),
        Person(OLGA, "Olga Neri", user=None, email=""),
    ]


def test_the_address_of_who_reads_for_a_desk_is_no_guests(people, episode):
    response = people.desk.client.post(address(episode), {"email_1": people.desk2.email.upper()})
    assert response.context["form"].errors == {"email_1": [OF_A_DESK]}
    assert not GuestContact.objects.exists()


def test_a_member_who_left_is_asked_by_link(people, episode):
    people.member.is_active = False
    people.member.save()
    member, olga = fresh(episode).people_to_ask()
    assert (member.user, member.email, olga.key) == (None, "", OLGA)


def test_the_key_does_not_depend_on_capitals_nor_accents(people):
    page = make.episode(live=False, owner=people.desk, guests=["Niccolò BÒ"])
    assert [person.key for person in page.people_to_ask()] == ["name:niccolo bo"]


def test_the_shows_own_page_asks_nobody(people):
    assert people.show.people_to_ask() == [] and people.show.people_url() == ""


def test_the_episode_goes_live_with_the_yes_of_both(people, episode):
    at_the_guests(people, episode)
    guest_yes(guest_link(episode, 1))
    assert not fresh(episode).live
    asked = reverse("editorial_consent_by_login", args=[consent_requests(episode)[0].pk])
    assert asked in people.member.client.get("/area-soci/").content.decode()
    guest_yes(asked, people.member.client)
    assert fresh(episode).live


def test_an_address_written_before_the_desks_yes_is_used(people, episode):
    response = people.desk2.client.post(address(episode), {"email_1": "olga@ospiti.example"})
    assert response.status_code == 302 and response["Location"] == reverse(
        "editorial_reading", args=[state(episode).pk]
    )
    assert GuestContact.objects.get().email == "olga@ospiti.example"
    assert not Mail.objects.filter(key__startswith="guest:").exists()
    at_the_guests(people, episode)
    rows = Mail.objects.filter(key__startswith="guest:").order_by("pk")
    assert [row.recipient for row in rows] == ["socia@example.org", "olga@ospiti.example"]


def test_an_address_written_later_gets_its_link_at_once_and_once(people, episode):
    at_the_guests(people, episode)
    for _twice in range(2):
        people.desk2.client.post(address(episode), {"email_1": "olga@ospiti.example"})
    people.desk2.client.post(address(episode), {"email_1": "olga.neri@ospiti.example"})  # the first one was wrong
    rows = Mail.objects.filter(key__startswith="guest:").order_by("pk")
    assert [row.recipient for row in rows] == ["socia@example.org", "olga@ospiti.example", "olga.neri@ospiti.example"]
    assert GuestContact.objects.get().email == "olga.neri@ospiti.example"
    people.desk2.client.post(address(episode), {"email_1": ""})
    assert not GuestContact.objects.exists()


@pytest.mark.parametrize("wrong", ["olga", "olga@", "a@b\nBcc: x@example.org", "x" * 400 + "@example.org"])
def test_an_impossible_address_is_told_at_the_field(people, episode, wrong):
    response = people.desk2.client.post(address(episode), {"email_1": wrong})
    assert response.status_code == 200 and 'class="error-message"' in response.content.decode()
    assert not GuestContact.objects.exists()


def test_addresses_are_the_desks_alone(people, episode):
    GuestContact.objects.create(page=episode, key=OLGA, email="olga@ospiti.example")
    for user in (people.desk, people.desk2, people.chief):
        assert "olga@ospiti.example" in user.client.get(address(episode)).content.decode()
    for user in (people.member, people.blog_desk, people.other_desk, people.office):
        response = user.client.get(address(episode), follow=True)
        assert "olga@ospiti.example" not in response.content.decode()
        user.client.post(address(episode), {"email_1": "altra@ospiti.example"})
    assert Client().get(address(episode)).status_code == 302
    assert GuestContact.objects.get().email == "olga@ospiti.example"


def test_an_address_is_never_on_the_page(people, episode):
    people.desk2.client.post(address(episode), {"email_1": "olga@ospiti.example"})
    at_the_guests(people, episode)
    guest_yes(guest_link(episode, 1))
    page = fresh(episode)
    assert not any("olga@ospiti" in str(revision.content) for revision in page.revisions.all())
    assert "olga@ospiti" not in str(consent_requests(page)[1].content)


def status(client, url, **headers) -> int:
    response = client.get(url, headers=headers)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


def test_a_guest_hears_the_recording_before_everybody_else(people, episode):
    audio = episode.audio.url
    at_the_guests(people, episode)
    link = guest_link(episode, 1)
    token = link.strip("/").split("/")[-1]
    keyed = f"{audio}?ospite={token}"
    assert f"{audio}?ospite={quote(token)}" in Client().get(link + "testo/").content.decode()
    assert status(Client(), keyed) == 200
    assert status(Client(), keyed, range="bytes=0-9") == 206
    response = Client().get(keyed)
    b"".join(response.streaming_content)
    assert response.headers["Cache-Control"] == "private, no-store" and not response.cookies
    other = make.audio(4)
    for closed in (audio, f"{audio}?ospite=", f"{audio}?ospite={token}x", f"{other.url}?ospite={token}"):
        assert status(Client(), closed) == 404, closed
    guest_yes(link)  # the key is used up; the episode still waits for the other guest
    assert status(Client(), keyed) == 404


def test_a_member_hears_it_after_login(people, episode):
    at_the_guests(people, episode)
    text = people.member.client.get(
        reverse("editorial_consent_text_by_login", args=[consent_requests(episode)[0].pk])
    ).content.decode()
    keyed = text.split('src="/radio/audio/')[1].split('"')[0]
    assert status(people.member.client, f"/radio/audio/{keyed}") == 200
    assert status(people.member.client, episode.audio.url) == 404


def test_the_player_on_the_site_has_no_key(people):
    page = make.episode(audio=make.audio(3), guests=["Olga Neri"])
    assert f'src="{page.audio.url}"' in Client().get(page.url).content.decode()


def test_a_member_without_account_is_reached_through_the_desk(people):
    gone = make_member("Piero Rossi")
    member = gone.member
    member.user = None
    member.save()
    page = make.episode(live=False, owner=people.desk, guests=[member])
    people.desk2.client.post(address(page), {"email_0": "piero@ospiti.example"})
    assert EpisodePage.objects.get(pk=page.pk).people_to_ask() == [
        Person(f"member:{member.pk}", "Piero Rossi", user=None, email="piero@ospiti.example")
    ]
