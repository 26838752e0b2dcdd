"""The screen from which the desk sends a page that somebody else owns; its owner sends it from the members' area."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from cms.users.types import AuthenticatedHttpRequest
from editorial.review import services
from editorial.review.forms import SeenForm, seen_in
from editorial.review.links import author_url, edit_url
from editorial.review.shown import shown_to


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def send_for(request: AuthenticatedHttpRequest, page_id: int) -> HttpResponse:
    """Show what others wrote since this person's own last text or yes, and send the page with their yes."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied("Questa pagina non è tua, né della tua redazione.")
    if page.owner_id == request.user.pk:
        return redirect(author_url(page))
    if request.method == "POST":
        services.send(page.pk, request.user, seen_in(request.POST))
        messages.success(request, f"«{page.draft_title}» è mandata: chi la legge ha {settings.REVIEW_DAYS} giorni.")
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    revision = page.latest_revision
    if revision is None or not page.permissions_for_user(request.user).can_submit_for_moderation():
        messages.error(request, "Adesso questa pagina non si può mandare.")
        return redirect(edit_url(page))
    shown = shown_to(request.user, page, revision, page.current_workflow_state)
    context = {
        "page": page,
        "shown": shown,
        "seen_form": SeenForm.of(shown.seen),
        "edit_url": edit_url(page),
        "page_title": "Manda alla redazione",
        "page_subtitle": page.draft_title,
        "header_icon": "resubmit",
    }
    return render(request, "editorial/send_for.html", context)
