"""How the editor and the admin's frame are bent: what each hook of wagtail_hooks does."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.contrib.settings.registry import SettingMenuItem
from wagtail.models import Page, ReferenceIndex

from cms.querysets import publicly

from . import removal
from .approvals import Reading, author_url, edit_url, lock_page, open_state
from .guard import is_chief, is_member_only, sees_health
from .permissions import choosable_by
from .pictures import usable_by
from .querysets import logged
from .queue_filters import queue_context
from .roles import DESKS
from .rule import Refused
from .signals import GROUPS_CHANGED, PASSWORD_CHANGED

MEMBER_MENU = ("my-area",)
NOT_OURS = ("action-publish", "action-unpublish", "action-cancel-workflow", "action-restart-workflow")


def is_reviewer_of_something(user: Any) -> bool:
    """Sits in a desk: for screens, by the names that the request knows already (User.group_names)."""
    return user.is_authenticated and not user.is_superuser and not user.group_names.isdisjoint(DESKS)


# --- saving


def refuse_if_it_moved(request: HttpRequest, page: Page) -> None:
    """EditView has read the page before any lock. If the page went live meanwhile,
    ``form.save(commit=not page.live)`` would write the draft over the live row."""
    if request.method != "POST":
        return
    fields = ("latest_revision_id", "latest_revision_created_at", "live")
    now = lock_page(page.pk)
    if any(getattr(now, field) != getattr(page, field) for field in fields):
        raise Refused("Il testo è cambiato in questo momento: riprova.", edit_url(page))


def refuse_to_convert(request: HttpRequest, page: Page) -> None:
    raise Refused("Gli alias non si convertono.")


def what_happens_next(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After «Invia»: the author sees how the page stands; stock leads to an explorer they may not open."""
    if not request.POST.get("action-submit") or open_state(page) is None:
        return None
    if page.owner_id == request.user.pk:
        _drop_stocks_confirmation(request, page)
        return redirect(f"{author_url(page)}?mandata=1")
    return None


def _drop_stocks_confirmation(request: HttpRequest, page: Page) -> None:
    """The message of EditView.submit_action leads to a preview and an editor that are closed to the author now. What
    else there is to tell stays, in its order."""
    text = gettext("Page '%(page_title)s' has been submitted for moderation.")
    stock = escape(text % {"page_title": page.get_admin_display_title()})
    for message in list(messages.get_messages(request)):  # whoever reads them empties the storage
        if stock not in str(message):
            messages.add_message(request, message.level, message.message, message.extra_tags)


# --- what is shown


def arrange_action_menu(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Sending first, then saving; nothing that publishes, nothing that cancels at one press."""
    items[:] = [item for item in items if item.name not in NOT_OURS]
    for position, item in enumerate(items):
        if item.name == "action-submit":
            items.insert(0, items.pop(position))
            items[0] = SubmitItem(order=0)
            return


class SubmitItem(ActionMenuItem):
    label = "Invia alla redazione"
    name = "action-submit"
    icon_name = "resubmit"


class ReadingItem(ActionMenuItem):
    label = "Torna alla lettura"
    name = "action-reading"
    icon_name = "view"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return bool(self.get_url(context))

    def get_url(self, context: dict[str, Any]) -> str:
        """Empty where there is nothing to go back to. Asked once a request: somebody may decide meanwhile."""
        if "reading_url" not in context:
            context["reading_url"] = self._find(context)
        return context["reading_url"]

    def _find(self, context: dict[str, Any]) -> str:
        page, user = context.get("page"), context["request"].user
        state = open_state(page) if context["view"] == "edit" and page and page.pk else None
        try:
            found = Reading.get(state.pk) if state else None
        except Refused:
            return ""
        return found.url_for(user) if found and (found.is_reviewer(user) or found.is_author(user)) else ""


class AreaItem(ActionMenuItem):
    """Back to «La mia vetrina», for the author."""

    label = "Torna alla tua area"
    name = "action-area"
    icon_name = "user"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        return bool(page and page.pk and page.owner_id == context["request"].user.pk)

    def get_url(self, context: dict[str, Any]) -> str:
        return author_url(context["page"])


class ProvenanceItem(ActionMenuItem):
    """For the desk: an author's is in the members' area."""

    label = "Storia della pagina"
    name = "action-provenance"
    icon_name = "history"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and not is_member_only(context["request"].user)

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("editorial_provenance", args=[context["page"].pk])


class TakeDownItem(ActionMenuItem):
    label = "Togli dal sito"
    name = "action-take-down"
    icon_name = "download"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        return bool(context["view"] == "edit" and page and removal.can_take_down(context["request"].user, page))

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("editorial_take_down", args=[context["page"].pk])


class BringBackItem(ActionMenuItem):
    label = "Rimetti sul sito com’era"
    name = "action-bring-back"
    icon_name = "upload"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page, user = context.get("page"), context["request"].user
        return bool(
            context["view"] == "edit"
            and page
            and removal.can_return(user, page)
            and removal.reviews_section(user, page)
        )

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("editorial_bring_back", args=[context["page"].pk])


ACTION_MENU_ITEMS = (
    lambda: ReadingItem(order=5),
    lambda: AreaItem(order=70),
    lambda: ProvenanceItem(order=75),
    lambda: TakeDownItem(order=80),
    lambda: BringBackItem(order=80),
)


def arrange_main_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """A member's menu is one entry: back to their own area. Everybody has that entry first."""
    area = MenuItem("La tua area", resolve_url(settings.LOGIN_REDIRECT_URL), name="my-area", icon_name="home", order=1)
    chief = sees_health(request.user)
    kept = [] if is_member_only(request.user) else [i for i in items if chief or i.name != "reports"]
    items[:] = [area, *kept]


def arrange_settings_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """What the guard closes is not offered: to a superuser stock offers everything."""
    if not is_chief(request.user):
        items[:] = [item for item in items if not isinstance(item, SettingMenuItem)]


class QueuePanel(Component):
    """The admin's home: what waits for whoever opened it."""

    name = "queue"
    template_name = "editorial/queue_panel.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        # A panel is rendered without the page's context: its forms need the token.
        frame = {"csrf_token": parent_context.get("csrf_token"), "queue_url": request.path}
        return queue_context(request.user, {}) | frame


class RightsPanel(Component):
    """To all of Redazione: whose groups and passwords somebody changed lately."""

    name = "rights"
    template_name = "editorial/rights_panel.html"
    order = 20
    shown = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"entries": logged(GROUPS_CHANGED, PASSWORD_CHANGED)[: self.shown]}


def arrange_home(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [QueuePanel()]
    if sees_health(request.user):
        panels.append(RightsPanel())


# --- what may be chosen, and served


def choosable_pages(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    return choosable_by(request.user, pages)


def explorable_pages(parent: Page, pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    if is_member_only(request.user):
        return pages.filter(Q(live=True) | Q(owner=request.user))
    return pages


def refuse_private_document(document: Model, request: HttpRequest) -> HttpResponse | None:
    """A document is public while a page that visitors may open shows it. Until then it is for who may use it."""
    type_id = ContentType.objects.get_for_model(Page).pk
    pages = ReferenceIndex.get_references_to(document).filter(base_content_type=type_id)
    numbers = [int(pk) for pk in pages.values_list("object_id", flat=True)]
    if publicly(Page.objects.live()).filter(pk__in=numbers).exists():
        return None
    if request.user.is_authenticated and usable_by(request.user, type(document)).filter(pk=document.pk).exists():
        return None
    raise Http404
