"""«Coda di redazione»: the list of what waits for a reviewer, and the buttons that claim and release a text."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from cms.exceptions import ActionRefused
from cms.users.models import User
from cms.users.types import AuthenticatedHttpRequest
from editorial.review import claims

from .queue_context import queue_context


@require_safe
@never_cache
def queue(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show what waits for this person, corrections first."""
    context = queue_context(request.user, request.GET)
    return render(request, "editorial/queue.html", context | {"page_title": "Coda di redazione", "header_icon": "view"})


@require_POST
def claim(request: AuthenticatedHttpRequest, task_state_id: int) -> HttpResponse:
    """«Prendi in carico»."""
    page = _call(request, claims.claim, task_state_id)
    messages.success(request, f"«{page.draft_title}» ora ce l’hai tu: chi altro legge lo vede.")
    return redirect(_back(request))


@require_POST
def release(request: AuthenticatedHttpRequest, task_state_id: int) -> HttpResponse:
    """«Rilascia»."""
    page = _call(request, claims.release, task_state_id)
    messages.success(request, f"«{page.draft_title}» è di nuovo libera: può prenderla chi ha tempo.")
    return redirect(_back(request))


def _call(request: AuthenticatedHttpRequest, act: Callable[[int, User], Page], task_state_id: int) -> Page:
    """Call claim() or release(). What it refuses leads back to the list that the person came from, as success does."""
    try:
        return act(task_state_id, request.user)
    except ActionRefused as refusal:
        raise ActionRefused(str(refusal), _back(request)) from refusal


def _back(request: AuthenticatedHttpRequest) -> str:
    """Return the address that the form names as ``next`` if it is on this host, else the queue's."""
    url = request.POST.get("next", "")
    hosts = {request.get_host()}
    is_safe = url_has_allowed_host_and_scheme(url, allowed_hosts=hosts, require_https=request.is_secure())
    return url if is_safe else reverse("editorial_queue")
