"""Who is told what: judged by the rows of the queue, and once as a real server received it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import Comment, CommentReply, PageSubscription

from cms.exceptions import ActionRefused
from cms.mail import templates
from cms.mail.models import Mail
from cms.mail.sending import send_waiting
from editorial.models import MailPreference
from editorial.notifications import delivery, messages
from editorial.publication import takedown
from editorial.review import services
from tests.cms.mail_server import mail_server
from tests.support.editor_post import comment
from tests.support.http import url
from tests.support.mailbox import asked, asked_and_cleared, body, letter
from tests.support.moderation import (
    agree,
    ask,
    autosave,
    create,
    digest,
    edit,
    fresh,
    last,
    live,
    sent,
    state,
    submit,
    withdraw,
    yes,
)
from tests.support.people import make_member, make_user
from tests.support.showcases import live_showcase

NOW = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
REASON = "manca la data dell’evento"
EVENTS = {
    "submitted", "resubmitted", "corrected", "changes", "comment", "answer", "published", "scheduled", "withdrawn",
    "taken_down", "returned", "expired", "dropped", "groups", "password", "reminder", "escalation", "digest",
}  # fmt: skip


@pytest.fixture(autouse=True)
def a_tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def newsroom(newsroom, settings):
    settings.EMAIL_BACKEND = "cms.mail.queue.QueueBackend"
    return newsroom


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
    newsroom.desk.user_set.add(newsroom.anna)
    page = create(newsroom.anna, newsroom.blog)
    submit(newsroom.r1, page)
    assert asked() == [("submitted", "ed"), ("submitted", "r2")]
    assert "r1 manda «T», di anna, alla redazione" in body(letter("submitted", "ed"))


def test_both_parts_in_italian_with_the_headers_of_a_machine(newsroom, settings):
    settings.DESK_EMAIL = "lab121 <redazione@lab121.example>"
    submit(newsroom.anna, create(newsroom.anna, newsroom.blog), title="Più & <b>su</b>")
    message = letter("submitted", "r1")
    assert message["To"] == "r1@example.org"
    assert message["Reply-To"] == "lab121 <redazione@lab121.example>"
    assert (message["Auto-Submitted"], message["Content-Language"]) == ("auto-generated", "it")
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    text, html = body(message), body(message, "html")
    assert text.startswith("Ciao r1,") and "«Più & <b>su</b>»" in text
    assert '<html lang="it">' in html and "«Più &amp; &lt;b&gt;su&lt;/b&gt;»" in html
    assert "http://testserver/area-soci/posta/" in text
    links = set(re.findall(r'(?:href|src)="([^"]+)"', html))
    assert links and all(link.startswith("http://testserver/") for link in links) and "src=" not in html


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


def test_the_address_is_typed_in_the_form_of_the_step_and_kept_by_provisioning(newsroom):
    address = reverse("wagtailadmin_workflows:edit_task", args=[newsroom.blog_desk.pk])
    groups = [group.pk for group in newsroom.blog_desk.groups.all()]
    assert "reply_to" in newsroom.su.client.get(address).content.decode()
    newsroom.su.client.post(address, {"groups": groups, "reply_to": "non è un indirizzo"})
    newsroom.blog_desk.refresh_from_db()
    assert newsroom.blog_desk.reply_to == ""
    newsroom.su.client.post(address, {"groups": groups, "reply_to": "gazzetta@lab121.example"})
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


def test_the_author_hears_that_it_is_on_the_site(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    asked_and_cleared()
    yes(newsroom.r1, page)
    assert asked() == [("published", "anna")]
    message = letter("published", "anna")
    assert message["Subject"] == "È sul sito: «T»"
    assert f"http://testserver{fresh(page).url}" in body(message)


def test_after_a_correction_another_reviewers_yes_is_told_too(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "corretto")
    yes(newsroom.r1, page)
    asked_and_cleared()
    yes(newsroom.r2, page)
    assert asked() == [("published", "anna")]


def test_a_scheduled_text_says_when_and_again_when_it_is_there(newsroom):
    at = NOW + 3 * DAY
    typed = timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
    page = submit(newsroom.anna, create(newsroom.anna, newsroom.blog, model="timed"), go_live_at=typed)
    asked_and_cleared()
    yes(newsroom.r1, page)
    assert asked() == [("scheduled", "anna")]
    assert "programmata per il 7 marzo 2031, ore 10:00" in body(letter("scheduled", "anna"))
    with time_machine.travel(at + timedelta(hours=1), tick=False):
        call_command("publish_scheduled")
        call_command("publish_scheduled")
    assert asked() == [("published", "anna"), ("scheduled", "anna")]


def test_an_appointment_that_falls_is_told_with_its_reason(newsroom):
    at = NOW + 3 * DAY
    typed = timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
    page = submit(newsroom.anna, create(newsroom.anna, newsroom.blog, model="timed"), go_live_at=typed)
    yes(newsroom.r1, page)
    state_of = fresh(page).scheduled_revision
    state_of.task_states.all()[0].approvals.all().delete()
    asked_and_cleared()
    with time_machine.travel(at + timedelta(hours=1), tick=False):
        call_command("publish_scheduled")
    assert asked() == [("dropped", "anna")] and not live(page)
    assert "Manca il sì di «redazione»" in body(letter("dropped", "anna"))


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


def test_taking_down_is_told_with_the_reason_and_coming_back_too(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    asked_and_cleared()
    takedown.take_down(page.pk, newsroom.r2, "una foto senza permesso")
    assert asked() == [("taken_down", "anna")]
    text = body(letter("taken_down", "anna"))
    assert "r2 ha tolto «T» dal sito" in text and "«una foto senza permesso»" in text
    takedown.restore(page.pk, newsroom.r2)
    assert asked() == [("returned", "anna"), ("taken_down", "anna")]
    assert letter("returned", "anna")["Subject"] == "Di nuovo sul sito: «T»"
    takedown.take_down(page.pk, newsroom.r2, "ancora la stessa foto")
    assert asked() == [("returned", "anna"), ("taken_down", "anna"), ("taken_down", "anna")]


def test_hiding_ones_own_page_is_no_news(provisioned_site, settings):
    settings.EMAIL_BACKEND = "cms.mail.queue.QueueBackend"
    owner, page, _reviewers = live_showcase(provisioned_site)
    asked_and_cleared()
    takedown.take_down(page.pk, owner)
    takedown.restore(page.pk, owner)
    assert asked() == []


def test_what_expires_is_told_with_its_date(newsroom):
    typed = timezone.localtime(NOW + DAY).strftime("%Y-%m-%d %H:%M")
    page = submit(newsroom.anna, create(newsroom.anna, newsroom.blog, model="timed"), expire_at=typed)
    yes(newsroom.r1, page)
    asked_and_cleared()
    with time_machine.travel(NOW + 2 * DAY, tick=False):
        call_command("publish_scheduled")
        call_command("publish_scheduled")
    assert not live(page) and asked() == [("expired", "anna")]
    assert "5 marzo 2031, ore 10:00" in body(letter("expired", "anna"))


def test_expiry_and_its_mail_are_one_transaction(newsroom, monkeypatch):
    typed = timezone.localtime(NOW + DAY).strftime("%Y-%m-%d %H:%M")
    page = submit(newsroom.anna, create(newsroom.anna, newsroom.blog, model="timed"), expire_at=typed)
    yes(newsroom.r1, page)
    monkeypatch.setattr(templates.EmailTemplate, "send", lambda *args, **kwargs: 1 / 0)
    with time_machine.travel(NOW + 2 * DAY, tick=False), pytest.raises(ZeroDivisionError):
        call_command("publish_scheduled")
    assert live(page) == "uno"


# --- comments


def test_a_comment_of_the_desk_reaches_the_owner_and_no_stock_mail(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    PageSubscription.objects.create(user=newsroom.r2, page=page, comment_notifications=True)
    asked_and_cleared()
    autosave(newsroom.r1, page, **comment("virgola <b>qui</b>?"))
    assert asked() == [("comment", "anna")]
    message = letter("comment", "anna")
    assert message["Subject"] == "Un commento su «T»"
    assert "virgola &lt;b&gt;qui&lt;/b&gt;?" in body(message, "html")
    note = Comment.objects.get()
    autosave(newsroom.r1, page, **comment("punto?", **{"comments-INITIAL_FORMS": "1", "comments-0-id": note.pk}))
    assert asked() == [("comment", "anna")]


def test_the_editor_offers_no_switch_for_mail_that_stays_off(newsroom):
    shown = newsroom.r1.client.get(url("edit", sent(newsroom.anna, newsroom.blog).pk)).content.decode()
    assert re.search(r"<div hidden>\s*<div [^>]*data-comment-notifications", shown)


def test_an_answer_reaches_owner_and_thread_as_far_as_they_still_read(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    note = Comment.objects.create(page=page, user=newsroom.r1, text="virgola?", contentpath="body")
    for person in (newsroom.su, newsroom.bruno, newsroom.ed):
        CommentReply.objects.create(comment=note, user=person, text="boh")
    asked_and_cleared()
    CommentReply.objects.create(comment=note, user=newsroom.r2, text="sì, virgola")
    assert asked() == [("answer", "anna"), ("answer", "ed"), ("answer", "r1")]
    assert f"/admin/lettura/{state(page).pk}/" in body(letter("answer", "r1"))
    asked_and_cleared()
    newsroom.desk.user_set.remove(newsroom.r1)
    CommentReply.objects.create(comment=note, user=newsroom.anna, text="va bene")
    assert asked() == [("answer", "ed"), ("answer", "r2")]


# --- groups and passwords


def test_groups_and_passwords_changed_in_the_admin_are_told_to_redazione(newsroom):
    with LogContext(user=newsroom.su):
        newsroom.bruno.groups.add(newsroom.desk)
        newsroom.bruno.set_password("scelta da un’altra persona")
        newsroom.bruno.save()
    assert asked() == [("groups", "ed"), ("password", "ed")]
    assert "su ha messo bruno in: Redazione Gazzetta" in body(letter("groups", "ed"))
    assert letter("password", "ed")["Subject"] == "Accessi cambiati: bruno"
    asked_and_cleared()
    with LogContext(user=newsroom.ed):
        newsroom.bruno.groups.remove(newsroom.desk)  # Redazione itself
    newsroom.bruno.groups.add(newsroom.desk)  # a command of the machine
    assert asked() == []


def test_who_is_taken_out_of_redazione_hears_of_it(newsroom):
    with LogContext(user=newsroom.su):
        newsroom.ed.groups.remove(newsroom.chief)
    assert asked() == [("groups", "ed")]


# --- what is rolled back, twice, or hostile


def test_what_is_rolled_back_was_never_told(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    asked_and_cleared()
    with transaction.atomic():
        services.approve(state(page).pk, newsroom.r1, digest(last(page)))
        assert asked() == [("published", "anna")]
        transaction.set_rollback(True)
    with pytest.raises(ActionRefused):
        services.approve(state(page).pk, newsroom.anna, digest(last(page)))
    assert asked() == []


def test_the_same_event_tells_a_person_once(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    before = asked()
    messages.submitted(state(page), newsroom.anna)
    assert asked() == before


def test_while_the_demo_is_loaded_nobody_is_told(newsroom):
    with delivery.suppress_notifications():
        yes(newsroom.r1, sent(newsroom.anna, newsroom.blog))
    assert asked() == []
    sent(newsroom.anna, newsroom.blog, "Altro")
    assert len(asked()) == 3


@pytest.mark.parametrize(
    "title, shown",
    [
        ("Uno\r\nBcc: x@y.z", "Uno Bcc: x@y.z"),
        ("a\x07b\u2028c\u202ed", "a b cd"),
        ("z" * 255, "z" * 79 + "…"),
        ("  tanti   spazi ", "tanti spazi"),
    ],
)
def test_a_hostile_title_breaks_no_header(newsroom, title, shown):
    newsroom.anna.first_name = "Anna\nCc: altri@example.org"
    newsroom.anna.save()
    page = create(newsroom.anna, newsroom.blog)
    page.title = title
    page.save_revision(user=newsroom.anna, clean=False)
    assert last(page).content["title"] == title
    services.send(page.pk, newsroom.anna, digest(last(page)))
    message = letter("submitted", "r1")
    assert message["Subject"].strip() == f"Da leggere: «{shown}»"  # a long one is folded after its name
    assert (message["Bcc"], message["Cc"], message["To"]) == (None, None, "r1@example.org")
    ask(newsroom.r1, page, REASON)
    assert body(letter("changes", "anna")).startswith("Ciao Anna Cc: altri@example.org,")


def test_an_impossible_address_holds_up_nobody(newsroom):
    newsroom.r1.__class__.objects.filter(pk=newsroom.r1.pk).update(email="r1@exa\nmple.org")
    newsroom.r2.__class__.objects.filter(pk=newsroom.r2.pk).update(email="r2@città.example")
    sent(newsroom.anna, newsroom.blog)
    rows = {row.recipient: row.state for row in Mail.objects.all()}
    assert rows == {"r1@exa\nmple.org": "failed", "r2@xn--citt-3na.example": "waiting", "ed@example.org": "waiting"}


def test_no_mail_of_wagtails_own(newsroom):
    """Stock's would have no key of ours."""
    page = sent(newsroom.anna, newsroom.blog)
    autosave(newsroom.r1, page, **comment())
    ask(newsroom.r1, page, REASON)
    submit(newsroom.anna, page, "due")
    edit(newsroom.r1, page, "tre")
    yes(newsroom.r1, page)
    yes(newsroom.r2, page)
    submit(newsroom.anna, page, "quattro")
    withdraw(newsroom.anna, page)
    events = {event for event, _to in asked()}
    assert events == {"submitted", "comment", "changes", "resubmitted", "corrected", "published", "withdrawn"}
    assert events <= EVENTS and not Mail.objects.filter(recipient__startswith="su@").exists()
    assert not Mail.objects.exclude(state=Mail.State.WAITING).exists()


