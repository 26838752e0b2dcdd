"""The form that every yes and no carries."""

from django import forms


class DigestForm(forms.Form):
    """The fingerprint of the text that the person was looking at."""

    digest = forms.CharField(widget=forms.HiddenInput)
