"""Helpers for texts that every app uses: single-spaced, visible, dated, fit for XML."""

import re
import unicodedata
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

# What is no character: no XML document may hold it, escaped or not (XML 1.0, 2.2, production 2), PostgreSQL stores
# neither NUL nor halves of a surrogate pair, and nobody sees any of them. What a request brings of it is taken out by
# cms.http.characters; the feeds take out what a site kept from before.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Invisible, although Unicode calls them letters or marks: joiners, fillers, variation selectors, the blank of Braille.
FILLERS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def single_spaced(text: str) -> str:
    """Return the words of ``text`` on one line, with one space between them."""
    return " ".join(text.split())


def visible_line(text: str) -> str:
    """Return ``text`` on one line, without control characters and without what nobody sees: zero-width characters,
    marks of the direction of writing, fillers. Accents become one character with their letter (NFC)."""
    categories = ((letter, unicodedata.category(letter)) for letter in unicodedata.normalize("NFC", text))
    shown = (
        " " if kind in ("Cc", "Zl", "Zp") else letter for letter, kind in categories if kind not in ("Cf", "Cs", "Co")
    )
    return single_spaced(FILLERS.sub("", "".join(shown)))


def clean_title(title: str, error: str) -> str:
    """Return a title as it is stored, single-spaced. Raises ValidationError(``error``) if it has no letter or digit."""
    words = single_spaced(title)
    if not any(letter.isalnum() for letter in words):
        raise ValidationError(error)
    return words


def xml_text(text: str, replacement: str = "") -> str:
    """Return ``text`` with ``replacement`` for each character that XML forbids: one of them breaks a whole feed."""
    return NOT_XML.sub(replacement, text)


def whole_characters(text: str) -> str:
    """Return ``text`` without halves of characters (lone surrogates): one of them cannot be written as UTF-8."""
    return text.encode(errors="ignore").decode()


def long_date(when: date) -> str:
    """Return a date as «3 marzo 2026»."""
    with override("it"):
        return date_format(when, "j F Y").lower()


def long_datetime(at: datetime) -> str:
    """Return a moment as «3 marzo 2026, ore 14:05», in the time zone of the site (``TIME_ZONE``)."""
    with override("it"):
        return date_format(timezone.localtime(at), r"j F Y, \o\r\e H:i").lower()