# --- as each person chose


def prefer(user, how):
    MailPreference.objects.update_or_create(user=user, defaults={"how": how})


def lines(user):
    return [(row.key.split(":")[0], row.sent_at is not None) for row in user.digest_items.order_by("pk")]


def test_at_once_daily_or_never(newsroom):
    prefer(newsroom.r1, "daily")
    prefer(newsroom.r2, "never")
    page = sent(newsroom.anna, newsroom.blog)
    assert asked() == [("submitted", "ed")]
    assert (lines(newsroom.r1), lines(newsroom.r2)) == ([("submitted", False)], [])
    messages.submitted(state(page), newsroom.anna)
    assert lines(newsroom.r1) == [("submitted", False)]


def test_outcomes_of_ones_own_text_are_never_lost(newsroom):
    prefer(newsroom.anna, "never")
    page = sent(newsroom.anna, newsroom.blog)
    autosave(newsroom.r1, page, **comment())
    ask(newsroom.r1, page, REASON)
    submit(newsroom.anna, page)
    edit(newsroom.r1, page, "corretto")
    yes(newsroom.r1, page)
    yes(newsroom.r2, page)
    takedown.take_down(page.pk, newsroom.r2, "una foto senza permesso")
    assert [to for _event, to in asked() if to == "anna"] == []
    assert [event for event, _told in lines(newsroom.anna)] == ["changes", "corrected", "published", "taken_down"]


