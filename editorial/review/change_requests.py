"""Requests for changes: the points that a desk asks for, sentences to begin with, and what became of each point."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page, Revision, TaskState

from editorial.content.editable_fields import editable_fields
from editorial.content.normalise import changed_field_names
from editorial.models import ChangeRequestItem

WHOLE_PAGE = "Tutta la pagina"
MOST_POINTS = 10

# Sentences to begin with, by the kind of field: a reviewer has an hour a week, and writes to a volunteer.
GENERAL = "general"
STARTERS: dict[str, tuple[str, ...]] = {
    GENERAL: (
        "Si legge volentieri. Prima di pubblicarla manca una cosa: ",
        "Qui non ho capito bene, puoi spiegarlo con un esempio? ",
        "È un po’ lunga: io toglierei ",
        "Controlla nomi, date e indirizzi: ",
        "C’è qualche errore di battitura, per esempio ",
    ),
    "short": (
        "È un po’ lungo: prova a dirlo in meno di dieci parole.",
        "Dillo in modo più concreto: che cosa fai, e per chi?",
    ),
    "text": (
        "La prima frase può dire subito di che cosa si parla.",
        "Dividi il testo in paragrafi più corti, magari con un titoletto.",
        "Manca la fine della storia: com’è andata?",
        "Aggiungi un esempio concreto: un nome, un luogo, una data.",
    ),
    "picture": (
        "La foto è piccola o poco nitida: ne hai una più grande?",
        "Di chi è la foto? Scrivilo accanto, così siamo in regola.",
        "Qui starebbe bene una foto tua mentre lavori.",
    ),
    "alt": ("Racconta che cosa si vede nella foto, per chi non la vede: basta una frase.",),
}
# Headings of the kinds where the sentences are shown as examples.
KINDS = {
    GENERAL: "Su tutta la pagina",
    "short": "Su un titolo o una riga",
    "text": "Su un testo",
    "picture": "Su una foto",
    "alt": "Sulla descrizione di una foto",
}


@dataclass(frozen=True)
class ChangePoint:
    """A point as the reviewer writes it; ChangeRequestItem is its row."""

    text: str
    field: str = ""  # name of a field of the page's model; empty: the whole page
    label: str = WHOLE_PAGE


def as_text(points: Sequence[ChangePoint]) -> str:
    """Return all points as one text, a line each, for the mail and the page's history."""
    return "\n".join(point.text if not point.field else f"{point.label}: {point.text}" for point in points)


def examples() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return (kind, its heading, sentences) of each kind."""
    return [(kind, KINDS[kind], sentences) for kind, sentences in STARTERS.items()]


@dataclass(frozen=True)
class AskableField:
    """A field that a point may name."""

    label: str  # as the editor calls it
    kind: str  # which sentences suit it


def askable_fields(model: type[Page]) -> dict[str, AskableField]:
    """Return the fields that a point about such a page may name, in the editor's order."""
    fields = editable_fields(model).items()
    return {name: AskableField(field.label, _kind(model._meta.get_field(name))) for name, field in fields}


def _kind(field: models.Field) -> str:
    image = get_image_model()
    related = field.related_model
    if related is image or _is_gallery(related, image):
        return "picture"
    if field.name.endswith("_alt"):
        return "alt"
    if isinstance(field, (StreamField, models.TextField)):
        return "text"
    return "short" if isinstance(field, models.CharField) and not field.choices else GENERAL


def _is_gallery(related: object, image: type) -> bool:
    """Tell whether the related model is one of rows below a page that hold a picture each."""
    if not (isinstance(related, type) and issubclass(related, models.Model)) or issubclass(related, Page):
        return False
    return any(field.related_model is image for field in related._meta.get_fields() if field.concrete)


def create_items(state: TaskState, points: Sequence[ChangePoint]) -> None:
    """Store the points asked for at this step, in their order."""
    ChangeRequestItem.objects.bulk_create(
        ChangeRequestItem(task_state=state, field=point.field, label=point.label, text=point.text, position=number)
        for number, point in enumerate(points)
    )


@dataclass(frozen=True)
class FollowUp:
    """A point that was asked for, and whether the text that came back changed there."""

    item: ChangeRequestItem
    changed: bool | None  # None: the page has no such field any more

    @property
    def mark(self) -> str:
        return "spuntata" if self.item.ticked_at else "non spuntata"

    @property
    def outcome(self) -> str:
        what = "la pagina" if not self.item.field else "questa parte"
        if self.changed is None:
            return ""
        return f"{what} è cambiata" if self.changed else f"{what} è come prima"


def follow_up(state: TaskState, now: Revision, model: type[Page]) -> list[FollowUp]:
    """Return the points asked for at ``state``, compared with the revision that is read now."""
    before: Mapping[str, object] = state.revision.content if state.revision else {}
    changed = changed_field_names(model, before, now.content)
    return [FollowUp(item, _changed(item.field, changed, now.content)) for item in state.change_request_items.all()]


def _changed(field: str, changed: Sequence[str], content: Mapping[str, object]) -> bool | None:
    if not field:
        return bool(changed)
    return field in changed if field in content else None
