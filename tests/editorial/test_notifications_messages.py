"""A text at the desk: who is asked to read it, and what its author is told of changes and corrections."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.support.mailbox import asked, asked_and_cleared, body, letter
from tests.support.moderation import agree, ask, create, edit, fresh, live, sent, state, submit, withdraw, yes
from tests.support.people import join, make_user

pytestmark = pytest.mark.usefixtures("clock", "queued_mail")

REASON = "manca la data dell’evento"


def test_all_of_the_desk_is_asked_to_read_and_nobody_else(newsroom):
    newsroom.blog_desk.groups.first().user_set.add(newsroom.su)  # the superuser is no reviewer, whatever the group
    make_user("via", newsroom.desk, superuser=False)
    newsroom.desk.user_set.filter(first_name="via").update(is_active=False)
    page = sent(newsroom.anna, newsroom.blog, "Gita")
    assert asked() == [("submitted", "ed"), ("submitted", "r1"), ("submitted", "r2")]
    message = letter("submitted", "r1")
    assert message["Subject"] == "Da leggere: «Gita»"
    assert "anna manda «Gita» alla redazione" in body(message)
    assert f"http://testserver/admin/lettura/{state(page).pk}/" in body(message)


def test_who_sends_is_not_asked_nor_is_the_owner(newsroom):
    join(newsroom.anna, newsroom.desk)
    page = create(newsroom.anna, newsroom.blog)
    submit(newsroom.r1, page)
    assert asked() == [("submitted", "ed"), ("submitted", "r2")]
    assert "r1 manda «T», di anna, alla redazione" in body(letter("submitted", "ed"))


def test_a_desk_may_have_an_address_of_its_own(newsroom):
    newsroom.blog_desk.reply_to = "gazzetta@lab121.example"
    newsroom.blog_desk.save()
    page = sent(newsroom.anna, newsroom.blog)
    ask(newsroom.r1, page, REASON)
    assert letter("submitted", "r2")["Reply-To"] == "gazzetta@lab121.example"
    assert letter("changes", "anna")["Reply-To"] == "gazzetta@lab121.example"
    submit(newsroom.anna, page)
    yes(newsroom.r1, page)
    assert letter("published", "anna")["Reply-To"] == "gazzetta@lab121.example"


def test_redazione_types_the_address_and_provisioning_keeps_it(newsroom):
    address, name = reverse("editorial_reply_addresses"), f"desk-{newsroom.blog_desk.pk}-reply_to"
    for user in (newsroom.r1, newsroom.su):
        assert (
            user.client.get(address)["Location"] == user.client.post(address, {name: "a@b.it"})["Location"] == "/admin/"
        )
    assert f'name="{name}"' in newsroom.ed.client.get(address).content.decode()
    newsroom.ed.client.post(address, {name: "non è un indirizzo"})
    newsroom.blog_desk.refresh_from_db()
    assert newsroom.blog_desk.reply_to == ""
    newsroom.ed.client.post(address, {name: "gazzetta@lab121.example"})
    call_command("provision")
    newsroom.blog_desk.refresh_from_db()
    assert newsroom.blog_desk.reply_to == "gazzetta@lab121.example"


def test_changes_asked_reach_the_author_with_reason_and_name(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    asked_and_cleared()
    ask(newsroom.r1, page, REASON)
    assert asked() == [("changes", "anna")]
    message = letter("changes", "anna")
    assert message["Subject"] == "Ti chiediamo una modifica: «T»"
    text = body(message).replace("\r\n", "\n")
    assert f"r1 ha letto «T» e, prima di dire sì, ti chiede questo:\n\n«{REASON}»\n\nFallo con calma" in text
    assert f"http://testserver/area-soci/pagine/{page.pk}/" in body(message)
    asked_and_cleared()
    submit(newsroom.anna, page, "con la data")
    assert asked() == [("resubmitted", "ed"), ("resubmitted", "r1"), ("resubmitted", "r2")]
    assert letter("resubmitted", "r2")["Subject"] == "Da rileggere: «T»"


def test_a_superuser_hears_of_their_own_text_alone_and_a_closed_account_of_nothing(newsroom):
    page = sent(newsroom.su, newsroom.blog)
    newsroom.anna.is_active = False
    gone = sent(newsroom.anna, newsroom.blog, "Altra")
    newsroom.anna.save()
    asked_and_cleared()
    for one in (page, gone):
        ask(newsroom.r1, one, REASON)
    assert asked() == [("changes", "su")]


def test_a_correction_of_the_desk_asks_author_and_other_reviewers_at_once(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "corretto")
    assert {event for event, _to in asked_and_cleared()} == {"submitted"}
    yes(newsroom.r1, page)
    assert asked() == [("corrected", "anna"), ("corrected", "ed"), ("corrected", "r2")]
    assert letter("corrected", "anna")["Subject"] == "Va bene così? «T»"
    assert letter("corrected", "r2")["Subject"] == "Manca un sì: «T»"
    (link,) = set(re.findall(r"http://testserver(/area-soci/pagine/\S+)", body(letter("corrected", "anna"))))
    assert "Va bene così" in newsroom.anna.client.get(link).content.decode()  # one tap after login
    asked_and_cleared()
    agree(newsroom.anna, page)
    assert live(page) == "corretto" and asked() == []  # her own doing


def test_what_is_withdrawn_is_told_to_the_desk(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    asked_and_cleared()
    withdraw(newsroom.anna, page)
    assert asked() == [("withdrawn", "ed"), ("withdrawn", "r1"), ("withdrawn", "r2")]
    assert "anna ha ritirato «T»" in body(letter("withdrawn", "ed"))
    submit(newsroom.anna, page)
    ask(newsroom.r1, page, REASON)
    asked_and_cleared()
    fresh(page).current_workflow_state.cancel(user=newsroom.anna)  # nothing was at the desk
    assert asked() == []
