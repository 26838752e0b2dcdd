"""The forms of «Chi è chi», and the one by which a person chooses their password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm

from cms.text import single_spaced
from cms.users.models import User
from editorial.models import DeskTask
from editorial.roles import DESKS, OFFICE

from .services import TAKEN, Account

# The groups that a form offers. «Soci» comes and goes with the member.
OFFERED = (*DESKS, OFFICE)


class AccountForm(forms.Form):
    """An account: name, e-mail, desks; of one that exists also whether it is open. Superusers make it technical."""

    first_name = forms.CharField(
        label="Nome", max_length=150, error_messages={"required": "Scrivi il nome: una redazione è fatta di persone."}
    )
    last_name = forms.CharField(label="Cognome", max_length=150, required=False)
    email = forms.EmailField(
        label="E-mail", help_text="Con questa entra nel sito.", error_messages={"required": "Scrivi l’e-mail."}
    )
    groups = forms.MultipleChoiceField(
        label="Dove sta",
        choices=[(name, name) for name in OFFERED],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_active = forms.BooleanField(label="L’account è aperto", required=False)
    is_superuser = forms.BooleanField(
        label="Amministrazione tecnica",
        help_text="Cura il sito, ma non legge e non pubblica niente.",
        required=False,
    )
    seen_token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, person: User | None = None, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if person is None:
            del self.fields["is_active"], self.fields["seen_token"]
        if not by.is_superuser:
            del self.fields["is_superuser"]

    def clean_first_name(self) -> str:
        return single_spaced(self.cleaned_data["first_name"])

    def clean_last_name(self) -> str:
        return single_spaced(self.cleaned_data["last_name"])

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        taken = User.objects.with_email(email)
        if (taken.exclude(pk=self.person.pk) if self.person else taken).exists():
            raise forms.ValidationError(TAKEN)
        return email

    def account(self) -> Account:
        """Return what a valid form says."""
        data = self.cleaned_data
        technical = self.person.is_superuser if self.person else False
        return Account(
            first_name=data["first_name"], last_name=data["last_name"], email=data["email"],
            groups=frozenset(data["groups"]), is_active=data.get("is_active", True),
            is_superuser=data.get("is_superuser", technical),
        )  # fmt: skip


class ReplyAddressForm(forms.ModelForm):
    """Where the answers to a desk's notices go."""

    class Meta:
        model = DeskTask
        fields = ("reply_to",)
        widgets = {"reply_to": forms.EmailInput(attrs={"autocomplete": "off"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply_to"].label = f"Risposte agli avvisi di «{self.instance.name}»"


class PasswordForm(SetPasswordForm):
    """The password that a person chooses by a link."""
