"""Links in rich text: saved with their page's number alone, shown where a visitor may follow them. Registered by
``cms.wagtail_hooks``."""

import re
from typing import Any

from django.utils.html import format_html
from wagtail.admin.rich_text.converters import contentstate
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from cms.querysets import off_site_above


class LiveLinkHandler(PageLinkHandler):
    """Mark a link to a page that is off the site with ``data-off``; Wagtail's own handler writes it like any other.

    ``rich_text.tidy()`` shows such a link as its bare words. A reviewer compares texts before that, and sees where it
    leads.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        ids = {attrs.get("id", "") for attrs in attrs_list}
        known = Page.objects.annotate(off_above=off_site_above())
        pages = known.in_bulk({int(key) for key in ids if key.isdecimal()})
        by_id = {str(pk): page for pk, page in pages.items()}
        return [cls._opening_tag(by_id.get(attrs.get("id", ""))) for attrs in attrs_list]

    @staticmethod
    def _opening_tag(page: Any) -> str:
        if page is None or not page.url:
            return "<a>"
        mark = "" if page.live and not page.off_above else " data-off"
        return format_html('<a{} href="{}">', mark, page.url)


def link_entity(props: dict[str, Any]) -> Any:
    """Convert a link of the editor as Wagtail's ``link_entity()`` does, but keep only the words if its id is no number.

    A hand-made POST may contain any id; it would be looked up wherever the text is shown, and break that page.
    """
    page_id = props.get("id")
    if page_id is not None and not re.fullmatch("[0-9]{1,9}", str(page_id)):
        return props["children"]
    return contentstate.link_entity(props)


def check_links(features: Any) -> None:
    """Convert links by ``link_entity()`` above. For Wagtail's hook ``register_rich_text_features``, after its own."""
    stock = features.converter_rules_by_converter["contentstate"]["link"]
    rule = {**stock, "to_database_format": {"entity_decorators": {"LINK": link_entity}}}
    features.register_converter_rule("contentstate", "link", rule)
