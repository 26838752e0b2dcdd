"""The form of every moderated page."""

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


class ModeratedPageForm(WagtailAdminPageForm):
    """What a hand-made POST names must be what the choosers would have offered."""

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
    """Images, documents and pages that each field of a validated form names."""
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
            found = [(model, int(pk)) for model, pk, *_paths in extract(value)]
            wanted = [(m, pk) for m, pk in found if m in models or issubclass(m, Page)]
            if wanted:
                yield name, wanted
