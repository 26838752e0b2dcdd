"""``EMAIL_BACKEND``: turns a message into rows of the queue and sends nothing."""

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

# Set by the code that writes a message, and removed before it is queued.
KEY_HEADER = "X-Lab121-Key"
LONGEST_KEY, LONGEST_ADDRESS = 400, 320  # letters, as the table has them


class QueueBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the messages and return their number, which counts those that were in the queue already."""
        for message in email_messages:
            enqueue(message)
        return len(email_messages)


def enqueue(message: EmailMessage) -> list[Mail]:
    """Write a row per recipient in the open transaction. A row with the same key and recipient is not written twice.

    A message that cannot be serialised (a line break in a name, an impossible address) becomes a failed row: it must
    neither break the event that it reports nor hold up the others.
    """
    headers = dict(message.extra_headers)
    key = headers.pop(KEY_HEADER, "") or uuid.uuid4().hex
    rows = [_row(message, headers, key, recipient) for recipient in dict.fromkeys(message.recipients())]
    return Mail.objects.bulk_create(rows, ignore_conflicts=True)


def _row(message: EmailMessage, headers: dict[str, Any], key: str, recipient: str) -> Mail:
    message_id = f"<{uuid.uuid4().hex}@{urlsplit(settings.BASE_URL).hostname}>"
    row = Mail(key=f"{key}:{recipient}"[:LONGEST_KEY], message_id=message_id, recipient=recipient[:LONGEST_ADDRESS])
    try:
        row.sender, row.recipient = envelope(message.from_email), envelope(recipient)
        row.content = _serialise(message, headers, recipient, message_id)
    except ValueError as error:  # Django's BadHeaderError and UnicodeError are among them
        row.state, row.error = Mail.State.FAILED, str(error)
        logger.error("mail %s cannot be written: %s", row.key, error)
    return row


def envelope(address: str) -> str:
    """Return the bare address with its domain in ASCII (RFC 5890). Raises ValueError for what no server could take."""
    if any(letter in address for letter in "\r\n\0"):
        raise ValueError("un indirizzo non va a capo")
    bare = parseaddr(address)[1]
    local, at, domain = bare.rpartition("@")
    if not (at and local and domain):
        raise ValueError(f"«{address}» non è un indirizzo")
    if not local.isascii():
        raise ValueError(f"«{bare}»: prima della chiocciola non possono esserci accenti")
    return f"{local}@{domain.encode('idna').decode('ascii')}"


def _serialise(message: EmailMessage, headers: dict[str, Any], recipient: str, message_id: str) -> bytes:
    """Return the message to one recipient as bytes with CRLF line ends (RFC 5321, 2.3.8)."""
    single = copy.copy(message)
    single.to, single.cc, single.bcc = [recipient], [], []
    single.extra_headers = {**headers, "Message-ID": message_id}
    if DJANGO_VERSION >= (6, 0):
        return single.message(policy=policy.SMTP).as_bytes()
    return single.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own messages take it
