"""The form that every answer to a text carries."""

from django import forms


class DigestForm(forms.Form):
    """Carries the digest of the content that the person was looking at, so that a later one is not answered instead."""

    digest = forms.CharField(widget=forms.HiddenInput)
