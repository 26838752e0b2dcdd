"""Forms of the blog: the proposal in the members' area, and the editor's form of an article."""

from typing import Any

from django import forms

from cms.text import clean_title
from editorial.page_forms import ModeratedPageForm

# Slugs below /blog/ that cms/urls.py uses for something else.
RESERVED_SLUGS = frozenset({"feed"})
RESERVED = "Questo indirizzo serve al sito: scegline un altro."
NO_TITLE = "Scrivi il titolo: almeno una lettera o un numero."
NO_ALT = "Descrivi l’immagine, per chi non la vede."
TITLE_LENGTH = 255


class ProposalForm(forms.Form):
    """«Proponi un articolo»."""

    title = forms.CharField(
        label="Titolo",
        help_text="Anche provvisorio: lo puoi cambiare finché vuoi.",
        max_length=TITLE_LENGTH,
        error_messages={"required": NO_TITLE},
    )

    def clean_title(self) -> str:
        return clean_title(self.cleaned_data["title"], NO_TITLE)


class BlogPageForm(ModeratedPageForm):
    """Requires what an article must have only when it is sent to the desk: a draft may lack it."""

    def clean_title(self) -> str:
        return clean_title(self.cleaned_data["title"], NO_TITLE)

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug in RESERVED_SLUGS:
            raise forms.ValidationError(RESERVED)
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.is_deferred_validation and cleaned.get("picture") and not cleaned.get("picture_alt"):
            self.add_error("picture_alt", NO_ALT)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Sign an unsigned article with its writer's name when it is sent to the desk.

        This never happens while a draft is saved: the open editor would not know of the new row and would add it
        again.
        """
        page = super().save(commit=commit)
        if not self.is_deferred_validation and page.sign(page.owner or self.for_user) and commit:
            page.save(clean=False)
        return page
