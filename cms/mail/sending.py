"""The sender: leases due rows, talks to the server with no transaction open, and records each answer.

Killed at any step it loses nothing: once its lease is over, another sender takes the rows. A message recorded as sent
is never sent again; one whose acknowledgement was lost is sent again with the same Message-ID.
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

BATCH = 50  # mails leased at once
LEASE = timedelta(seconds=180)
# The pauses after each temporary refusal (4xx), give or take a fifth. After the last one the mail has failed.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240))
SERVER_GOES = (-1, 421)  # smtplib's code for an answer it cannot read, and "closing transmission channel" (RFC 5321)
clock = time.monotonic


@dataclass
class Report:
    """How many mails a run sent, postponed and gave up."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0


class ServerUnavailable(Exception):
    """The server cannot be reached or closed the connection: no try is counted for any message."""


class StoredMessage(EmailMessage):
    """The bytes of a row as a message that Django's mail backends can send."""

    def __init__(self, row: Mail) -> None:
        super().__init__(from_email=row.sender, to=[row.recipient])
        self.content = bytes(row.content)

    def message(self, *args: Any, **kwargs: Any) -> Any:
        return self

    def as_bytes(self, *args: Any, **kwargs: Any) -> bytes:
        return self.content


def connect() -> Any:
    """Open a connection to the mail server, here only. Raises ServerUnavailable."""
    connection = get_connection(settings.MAIL_DELIVERY_BACKEND)
    try:
        connection.open()
    except OSError as error:  # smtplib's exceptions are among them, also that of a refused login
        raise ServerUnavailable(str(error)) from error
    return connection


def send_waiting() -> Report:
    """Send everything that is due. Stop where the server is unavailable: leases are released and no try is counted."""
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
    """Lease up to BATCH due rows for LEASE and return them. Two senders never get the same row."""
    now, owner = timezone.now(), str(uuid.uuid4())
    due = Mail.objects.due(now).order_by("due_at", "pk")
    if database.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    ids = list(due.values_list("pk", flat=True)[:BATCH])
    Mail.objects.due(now).filter(pk__in=ids).update(owner=owner, leased_until=now + LEASE)
    return list(Mail.objects.leased_by(owner).order_by("due_at", "pk"))


def release_lease(owner: str) -> None:
    Mail.objects.leased_by(owner).update(owner="", leased_until=None)


def deliver(rows: Iterable[Mail], server: Any, report: Report) -> None:
    """Send leased rows and record each answer. Raises ServerUnavailable.

    It stops at half the lease, so that no row is sent while another sender may lease it; the caller releases the rest.
    """
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
            row.record_result(state=Mail.State.SENT, sent_at=timezone.now(), content=b"", error="")
            report.sent += 1


def record_refusal(row: Mail, code: int, answer: bytes | str, report: Report) -> None:
    """Record that the server refused this message: postpone it (4xx), or mark it as failed.

    Raises ServerUnavailable where the code means that the server closes the connection.
    """
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    error = f"{code} {text}".strip()
    if code in SERVER_GOES:
        raise ServerUnavailable(error)
    if 400 <= code < 500 and row.tries < len(WAITS):
        due_at = timezone.now() + WAITS[row.tries] * random.uniform(0.8, 1.2)  # noqa: S311 - spreads, keeps no secret
        row.record_result(tries=row.tries + 1, due_at=due_at, error=error)
        report.postponed += 1
        return
    logger.error("mail %s to %s failed: %s", row.key, row.recipient, error)
    row.record_result(state=Mail.State.FAILED, tries=row.tries + 1, content=b"", error=error)
    report.failed += 1
