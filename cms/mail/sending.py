"""The sender: takes due rows for a while, speaks to the server with no transaction open, records each answer.

Killed at any step it loses nothing: a lease that ran out is the whole recovery. Recorded as sent, a message is never
sent again; one whose acknowledgement was lost goes again with the same Message-ID.
"""

import logging
import random
import smtplib
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from .models import Mail

logger = logging.getLogger(__name__)

BATCH = 50
LEASE = timedelta(seconds=180)
# After a "not now" of the server (4xx), each give or take a fifth; then it has failed.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240))
SERVER_GOES = (-1, 421)  # smtplib's number for an answer it cannot read, and RFC 5321's goodbye
clock = time.monotonic


@dataclass
class Report:
    sent: int = 0
    postponed: int = 0
    failed: int = 0


class ServerUnavailable(Exception):
    """No server, or it said goodbye: nobody's message is to blame."""


class StoredMessage(EmailMessage):
    """A row's bytes, as Django's backends want a message."""

    def __init__(self, row: Mail) -> None:
        super().__init__(from_email=row.sender, to=[row.recipient])
        self.content = bytes(row.content)

    def message(self, *args: Any, **kwargs: Any) -> Any:
        return self

    def as_bytes(self, *args: Any, **kwargs: Any) -> bytes:
        return self.content


def connect() -> Any:
    """The one place that opens a connection. Raises ServerAway."""
    made = get_connection(settings.MAIL_DELIVERY_BACKEND)
    try:
        made.open()
    except OSError as error:  # smtplib's own are among them, a refused login too
        raise ServerUnavailable(str(error)) from error
    return made


def send_waiting() -> Report:
    """Everything that is due. Stops when the server is away: what it had taken is free again, no try counted."""
    report, server = Report(), None
    try:
        while rows := lease():
            try:
                server = server or connect()
                deliver(rows, server, report)
            except ServerUnavailable as error:
                logger.warning("mail server away: %s", error)
                return report
            finally:
                release_lease(rows[0].owner)
    finally:
        if server is not None:
            server.close()
    return report


@transaction.atomic
def lease() -> list[Mail]:
    """Up to BATCH due rows, ours until the lease runs out. Two senders never get the same."""
    now, owner = timezone.now(), str(uuid.uuid4())
    free = Mail.objects.free(now).order_by("due_at", "pk")
    if database.features.has_select_for_update_skip_locked:
        free = free.select_for_update(skip_locked=True)
    chosen = list(free.values_list("pk", flat=True)[:BATCH])
    Mail.objects.free(now).filter(pk__in=chosen).update(owner=owner, leased_until=now + LEASE)
    return list(Mail.objects.held_by(owner).order_by("due_at", "pk"))


def release_lease(owner: str) -> None:
    Mail.objects.held_by(owner).update(owner="", leased_until=None)


def deliver(rows: Iterable[Mail], server: Any, report: Report) -> None:
    """Raises ServerAway. Stops at half the lease: what is left is released, not sent by two."""
    until = clock() + LEASE.total_seconds() / 2
    for row in rows:
        if clock() > until:
            return
        try:
            server.send_messages([StoredMessage(row)])
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            record_refusal(row, code, answer, report)
        except smtplib.SMTPResponseException as error:
            record_refusal(row, error.smtp_code, error.smtp_error, report)
        except smtplib.SMTPNotSupportedError as error:
            record_refusal(row, 504, str(error), report)
        except OSError as error:  # a time-out, a broken connection
            raise ServerUnavailable(str(error)) from error
        else:
            row.saw(state=Mail.State.SENT, sent_at=timezone.now(), content=b"", error="")
            report.sent += 1


def record_refusal(row: Mail, code: int, answer: bytes | str, report: Report) -> None:
    """The server said no to this message: for now (4xx) or for good."""
    words = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    error = f"{code} {words}".strip()
    if code in SERVER_GOES:
        raise ServerUnavailable(error)
    if 400 <= code < 500 and row.tries < len(WAITS):
        due = timezone.now() + WAITS[row.tries] * random.uniform(0.8, 1.2)  # noqa: S311 - spreads, keeps no secret
        row.saw(tries=row.tries + 1, due_at=due, error=error)
        report.postponed += 1
        return
    logger.error("mail %s to %s failed: %s", row.key, row.recipient, error)
    row.saw(state=Mail.State.FAILED, tries=row.tries + 1, content=b"", error=error)
    report.failed += 1
