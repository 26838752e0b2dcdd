"""The form of a person's mail preference."""

from django import forms

from editorial.models import MailPreference


class MailPreferenceForm(forms.Form):
    how = forms.ChoiceField(label="Avvisi per e-mail", choices=MailPreference.How.choices, widget=forms.RadioSelect)
