"""Which addresses of the admin a person may use, denied by default.

Wagtail's admin trusts everybody who may enter it with lists of everything. Members enter it for one page only: they may
use the URL names below and nothing else. A test goes through all names, so that an upgrade cannot add an open one.
"""

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch
from wagtail.images import get_image_model

from cms.exceptions import ActionRefused
from cms.http.characters import JSON
from cms.querysets import page_or_none
from cms.users.types import AnyUser
from editorial.models.tasks import READING_PAGE_ONLY
from editorial.permissions.groups import check_health, is_chief, is_member_only
from editorial.permissions.media import usable_by
from editorial.permissions.pages import EditorialTester

from .posted_values import whole_number

# What the editor of one's own page requests.
MEMBER_URL_NAMES = frozenset(
    {
        "wagtailadmin_home",  # leads to their own area
        "wagtailadmin_logout",
        "admin_account",  # leads to their own area
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_dismissibles",
        "wagtailadmin_block_preview",
        "wagtailadmin_pages:edit",
        "wagtailadmin_pages:preview_on_edit",
        "wagtailadmin_pages:view_draft",
        "wagtailadmin_pages:revisions_view",
        "wagtailadmin_pages:revisions_compare",
        "wagtailadmin_pages:revisions_revert",
        "wagtailadmin_pages:history",
        "wagtailadmin_pages:history_results",
        "wagtailadmin_pages:workflow_history",
        "wagtailadmin_pages:workflow_history_detail",
        "wagtailadmin_editing_sessions:ping",
        "wagtailadmin_editing_sessions:release",
        "wagtailadmin_choose_page",
        "wagtailadmin_choose_page_child",
        "wagtailadmin_choose_page_search",
        "wagtailadmin_choose_page_chosen_multiple",
        "wagtailadmin_choose_page_external_link",
        "wagtailadmin_choose_page_email_link",
        "wagtailadmin_choose_page_phone_link",
        "wagtailadmin_choose_page_anchor_link",
        "wagtailimages_chooser:choose",
        "wagtailimages_chooser:choose_results",
        "wagtailimages_chooser:chosen",
        "wagtailimages_chooser:chosen_multiple",
        "wagtailimages_chooser:create",
        "wagtailimages_chooser:select_format",
        "wagtaildocs_chooser:choose",
        "wagtaildocs_chooser:choose_results",
        "wagtaildocs_chooser:chosen",
        "wagtaildocs_chooser:chosen_multiple",
        "wagtaildocs_chooser:create",
    }
)
# Names of the apps above: each registers what its own editor requests.
_registered: set[str] = set()


def register_member_url_names(*names: str) -> None:
    """Let members use these URL names of the admin, too. For AppConfig.ready() of the apps above."""
    _registered.update(names)


def member_url_names() -> frozenset[str]:
    """Return the URL names that a member may use, the registered ones included."""
    return MEMBER_URL_NAMES | _registered


# Closed to everybody: lists of titles, and ways to publish or take down without review.
CLOSED_URL_NAMES = frozenset(
    {
        "wagtailadmin_error_test",
        "wagtailadmin_collections:set_privacy",
        "wagtailadmin_pages:convert_alias",
        "wagtailadmin_pages:set_privacy",
        "wagtailadmin_pages:unpublish",
        "wagtailadmin_pages:workflow_action",
        "wagtailadmin_pages:collect_workflow_action_data",
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_complete",
        "wagtailsettings:preview_on_edit",  # for settings that can be previewed: ours cannot
    }
)
# Who is who changes through «Chi è chi» alone, and groups, steps and sites are provisioning's: Wagtail's screens for
# them are closed to everybody.
CLOSED_NAMESPACES = frozenset({"wagtailusers_groups", "wagtailusers_users", "wagtailadmin_workflows", "wagtailsites"})
# Of the models that these screens are about: bulk actions name a model, not a screen.
CLOSED_BULK_MODELS = frozenset({("users", "user"), ("auth", "group")})
# The admin's API gives the titles of all images and documents.
CLOSED_APIS = ("images", "documents")
ADMIN = "/admin/"
PAGE_KEYS = ("page_id", "page_to_move_id")
# Our own screens about one page, outside of wagtailadmin_pages.
PAGE_URL_NAMES = ("editorial_history", "editorial_send_for")


