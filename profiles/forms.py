"""Forms of the members' area: own contacts, and a new member."""

from django import forms

from cms.text import clean_title
from cms.users.models import User

from .models import Member
from .models.member import Visibility

NO_NAME = "Scrivi il nome: è il titolo della vetrina."


class ContactsForm(forms.ModelForm):
    """«I miei contatti»: contacts of a member and who sees each. They are public at once, without a review."""

    class Meta:
        model = Member
        fields = [name for kind in Member.CONTACTS for name in (kind, f"{kind}_visibility")]
        widgets = {
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "website": forms.URLInput(attrs={"autocomplete": "url"}),
            "address": forms.TextInput(attrs={"autocomplete": "address-line1"}),
            **{f"{kind}_visibility": forms.RadioSelect(choices=Visibility.choices) for kind in Member.CONTACTS},
        }
        help_texts = {
            "phone": "Per esempio +39 0131 123456.",
            "website": "Per esempio https://www.ilmiosito.it",
        }


class NewMemberForm(forms.Form):
    name = forms.CharField(
        label="Nome e cognome, o nome dell’impresa",
        max_length=120,
        error_messages={"required": NO_NAME},
    )
    email = forms.EmailField(
        label="E-mail",
        help_text="Con questa entra nel sito.",
        error_messages={"required": "Scrivi l’e-mail."},
    )
    kind = forms.ChoiceField(label="Che cos’è", choices=Member.Kind.choices, widget=forms.RadioSelect)
    address_as = forms.ChoiceField(label="Come chiamarla", choices=Member.AddressAs.choices, widget=forms.RadioSelect)
    joined_on = forms.DateField(
        label="Nell’associazione dal",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_name(self) -> str:
        return clean_title(self.cleaned_data["name"], NO_NAME)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if User.objects.with_email(email).exists():
            raise forms.ValidationError("C’è già un account con questa e-mail.")
        return email
