"""Forms of the editor: what a pillola and a note must have."""

from typing import Any

from django import forms

from cms.text import clean_title
from editorial.forms import ModeratedPageForm

from .querysets import consultants

NO_TITLE = "Scrivi il titolo, con almeno una parola."


class TitledPageForm(ModeratedPageForm):
    def clean_title(self) -> str:
        return clean_title(self.cleaned_data["title"], NO_TITLE)


class PillolaPageForm(TitledPageForm):
    """Who gives it is a consultant. The field is the desk's: a consultant's form has none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("member")
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = consultants(including=self.instance.member_id)
