"""A message becomes rows in the transaction of its event; nothing leaves, nothing breaks."""

import re
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from cms.mail.models import Mail
from cms.mail.queue import KEY_HEADER, enqueue, envelope
from tests.support.mailbox import message
from tests.support.people import make_member

pytestmark = pytest.mark.django_db


def parsed(row: Mail):
    return message_from_bytes(bytes(row.content), policy=policy.default)


def test_a_row_for_each_recipient_with_its_own_message():
    rows = enqueue(message("Ada <ada@example.org>", "bea@example.org", key="published:7"))
    assert [(row.key, row.recipient, row.sender, row.state) for row in Mail.objects.order_by("pk")] == [
        ("published:7:Ada <ada@example.org>", "ada@example.org", "noi@lab121.example", "waiting"),
        ("published:7:bea@example.org", "bea@example.org", "noi@lab121.example", "waiting"),
    ]
    first, second = (parsed(row) for row in rows)
    assert (first["To"], second["To"]) == ("Ada <ada@example.org>", "bea@example.org")
    assert first["Subject"] == "Perché no" and first["Message-ID"] != second["Message-ID"]
    assert first["Message-ID"] == rows[0].message_id and rows[0].message_id.endswith("@testserver>")
    assert KEY_HEADER not in first
    assert [part.get_content_type() for part in first.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert first.get_body(("plain",)).get_content().strip() == "Ciao è così"


def test_the_same_event_asks_a_person_once():
    enqueue(message("ada@example.org", key="published:7"))
    enqueue(message("ada@example.org", key="published:7", subject="Un’altra volta"))
    assert [parsed(row)["Subject"] for row in Mail.objects.all()] == ["Perché no"]
    enqueue(message("ada@example.org", key="published:8"))
    enqueue(message("ada@example.org"))
    enqueue(message("ada@example.org"))
    assert Mail.objects.count() == 4


def test_blind_copies_stay_blind():
    enqueue(message("ada@example.org", cc=["bea@example.org"], bcc=["ciro@example.org"]))
    rows = {row.recipient: parsed(row) for row in Mail.objects.all()}
    assert sorted(rows) == ["ada@example.org", "bea@example.org", "ciro@example.org"]
    assert [(one["To"], one["Cc"], one["Bcc"]) for one in rows.values()] == [(to, None, None) for to in rows]


def test_what_is_rolled_back_was_never_asked():
    with transaction.atomic():
        enqueue(message("ada@example.org"))
        transaction.set_rollback(True)
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    "address, bare",
    [
        ("ada@example.org", "ada@example.org"),
        ("Ada <ada@example.org>", "ada@example.org"),
        ('"Ada, la prima" <ada@example.org>', "ada@example.org"),
        ("ada@città.example", "ada@xn--citt-3na.example"),
    ],
)
def test_the_envelope_is_a_bare_address_in_ascii(address, bare):
    assert envelope(address) == bare


@pytest.mark.parametrize(
    "address",
    ["", "ada", "Ada, la prima <ada@example.org>",
     "@example.org", "ada@", "adà@example.org", "ada@exa\nmple.org", "Ada\r\nBcc: x@y.z <a@b.it>",
     "ada@" + "x" * 70 + ".it", "ada@..it"],
)  # fmt: skip
def test_an_impossible_address_fails_alone(address):
    enqueue(message(address or "  ", key="k"))
    enqueue(message("bea@example.org", key="k"))
    rows = {row.state: row for row in Mail.objects.all()}
    assert sorted(rows) == ["failed", "waiting"]
    assert rows["failed"].error and rows["waiting"].recipient == "bea@example.org"


def test_a_line_break_in_a_subject_fails_alone():
    enqueue(message("ada@example.org", subject="Uno\nBcc: x@y.z"))
    (row,) = Mail.objects.all()
    assert (row.state, bytes(row.content)) == ("failed", b"")


def test_the_password_mail_waits_in_the_queue_too(settings, provisioned_site):
    settings.EMAIL_BACKEND = "cms.mail.queue.QueueBackend"
    make_member("Ada Prova")
    Client().post("/password/reimposta/", {"email": "ada@example.org"})
    (row,) = Mail.objects.all()
    message = parsed(row)
    assert row.recipient == "ada@example.org"
    assert (message["Reply-To"], message["Auto-Submitted"]) == (settings.DESK_EMAIL, "auto-generated")
    bodies = [message.get_body((kind,)).get_content() for kind in ("plain", "html")]
    links = [re.search(r"http://testserver/password/reimposta/[^\s\"]+", body)[0] for body in bodies]
    assert links[0] == links[1] and 'lang="it"' in bodies[1]
    assert mail.outbox == []
