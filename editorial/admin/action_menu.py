"""The buttons of the page editor."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.action_menu import ActionMenuItem

from cms.exceptions import ActionRefused
from editorial.models.tasks import reviews_section
from editorial.permissions.groups import is_member_only
from editorial.publication import takedown
from editorial.review.links import author_url
from editorial.review.state import ReviewItem, open_state

REMOVED_ITEMS = ("action-publish", "action-unpublish", "action-cancel-workflow", "action-restart-workflow")


def arrange_action_menu(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Put sending first, then saving; remove what publishes, and what cancels or restarts a request at one press."""
    items[:] = [item for item in items if item.name not in REMOVED_ITEMS]
    for position, item in enumerate(items):
        if item.name == "action-submit":
            items.insert(0, items.pop(position))
            items[0] = SubmitItem(order=0)
            return


class SubmitItem(ActionMenuItem):
    """Wagtail's item with a label of our own."""

    label = "Invia alla redazione"
    name = "action-submit"
    icon_name = "resubmit"


class ReadingItem(ActionMenuItem):
    """Back to the reading page, for a reviewer who edits a text that waits; for its author to their own screen."""

    label = "Torna alla lettura"
    name = "action-reading"
    icon_name = "view"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return bool(self.get_url(context))

    def get_url(self, context: dict[str, Any]) -> str:
        """Return "" if there is nothing to go back to. Cached in the context: Wagtail calls this twice, and in between
        somebody may decide."""
        if "reading_url" not in context:
            context["reading_url"] = self._find(context)
        return context["reading_url"]

    def _find(self, context: dict[str, Any]) -> str:
        page, user = context.get("page"), context["request"].user
        state = open_state(page) if context["view"] == "edit" and page and page.pk else None
        try:
            item = ReviewItem.get(state.pk) if state else None
        except ActionRefused:
            return ""
        return item.url_for(user) if item and (item.is_reviewer(user) or item.is_author(user)) else ""


class AreaItem(ActionMenuItem):
    """To the author's screen about this page, for its owner."""

    label = "Torna alla tua area"
    name = "action-area"
    icon_name = "user"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        return bool(page and page.pk and page.owner_id == context["request"].user.pk)

    def get_url(self, context: dict[str, Any]) -> str:
        return author_url(context["page"])


class HistoryItem(ActionMenuItem):
    """To the page's history, for the desk; a member's is in the members' area."""

    label = "Storia della pagina"
    name = "action-provenance"
    icon_name = "history"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and not is_member_only(context["request"].user)

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("editorial_history", args=[context["page"].pk])


class TakeDownItem(ActionMenuItem):
    """To «Togli dal sito», for a reviewer of a live page."""

    label = "Togli dal sito"
    name = "action-take-down"
    icon_name = "download"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        return bool(context["view"] == "edit" and page and takedown.can_take_down(context["request"].user, page))

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("editorial_take_down", args=[context["page"].pk])


class BringBackItem(ActionMenuItem):
    """To «Rimetti sul sito», for a reviewer of a page that was taken down."""

    label = "Rimetti sul sito com’era"
    name = "action-bring-back"
    icon_name = "upload"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page, user = context.get("page"), context["request"].user
        return bool(
            context["view"] == "edit" and page and takedown.can_restore(user, page) and reviews_section(user, page)
        )

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("editorial_bring_back", args=[context["page"].pk])


ACTION_MENU_ITEMS = (
    lambda: ReadingItem(order=5),
    lambda: AreaItem(order=70),
    lambda: HistoryItem(order=75),
    lambda: TakeDownItem(order=80),
    lambda: BringBackItem(order=80),
)
