"""The desk's screens: the reading page, the only place where a desk says yes; takedown and return; history; health."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Page

from cms.exceptions import ActionRefused
from cms.mail.models import Mail
from cms.users.models import User
from cms.users.types import AuthenticatedHttpRequest
from editorial.audit.health import ALL_WELL, screen
from editorial.audit.history import history_of
from editorial.models import ConsentRequest
from editorial.models.tasks import reviews_section
from editorial.permissions.groups import check_health, waits_to_be_seen
from editorial.publication import takedown
from editorial.review import change_requests, services
from editorial.review.forms import SeenForm, seen_in
from editorial.review.links import edit_url
from editorial.review.preview import preview_of
from editorial.review.queue import next_item, place_of
from editorial.review.shown import shown_to
from editorial.review.state import ReviewItem
from editorial.review.wording import UNSEEN

from . import timeline
from .consent_views import consent_rows
from .forms import ChangeRequestForm, TakeDownForm

NOT_A_REVIEWER = "Questo testo non è da leggere per te."


def render_item(
    request: AuthenticatedHttpRequest, item: ReviewItem, change_request_form: ChangeRequestForm | None = None
) -> HttpResponse:
    """Render the reading page of one text, with ``change_request_form`` where «Chiedi modifiche» has errors to show."""
    shown = shown_to(request.user, item.page, item.revision, item.state.workflow_state)
    context = {
        "item": item,
        "queue_entry": getattr(item.state, "queue_entry", None),
        "place": place_of(request.user, item.state.pk),
        "page_title": "Lettura",
        "page_subtitle": item.revision.object_str,
        "header_icon": "view",
        "differences": shown.from_live(item.page, item.revision),
        "since_own": shown.since_own(item.page),
        "comments": timeline.open_comments(item.page),
        "timeline": timeline.timeline_of(item),
        "corrected_by": timeline.name_of_corrector(item, request.user),
        "can_approve": item.can_approve(request.user),
        "consent_rows": consent_rows(item),
        "approval_form": SeenForm.of(shown.seen, auto_id="yes_%s"),
        "change_request_form": change_request_form
        or ChangeRequestForm(
            initial={"digest": shown.seen.digest}, fields=change_requests.askable_fields(item.page.specific_class)
        ),
        "examples": change_requests.examples(),
        "most_points": change_requests.MOST_POINTS,
        "edit_url": edit_url(item.page),
    }
    return render(request, "editorial/reading.html", context)


def not_a_reviewer(user: User) -> Exception:
    """Return what to raise. Wagtail answers PermissionDenied with words of its own."""
    return ActionRefused(UNSEEN) if waits_to_be_seen(user) else PermissionDenied(NOT_A_REVIEWER)


def item_for_reviewer(request: AuthenticatedHttpRequest, task_state_id: int) -> ReviewItem:
    """Return the text that waits, for its reviewers.

    Raises as ReviewItem.get(), and PermissionDenied for anybody else, the author included.
    """
    item = ReviewItem.get(task_state_id)
    if not item.is_reviewer(request.user):
        raise not_a_reviewer(request.user)
    return item


@require_GET
@never_cache
def reading(request: AuthenticatedHttpRequest, task_state_id: int) -> HttpResponse:
    """Show the reading page to a reviewer; the author is led to their own screen."""
    item = ReviewItem.get(task_state_id)
    if item.is_reviewer(request.user):
        return render_item(request, item)
    if item.is_author(request.user):
        return redirect("editorial_author", item.page.pk)
    raise not_a_reviewer(request.user)


@require_GET
@never_cache
def text(request: AuthenticatedHttpRequest, task_state_id: int) -> HttpResponse:
    """Show the page as it would be, to its reviewers."""
    return preview_of(item_for_reviewer(request, task_state_id).revision, request)


@require_POST
def approve(request: AuthenticatedHttpRequest, task_state_id: int) -> HttpResponse:
    """«Va bene, pubblica»: store the reviewer's approval of the content that the form's screen showed."""
    passed = services.approve(task_state_id, request.user, seen_in(request.POST))
    messages.success(request, timeline.message_after(passed, task_state_id))
    return _onwards(request)


@require_POST
def request_changes(request: AuthenticatedHttpRequest, task_state_id: int) -> HttpResponse:
    """«Chiedi modifiche»: hand the text back to its author."""
    form = ChangeRequestForm(
        request.POST, fields=change_requests.askable_fields(ReviewItem.get(task_state_id).page.specific_class)
    )
    if not form.is_valid():
        item = item_for_reviewer(request, task_state_id)
        item.require_current(request.POST.get("digest", ""), request.user)
        return render_item(request, item, form)
    services.request_changes(task_state_id, request.user, form.cleaned_data["digest"], form.points())
    messages.success(request, timeline.AFTER_ASKING)
    return _onwards(request)


def _onwards(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Redirect to the next text that waits for this person, or to the list."""
    following = next_item(request.user)
    return redirect(following.url) if following else redirect("editorial_queue")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def take_down(request: AuthenticatedHttpRequest, page_id: int) -> HttpResponse:
    """«Togli dal sito»: take a live page down, with a reason. One reviewer of the section is enough."""
    page = get_object_or_404(Page, pk=page_id)
    if not takedown.can_take_down(request.user, page):
        raise PermissionDenied("Solo chi legge questa sezione può togliere una pagina dal sito.")
    form = TakeDownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        takedown.take_down(page.pk, request.user, form.cleaned_data["reason"])
        messages.success(request, f"«{page.title}» non è più sul sito. Puoi rimetterla com’era quando vuoi.")
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    context = {"page": page, "form": form, "page_title": "Togli dal sito", "page_subtitle": page.title}
    return render(request, "editorial/take_down.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def bring_back(request: AuthenticatedHttpRequest, page_id: int) -> HttpResponse:
    """«Rimetti sul sito»: restore a page that was taken down, to exactly the content agreed before."""
    page = get_object_or_404(Page, pk=page_id)
    if not reviews_section(request.user, page) or not takedown.can_restore(request.user, page):
        raise PermissionDenied("Questa pagina può tornare sul sito solo passando dalla redazione.")
    if request.method == "POST":
        takedown.restore(page.pk, request.user)
        messages.success(request, f"«{page.title}» è di nuovo sul sito, com’era.")
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    context: dict[str, Any] = {
        "page": page,
        "takedown": takedown.open_takedown(page),
        "page_title": "Rimetti sul sito",
        "page_subtitle": page.title,
    }
    return render(request, "editorial/bring_back.html", context)


@require_GET
@never_cache
def history(request: AuthenticatedHttpRequest, page_id: int) -> HttpResponse:
    """Show who wrote a page, who said yes to which text and when, to the staff who may edit it."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.specific.permissions_for_user(request.user).can_edit():
        raise PermissionDenied("Questa pagina non è tua, né della tua redazione.")
    context = {
        "page": page,
        "lines": history_of(page),
        "consents": ConsentRequest.objects.consents_to(page),
        "edit_url": edit_url(page),
        "page_title": "Storia della pagina",
        "page_subtitle": page.draft_title,
        "header_icon": "history",
    }
    return render(request, "editorial/history.html", context)


@require_GET
@never_cache
def health(request: AuthenticatedHttpRequest) -> HttpResponse:
    """«Stato di salute»: show what is wrong with the moderation, if anything. Changes nothing."""
    check_health(request.user)
    after = request.GET.get("dopo", "")
    context = {
        "screen": screen(int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0),
        "page_title": "Stato di salute",
        "all_well": ALL_WELL,
        "header_icon": "clipboard-list",
    }
    return render(request, "editorial/health.html", context)


@require_POST
def mail_seen(request: AuthenticatedHttpRequest, mail_id: int) -> HttpResponse:
    """«Ho visto»: put aside a mail that could not be sent, so that it is listed no more."""
    check_health(request.user)
    if Mail.objects.mark_seen(mail_id):
        messages.success(request, "Segnato: lo sapete.")
    return redirect("editorial_doctor")
