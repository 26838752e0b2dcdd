"""What the server gets, as it was received; and what is left in the queue, whatever the server says."""

import os
import smtplib
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from cms.mail import sending
from cms.mail.models import Mail
from cms.mail.queue import enqueue
from cms.mail.sending import BATCH, LEASE, WAITS, Report, send_waiting
from tests.support.mailbox import message

from .mail_server import mail_server

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def server(settings):
    """A server, and the settings that lead to it."""
    with mail_server() as (desk, port):
        settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield desk


@pytest.fixture(autouse=True)
def no_spread(monkeypatch):
    monkeypatch.setattr(sending.random, "uniform", lambda low, high: 1)


def put(*addresses: str) -> None:
    for address in addresses:
        enqueue(message(address, key="event"))


def states() -> dict[str, tuple[str, int]]:
    return {row.recipient: (row.state, row.tries) for row in Mail.objects.order_by("pk")}


def free() -> int:
    """How many another sender could take now."""
    return Mail.objects.due(datetime.now(UTC)).count()


def test_what_was_frozen_arrives(server):
    put("ada@example.org")
    frozen = bytes(Mail.objects.get().content)
    assert send_waiting() == Report(sent=1)
    assert server.received == [("ada@example.org", frozen.rstrip(b"\r\n") + b"\r\n")]
    row = Mail.objects.get()
    assert (row.state, bytes(row.content), row.owner, row.error) == ("sent", b"", "", "")
    assert row.sent_at and send_waiting() == Report() and len(server.received) == 1


def test_many_go_over_one_connection_oldest_first(server, monkeypatch):
    opened = []
    real = sending.connect
    monkeypatch.setattr(sending, "connect", lambda: opened.append(1) or real())
    addresses = [f"n{number:03}@example.org" for number in range(BATCH + 5)]
    put(*addresses)
    assert send_waiting() == Report(sent=BATCH + 5)
    assert server.recipients == addresses and opened == [1]


@pytest.mark.parametrize("where", ["at_rcpt", "at_data"])
def test_not_now_is_tried_again_later_and_holds_up_nobody(server, where):
    getattr(server, where)["ada@example.org"] = ["451 più tardi"] * 2
    put("ada@example.org", "bea@example.org")
    with time_machine.travel(NOW, tick=False):
        Mail.objects.update(due_at=NOW)
        assert send_waiting() == Report(sent=1, postponed=1)
        row = Mail.objects.get(recipient="ada@example.org")
        assert (row.state, row.tries, row.due_at, row.owner) == ("waiting", 1, NOW + WAITS[0], "")
        assert row.error.startswith("451") and send_waiting() == Report()
    with time_machine.travel(NOW + WAITS[0], tick=False):
        assert send_waiting() == Report(postponed=1)
    with time_machine.travel(NOW + WAITS[0] + WAITS[1], tick=False):
        assert send_waiting() == Report(sent=1)
    assert server.recipients == ["bea@example.org", "ada@example.org"]


def test_after_the_last_try_it_has_failed(server):
    server.at_rcpt["ada@example.org"] = ["451 mai"] * 20
    put("ada@example.org")
    moment = NOW
    Mail.objects.update(due_at=NOW)
    for wait in WAITS:
        with time_machine.travel(moment, tick=False):
            assert send_waiting() == Report(postponed=1)
        moment += wait
    with time_machine.travel(moment, tick=False):
        assert send_waiting() == Report(failed=1)
    assert states() == {"ada@example.org": ("failed", len(WAITS) + 1)}


def test_a_refused_address_fails_at_once_and_the_others_are_served(server):
    server.at_rcpt["ada@example.org"] = ["550 qui non sta nessuno"]
    put("ada@example.org", "bea@example.org")
    assert send_waiting() == Report(sent=1, failed=1)
    row = Mail.objects.get(recipient="ada@example.org")
    assert (row.state, row.error, bytes(row.content)) == ("failed", "550 qui non sta nessuno", b"")


def test_a_server_that_says_goodbye_counts_no_try(server):
    server.at_data["bea@example.org"] = ["421 chiudo"]
    put("ada@example.org", "bea@example.org", "ciro@example.org")
    assert send_waiting() == Report(sent=1)
    assert states() == {
        "ada@example.org": ("sent", 0), "bea@example.org": ("waiting", 0), "ciro@example.org": ("waiting", 0),
    }  # fmt: skip
    assert free() == 2 and send_waiting() == Report(sent=2)
    assert server.recipients == ["ada@example.org", "bea@example.org", "ciro@example.org"]


def test_no_server_at_all_counts_no_try(settings, server):
    settings.EMAIL_PORT = 1
    put("ada@example.org")
    assert send_waiting() == Report()
    assert states() == {"ada@example.org": ("waiting", 0)} and free() == 1


@pytest.mark.parametrize("error", [TimeoutError("piano"), smtplib.SMTPServerDisconnected("via"), ConnectionError()])
def test_a_server_that_is_slow_or_breaks_off_counts_no_try(server, monkeypatch, error):
    def breaks(self, messages):
        raise error

    put("ada@example.org", "bea@example.org")
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.smtp.EmailBackend.send_messages", breaks)
        assert send_waiting() == Report()
    assert states() == {"ada@example.org": ("waiting", 0), "bea@example.org": ("waiting", 0)} and free() == 2
    assert send_waiting() == Report(sent=2)


