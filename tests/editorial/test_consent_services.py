"""The guests' step: after the desk, everybody whom the page is about says yes, by a link or after login."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Task, TaskState, WorkflowTask

from editorial.audit.history import history_of
from editorial.consent import services as consent_services
from editorial.consent.links import SALT
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
    sent,
    state,
    withdraw,
    yes,
)
from tests.support.people import make_user

LATER = timedelta(days=14, minutes=1)


def at_time(when):
    return time_machine.travel(when, tick=False)


def interview(newsroom, people="Olga", title="T"):
    return sent(newsroom.anna, newsroom.radio, title, model="interview", people=people)


@pytest.fixture
def page(newsroom):
    """Anna's interview with Olga, agreed by the desk: it waits for Olga."""
    page = interview(newsroom)
    yes(newsroom.r1, page)
    assert state(page).task.specific == newsroom.guest and not live(page)
    return page


def actions(page):
    rows = PageLogEntry.objects.filter(page=page.pk, action__startswith="editorial.guest").order_by("pk")
    return [(row.action.removeprefix("editorial.guest."), row.data.get("person")) for row in rows]


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
    assert (row.answer, row.channel, row.digest, row.revision_number) == ("yes", "link", fingerprint, revision.pk)
    assert row.answered_at is not None and row.content["body"] == "uno" and "wagtail_admin_comments" not in row.content
    # The revision may be purged, the page changed: the consent still shows what it was given to.
    edit(newsroom.anna, page, "due")
    type(revision).objects.filter(pk=revision.pk).delete()
    address = reverse("editorial_consent", args=[row.pk])
    shown = newsroom.r1.client.get(address).content.decode()
    assert (
        "uno" in shown and "due" not in shown and fingerprint in shown and consent_services.CONSENT_STATEMENT in shown
    )
    assert ", dal link.</p>" in shown
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
    assert lines == ["Olga ha detto sì, come ospite"] * 2


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
    newsroom.bruno.client.post(address, {"yes": "1"})
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
    assert Client(enforce_csrf_checks=True).post(guest_link(page), {"yes": "1"}).status_code == 200
    assert live(page) == "uno"


# --- the link


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
    foreign = signing.dumps(
        [consent_requests(page)[0].pk, consent_requests(twin)[0].digest], salt=SALT
    )  # right key, other content
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


# --- no answer


def test_after_two_weeks_and_a_reminder_the_desk_may_go_on(newsroom, page):
    row, reason = consent_requests(page)[0], "Me l’ha detto al telefono: va bene."
    address = reverse("editorial_waive", args=[row.pk])

    def waived(user, **data):
        user.client.force_login(user)  # two weeks later nobody is logged in any more
        return user.client.post(address, {"reason": reason} | data, follow=True)

    assert "solo dopo quattordici giorni" in messages_of(waived(newsroom.r1)) and not live(page)
    with at_time(timezone.now() + LATER):
        assert "solo dopo quattordici giorni" in messages_of(waived(newsroom.r1)) and not live(
            page
        )  # nobody reminded her
        newsroom.r2.client.force_login(newsroom.r2)
        newsroom.r2.client.post(reverse("editorial_remind", args=[row.pk]))
        assert waived(newsroom.anna).status_code == waived(newsroom.bruno).status_code == 403
        waived(newsroom.su)
        assert consent_requests(page)[0].answer == "" and not live(page)
        assert "almeno dieci lettere" in waived(newsroom.r1, reason="boh").content.decode() and not live(page)
        assert "si va avanti" in messages_of(waived(newsroom.r1)).lower()
        assert live(page) == "uno"
    row.refresh_from_db()
    assert (row.answer, row.waived_by, row.comment, row.content) == ("waived", newsroom.r1, reason, None)
    assert Approval.objects.exclude(guest="").count() == 0
    assert actions(page) == [("asked", "Olga"), ("reminded", "Olga"), ("waived", "Olga")]


def test_a_waiver_is_for_one_person_and_one_text(newsroom):
    page = interview(newsroom, "Olga, Piero")
    yes(newsroom.r1, page)
    ConsentRequest.objects.update(at=timezone.now() - LATER, reminded_at=timezone.now())
    first, second = consent_requests(page)
    consent_services.waive(first.pk, newsroom.r1, "non si trova più nessun recapito")
    assert not live(page)
    edit(newsroom.r1, page, "mano")  # another text: everybody is asked again
    yes(newsroom.r1, page)
    yes(newsroom.r2, page)
    assert [(row.name, row.answer, row.may_be_waived) for row in consent_requests(page)] == [
        ("Olga", "", False),
        ("Piero", "", False),
    ]
    assert second.pk not in {row.pk for row in consent_requests(page)}


