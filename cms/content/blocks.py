"""The blocks of every body of text. Each has a template of the same name in templates/blocks/."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from .embeds import video_id

RICH_TEXT = ["bold", "italic", "link", "ol", "ul"]
ALT_HELP = "Che cosa si vede, per chi non la vede. Una frase."


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label="Titolo", max_length=120)

    class Meta:
        label = "Titolo"
        icon = "title"
        template = "blocks/heading_block.html"


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=RICH_TEXT, **kwargs)

    class Meta:
        label = "Testo"
        icon = "pilcrow"
        template = "blocks/paragraph_block.html"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label="Immagine")
    alt = blocks.CharBlock(label="Descrizione", help_text=ALT_HELP, max_length=250)
    caption = blocks.CharBlock(label="Didascalia", required=False, max_length=250)
    credit = blocks.CharBlock(label="Di chi è", help_text="Chi l’ha fatta.", required=False, max_length=120)

    class Meta:
        label = "Immagine"
        icon = "image"
        template = "blocks/picture_block.html"


class GalleryBlock(blocks.StructBlock):
    items = blocks.ListBlock(PictureBlock(), label="Immagini", min_num=2, max_num=12)

    class Meta:
        label = "Galleria"
        icon = "image"
        template = "blocks/gallery_block.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label="Parole", max_length=400)
    attribution = blocks.CharBlock(label="Di chi sono", required=False, max_length=120)

    class Meta:
        label = "Citazione"
        icon = "openquote"
        template = "blocks/quote_block.html"


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Titolo", required=False, max_length=120)
    text = blocks.RichTextBlock(label="Testo", features=RICH_TEXT)

    class Meta:
        label = "Riquadro"
        icon = "info-circle"
        template = "blocks/callout_block.html"


class EmbedStructValue(blocks.StructValue):
    @property
    def video_id(self) -> str | None:
        return video_id(self.get("url") or "")


class EmbedBlock(blocks.StructBlock):
    """A video that is loaded on click; before that the browser sends its host no request."""

    url = blocks.URLBlock(label="Indirizzo", help_text="L’indirizzo di un video di YouTube.")
    title = blocks.CharBlock(label="Titolo del video", max_length=120)

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        if video_id(result["url"]) is None:
            error = ValidationError("Solo video di YouTube: copia l’indirizzo della pagina del video.")
            raise StructBlockValidationError(block_errors={"url": ErrorList([error])})
        return result

    class Meta:
        label = "Video"
        icon = "media"
        template = "blocks/embed_block.html"
        value_class = EmbedStructValue


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label="Documento")
    label = blocks.CharBlock(label="Nome da mostrare", max_length=120)

    class Meta:
        label = "Documento"
        icon = "doc-full"
        template = "blocks/document_block.html"


class BodyStreamBlock(blocks.StreamBlock):
    """The blocks of a body of text. Raw HTML is not among them: members write what everybody's browser runs."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    picture = PictureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()
    embed = EmbedBlock()
    document = DocumentBlock()

    class Meta:
        max_num = 60
