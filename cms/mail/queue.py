"""``EMAIL_BACKEND``: a message becomes rows, and nothing leaves."""

import copy
import logging
import uuid
from collections.abc import Sequence
from email import policy
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django import VERSION as DJANGO_VERSION
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from .models import Mail

logger = logging.getLogger(__name__)

# Set by whoever writes the message; it never leaves.
KEY_HEADER = "X-Lab121-Key"
LONGEST_KEY = 400


class QueueBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many messages are in the queue now, those that were there already included."""
        for message in email_messages:
            enqueue(message)
        return len(email_messages)


def enqueue(message: EmailMessage) -> list[Mail]:
    """A row per recipient, in the transaction that is open. A message with the same key is not asked twice.

    One that cannot be written (a line break in a name, an impossible address) is a failed row: it must neither break
    the event that it tells of nor hold up the others.
    """
    headers = dict(message.extra_headers)
    base = headers.pop(KEY_HEADER, "") or uuid.uuid4().hex
    rows = [_row(message, headers, base, recipient) for recipient in dict.fromkeys(message.recipients())]
    return Mail.objects.bulk_create(rows, ignore_conflicts=True)


def _row(message: EmailMessage, headers: dict[str, Any], base: str, recipient: str) -> Mail:
    message_id = f"<{uuid.uuid4().hex}@{urlsplit(settings.BASE_URL).hostname}>"
    row = Mail(key=f"{base}:{recipient}"[:LONGEST_KEY], message_id=message_id, recipient=recipient[:320])
    try:
        row.sender, row.recipient = envelope(message.from_email), envelope(recipient)
        row.content = _frozen(message, headers, recipient, message_id)
    except ValueError as error:  # Django's BadHeaderError and UnicodeError are among them
        row.state, row.error = Mail.State.FAILED, str(error)
        logger.error("mail %s cannot be written: %s", row.key, error)
    return row


def envelope(address: str) -> str:
    """The bare address, its domain in ASCII (RFC 5890). ValueError for what no server could take."""
    if any(letter in address for letter in "\r\n\0"):
        raise ValueError("un indirizzo non va a capo")
    bare = parseaddr(address)[1]
    local, at, domain = bare.rpartition("@")
    if not (at and local and domain):
        raise ValueError(f"«{address}» non è un indirizzo")
    if not local.isascii():
        raise ValueError(f"«{bare}»: prima della chiocciola non possono esserci accenti")
    return f"{local}@{domain.encode('idna').decode('ascii')}"


def _frozen(message: EmailMessage, headers: dict[str, Any], recipient: str, message_id: str) -> bytes:
    one = copy.copy(message)
    one.to, one.cc, one.bcc = [recipient], [], []
    one.extra_headers = {**headers, "Message-ID": message_id}
    if DJANGO_VERSION >= (6, 0):
        return one.message(policy=policy.SMTP).as_bytes()
    return one.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own messages take it
