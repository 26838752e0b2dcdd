"""The house's own template tags: icons, drawings, pictures and what a page says about itself in its head."""

import json
import logging
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from cms import drawing, querysets

log = logging.getLogger(__name__)
register = template.Library()


def _trusted(markup: str) -> SafeString:
    """Markup that this module or cms.drawing wrote, every foreign word in it escaped."""
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
    return _trusted(drawing.tile(str(slug)))


@register.simple_tag
def facade() -> SafeString:
    return _trusted(drawing.facade())


@register.simple_tag
def plan() -> SafeString:
    return _trusted(drawing.plan())


@register.simple_tag
def logo() -> SafeString:
    return _trusted(drawing.logo())


# Pictures ------------------------------------------------------------------------------------------------


class Role(NamedTuple):
    """How wide a picture is shown: the files to make, and the ``sizes`` that the stylesheets keep to."""

    specs: tuple[str, ...]
    sizes: str
    eager: bool = False


ROLES = {
    "hero": Role(("width-640", "width-1200", "width-1800"), "(min-width: 80rem) 77rem, 100vw", eager=True),
    "card": Role(
        ("fill-320x214", "fill-480x320", "fill-800x534"),
        "(min-width: 60rem) 24rem, (min-width: 40rem) 50vw, 100vw",
    ),
    "portrait": Role(("fill-240x240", "fill-360x360", "fill-720x720"), "(min-width: 48rem) 22rem, 11rem", eager=True),
    "inline": Role(("width-480", "width-800", "width-1400"), "(min-width: 46rem) 42rem, 94vw"),
    "gallery": Role(("fill-320x240", "fill-480x360", "fill-840x630"), "(min-width: 46rem) 21rem, 47vw"),
    "opening": Role(("width-480", "width-800", "width-1400"), "(min-width: 56rem) 36rem, 100vw", eager=True),
    "thumbnail": Role(("fill-96x96", "fill-192x192", "fill-288x288"), "5.5rem"),
}
SHARED = Role(("fill-1200x630",), "")
PORTRAITS = {"card": "thumbnail", "small": "thumbnail", "large": "portrait"}


def _renditions(image: Any, role: Role) -> list[Any]:
    """The files of a picture, narrowest first; [] when its original is missing or broken."""
    try:
        made = image.get_renditions(*(f"{spec}|format-webp" for spec in role.specs))
    except (DatabaseError, ImproperlyConfigured):
        raise
    except Exception as error:
        # What a broken file raises depends on its format (OSError, SyntaxError, zlib.error, Pillow's bomb
        # error…); none of it is worth a page that does not open.
        log.warning("picture %s cannot be shown: %r", image.pk, error)
        return []
    # Wagtail never enlarges: of a small original several widths are the same.
    by_width = {rendition.width: rendition for rendition in made.values()}
    return [by_width[width] for width in sorted(by_width)]


@register.simple_tag
def picture(image: Any, role: str, alt: str | None = "") -> SafeString:
    """``<img>`` in WebP and several widths for one of ROLES; nothing when there is no usable picture."""
    chosen = ROLES[role]
    renditions = _renditions(image, chosen) if image else []
    if not renditions:
        return SafeString()
    largest = renditions[-1]
    return format_html(
        '<img class="picture" src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {} decoding="async">',
        renditions[len(renditions) // 2].url,
        ", ".join(f"{rendition.url} {rendition.width}w" for rendition in renditions),
        chosen.sizes,
        largest.width,
        largest.height,
        alt or "",
        _trusted('fetchpriority="high"' if chosen.eager else 'loading="lazy"'),
    )


@register.simple_tag
def share_picture(image: Any) -> str:
    """The whole address of a picture as other sites show it beside a link; empty without a usable one."""
    found = _renditions(image, SHARED) if image else []
    return absolute(found[-1].url) if found else ""


@register.simple_tag
def portrait(page: Any, size: str = "card") -> SafeString:
    """The photo of a showcase page, or its tile. Beside the name (card, small) the photo needs no words."""
    role = PORTRAITS[size]
    words = page.alt_of_photo if size == "large" else ""
    shown = picture(getattr(page, "photo", None), role, words) or tile(page.slug)
    return format_html('<span class="portrait portrait-{}">{}</span>', size, shown)


# Words ---------------------------------------------------------------------------------------------------


@register.simple_tag
def accented(title: str, accent: str) -> SafeString:
    """The title, its last words (``accent``) in brick red; they may stand in the title or follow it."""
    last = accent.strip()
    if not last:
        return format_html("{}", title)
    return format_html('{} <em class="accent">{}</em>', title.strip().removesuffix(last).strip(), last)


@register.simple_tag
def field_input(field: BoundField) -> SafeString:
    """The control alone, without allauth's placeholders: they repeat the label and vanish when needed."""
    return field.as_widget(attrs={"placeholder": False})


# The head ------------------------------------------------------------------------------------------------

DESCRIPTION_LENGTH = 158  # search engines cut later


@register.filter
def is_public(page: Any) -> bool:
    """May a visitor open it? A live page below one that is off the site is not."""
    return querysets.is_public(page)


@register.filter
def description(page: Any) -> str:
    """What a search engine shows of a page: its own words for it, else its introduction."""
    for name in ("search_description", "hero_intro", "intro", "lead", "headline"):
        if words := strip_tags(str(getattr(page, name, "") or "")).strip():
            return Truncator(" ".join(words.split())).chars(DESCRIPTION_LENGTH)
    return f"{page.title}: una pagina di lab121, l’associazione e il coworking di Alessandria."


@register.simple_tag
def absolute(address: str) -> str:
    """The whole address of one of our paths; never from the Host header."""
    return address if "://" in address else f"{settings.BASE_URL}{address}"


@register.simple_tag(takes_context=True)
def trail(context: Any, page: Any) -> list[Any]:
    """The pages above a page, home first; [] for a page that has no place in the tree yet."""
    if not getattr(page, "path", None):
        return []
    if "_trail" not in page.__dict__:  # asked for twice: breadcrumbs and structured data
        above: list[Any] = []
        parent = page.get_parent()
        while parent is not None and parent.depth > 1:
            above.insert(0, parent)
            parent = parent.get_parent() if parent.depth > 2 else None
        page._trail = above
    return page._trail


@register.simple_tag(takes_context=True)
def structured_data(context: Any, page: Any) -> SafeString:
    """JSON-LD (schema.org): where a page stands and what it is (``page.structured_data``, if it has one)."""
    url = absolute(getattr(page, "url", None) or "/")
    own = getattr(page, "structured_data", None) or {"@type": "WebPage", "name": page.title, "url": url}
    graph = [own]
    if above := trail(context, page):
        steps = [*((step.title, absolute(step.url or "/")) for step in above), (page.title, url)]
        entries = [
            {"@type": "ListItem", "position": position, "name": name, "item": item}
            for position, (name, item) in enumerate(steps, start=1)
        ]
        graph.append({"@type": "BreadcrumbList", "itemListElement": entries})
    text = json.dumps([{"@context": "https://schema.org", **entry} for entry in graph], ensure_ascii=False)
    # As django.utils.html.json_script: nothing in the text can end the element.
    escaped = text.replace("&", "\\u0026").replace("<", "\\u003C").replace(">", "\\u003E")
    return _trusted(f'<script type="application/ld+json">{escaped}</script>')
