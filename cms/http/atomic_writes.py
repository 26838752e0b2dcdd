"""Every write is one transaction; what the rule refuses is rolled back and told.

Last in MIDDLEWARE, after CSRF, authentication and messages. Instead of ATOMIC_REQUESTS, because on SQLite a
transaction takes the write lock, and most requests only read.
"""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDictKeyError

from cms.exceptions import ActionRefused

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
IN_USE = "Non si può eliminare: altri dati ne hanno bisogno."

# They make thumbnails, hash a password or send a mail: holding the write lock meanwhile would stop all writing.
# The apps above register theirs.
_non_atomic_url_names = {
    "account_login",
    "account_reset_password",
    "wagtailadmin_pages:preview_on_add",
    "wagtailadmin_pages:preview_on_edit",
    "wagtailadmin_block_preview",
    "wagtailimages:add",
    "wagtailimages:add_multiple",
    "wagtailimages_chooser:create",
    "wagtailimages_chooser:select_format",
}


def register_non_atomic(*names: str) -> None:
    """URL names of unsafe requests that are in no transaction as a whole."""
    _non_atomic_url_names.update(names)


_request_checks: list[Callable[[HttpRequest], None]] = []


def register_request_check(check: Callable[[HttpRequest], None]) -> None:
    """Ask ``check`` before the view of every unsafe request, inside its transaction. What it raises is the answer."""
    _request_checks.append(check)


def non_atomic_url_names() -> frozenset[str]:
    return frozenset(_non_atomic_url_names)


class AtomicWriteMiddleware:
    """Opens the transaction in ``process_view()``, where the address is known, and leaves the view to Django: every
    middleware's ``process_exception()`` and ``process_template_response()`` is asked as always.

    It is closed when the response is rendered, templates too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with ExitStack() as write:
            request.write = write  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= 500:  # what no process_exception() is asked about: a view that answers nothing
                roll_back(request, RuntimeError(response.reason_phrase))
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        if request.method in SAFE_METHODS:
            return None
        read_body(request)
        match = request.resolver_match
        assert match is not None  # process_view() runs after resolving
        if match.view_name in _non_atomic_url_names:
            return None
        request.write.enter_context(transaction.atomic())  # type: ignore[attr-defined]
        try:
            for check in _request_checks:
                check(request)
        except ActionRefused as refusal:
            return self.process_exception(request, refusal)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Asked before every other, as the last in MIDDLEWARE. Raises BadRequest for a form without its counters."""
        roll_back(request, exception)
        if isinstance(exception, ActionRefused):
            return answer(request, exception)
        if request.method in SAFE_METHODS:
            return None
        if isinstance(exception, MultiValueDictKeyError):
            # The editor's script always sends the counters of streams and lists; stock answers 500 without them.
            raise BadRequest("The form is incomplete.") from exception
        return answer(request, exception) if isinstance(exception, ProtectedError) else None


def roll_back(request: HttpRequest, exception: Exception) -> None:
    """If the transaction is open: what comes next, an answer or another middleware, may read and write again."""
    request.write.__exit__(type(exception), exception, exception.__traceback__)  # type: ignore[attr-defined]


def read_body(request: HttpRequest) -> None:
    """Before the transaction: a slow upload must not hold the lock.

    CSRF has read most bodies, not those of exempt views, of PUT or of JSON.
    """
    if request.method == "POST" and request.content_type in FORMS:
        request.POST  # noqa: B018
    else:
        request.body  # noqa: B018


def answer(request: HttpRequest, refusal: Exception) -> HttpResponse:
    text = str(refusal) if isinstance(refusal, ActionRefused) else IN_USE
    if not request.accepts("text/html"):  # autosave, as JsonPostResponseMixin tells it
        data = {"success": False, "error_code": "invalid_revision", "error_message": text}
        return JsonResponse(data, status=400)
    if not request.user.is_authenticated:
        return render(request, "refused.html", {"reason": text}, status=409)
    messages.error(request, text)
    return redirect(getattr(refusal, "url", settings.LOGIN_REDIRECT_URL))
