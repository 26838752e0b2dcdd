"""The editor's form of every moderated page."""

from collections.abc import Iterator
from functools import cache, partial
from typing import Any

from django import forms
from django.db.models import Model
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from .permissions.media import files_of, not_usable

NOT_YOURS = "Qui c’è un’immagine, un documento o una pagina che non puoi usare: scegline un’altra."


# Stands in a POST of «Invia» that saves first, because its sender has to read what others wrote.
READS_FIRST = "reads-before-sending"


class ModeratedPageForm(WagtailAdminPageForm):
    """Accepts only images, documents and pages that the choosers would have offered, whatever a POST names."""

    def defer_required_fields(self) -> None:
        """Let a draft lack what is required, as Wagtail does, but no text that is about to be sent."""
        if READS_FIRST not in self.data:
            super().defer_required_fields()

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        shown = cache(partial(files_of, self.instance))
        for form in list(self._forms()):
            for name, wanted in list(references(form)):
                if not_usable(self.for_user, wanted, shown):
                    form.add_error(name, NOT_YOURS)
        return all(not form.errors for form in self._forms())

    def _forms(self) -> Iterator[forms.BaseForm]:
        yield self
        for name, formset in self.formsets.items():
            if name != "comments":
                yield from (form for form in formset.forms if form not in formset.deleted_forms)


def references(form: Any) -> Iterator[tuple[str, list[tuple[type[Model], int]]]]:
    """Yield (field name, [(model, number)…]) of the images, documents and pages that a validated form names."""
    models = (get_image_model(), get_document_model())
    for name, value in form.cleaned_data.items():
        if name not in form.fields or value in (None, ""):
            continue
        if isinstance(value, (*models, Page)):
            yield name, [(Page if isinstance(value, Page) else type(value), value.pk)]
            continue
        field = next((f for f in form.instance._meta.get_fields() if f.name == name), None)
        extract = getattr(field, "extract_references", None)
        if extract is not None:
            named = [(model, int(pk)) for model, pk, *_paths in extract(value)]
            wanted = [(model, pk) for model, pk in named if model in models or issubclass(model, Page)]
            if wanted:
                yield name, wanted
