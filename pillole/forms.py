"""Forms of the members' area: begin a pillola or a note, and keep the list of consultants."""

from typing import Any

from django import forms

from cms.text import clean_title
from profiles.models import Member

from .admin_forms import NO_TITLE
from .models import Topic
from .querysets import consultants, possible_consultants


class NewNoteForm(forms.Form):
    title = forms.CharField(
        label="Titolo",
        max_length=255,
        help_text="Si può cambiare anche dopo.",
        error_messages={"required": NO_TITLE},
    )

    def clean_title(self) -> str:
        return clean_title(self.cleaned_data["title"], NO_TITLE)


class NewPillolaForm(NewNoteForm):
    topic: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, label="Tema", error_messages={"required": "Scegli il tema."}, empty_label="Scegli"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.all()  # type: ignore[attr-defined]


class DeskPillolaForm(NewPillolaForm):
    """The form of the desk, which begins a pillola for a consultant."""

    member = forms.ModelChoiceField(
        queryset=Member.objects.none(),
        label="Chi la tiene",
        error_messages={"required": "Scegli chi la tiene."},
        empty_label="Scegli",
    )
    field_order = ["member", "title", "topic"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = consultants()  # type: ignore[attr-defined]


class NewConsultantForm(forms.Form):
    member = forms.ModelChoiceField(
        queryset=Member.objects.none(),
        label="Chi",
        help_text="Prima chi ha la vetrina sul sito.",
        error_messages={"required": "Scegli una persona o un’impresa."},
        empty_label="Scegli",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = possible_consultants()  # type: ignore[attr-defined]


class SwitchForm(forms.Form):
    """The button states the new value instead of toggling it, so that pressing twice changes nothing."""

    active = forms.TypedChoiceField(choices=[("1", "sì"), ("0", "no")], coerce=lambda value: value == "1")