class AdminGuardMiddleware:
    """Refuses what check_address() does not grant. For unsafe methods see check_request()."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        if not request.path_info.startswith(ADMIN) or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        assert match is not None  # process_view() runs after resolving
        if not request.user.has_perm("wagtailadmin.access_admin"):
            # Wagtail would redirect them to the login page, and that back here, in a loop.
            return redirect(settings.LOGIN_REDIRECT_URL)
        check_address(request.user, match)
        if match.view_name == "wagtailadmin_home" and is_member_only(request.user):
            return redirect(settings.LOGIN_REDIRECT_URL)
        return None


def check_address(user: AnyUser, match: ResolverMatch) -> None:
    """Raise Http404 for an address closed to everybody, PermissionDenied for one closed to this person."""
    if "wagtailadmin_api" in match.namespaces and set(CLOSED_APIS) & set(match.namespaces):
        raise Http404
    if match.view_name in CLOSED_URL_NAMES or CLOSED_NAMESPACES & set(match.namespaces):
        raise Http404
    if (match.kwargs.get("app_label"), match.kwargs.get("model_name")) in CLOSED_BULK_MODELS:
        raise Http404
    if "wagtailsettings" in match.namespaces and not is_chief(user):  # goes live at once: closed to superusers, too
        raise PermissionDenied("Menu e piede di pagina sono della Redazione.")
    if user.is_superuser:
        return
    if is_member_only(user) and match.view_name not in member_url_names():
        raise PermissionDenied("Questa parte dell’amministrazione è per la redazione.")
    if "wagtailadmin_reports" in match.namespaces and not is_chief(user):
        raise PermissionDenied("I resoconti sono per la Redazione.")
    if match.view_name in ("editorial_doctor", "editorial_mail_seen"):
        check_health(user)
    check_page(user, match)
    check_file(user, match)


def check_file(user: AnyUser, match: ResolverMatch) -> None:
    """Raise PermissionDenied for an image that this person may not choose: Wagtail's chooser gives anybody the title
    and a thumbnail of any image."""
    if "wagtailimages_chooser" not in match.namespaces:
        return
    number = match.kwargs.get("image_id", match.kwargs.get("pk"))
    if number is not None and not usable_by(user, get_image_model()).filter(pk=number).exists():
        raise PermissionDenied("Questa immagine non è tra quelle che puoi usare.")


def check_page(user: AnyUser, match: ResolverMatch) -> None:
    """Raise Http404 if the address names no page, PermissionDenied if this person may not edit it.

    Wagtail's views of one page's drafts, history and comparisons ask only for *some* page permission.
    """
    if "wagtailadmin_pages" not in match.namespaces and match.view_name not in PAGE_URL_NAMES:
        return
    numbers = [match.kwargs[key] for key in PAGE_KEYS if key in match.kwargs]
    if match.url_name == "revisions_compare":  # its arguments have no names before Wagtail 8
        numbers = [match.args[0] if match.args else match.kwargs["pk"]]
    for pk in numbers:
        page = page_or_none(pk)
        if page is None:
            raise Http404
        tester = page.specific.permissions_for_user(user)
        if isinstance(tester, EditorialTester) and not tester.can_edit():
            raise PermissionDenied("Questa pagina non è tua, né della tua redazione.")


# --- unsafe requests, inside their transaction

# Fields without which Wagtail answers 500, by URL name.
REQUIRED_FIELDS = {
    "wagtailadmin_choose_page_external_link": ("external-link-chooser-url",),
    "wagtailredirects:process_import": ("import_file_name", "input_format"),
}


def check_request(request: HttpRequest) -> None:
    """Refuse the unsafe requests for which Wagtail has no hook; runs inside their transaction, see
    register_request_check().

    Raises PermissionDenied for the admin's API, BadRequest for a form without the fields that it needs, ActionRefused
    for workflow actions in the editor.
    """
    match = request.resolver_match
    assert match is not None
    if "wagtailadmin_api" in match.namespaces:
        raise PermissionDenied
    if request.POST.get("action-workflow-action"):
        # EditView.workflow_action_is_valid() answers 500 without a task or a name.
        raise ActionRefused(READING_PAGE_ONLY)
    if match.view_name in ("wagtailadmin_pages:edit", "wagtailadmin_pages:revisions_revert"):
        check_counters(request)
    if overwritten := request.POST.get("overwrite_revision_id"):
        whole_number(overwritten)
    if match.view_name == "wagtailadmin_dismissibles" and request.method == "PATCH" and not is_object(request):
        raise BadRequest("The body is no object.")
    for name in REQUIRED_FIELDS.get(match.view_name, ()):
        if name not in request.POST:
            raise BadRequest(f"{name} is missing")


def is_object(request: HttpRequest) -> bool:
    """Tell whether the body is a JSON object; CharactersMiddleware has read what calls itself JSON."""
    return request.content_type == JSON and isinstance(json.loads(request.body or "null"), dict)


def check_counters(request: HttpRequest) -> None:
    """Raise BadRequest unless the counters are there that the editor always sends with its comments: without them
    Wagtail answers 500."""
    for name in ("comments-TOTAL_FORMS", "comments-INITIAL_FORMS"):
        whole_number(request.POST.get(name, ""))
