"""Fields and validators of what people write about how to reach them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from cms.text import visible_line

LETTER = r"[^\W\d_]"  # of any language
PHONE = RegexValidator(r"^\+?[0-9][0-9 ./-]{5,24}$", "Scrivi un numero di telefono, per esempio +39 0131 123456.")

STREET = RegexValidator(
    rf"\A(?=['’]?[^\W_])(?=.*{LETTER})(?:[^\W_]|[ .,/'’-])+\Z",
    "Scrivi la via o la piazza con lettere e cifre, per esempio via Verona o piazza 4 Novembre.",
)
STREET_NUMBER = RegexValidator(
    r"\A(?:[0-9]{1,5}(?: ?[/-] ?[0-9]{1,4})?(?: ?[/-]? ?[A-Za-z])?(?: ?[/-]? ?(?:bis|ter|quater))?"
    r"|[Ss]\.?[Nn]\.?(?:[Cc]\.?)?)\Z",
    "Scrivi solo il numero, per esempio 12, 12/A, 12 bis oppure s.n.c.",
)
POSTCODE = RegexValidator(r"\A[0-9]{5}\Z", "Scrivi il CAP con cinque cifre, per esempio 15121.")
TOWN = RegexValidator(
    rf"\A['’]?{LETTER}(?:{LETTER}|[ '’-])*\Z",
    "Scrivi il nome della città per intero, con sole lettere: per esempio San Salvatore Monferrato.",
)


def validate_visible(value: str) -> None:
    """Raise ValidationError for control characters and what nobody sees, which a form takes out beforehand."""
    if visible_line(value) != value:
        raise ValidationError("Togli gli spazi di troppo e i caratteri che non si vedono.", code="invisible")


class HttpsURLField(models.URLField[str, str]):
    """A URL field whose form takes an address without a scheme as https (Django's own default from version 6)."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": forms.URLField, "assume_scheme": "https", **kwargs})