def test_the_clock_reminds_once_and_tells_the_desk(newsroom, page, django_capture_on_commit_callbacks):
    call_command("send_reminders")
    assert consent_requests(page)[0].reminded_at is None  # not yet
    with at_time(timezone.now() + timedelta(days=7, minutes=1)):
        call_command("send_reminders")
        call_command("send_reminders")
    assert actions(page) == [("asked", "Olga"), ("reminded", "Olga")]


# --- the desk's screen


def test_the_reviewer_finds_the_guests_link(newsroom, page):
    address = reverse("editorial_reading", args=[state(page).pk])
    shown = newsroom.r1.client.get(address).content.decode()
    assert "/ospite/" in shown and "Va bene, pubblica" not in shown and "Chiedi modifiche" not in shown
    for other in (newsroom.anna, newsroom.bruno, newsroom.su):
        assert "/ospite/" not in other.client.get(address, follow=True).content.decode()


def test_the_author_sees_whom_the_page_waits_for(newsroom, page):
    shown = newsroom.anna.client.get(reverse("editorial_author", args=[page.pk])).content.decode()
    assert "Aspetta gli ospiti" in shown and "quello di Olga" in shown and "/ospite/" not in shown


def test_a_guest_with_an_account_finds_it_in_their_area(newsroom):
    page = interview(newsroom, newsroom.bruno.email)
    yes(newsroom.r1, page)
    address = reverse("editorial_consent_by_login", args=[consent_requests(page)[0].pk])
    assert address in newsroom.bruno.client.get("/area-soci/").content.decode()
    assert address not in newsroom.anna.client.get("/area-soci/").content.decode()
    newsroom.bruno.client.post(address, {"yes": "1"})
    assert address not in newsroom.bruno.client.get("/area-soci/").content.decode()


# --- the step itself


def test_steps_taken_off_while_the_guest_reads(newsroom, page):
    link = guest_link(page)
    Task.objects.filter(pk=newsroom.guest.pk).update(active=False)
    other = interview(newsroom, title="Q")
    assert "Manca il sì di «ospiti»" in messages_of(yes(newsroom.r1, other)) and not live(other)
    WorkflowTask.objects.filter(task=newsroom.radio_desk).delete()
    assert guest_yes(link).status_code == 409 and not live(page)


def test_what_was_agreed_before_the_step_existed_still_goes_live(newsroom):
    """A text agreed for a date, and one that waits at the desk, when the step is added."""
    row = WorkflowTask.objects.get(task=newsroom.guest)
    row.delete()
    tomorrow = timezone.now() + timedelta(days=1)
    page = sent(newsroom.anna, newsroom.radio, model="interview", people="Olga", go_live_at=tomorrow)
    waiting = interview(newsroom, title="Q")
    yes(newsroom.r1, page)
    assert fresh(page).scheduled_revision and not live(page)
    newsroom.guest.since = timezone.now()
    newsroom.guest.save()
    WorkflowTask.objects.create(workflow=newsroom.radio_workflow, task=newsroom.guest, sort_order=1)
    with at_time(tomorrow + timedelta(minutes=1)):
        call_command("publish_scheduled")
    assert live(page) == "uno"
    assert state(waiting).task.specific == newsroom.radio_desk
    yes(newsroom.r1, waiting)
    assert state(waiting).task.specific == newsroom.guest and not live(waiting)
    guest_yes(guest_link(waiting))
    assert live(waiting) == "uno"


def test_a_scheduled_interview_goes_live_at_its_hour_with_the_guests_yes(newsroom):
    tomorrow = timezone.now() + timedelta(days=1)
    page = sent(newsroom.anna, newsroom.radio, model="interview", people="Olga", go_live_at=tomorrow)
    yes(newsroom.r1, page)
    guest_yes(guest_link(page))
    assert fresh(page).scheduled_revision and not live(page)
    with at_time(tomorrow + timedelta(minutes=1)):
        call_command("publish_scheduled")
    assert live(page) == "uno"


def test_a_yes_struck_out_of_the_database_stops_the_publication(newsroom):
    tomorrow = timezone.now() + timedelta(days=1)
    page = sent(newsroom.anna, newsroom.radio, model="interview", people="Olga", go_live_at=tomorrow)
    yes(newsroom.r1, page)
    guest_yes(guest_link(page))
    ConsentRequest.objects.update(answer="", answered_at=None)
    with at_time(tomorrow + timedelta(minutes=1)):
        call_command("publish_scheduled")
    assert not live(page)


def test_a_reviewer_who_left_meanwhile_neither_reminds_nor_goes_on(newsroom, page):
    row = consent_requests(page)[0]
    ConsentRequest.objects.update(at=timezone.now() - LATER, reminded_at=timezone.now())
    newsroom.r1.groups.clear()
    newsroom.r1.client.post(reverse("editorial_remind", args=[row.pk]))
    newsroom.r1.client.post(reverse("editorial_waive", args=[row.pk]), {"reason": "perché mi va così"})
    assert consent_requests(page)[0].answer == "" and not live(page)
