"""The forms that every answer to a text carries."""

from django import forms
from django.http import QueryDict

from .shown import Seen


class DigestForm(forms.Form):
    """Carries the digest of the content that the person was looking at, so that a later one is not answered instead."""

    digest = forms.CharField(widget=forms.HiddenInput)


class SeenForm(DigestForm):
    """Of a yes: carries also the proof that the screen showed everything (see editorial.review.shown)."""

    shown = forms.CharField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, seen: Seen, auto_id: str = "id_%s") -> "SeenForm":
        """Return the form for a screen that printed what ``seen`` is about."""
        return cls(initial={"digest": seen.digest, "shown": seen.token}, auto_id=auto_id)


def seen_in(data: QueryDict) -> Seen:
    """Return what a POST of SeenForm carries, with empty words where something is missing (NOTHING_SEEN)."""
    form = SeenForm(data)
    form.is_valid()
    return Seen(form.cleaned_data.get("digest", ""), form.cleaned_data.get("shown", ""))
