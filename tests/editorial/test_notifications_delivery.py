"""Mail as it is written and sent: once or not at all, with sound headers, and as a real server received it."""

import re

import pytest
from django.core.management import call_command
from django.db import transaction

from cms.exceptions import ActionRefused
from cms.mail.models import Mail
from cms.mail.sending import send_waiting
from editorial.identity.services import mark_born
from editorial.notifications import delivery, messages
from editorial.review import services
from tests.cms.mail_server import mail_server
from tests.support.editor_post import comment
from tests.support.mailbox import asked, asked_and_cleared, body, letter, prefer
from tests.support.moderation import (
    ask,
    autosave,
    create,
    edit,
    last,
    seen_by,
    sent,
    state,
    submit,
    withdraw,
    yes,
)

pytestmark = pytest.mark.usefixtures("clock", "queued_mail")

REASON = "manca la data dell’evento"
EVENTS = {
    "submitted", "resubmitted", "corrected", "changes", "comment", "answer", "published", "scheduled", "withdrawn",
    "taken_down", "returned", "expired", "dropped", "groups", "password", "reminder", "escalation", "digest",
}  # fmt: skip


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


# --- what is rolled back, twice, or hostile


def test_what_is_rolled_back_was_never_told(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    asked_and_cleared()
    with transaction.atomic():
        services.approve(state(page).pk, newsroom.r1, seen_by(newsroom.r1, page))
        assert asked() == [("published", "anna")]
        transaction.set_rollback(True)
    with pytest.raises(ActionRefused):
        services.approve(state(page).pk, newsroom.anna, seen_by(newsroom.anna, page))
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
    services.send(page.pk, newsroom.anna, seen_by(newsroom.anna, page))
    message = letter("submitted", "r1")
    assert message["Subject"].strip() == f"Da leggere: «{shown}»"  # a long one is folded after its name
    assert (message["Bcc"], message["Cc"], message["To"]) == (None, None, "r1@example.org")
    ask(newsroom.r1, page, REASON)
    assert body(letter("changes", "anna")).startswith("Ciao Anna Cc: altri@example.org,")


def test_an_impossible_address_holds_up_nobody(newsroom):
    newsroom.r1.__class__.objects.filter(pk=newsroom.r1.pk).update(email="r1@exa\nmple.org")
    newsroom.r2.__class__.objects.filter(pk=newsroom.r2.pk).update(email="r2@città.example")
    mark_born([newsroom.r1, newsroom.r2])
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


# --- as a real server received it


@pytest.fixture
def server(settings):
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
