"""Registration only; the logic is in the modules beside this one."""

from typing import Any

from wagtail import hooks

from .content.rich_text_links import LiveLinkHandler, check_links

hooks.register("register_rich_text_features", check_links, order=1)


@hooks.register("register_rich_text_features", order=10)
def page_links(features: Any) -> None:
    """Replace Wagtail's link handler for pages, which is registered at order 0."""
    features.register_link_type(LiveLinkHandler)
