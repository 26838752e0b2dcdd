"""A save or a submission by somebody who does not know what others wrote meanwhile."""

from datetime import datetime

from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, Revision

from cms.users.models import User
from cms.users.types import AuthenticatedHttpRequest
from editorial.content.comparison import compare_contents, content_of
from editorial.page_forms import READS_FIRST
from editorial.review.baseline import baseline_of
from editorial.review.links import edit_url

SUBMIT = "action-submit"


def refuse_stale_text(request: AuthenticatedHttpRequest, page: Page) -> HttpResponse | None:
    """Answer 409 with a comparison to a form that was opened before somebody else saved: Wagtail refuses such an
    autosave, but takes the form. Called on POST under the page's lock; ``page`` is the latest text."""
    opened_at = _opened_at(request.POST, page, request.user)
    if opened_at is None or not request.accepts("text/html"):
        return None
    others = page.revisions.filter(created_at__gt=opened_at).filter(~Q(user=request.user) | Q(user=None))
    if not others.exists():
        return None
    latest = page.latest_revision
    context = {
        "page": page,
        "differences": compare_contents(page.specific_class, latest.content, content_of(_posted(request, page))),
        "writer": latest.user,
        "edit_url": edit_url(page),
        "page_title": "Non salvata: il testo è cambiato",
        "page_subtitle": page.get_admin_display_title(),
        "header_icon": "warning",
    }
    return render(request, "editorial/stale_text.html", context, status=409)


def _opened_at(data: QueryDict, page: Page, user: User) -> datetime | None:
    """Return the moment (UTC) of the text that the form was opened on or has saved since; None if it does not say."""
    saved = _revision(data.get("overwrite_revision_id", ""), page)
    if saved and saved.user_id == user.pk:
        return saved.created_at
    loaded = _revision(data.get("loaded_revision_id", ""), page)
    return _moment(data.get("loaded_revision_created_at", "")) or (loaded and loaded.created_at)


def _revision(number: str, page: Page) -> Revision | None:
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    return page.revisions.filter(pk=number).first() if is_number else None


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _posted(request: AuthenticatedHttpRequest, page: Page) -> Page:
    """Return the page with what the form holds, valid or not; it is never saved."""
    form_class = page.get_edit_handler().get_form_class()
    form = form_class(request.POST, instance=page, for_user=request.user, parent_page=page.get_parent())
    return form.save(commit=False) if form.is_valid() else form.instance


def only_save_unread(request: AuthenticatedHttpRequest, page: Page) -> None:
    """Turn «Invia alla redazione» into a save where others wrote since the person's own last text or yes: sending is a
    yes, and the editor does not show what others wrote. What sending requires is required all the same, and
    what_happens_next() leads to the screen that shows it."""
    can_send = request.POST.get(SUBMIT) and page.permissions_for_user(request.user).can_submit_for_moderation()
    if can_send and baseline_of(page, request.user).others_wrote:
        data = request.POST.copy()
        del data[SUBMIT]
        data[READS_FIRST] = "1"
        request.POST = data  # type: ignore[assignment]
