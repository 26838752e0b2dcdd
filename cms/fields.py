from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db import models

PHONE = RegexValidator(r"^\+?[0-9][0-9 ./-]{5,24}$", "Scrivi un numero di telefono, per esempio +39 0131 123456.")


class HttpsURLField(models.URLField[str, str]):
    """A URL field whose form takes an address without a scheme as https (Django's own default from version 6)."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": forms.URLField, "assume_scheme": "https", **kwargs})
