"""The rows of the menu and of the footer: pages of the site and https addresses, nothing else."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from .links import LinkKind, check_link

LABEL_LENGTH = 40  # letters
MOST_IN_MENU = 8
MOST_COLUMNS = 2
MOST_LINKS = 8
MOST_PROFILES = 10
ADDRESS_LENGTH = 300


def field_error(field: str, message: str) -> StructBlockValidationError:
    """Return an error that a struct block shows at one of its fields."""
    return StructBlockValidationError(block_errors={field: ErrorList([ValidationError(message)])})


def check_address(kind: str, value: Any) -> None:
    """Check the ``url`` of a struct block with check_link(). Raises StructBlockValidationError at that field."""
    try:
        check_link(kind, value["url"])
    except ValidationError as error:
        raise field_error("url", " ".join(error.message_dict["url"])) from None


class MenuEntryBlock(blocks.StructBlock):
    page = blocks.PageChooserBlock(label="Pagina")
    label = blocks.CharBlock(
        label="Nome nel menu",
        required=False,
        max_length=LABEL_LENGTH,
        help_text="Una o due parole. Vuoto: il titolo della pagina.",
    )

    class Meta:
        label = "Voce"
        icon = "doc-empty"


class LinkBlock(blocks.StructBlock):
    page = blocks.PageChooserBlock(label="Pagina del sito", required=False)
    url = blocks.URLBlock(
        label="Oppure un indirizzo fuori dal sito",
        required=False,
        max_length=ADDRESS_LENGTH,
        help_text="Comincia con https://",
    )
    label = blocks.CharBlock(
        label="Nome da mostrare",
        required=False,
        max_length=LABEL_LENGTH,
        help_text="Di una pagina puoi lasciarlo vuoto: si vede il suo titolo.",
    )

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        if bool(result["page"]) == bool(result["url"]):
            raise field_error("page", "Scegli una pagina del sito oppure scrivi un indirizzo: uno dei due.")
        if result["url"]:
            check_address(LinkKind.OTHER, result)
            if not result["label"]:
                raise field_error("label", "Di un indirizzo fuori dal sito serve il nome.")
        return result

    class Meta:
        label = "Link"
        icon = "link"


class ColumnBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Titolo", max_length=LABEL_LENGTH)
    links = blocks.ListBlock(LinkBlock(), label="Link", min_num=1, max_num=MOST_LINKS)

    class Meta:
        label = "Colonna"
        icon = "list-ul"


class ProfileBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(label="Dove", choices=LinkKind.choices)
    url = blocks.URLBlock(label="Indirizzo", max_length=ADDRESS_LENGTH, help_text="Comincia con https://")

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        check_address(result["kind"], result)
        return result

    class Meta:
        label = "Profilo"
        icon = "site"


class MenuBlock(blocks.StreamBlock):
    entry = MenuEntryBlock()

    class Meta:
        max_num = MOST_IN_MENU
        required = False


class ColumnsBlock(blocks.StreamBlock):
    column = ColumnBlock()

    class Meta:
        max_num = MOST_COLUMNS
        required = False


class LinksBlock(blocks.StreamBlock):
    link = LinkBlock()

    class Meta:
        max_num = MOST_LINKS
        required = False


class ProfilesBlock(blocks.StreamBlock):
    profile = ProfileBlock()

    class Meta:
        max_num = MOST_PROFILES
        required = False
