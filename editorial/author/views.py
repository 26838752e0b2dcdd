"""The author's screens in the members' area: the status of a page, its history, and every button about it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Page

from cms.users.types import AuthenticatedHttpRequest
from editorial.audit.history import history_of
from editorial.permissions.authors import is_author
from editorial.publication import takedown
from editorial.review import services
from editorial.review.forms import SeenForm, seen_in
from editorial.review.preview import preview_of
from editorial.review.shown import shown_to
from editorial.review.state import open_state
from editorial.review.wording import CLOSED

from .status import WAITING, status_of


def own_page(request: AuthenticatedHttpRequest, page_id: int) -> Page:
    """Return the page if it is this person's: they own it, or asked for its publication and it waits without an owner.

    Raises Http404 if it does not exist, PermissionDenied if it is another's.
    """
    page = get_object_or_404(Page, pk=page_id)
    state = open_state(page) if page.owner_id is None else None
    if page.owner_id != request.user.pk and not (state and is_author(request.user, page, state.workflow_state)):
        raise PermissionDenied("Questa pagina non è tua.")
    return page


@require_GET
@login_required
@never_cache
def author(request: AuthenticatedHttpRequest, page_id: int) -> HttpResponse:
    """Show the status of the page, what happens next and, where others changed the text, what they changed."""
    page = own_page(request, page_id)
    status = status_of(page, request.user)
    shown = None
    if page.latest_revision and (status.may_approve or status.may_send or status.state == WAITING):
        shown = shown_to(request.user, page, page.latest_revision, page.current_workflow_state)
    just_sent = ""
    if request.GET.get("mandata") and status.state == WAITING:
        just_sent = (
            f"Mandata! La legge {status.desk_name}, entro {settings.REVIEW_DAYS} giorni. Qui vedi sempre a che punto è."
        )
    context = {
        "status": status,
        "page": page.specific,
        "shown": shown,
        "seen_form": SeenForm.of(shown.seen) if shown else None,
        "just_sent": just_sent,
    }
    return render(request, "editorial/author.html", context)


@require_GET
@login_required
@never_cache
def text(request: AuthenticatedHttpRequest, page_id: int) -> HttpResponse:
    """Show the latest revision as a page to its author, for whom the editor is closed while it waits."""
    return preview_of(own_page(request, page_id).latest_revision, request)


@require_GET
@login_required
@never_cache
def history(request: AuthenticatedHttpRequest, page_id: int) -> HttpResponse:
    """Show who wrote the page, who said yes to which text and when."""
    page = own_page(request, page_id)
    context = {"page": page, "lines": history_of(page)}
    return render(request, "editorial/author_history.html", context)


@require_POST
@login_required
def send(request: AuthenticatedHttpRequest, page_id: int) -> HttpResponse:
    """«Manda alla redazione», or again after changes were asked."""
    ticked = request.POST.getlist("ticked")
    services.send(own_page(request, page_id).pk, request.user, seen_in(request.POST), ticked)
    return redirect(f"{reverse('editorial_author', args=[page_id])}?mandata=1")


@require_POST
@login_required
def withdraw(request: AuthenticatedHttpRequest, page_id: int) -> HttpResponse:
    """«Ritira e modifica»: cancel the request, and lead straight into the editor."""
    state = open_state(own_page(request, page_id))
    if state is None:
        messages.error(request, CLOSED)
        return redirect("editorial_author", page_id)
    page = services.withdraw(state.pk, request.user)
    messages.success(request, "L’hai ritirata: ora puoi cambiarla. Se la rimandi entro un giorno non perdi il posto.")
    return redirect("wagtailadmin_pages:edit", page.pk)


@require_POST
@login_required
def agree(request: AuthenticatedHttpRequest, page_id: int) -> HttpResponse:
    """«Va bene così»: store the author's approval of what the desk corrected."""
    state = open_state(own_page(request, page_id))
    if state is None:
        messages.error(request, CLOSED)
    elif services.approve(state.pk, request.user, seen_in(request.POST)):
        messages.success(request, services.message_after_approval(state.pk))
    else:
        messages.success(request, "Abbiamo il tuo sì. Ora manca quello della redazione.")
    return redirect("editorial_author", page_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def hide(request: AuthenticatedHttpRequest, page_id: int) -> HttpResponse:
    """«Nascondi la mia pagina»: take the page down after one question."""
    page = own_page(request, page_id)
    if not takedown.can_hide(request.user, page):
        messages.error(request, takedown.NOT_YOURS if page.live else takedown.NOT_LIVE)
        return redirect("editorial_author", page_id)
    if request.method == "POST":
        takedown.take_down(page.pk, request.user)
        messages.success(request, "La tua pagina è nascosta. Puoi rimetterla com’era quando vuoi.")
        return redirect("editorial_author", page_id)
    return render(request, "editorial/hide.html", {"page": page.specific})


@require_POST
@login_required
def bring_back(request: AuthenticatedHttpRequest, page_id: int) -> HttpResponse:
    """«Rimettila com’era»: restore the page that its owner hid."""
    takedown.restore(own_page(request, page_id).pk, request.user)
    messages.success(request, "La tua pagina è di nuovo sul sito, com’era.")
    return redirect("editorial_author", page_id)
