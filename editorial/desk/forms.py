"""The forms of the desk's screens."""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from django import forms
from django.http import QueryDict

from editorial.review.change_requests import MOST_POINTS, WHOLE_PAGE, AskableField, ChangePoint
from editorial.review.forms import DigestForm

SHORTEST_REASON, LONGEST_REASON = 10, 2000
REASON_ERRORS = {
    "required": "Scrivi il motivo.",
    "min_length": "Spiegalo con qualche parola in più (almeno dieci lettere).",
}


class FieldSelect(forms.Select):
    """A select whose options carry ``data-kind``, by which js/reading.js offers the sentences that suit the field."""

    fields: Mapping[str, AskableField] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if field := self.fields.get(str(value)):
            option["attrs"]["data-kind"] = field.kind
        return option


class PointForm(forms.Form):
    """One thing to change, and where. The rows of a form share their field names, so each has ids of its own."""

    field = forms.ChoiceField(
        label="Dove",
        required=False,
        widget=FieldSelect,
        error_messages={"invalid_choice": "Scegli una parte di questa pagina."},
    )
    text = forms.CharField(
        label="Che cosa va cambiato lì",
        required=False,
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=REASON_ERRORS,
    )

    def __init__(self, *args: Any, fields: Mapping[str, AskableField], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where: Any = self.fields["field"]
        where.choices = [("", WHOLE_PAGE), *((name, field.label) for name, field in fields.items())]
        where.widget.fields = fields


class ChangeRequestForm(DigestForm):
    """«Chiedi modifiche»: a reason about the whole page, and points about its fields; empty points do not count."""

    FEWEST_ROWS = 3  # shown where no script adds more

    reason = forms.CharField(
        label="Che cosa va cambiato",
        help_text="Almeno dieci lettere: lo legge chi ha scritto il testo.",
        required=False,
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=REASON_ERRORS,
    )

    def __init__(self, data: QueryDict | None = None, *, fields: Mapping[str, AskableField], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.labels = {name: field.label for name, field in fields.items()}
        pairs = zip_longest(data.getlist("field"), data.getlist("text"), fillvalue="") if data is not None else ()
        filled = [{"field": field, "text": text} for field, text in pairs if text.strip()]
        blank = max(self.FEWEST_ROWS - len(filled), 0)
        self.rows = [
            PointForm(row_data, fields=fields, auto_id=f"point_{number}_%s")
            for number, row_data in enumerate([*filled, *[None] * blank])
        ]

    def clean(self) -> None:
        bound = [row for row in self.rows if row.is_bound]
        are_valid = [row.is_valid() for row in bound]  # all of them, so that each shows its errors
        if not bound and not self.cleaned_data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Scrivi che cosa va cambiato: senza un motivo non si può chiedere.")
        if len(bound) + bool(self.cleaned_data.get("reason")) > MOST_POINTS:
            raise forms.ValidationError(f"Al massimo {MOST_POINTS} punti per volta: comincia dai più importanti.")
        if not all(are_valid):
            raise forms.ValidationError("C’è qualcosa da completare nei punti qui sotto.")

    def points(self) -> list[ChangePoint]:
        """Return the points of a valid form: the reason first, then the others in the order of the form."""
        general = [ChangePoint(self.cleaned_data["reason"])] if self.cleaned_data["reason"] else []
        rows = [row.cleaned_data for row in self.rows if row.is_bound]
        return general + [
            ChangePoint(row["text"], row["field"], self.labels.get(row["field"], WHOLE_PAGE)) for row in rows
        ]


class WaiveForm(forms.Form):
    """«Vai avanti senza risposta»: why a consent request is waived."""

    reason = forms.CharField(
        label="Perché si va avanti senza risposta",
        help_text="Resta nella storia della pagina.",
        min_length=SHORTEST_REASON,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Scrivi il motivo.",
            "min_length": "Spiegalo con qualche parola in più (almeno dieci lettere).",
        },
    )


class TakeDownForm(forms.Form):
    """«Togli dal sito»: why a page is taken down."""

    reason = forms.CharField(
        label="Perché va tolta",
        help_text="Lo legge chi ha scritto la pagina.",
        min_length=SHORTEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=REASON_ERRORS,
    )
