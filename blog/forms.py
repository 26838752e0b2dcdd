from typing import Any

from django import forms

from cms.text import clean_title
from editorial.page_forms import ModeratedPageForm

# Addresses below /blog/ that are not an article's: see cms/urls.py.
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
    """What an article must have is asked for when it is sent to the desk; a draft may lack it."""

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
        """On being sent an unsigned article is its writer's. Never while it is being written: the open editor would
        not know of a row that came from here, and would add it again."""
        page = super().save(commit=commit)
        if not self.is_deferred_validation and page.sign(page.owner or self.for_user) and commit:
            page.save(clean=False)
        return page
