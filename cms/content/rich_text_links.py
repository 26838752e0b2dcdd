"""Links in rich text: on the way in they lead to pages by their number alone, on the way out to what a visitor may
open. Registered by ``cms.wagtail_hooks``."""

import re
from typing import Any

from django.utils.html import format_html
from wagtail.admin.rich_text.converters import contentstate
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from cms.querysets import off_site_above


class LiveLinkHandler(PageLinkHandler):
    """A link to a page that a visitor cannot reach now is marked, and shown as the bare words by ``rich_text.tidy``;
    the desk, which compares texts before that, sees where it leads. Stock's writes it like any other."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        ids = {attrs.get("id", "") for attrs in attrs_list}
        known = Page.objects.annotate(off_above=off_site_above())
        pages = known.in_bulk({int(key) for key in ids if key.isdecimal()})
        found = {str(pk): page for pk, page in pages.items()}
        return [cls._opening(found.get(attrs.get("id", ""))) for attrs in attrs_list]

    @staticmethod
    def _opening(page: Any) -> str:
        if page is None or not page.url:
            return "<a>"
        mark = "" if page.live and not page.off_above else " data-off"
        return format_html('<a{} href="{}">', mark, page.url)


def link_entity(props: dict[str, Any]) -> Any:
    """Stock's, from the editor's own state. A page is named by its number: what else a hand-made POST puts there would
    be looked up wherever the text is shown, and break the page; of that link the words stay."""
    named = props.get("id")
    if named is not None and not re.fullmatch("[0-9]{1,9}", str(named)):
        return props["children"]
    return contentstate.link_entity(props)


def check_links(features: Any) -> None:
    """For Wagtail's hook ``register_rich_text_features``, after its own."""
    stock = features.converter_rules_by_converter["contentstate"]["link"]
    rule = {**stock, "to_database_format": {"entity_decorators": {"LINK": link_entity}}}
    features.register_converter_rule("contentstate", "link", rule)