def test_a_correction_of_a_live_page_goes_at_once_whatever_the_preference(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    asked_and_cleared()
    for person, how in ((newsroom.r1, "never"), (newsroom.r2, "daily"), (newsroom.anna, "never")):
        prefer(person, how)
    submit(newsroom.anna, page, "uno, due")
    assert asked() == [("submitted", "ed"), ("submitted", "r1"), ("submitted", "r2")]
    assert "È una correzione" in body(letter("submitted", "r1"))
    asked_and_cleared()
    edit(newsroom.ed, page, "uno due")
    yes(newsroom.ed, page)
    assert asked() == [("corrected", "anna"), ("corrected", "r1"), ("corrected", "r2")]
    assert [user.digest_items.count() for user in (newsroom.anna, newsroom.r1, newsroom.r2)] == [0, 0, 0]


def test_more_than_ten_words_are_no_correction(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    prefer(newsroom.r1, "never")
    asked_and_cleared()
    submit(newsroom.anna, page, "parola " * 12)
    assert asked() == [("submitted", "ed"), ("submitted", "r2")]


# --- as a real server received it


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "cms.mail.queue.QueueBackend"
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server() as (desk, port):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield desk


def test_from_the_desk_to_a_real_server(newsroom, server, settings):
    settings.DESK_EMAIL = "redazione@lab121.example"
    page = sent(newsroom.anna, newsroom.blog, "Gita")
    edit(newsroom.r1, page, "corretto")
    yes(newsroom.r1, page)
    yes(newsroom.r2, page)
    prefer(newsroom.ed, "daily")
    submit(newsroom.anna, page, "parola " * 12)
    call_command("send_digest")
    call_command("send_mail")
    got = sorted((message["To"].split("@")[0], message["Subject"]) for message in server.messages())
    assert got == [
        ("anna", "Va bene così? «Gita»"),
        ("anna", "È sul sito: «Gita»"),
        ("ed", "Da leggere: «Gita»"),
        ("ed", "Manca un sì: «Gita»"),
        ("ed", "Una novità della redazione"),
        ("r1", "Da leggere: «Gita»"),
        ("r1", "Da leggere: «Gita»"),
        ("r2", "Da leggere: «Gita»"),
        ("r2", "Da leggere: «Gita»"),
        ("r2", "Manca un sì: «Gita»"),
    ]
    for message in server.messages():
        kinds = [part.get_content_type() for part in message.walk()]
        assert kinds == ["multipart/alternative", "text/plain", "text/html"]
        assert message["Reply-To"] == "redazione@lab121.example"
        assert (message["Auto-Submitted"], message["Content-Language"]) == ("auto-generated", "it")
        assert message["X-Lab121-Key"] is None
        assert '<html lang="it">' in body(message, "html") and body(message).startswith("Ciao ")
    assert send_waiting().sent == 0


# --- the page where one chooses

CHOOSE = "/area-soci/posta/"


def test_choosing_how_to_be_told(provisioned_site):
    ada = make_member("Ada Prova")
    assert f'href="{CHOOSE}"' in ada.client.get("/area-soci/").content.decode()
    shown = ada.client.get(CHOOSE)
    assert shown.status_code == 200 and 'value="now"' in shown.content.decode()
    assert shown.context["form"]["how"].value() == "now"
    assert "Le risposte ai tuoi testi" in shown.content.decode()
    for how in ("daily", "never", "never"):
        assert ada.client.post(CHOOSE, {"how": how}).url == "/area-soci/"
        assert MailPreference.objects.get().how == how
    assert ada.client.get(CHOOSE).context["form"]["how"].value() == "never"
    for wrong in ("", "ieri", "\0", "x" * 4000):
        assert ada.client.post(CHOOSE, {"how": wrong}).status_code == 200
    assert MailPreference.objects.get().how == "never"


def test_a_visitor_chooses_nothing(provisioned_site, client):
    for response in (client.get(CHOOSE), client.post(CHOOSE, {"how": "never"})):
        assert response.status_code == 302 and response.url.startswith("/accedi/")
    assert not MailPreference.objects.exists()
