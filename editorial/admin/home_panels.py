"""The panels of the admin's home."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from editorial.desk.queue_context import queue_context
from editorial.identity.listing import pending
from editorial.permissions.groups import sees_health


class QueuePanel(Component):
    """What waits for the person who looks."""

    name = "queue"
    template_name = "editorial/queue_panel.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        # A panel is rendered without the page's context, and its forms need the token.
        frame = {"csrf_token": parent_context.get("csrf_token"), "queue_url": request.path}
        return queue_context(request.user, {}) | frame


class AccountsPanel(Component):
    """The accounts that changed and that nobody has seen, for Redazione and superusers."""

    name = "accounts"
    template_name = "editorial/accounts_panel.html"
    order = 20

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"pending": pending(parent_context["request"].user)}


def arrange_home(request: HttpRequest, panels: list[Any]) -> None:
    """Replace Wagtail's panels by ours."""
    panels[:] = [QueuePanel()]
    if sees_health(request.user):
        panels.append(AccountsPanel())
