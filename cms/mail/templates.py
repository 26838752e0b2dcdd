"""What the house writes by itself: one look, text and HTML, Italian. Imports nothing of who writes."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override

from cms.text import single_spaced

from .queue import KEY_HEADER

LONGEST_TITLE = 80
LONGEST_SUBJECT = 150
# So that no absence note answers (RFC 3834), and a reader's program knows the language.
HEADERS = {"Auto-Submitted": "auto-generated", "Content-Language": "it"}


def one_line(text: Any, longest: int = LONGEST_TITLE) -> str:
    """Without line breaks, control and invisible letters: titles and names stand in headers. Cut with «…»."""
    kinds = ((letter, unicodedata.category(letter)) for letter in str(text))
    shown = (" " if kind in ("Cc", "Zl", "Zp") else letter for letter, kind in kinds if kind not in ("Cf", "Cs"))
    words = single_spaced("".join(shown))
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


@dataclass(frozen=True)
class EmailItem:
    """One line of a digest; ``url`` absolute."""

    title: str
    text: str
    url: str


@dataclass(frozen=True)
class EmailTemplate:
    subject: str
    paragraphs: tuple[str, ...]
    greeting: str = "Ciao,"
    quote: str = ""  # somebody's own words, below the first paragraph
    items: tuple[EmailItem, ...] = ()
    button: str = ""
    url: str = ""  # of the button, absolute
    footer: str = ""
    footer_link: str = ""
    footer_url: str = ""  # absolute

    def message(self, to: str, *, key: str = "", reply_to: str = "") -> EmailMultiAlternatives:
        """``key``: "event:object", by which the queue asks each recipient once."""
        context = {"letter": self}
        with override("it"):
            text = render_to_string("emails/letter.txt", context)
            html = render_to_string("emails/letter.html", context)
        headers = HEADERS | ({KEY_HEADER: key} if key else {})
        made = EmailMultiAlternatives(
            one_line(self.subject, LONGEST_SUBJECT), text, settings.DEFAULT_FROM_EMAIL, [to],
            headers=headers, reply_to=[reply_to or settings.DESK_EMAIL],
        )  # fmt: skip
        made.attach_alternative(html, "text/html")
        return made

    def send(self, to: str, *, key: str = "", reply_to: str = "") -> None:
        """Into the queue, in the transaction that is open."""
        self.message(to, key=key, reply_to=reply_to).send()
