"""The site's own template tags and filters: icons, drawings, images, and what the <head> of a page says about it."""

from datetime import date
from html import unescape
from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, capfirst

from cms import querysets, text
from cms.content import rich_text
from cms.content.artwork import Tile, drawing
from cms.images.renditions import SLOTS, renditions
from cms.navigation.context import SiteLayout, site_layout
from cms.seo import schema_org
from cms.seo.schema_org import absolute
from cms.seo.share_image import card

register = template.Library()
register.simple_tag(absolute)


def _trusted(markup: str) -> SafeString:
    """Mark as safe what this module or cms.content wrote, with every text from outside escaped."""
    return mark_safe(markup)  # noqa: S308


# Drawings ------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Show a symbol of static/icons/sprite.svg. Without a label it is decoration, hidden from screen readers."""
    accessibility = format_html('role="img" aria-label="{}"', label) if label else _trusted('aria-hidden="true"')
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" {}><use href="{}#{}"></use></svg>',
        accessibility,
        static("icons/sprite.svg"),
        name,
    )


@register.simple_tag
def tile(slug: str) -> SafeString:
    """Show the tile of a word, in the place of a missing photo."""
    return _trusted(Tile.of(str(slug)).svg())


@register.simple_tag
def artwork(name: str) -> SafeString:
    """Show a drawing of templates/artwork: "facade", "logo" or "plan"."""
    return _trusted(drawing(name))


# Images --------------------------------------------------------------------------------------------------


PORTRAIT_SLOTS = {"card": "thumbnail", "small": "thumbnail", "large": "portrait", "feature": "face"}


@register.simple_tag
def responsive_image(image: Any, slot: str, alt: str | None = "") -> SafeString:
    """Show an image as ``<img>`` in WebP and in the widths of a slot (a key of SLOTS); nothing where it is missing.

    Wagtail's own ResponsiveImage takes ``src`` and the size from one and the same file. Here ``src``, for programs that
    know no ``srcset``, is the middle one, and the size is that of the largest, so that a browser reserves its place.
    """
    files = renditions(image, slot) if image else []
    if not files:
        return SafeString()
    middle, largest = files[len(files) // 2], files[-1]
    return format_html(
        '<img class="picture" src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {} decoding="async">',
        middle.url,
        ", ".join(f"{rendition.url} {rendition.width}w" for rendition in files),
        SLOTS[slot].sizes,
        largest.width,
        largest.height,
        alt or "",
        _trusted('fetchpriority="high"' if SLOTS[slot].eager else 'loading="lazy"'),
    )


@register.simple_tag
def share_picture(page: Any) -> str:
    """Return the absolute address of the picture that other sites show beside a link to this page."""
    return absolute(card.share_image_url(page) or static("icons/share.png"))


@register.simple_tag
def portrait(page: Any, size: str = "card") -> SafeString:
    """Show the photo of a showcase page, or its tile. In all sizes but "large" the name is beside it: no alt text."""
    alt = page.alt_of_photo if size == "large" else ""
    markup = responsive_image(getattr(page, "photo", None), PORTRAIT_SLOTS[size], alt) or tile(page.slug)
    return format_html('<span class="portrait portrait-{}">{}</span>', size, markup)


# Header and footer ---------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True, name="site_layout")
def site_layout_tag(context: Any) -> SiteLayout:
    """Return menu, texts and links of header and footer: the default ones on error pages (``without_database``)."""
    return site_layout(None if context.get("without_database") else context.get("request"))


# Words ---------------------------------------------------------------------------------------------------


@register.simple_tag
def accented(title: str, accent: str) -> SafeString:
    """Show a title with its last words, ``accent``, in brick red. They may stand in the title or follow it."""
    last_words = accent.strip()
    if not last_words:
        return format_html("{}", title)
    first_words = title.strip().removesuffix(last_words).strip()
    return format_html('{} <em class="accent">{}</em>', first_words, last_words)


@register.filter(expects_localtime=True)
def long_date(day: date | None) -> str:
    """Show a date as «3 marzo 2026» (cms.text.long_date); nothing where there is none."""
    return text.long_date(day) if day else ""


@register.filter
def breakable(address: str) -> SafeString:
    """Let an e-mail address break after «@», and not in the middle of a name."""
    return format_html_join(_trusted("@<wbr>"), "{}", ((part,) for part in str(address).split("@")))


@register.filter
def tidy(html: str) -> SafeString:
    """Tidy the HTML of a rich text (cms.content.rich_text.tidy) and mark it as safe, as Wagtail does: its editor lets
    only known features through."""
    return _trusted(rich_text.tidy(html))


@register.simple_tag
def field_input(field: BoundField) -> SafeString:
    """Show the control of a form field without allauth's placeholder, which repeats the label and goes when typing."""
    return field.as_widget(attrs={"placeholder": False})


# The head ------------------------------------------------------------------------------------------------

SHORTEST, LONGEST = 50, 158  # letters of a description: fewer say little, search engines cut more


@register.filter
def is_public(page: Any) -> bool:
    """Return whether a visitor may open the page: a live page below one that is off the site is not public.

    No query is made where ``querysets.at_address()`` found the page open.
    """
    return getattr(page, "is_open", False) or querysets.is_public(page)


@register.filter
def description(page: Any) -> str:
    """Return the meta description of a page: its search description, else its summary, else its first paragraph.

    What is shorter than SHORTEST is completed with the line of the page's card, and with the name of the site.
    """
    words, line = _own_description(page), page.card().line.strip()
    if len(words) < SHORTEST:
        parts = [part.rstrip(".") for part in dict.fromkeys((words or page.title, capfirst(line))) if part]
        words = f"{'. '.join(parts)}. Su lab121, l’associazione e il coworking di Alessandria."
    return Truncator(words).chars(LONGEST)


def _own_description(page: Any) -> str:
    for markup in (page.search_description, page.summary_text):
        if words := _plain(markup):
            return words
    for name in ("body", "bio"):
        for block in getattr(page, name, None) or ():
            if block.block_type == "paragraph" and (words := _plain(block.value.source)):
                return words
    return ""


def _plain(markup: str) -> str:
    """Return the text of HTML, single-spaced."""
    return text.single_spaced(unescape(strip_tags(markup.replace("<", " <"))))


@register.simple_tag(takes_context=True)
def trail(context: Any, page: Any) -> list[Any]:
    """Return the pages above a page, home first; none for a page that is not in the tree yet."""
    if not getattr(page, "path", None):
        return []
    if "_trail" not in page.__dict__:  # cached for breadcrumbs and structured data
        above: list[Any] = []
        step = page
        while step.depth > querysets.HOME_DEPTH and (step := step.get_parent()) is not None:
            above.insert(0, step)
        page._trail = above
    return page._trail


@register.simple_tag(takes_context=True)
def structured_data(context: Any, page: Any) -> SafeString:
    """Show the JSON-LD (schema.org) of a page: its place in the site and its subject."""
    pagination = context.get("pagination")
    nodes = schema_org.graph(
        page,
        request=context.get("request"),
        above=trail(context, page),
        description=description(page),
        listed=pagination.object_list if pagination else [],
    )
    return _trusted(schema_org.script(nodes))


@register.simple_tag(takes_context=True)
def structured_words(context: Any, path: str, name: str, words: str) -> SafeString:
    """Show the JSON-LD (schema.org) of a page outside of the page tree."""
    nodes = schema_org.outside_of_the_tree(path, name, words, request=context.get("request"))
    return _trusted(schema_org.script(nodes))
