from typing import Any

from django import forms
from django.db import models


class HttpsURLField(models.URLField[str, str]):
    """An address typed without a scheme is https (Django's own default from version 6)."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": forms.URLField, "assume_scheme": "https", **kwargs})
