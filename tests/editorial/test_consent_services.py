"""The guests' step: after the desk, everybody whom the page is about says yes, by a link or after login."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState

from editorial.audit.history import history_of
from editorial.consent import services as consent_services
from editorial.models import Approval, ConsentRequest
from tests.support.http import messages_of
from tests.support.moderation import (
    agree,
    ask,
    autosave,
    consent_requests,
    digest,
    edit,
    fresh,
    guest_link,
    guest_no,
    guest_yes,
    last,
    live,
    loaded,
    state,
    yes,
)
from tests.support.people import make_user

from .interviews import actions, interview, interview_for_olga


@pytest.fixture
def page(newsroom):
    return interview_for_olga(newsroom)


# --- yes


def test_desk_then_guest(newsroom, page):
    link, revision, at = guest_link(page), last(page), state(page)
    shown = Client().get(link)
    assert shown.status_code == 200 and "Va bene così?" in shown.content.decode()
    text = Client().get(link + "testo/")
    assert "uno" in text.content.decode() and text.headers["X-Frame-Options"] == "SAMEORIGIN"
    for user in (newsroom.anna, newsroom.r1, newsroom.r2, newsroom.ed, newsroom.su):  # nobody says it for the guest
        yes(user, page)
        agree(user, page)
        ask(user, page, "un motivo abbastanza lungo")
        assert not live(page) and state(page) == at and last(page) == revision
    answer = guest_yes(link)
    assert answer.status_code == 200 and "Abbiamo il tuo sì" in answer.content.decode()
    assert live(page) == "uno" and fresh(page).live_revision == revision
    row = Approval.objects.exclude(guest="").get()
    assert (row.guest, row.as_reviewer, row.user, row.revision_number) == ("Olga", False, None, revision.pk)
    assert actions(page) == [("asked", "Olga"), ("yes", "Olga")]


def test_the_consent_keeps_date_and_content(newsroom, page):
    revision, fingerprint = last(page), consent_requests(page)[0].digest
    guest_yes(guest_link(page))
    row = ConsentRequest.objects.get()
    assert (row.answer, row.channel, row.digest, row.revision_number) == ("yes", "mail", fingerprint, revision.pk)
    assert row.answered_at is not None and row.content["body"] == "uno" and "wagtail_admin_comments" not in row.content
    # The revision may be purged, the page changed: the consent still shows what it was given to.
    edit(newsroom.anna, page, "due")
    type(revision).objects.filter(pk=revision.pk).delete()
    address = reverse("editorial_consent", args=[row.pk])
    shown = newsroom.r1.client.get(address).content.decode()
    assert (
        "uno" in shown and "due" not in shown and fingerprint in shown and consent_services.CONSENT_STATEMENT in shown
    )
    assert ", dal link mandato per e-mail.</p>" in shown
    assert [user.client.get(address).status_code for user in (newsroom.ed, newsroom.bruno)] == [200, 403]
    assert Client().get(address).status_code == 302
    assert address in newsroom.r1.client.get(reverse("editorial_history", args=[page.pk])).content.decode()


def test_everybody_says_yes(newsroom):
    page = interview(newsroom, "Olga, Piero")
    yes(newsroom.r1, page)
    first, second = guest_link(page), guest_link(page, 1)
    guest_yes(second)
    assert not live(page) and state(page).task.specific == newsroom.guest
    assert guest_yes(second).status_code == 409  # once each
    guest_yes(first)
    assert live(page) == "uno"
    assert list(Approval.objects.exclude(guest="").order_by("pk").values_list("guest", flat=True)) == ["Piero", "Olga"]


def test_two_guests_of_the_same_name_in_one_text_are_asked_once(newsroom):
    page = interview(newsroom, "Olga, Olga")
    yes(newsroom.r1, page)
    assert [row.key for row in consent_requests(page)] == ["name:Olga"]


def test_two_people_of_the_same_name_say_each_their_own_yes(newsroom):
    olga = make_user("Olga")
    page = interview(newsroom, f"Olga, {olga.email}")
    yes(newsroom.r1, page)
    assert [(row.key, row.name) for row in consent_requests(page)] == [
        ("name:Olga", "Olga"),
        (f"account:{olga.email}", "Olga"),
    ]
    at, links = state(page), [guest_link(page, 0), guest_link(page, 1)]
    guest_yes(links[0])
    assert [row.answer for row in consent_requests(page)] == ["yes", ""] and not live(page)
    assert guest_yes(links[0]).status_code == 409  # once each
    guest_yes(links[1])
    assert guest_yes(links[1]).status_code == 409
    assert live(page) == "uno"
    rows = Approval.objects.exclude(guest="")
    assert [(row.guest, row.task_state, row.digest) for row in rows] == [("Olga", at, digest(last(page)))] * 2
    lines = [line.sentence for line in history_of(page) if line.role == "come ospite"]
    assert lines == ["Olga ha detto sì, come ospite, dal link mandato per e-mail"] * 2


def test_with_nobody_to_ask_the_step_is_skipped_and_logged(newsroom):
    page = interview(newsroom, people="")
    assert "la pagina è sul sito" in messages_of(yes(newsroom.r1, page))
    assert live(page) == "uno" and actions(page) == [("skipped", None)]
    assert TaskState.objects.get(task=newsroom.guest).status == TaskState.STATUS_SKIPPED


def test_the_desk_is_told_whom_the_page_waits_for(newsroom):
    page = interview(newsroom)
    assert "ora la guardano le persone ospiti" in messages_of(yes(newsroom.r1, page))


def test_a_guest_with_an_account_answers_after_login(newsroom):
    page = interview(newsroom, newsroom.bruno.email)
    yes(newsroom.r1, page)
    address = reverse("editorial_consent_by_login", args=[consent_requests(page)[0].pk])
    assert "Va bene così?" in newsroom.bruno.client.get(address).content.decode()
    assert "uno" in newsroom.bruno.client.get(address + "testo/").content.decode()
    for other in (newsroom.anna, newsroom.r1, newsroom.su):
        assert other.client.post(address, {"yes": "1"}).status_code == 404
        assert other.client.get(address + "testo/").status_code == 404
    assert Client().post(address, {"yes": "1"}).status_code == 302 and not live(page)
    guest_yes(address, newsroom.bruno.client)
    assert live(page) == "uno" and ConsentRequest.objects.get().channel == "login"


def test_a_yes_after_login_wants_the_forms_token(newsroom):
    page = interview(newsroom, newsroom.bruno.email)
    yes(newsroom.r1, page)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(newsroom.bruno)
    assert (
        strict.post(
            reverse("editorial_consent_by_login", args=[consent_requests(page)[0].pk]), {"yes": "1"}
        ).status_code
        == 403
    )
    assert not live(page)
    # The link's own address is the secret: a mail program without cookies can answer.
    assert guest_yes(guest_link(page), Client(enforce_csrf_checks=True)).status_code == 200
    assert live(page) == "uno"


# --- a word changes


def test_an_unchanged_save_leaves_the_guests_turn(newsroom, page):
    link, revision = guest_link(page), last(page)
    assert autosave(newsroom.r1, page)["revision_id"] == revision.pk
    edit(newsroom.r1, page)
    assert last(page) == revision and state(page).task.specific == newsroom.guest
    guest_yes(link)
    assert live(page) == "uno"


def test_the_desk_edits_while_the_guest_reads(newsroom, page):
    link, opened = guest_link(page), loaded(page)
    assert autosave(newsroom.anna, page, "zz")["error_code"] == "locked"
    one = autosave(newsroom.r1, page, "mano", **opened)
    assert one["success"] and state(page).task.specific == newsroom.radio_desk
    assert guest_yes(link).status_code == 409 and not live(page)
    two = autosave(newsroom.r1, page, "mano due", overwrite_revision_id=one["revision_id"], **opened)
    assert two["revision_id"] != one["revision_id"]  # the desk's new task state froze the first
    yes(newsroom.r2, page)
    assert state(page).task.specific == newsroom.radio_desk  # one yes to r1's words
    agree(newsroom.anna, page)
    assert state(page).task.specific == newsroom.guest and guest_yes(link).status_code == 409 and not live(page)
    guest_yes(guest_link(page))
    assert live(page) == "mano due"


def test_going_back_to_the_desk_is_nobodys_yes(newsroom, page):
    edit(newsroom.r1, page, "mano")
    assert state(page).task.specific == newsroom.radio_desk
    yes(newsroom.r2, page)
    assert state(page).task.specific == newsroom.radio_desk  # r1 saved, and said nothing
    yes(newsroom.r1, page)
    assert state(page).task.specific == newsroom.guest


def test_the_guest_asks_for_changes(newsroom, page):
    link = guest_link(page)
    assert "C’è qualcosa da sistemare" in guest_no(link, "  ").content.decode()
    assert state(page).task.specific == newsroom.guest  # nothing said, nothing done
    answer = guest_no(link, "il cognome è sbagliato")
    assert answer.status_code == 200 and "ha ricevuto le tue righe" in answer.content.decode()
    assert state(page).task.specific == newsroom.radio_desk and fresh(page).workflow_in_progress and not live(page)
    old = TaskState.objects.get(task=newsroom.guest)
    assert (old.status, old.comment) == (TaskState.STATUS_CANCELLED, "Olga: il cognome è sbagliato")
    assert guest_yes(link).status_code == 409
    edit(newsroom.r2, page, "cognome giusto")
    yes(newsroom.r2, page)
    assert state(page).task.specific == newsroom.radio_desk
    agree(newsroom.anna, page)
    guest_yes(guest_link(page))
    assert live(page) == "cognome giusto"
    assert actions(page) == [("asked", "Olga"), ("changes", "Olga"), ("asked", "Olga"), ("yes", "Olga")]


def test_the_desks_old_yes_does_not_open_a_new_round(newsroom, page):
    """Sent back by the guest, unchanged: the desk must say yes again."""
    guest_no(guest_link(page), "non mi convince")
    assert state(page).task.specific == newsroom.radio_desk and not live(page)
    agree(newsroom.anna, page)
    assert state(page).task.specific == newsroom.radio_desk
    yes(newsroom.r2, page)
    assert state(page).task.specific == newsroom.guest


def test_one_of_two_asks_for_changes_and_both_are_asked_again(newsroom):
    page = interview(newsroom, "Olga, Piero")
    yes(newsroom.r1, page)
    guest_yes(guest_link(page))
    guest_no(guest_link(page, 1), "manca il mio mestiere")
    edit(newsroom.r1, page, "con il mestiere")
    yes(newsroom.r1, page)
    yes(newsroom.r2, page)
    assert [(row.name, row.answer) for row in consent_requests(page)] == [("Olga", ""), ("Piero", "")]
    guest_yes(guest_link(page))
    assert not live(page)
    guest_yes(guest_link(page, 1))
    assert live(page) == "con il mestiere"


def test_the_guests_of_the_agreed_text_are_asked(newsroom, page):
    """The desk names somebody else instead: Olga's link is closed, and Piero is asked."""
    link = guest_link(page)
    edit(newsroom.r1, page, people="Piero")
    yes(newsroom.r1, page)
    yes(newsroom.r2, page)
    assert [row.name for row in consent_requests(page)] == ["Piero"] and guest_yes(link).status_code == 409
    guest_yes(guest_link(page))
    assert live(page) == "uno"
