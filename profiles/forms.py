"""Forms of the members' area: own contacts, and a new member."""

from collections.abc import Mapping
from typing import Any

from django import forms

from cms.text import clean_title, visible_line
from cms.users.models import User

from .models import Member
from .models.member import Visibility

NO_NAME = "Scrivi il nome: è il titolo della vetrina."


class ContactsForm(forms.ModelForm):
    """«I miei contatti»: contacts of a member and who sees each. They are public at once, without a review."""

    class Meta:
        model = Member
        fields = [
            *(name for kind in ("phone", "email", "website") for name in (kind, f"{kind}_visibility")),
            *Member.ADDRESS_PARTS,
            "address_visibility",
        ]
        widgets = {
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "website": forms.URLInput(attrs={"autocomplete": "url"}),
            # «street-address» is for a field of several lines (HTML, 4.10.18.7).
            "street": forms.TextInput(attrs={"autocomplete": "address-line1"}),
            "postcode": forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
            "town": forms.TextInput(attrs={"autocomplete": "address-level2"}),
            **{f"{kind}_visibility": forms.RadioSelect(choices=Visibility.choices) for kind in Member.CONTACTS},
        }
        help_texts = {
            "phone": "Per esempio +39 0131 123456.",
            "website": "Per esempio https://www.ilmiosito.it",
            "street": "Per esempio via Verona.",
            "street_number": "Per esempio 12, 12/A, 12 bis oppure s.n.c.",
            "postcode": "Cinque cifre: qui stanno gli indirizzi in Italia.",
            "town": "Il nome per intero, senza provincia.",
        }

    def __init__(self, data: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        """Take what nobody sees out of what was typed: it comes along with what is pasted."""
        super().__init__(data and {name: visible_line(data[name]) for name in data}, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        has_no_town = data.get("town") == ""  # None: what was typed there has an error of its own
        if has_no_town and data.get("street"):
            self.add_error("town", "Scrivi anche la città: con la sola via nessuno ti trova.")
        elif has_no_town and data.get("postcode"):
            self.add_error("town", "Scrivi anche la città, oppure togli il CAP.")
        if data.get("street_number") and data.get("street") == "":
            self.add_error("street", "Scrivi anche la via o la piazza, oppure togli il numero.")
        return data

    def save(self, commit: bool = True) -> Member:
        self.instance.former_address = ""
        return super().save(commit)


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
