"""The panels of the admin's home."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from editorial.desk.queue_context import queue_context
from editorial.permissions.groups import sees_health
from editorial.querysets import logged

from .access_log import GROUPS_CHANGED, PASSWORD_CHANGED


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


class RightsPanel(Component):
    """Whose groups and passwords somebody changed lately, for Redazione and superusers."""

    name = "rights"
    template_name = "editorial/rights_panel.html"
    order = 20
    limit = 10  # entries

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"entries": logged(GROUPS_CHANGED, PASSWORD_CHANGED)[: self.limit]}


def arrange_home(request: HttpRequest, panels: list[Any]) -> None:
    """Replace Wagtail's panels by ours."""
    panels[:] = [QueuePanel()]
    if sees_health(request.user):
        panels.append(RightsPanel())
