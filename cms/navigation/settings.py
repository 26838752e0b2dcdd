"""The settings of header and footer, which Redazione edits in the admin."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import StreamField

from cms.fields import PHONE

from .blocks import ColumnsBlock, LinksBlock, MenuBlock, ProfilesBlock

__all__ = ["SiteSettings"]

HIDDEN = "Una pagina tolta dal sito, o riservata, qui non si vede finché non torna per tutti."


@register_setting(icon="list-ul", order=10)
class SiteSettings(BaseGenericSetting):
    """The texts and links of header and footer: one row, read in one query. An unsaved one has the default texts."""

    menu = StreamField(
        MenuBlock(),
        blank=True,
        verbose_name="voci",
        help_text="In quest’ordine. Senza voci il menu mostra le sezioni segnate «Nei menu».",
    )
    about = models.TextField(
        "che cos’è lab121",
        max_length=200,
        blank=True,
        default="Associazione di promozione sociale e centro di coworking. Persone che lavorano meglio perché si "
        "conoscono.",
    )
    address = models.TextField(
        "dove siamo",
        max_length=200,
        blank=True,
        default="Ex Distretto Militare\nAlessandria, in pieno centro",
        help_text="Una riga per volta, come su una busta.",
    )
    opening = models.TextField(
        "quando",
        max_length=200,
        blank=True,
        default="di giorno si lavora, la sera ci si incontra",
        help_text="Gli orari, in una riga o due.",
    )
    columns = StreamField(ColumnsBlock(), blank=True, verbose_name="colonne di link")
    legal = StreamField(
        LinksBlock(),
        blank=True,
        verbose_name="in fondo",
        help_text="Privacy, accessibilità, statuto: una riga di link.",
    )
    name = models.CharField("nome dell’associazione", max_length=80, default="Lab121 APS")
    email = models.EmailField("e-mail", blank=True, help_text="Pubblica: si legge in fondo a ogni pagina.")
    phone = models.CharField(
        "telefono",
        max_length=26,
        blank=True,
        validators=[PHONE],
        help_text="Pubblico: si legge in fondo a ogni pagina.",
    )
    social = StreamField(ProfilesBlock(), blank=True, verbose_name="profili sui social")

    edit_handler = TabbedInterface(
        [
            ObjectList([HelpPanel(HIDDEN), FieldPanel("menu")], heading="Menu"),
            ObjectList(
                [
                    HelpPanel(HIDDEN),
                    MultiFieldPanel(
                        [FieldPanel("about"), FieldPanel("address"), FieldPanel("opening")], heading="Parole"
                    ),
                    FieldPanel("columns"),
                    FieldPanel("legal"),
                ],
                heading="Piede",
            ),
            ObjectList(
                [FieldPanel("name"), FieldPanel("email"), FieldPanel("phone"), FieldPanel("social")],
                heading="Contatti e social",
            ),
        ]
    )

    class Meta:
        verbose_name = "menu e piede di pagina"
        verbose_name_plural = "menu e piede di pagina"

    # These return the streams as they are stored: their blocks would query the pages of each stream separately.

    def menu_rows(self) -> list[dict[str, Any]]:
        return values(self.menu)

    def column_rows(self) -> list[tuple[str, list[dict[str, Any]]]]:
        return [(row["title"], [item["value"] for item in row["links"]]) for row in values(self.columns)]

    def legal_rows(self) -> list[dict[str, Any]]:
        return values(self.legal)

    def social_rows(self) -> list[dict[str, Any]]:
        return values(self.social)

    def page_numbers(self) -> set[int]:
        """Return the primary keys of all pages that the settings link to."""
        return {row["page"] for row in self._rows_with_pages() if row.get("page")}

    def _rows_with_pages(self) -> Iterator[dict[str, Any]]:
        yield from self.menu_rows()
        for _title, rows in self.column_rows():
            yield from rows
        yield from self.legal_rows()


def values(stream: Any) -> list[dict[str, Any]]:
    """Return the stored values of a stream's blocks, in which a page is its primary key."""
    return [child["value"] for child in stream.raw_data]