def test_two_senders_never_take_the_same(server):
    put(*(f"n{number}@example.org" for number in range(BATCH + 10)))
    first, second = sending.lease(), sending.lease()
    assert (len(first), len(second)) == (BATCH, 10)
    assert not {row.pk for row in first} & {row.pk for row in second} and sending.lease() == []


def test_half_a_lease_is_the_most_that_one_batch_takes(server, monkeypatch):
    put("ada@example.org", "bea@example.org")
    ticks = iter([0, 0, LEASE.total_seconds()])
    monkeypatch.setattr(sending, "clock", lambda: next(ticks))
    rows, report = sending.lease(), Report()
    open_connection = sending.connect()
    sending.deliver(rows, open_connection, report)
    open_connection.close()
    assert report == Report(sent=1) and states()["bea@example.org"] == ("waiting", 0)


def test_a_sender_that_comes_back_after_its_lease_records_nothing(server):
    """Somebody else has the row by then, and records it."""
    put("ada@example.org")
    with time_machine.travel(NOW, tick=False):
        Mail.objects.update(due_at=NOW)
        (late,) = sending.lease()
    with time_machine.travel(NOW + LEASE + timedelta(seconds=1), tick=False):
        (mine,) = sending.lease()
    late.record_result(state=Mail.State.FAILED, error="tardi")
    assert Mail.objects.get().state == "waiting"
    mine.record_result(state=Mail.State.SENT)
    assert Mail.objects.get().state == "sent"


STEPS = {  # step → how many copies may arrive
    "before claiming": 1,
    "after claiming": 1,
    "after connecting": 1,
    "after the server said yes": 2,
    "after recording": 1,
}


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_it_loses_nothing_and_repeats_only_what_nobody_recorded(server, settings, step):
    put("ada@example.org", "bea@example.org")
    ids = {row.recipient: row.message_id for row in Mail.objects.all()}
    killed = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "tests.cms.killed_sender", step],
        env=environment(settings.EMAIL_PORT), cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert killed.returncode == -9, killed.stderr
    recorded = [row.recipient for row in Mail.objects.filter(state="sent")]
    Mail.objects.filter(state="waiting").exclude(leased_until=None).update(leased_until=NOW.replace(year=2001))
    send_waiting()
    assert states() == {"ada@example.org": ("sent", 0), "bea@example.org": ("sent", 0)}
    copies = {address: server.recipients.count(address) for address in ids}
    assert copies == {"ada@example.org": STEPS[step], "bea@example.org": 1}
    assert all(copies[address] == 1 for address in recorded)
    assert [(one["To"], one["Message-ID"]) for one in server.messages()] == [
        (address, ids[address]) for address in server.recipients
    ]


def environment(port: int) -> dict[str, str]:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        secret = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
        url = f"postgres://{database['USER']}{secret}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return os.environ | {
        "DATABASE_URL": url, "EMAIL_URL": f"smtp://127.0.0.1:{port}", "DJANGO_SETTINGS_MODULE": "cms.settings.test",
    }  # fmt: skip


def test_the_command_sends_once(server, capsys):
    put("ada@example.org")
    call_command("send_mail")
    assert capsys.readouterr().out == "e-mail: spedite 1, rimandate 0, non spedite 0\n"
    call_command("send_mail")
    assert capsys.readouterr().out == "" and server.recipients == ["ada@example.org"]


def test_without_a_server_mails_are_files(settings, tmp_path):
    settings.MAIL_DELIVERY_BACKEND, settings.EMAIL_FILE_PATH = (
        "django.core.mail.backends.filebased.EmailBackend", tmp_path / "mail",
    )  # fmt: skip
    put("ada@example.org", "bea@example.org")
    assert send_waiting() == Report(sent=2)
    (written,) = (tmp_path / "mail").iterdir()
    assert [line for line in written.read_text().splitlines() if line.startswith("To:")] == [
        "To: ada@example.org", "To: bea@example.org",
    ]  # fmt: skip


@pytest.fixture
def no_handlers(monkeypatch):
    """The tests' own process keeps its handlers."""
    monkeypatch.setattr("cms.management.commands.send_mail.signal.signal", lambda *_: None)


def test_beside_a_server_that_is_gone_it_stops_at_once(server, no_handlers):
    put("ada@example.org")
    call_command("send_mail", every=3600.0, beside=-1)
    assert server.recipients == [] and states() == {"ada@example.org": ("waiting", 0)}


def test_beside_its_server_it_sends_while_that_is_there(server, no_handlers, monkeypatch):
    put("ada@example.org")
    ours, parents = os.getppid(), []

    def parent() -> int:
        parents.append(1)
        return ours if len(parents) < 3 else 1

    monkeypatch.setattr("cms.management.commands.send_mail.os.getppid", parent)
    call_command("send_mail", every=0.0, beside=ours)
    assert server.recipients == ["ada@example.org"] and len(parents) == 3
