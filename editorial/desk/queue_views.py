"""«Coda di redazione»: what waits for a desk, and who has taken it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from cms.exceptions import ActionRefused
from editorial.review import claims

from .queue_context import queue_context


@require_safe
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this person, corrections first."""
    context = queue_context(request.user, request.GET)
    return render(request, "editorial/queue.html", context | {"page_title": "Coda di redazione", "header_icon": "view"})


@require_POST
def claim(request: HttpRequest, task_state_id: int) -> HttpResponse:
    page = _in_the_list(request, claims.claim, task_state_id)
    messages.success(request, f"«{page.draft_title}» ora ce l’hai tu: chi altro legge lo vede.")
    return redirect(_back(request))


@require_POST
def release(request: HttpRequest, task_state_id: int) -> HttpResponse:
    page = _in_the_list(request, claims.release, task_state_id)
    messages.success(request, f"«{page.draft_title}» è di nuovo libera: può prenderla chi ha tempo.")
    return redirect(_back(request))


def _in_the_list(request: HttpRequest, act: Callable[[int, Any], Page], task_state_id: int) -> Page:
    """A refusal leads back to the list one came from, too."""
    try:
        return act(task_state_id, request.user)
    except ActionRefused as refusal:
        raise ActionRefused(str(refusal), _back(request)) from refusal


def _back(request: HttpRequest) -> str:
    """To the list one came from, if it is ours."""
    wanted = request.POST.get("next", "")
    hosts = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts, require_https=request.is_secure())
    return wanted if safe else reverse("editorial_queue")
