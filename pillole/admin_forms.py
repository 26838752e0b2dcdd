"""Forms of the editor. They import no model of this app, as the models import them."""

from typing import Any

from django import forms

from cms.text import clean_title
from editorial.page_forms import ModeratedPageForm

from .querysets import consultants

NO_TITLE = "Scrivi il titolo, con almeno una parola."


class TitledPageForm(ModeratedPageForm):
    def clean_title(self) -> str:
        return clean_title(self.cleaned_data["title"], NO_TITLE)


class PillolaPageForm(TitledPageForm):
    """Limits who gives the pillola to consultants. Only the desk's form has that field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("member")
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = consultants(including=self.instance.member_id)
