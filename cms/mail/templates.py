"""Mails that the site writes by itself: one look, as text and HTML, in Italian. Imports no app that uses it."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override

from cms.text import visible_line

from .queue import KEY_HEADER

LONGEST_TITLE = 80  # letters
LONGEST_SUBJECT = 150
# Auto-Submitted keeps absence notes from answering (RFC 3834); Content-Language names the language (RFC 3282).
HEADERS = {"Auto-Submitted": "auto-generated", "Content-Language": "it"}


def one_line(text: Any, longest: int = LONGEST_TITLE) -> str:
    """Return a text for a mail header: one line without control and invisible characters, cut with «…»."""
    words = visible_line(str(text))
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


@dataclass(frozen=True)
class EmailItem:
    """One line of a digest; ``url`` is absolute."""

    title: str
    text: str
    url: str


@dataclass(frozen=True)
class EmailTemplate:
    """The contents of a mail; templates/emails/message.txt and message.html lay them out."""

    subject: str
    paragraphs: tuple[str, ...]
    greeting: str = "Ciao,"
    quote: str = ""  # what somebody wrote, below the first paragraph
    items: tuple[EmailItem, ...] = ()
    button: str = ""
    url: str = ""  # of the button, absolute
    footer: str = ""
    footer_link: str = ""
    footer_url: str = ""  # absolute

    def message(self, to: str, *, key: str = "", reply_to: str = "") -> EmailMultiAlternatives:
        """Return the message to one recipient. With a ``key`` ("event:object") the queue takes it once a recipient.

        Replies go to ``reply_to``, by default DESK_EMAIL.
        """
        context = {"message": self}
        with override("it"):
            text = render_to_string("emails/message.txt", context)
            html = render_to_string("emails/message.html", context)
        headers = HEADERS | ({KEY_HEADER: key} if key else {})
        message = EmailMultiAlternatives(
            one_line(self.subject, LONGEST_SUBJECT), text, settings.DEFAULT_FROM_EMAIL, [to],
            headers=headers, reply_to=[reply_to or settings.DESK_EMAIL],
        )  # fmt: skip
        message.attach_alternative(html, "text/html")
        return message

    def send(self, to: str, *, key: str = "", reply_to: str = "") -> None:
        """Put the message into the queue, in the open transaction."""
        self.message(to, key=key, reply_to=reply_to).send()
