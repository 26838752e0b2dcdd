"""The house's own template tags: icons, drawings, pictures and what a page says about itself in its head."""

from html import unescape
from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, capfirst

from cms import querysets
from cms.content import rich_text
from cms.content.artwork import Tile, drawing
from cms.images.renditions import SLOTS, renditions
from cms.navigation.context import SiteLayout, site_layout
from cms.seo import schema_org
from cms.seo.schema_org import absolute
from cms.seo.share_image import card
from cms.text import single_spaced

register = template.Library()
register.simple_tag(absolute)


def _trusted(markup: str) -> SafeString:
    """Markup that this module or cms.content.artwork wrote, every foreign word in it escaped."""
    return mark_safe(markup)  # noqa: S308


# Drawings ------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A symbol of static/icons/sprite.svg; without a label it is decoration."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else _trusted('aria-hidden="true"')
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" {}><use href="{}#{}"></use></svg>',
        spoken,
        static("icons/sprite.svg"),
        name,
    )


@register.simple_tag
def tile(slug: str) -> SafeString:
    return _trusted(Tile.of(str(slug)).svg())


@register.simple_tag
def artwork(name: str) -> SafeString:
    """A drawing of templates/artwork: "facade", "logo", "plan"."""
    return _trusted(drawing(name))


# Pictures ------------------------------------------------------------------------------------------------


PORTRAITS = {"card": "thumbnail", "small": "thumbnail", "large": "portrait", "feature": "face"}


@register.simple_tag
def picture(image: Any, role: str, alt: str | None = "") -> SafeString:
    """``<img>`` in WebP and several widths for one of ROLES; nothing when there is no usable picture."""
    chosen = SLOTS[role]
    made = renditions(image, role) if image else []
    if not made:
        return SafeString()
    largest = made[-1]
    return format_html(
        '<img class="picture" src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {} decoding="async">',
        made[len(made) // 2].url,
        ", ".join(f"{rendition.url} {rendition.width}w" for rendition in made),
        chosen.sizes,
        largest.width,
        largest.height,
        alt or "",
        _trusted('fetchpriority="high"' if chosen.eager else 'loading="lazy"'),
    )


@register.simple_tag
def share_picture(page: Any) -> str:
    """The whole address of the picture that other sites show beside a link to this page."""
    return absolute(card.share_image_url(page) or static("icons/share.png"))


@register.simple_tag
def portrait(page: Any, size: str = "card") -> SafeString:
    """The photo of a showcase page, or its tile. Beside the name (all but large) the photo needs no words."""
    role = PORTRAITS[size]
    words = page.alt_of_photo if size == "large" else ""
    shown = picture(getattr(page, "photo", None), role, words) or tile(page.slug)
    return format_html('<span class="portrait portrait-{}">{}</span>', size, shown)


# Head and foot -------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def site_furniture(context: Any) -> SiteLayout:
    """Menu, words and links of every page; fixed ones on an error page that stands alone (``without_database``)."""
    return site_layout(None if context.get("without_database") else context.get("request"))


# Words ---------------------------------------------------------------------------------------------------


@register.simple_tag
def accented(title: str, accent: str) -> SafeString:
    """The title, its last words (``accent``) in brick red; they may stand in the title or follow it."""
    last = accent.strip()
    if not last:
        return format_html("{}", title)
    return format_html('{} <em class="accent">{}</em>', title.strip().removesuffix(last).strip(), last)


@register.filter
def breakable(text: str) -> SafeString:
    """An address as text that may go to a new line after «@», and not in the middle of a name."""
    return format_html_join(_trusted("@<wbr>"), "{}", ((part,) for part in str(text).split("@")))


@register.filter
def tidy(html: str) -> SafeString:
    """Rich text, as Wagtail trusts it: its editor lets through what its features know."""
    return _trusted(rich_text.tidy(html))


@register.simple_tag
def field_input(field: BoundField) -> SafeString:
    """The control alone, without allauth's placeholders: they repeat the label and vanish when needed."""
    return field.as_widget(attrs={"placeholder": False})


# The head ------------------------------------------------------------------------------------------------

SHORTEST, LONGEST = 50, 158  # letters of a description: fewer say little, more are cut by search engines


@register.filter
def is_public(page: Any) -> bool:
    """May a visitor open it? A live page below one that is off the site is not. What was found open at its address
    (``querysets.at_address``) is not asked about again."""
    return getattr(page, "is_open", False) or querysets.is_public(page)


@register.filter
def description(page: Any) -> str:
    """What a search engine shows of a page: its own words for it, else its introduction, else how it begins. What is
    too short goes on with who and when."""
    words, more = _own_words(page), page.card().line.strip()
    if len(words) < SHORTEST:
        parts = [part.rstrip(".") for part in dict.fromkeys((words or page.title, capfirst(more))) if part]
        words = f"{'. '.join(parts)}. Su lab121, l’associazione e il coworking di Alessandria."
    return Truncator(words).chars(LONGEST)


def _own_words(page: Any) -> str:
    for name in ("search_description", "hero_intro", "intro", "lead", "headline"):
        if words := _plain(str(getattr(page, name, "") or "")):
            return words
    for name in ("body", "bio"):
        for block in getattr(page, name, None) or ():
            if block.block_type == "paragraph" and (words := _plain(block.value.source)):
                return words
    return ""


def _plain(markup: str) -> str:
    return single_spaced(unescape(strip_tags(markup.replace("<", " <"))))


@register.simple_tag(takes_context=True)
def trail(context: Any, page: Any) -> list[Any]:
    """The pages above a page, home first; [] for a page that has no place in the tree yet."""
    if not getattr(page, "path", None):
        return []
    if "_trail" not in page.__dict__:  # asked for twice: breadcrumbs and structured data
        above: list[Any] = []
        step = page
        while step.depth > querysets.HOME_DEPTH and (step := step.get_parent()) is not None:
            above.insert(0, step)
        page._trail = above
    return page._trail


@register.simple_tag(takes_context=True)
def structured_data(context: Any, page: Any) -> SafeString:
    """JSON-LD (schema.org): where a page stands and what it is."""
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
    """JSON-LD of a page outside of the tree."""
    nodes = schema_org.outside_of_the_tree(path, name, words, request=context.get("request"))
    return _trusted(schema_org.script(nodes))
