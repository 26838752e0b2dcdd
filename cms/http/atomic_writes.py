"""Middleware that runs every unsafe request in one transaction, and answers the exceptions that refuse an action.

It stands last in MIDDLEWARE, after CSRF, authentication and messages. It replaces ATOMIC_REQUESTS, because on SQLite
every transaction takes the write lock, and most requests only read.
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
BROKEN = "La richiesta è arrivata incompleta o rovinata: non è stato salvato niente."

# These requests make thumbnails, hash a password or send a mail: with the write lock held they would stop all writing.
# Views with a limit, too: what was counted stays counted when the request is refused.
# The other apps register theirs.
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
    """Let the unsafe requests with these URL names run outside of a transaction; their views open their own."""
    _non_atomic_url_names.update(names)


_request_checks: list[Callable[[HttpRequest], None]] = []


def register_request_check(check: Callable[[HttpRequest], None]) -> None:
    """Call ``check`` before the view of every unsafe request, inside its transaction. What it raises is the answer."""
    _request_checks.append(check)


def non_atomic_url_names() -> frozenset[str]:
    return frozenset(_non_atomic_url_names)


class AtomicWriteMiddleware:
    """Open the transaction in ``process_view()``, where the address is known, and close it once the response, template
    responses included, is rendered.

    Django calls the view, so that the ``process_exception()`` and ``process_template_response()`` of every other
    middleware are called as always.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with ExitStack() as write:
            request.write = write  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= 500:  # also where no process_exception() is called, as for a view without answer
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
        except (ActionRefused, BadRequest) as refusal:
            response = self.process_exception(request, refusal)
            if response is None:
                raise
            return response
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Roll back and answer what refuses the action. Raises BadRequest for a form without its counters.

        As the last in MIDDLEWARE this one is called before every other.
        """
        roll_back(request, exception)
        if isinstance(exception, ActionRefused):
            return answer(request, exception)
        if request.method in SAFE_METHODS:
            return None
        # The editor's script always sends the counters of streams and lists; Wagtail answers 500 without them.
        is_incomplete = isinstance(exception, MultiValueDictKeyError)
        if is_incomplete and wants_page(request):
            raise BadRequest("The form is incomplete.") from exception
        is_broken = is_incomplete or isinstance(exception, BadRequest)
        is_answered = isinstance(exception, ProtectedError) or (is_broken and not wants_page(request))
        return answer(request, exception) if is_answered else None


def roll_back(request: HttpRequest, exception: Exception) -> None:
    """Roll back the transaction of the request, if there is one: what builds the answer may use the database again."""
    request.write.__exit__(type(exception), exception, exception.__traceback__)  # type: ignore[attr-defined]


def read_body(request: HttpRequest) -> None:
    """Read the whole body before the transaction begins: a slow upload must not hold the write lock.

    The CSRF middleware has read most bodies already, but not those of exempt views, of PUT or of JSON.
    """
    if request.method == "POST" and request.content_type in FORMS:
        request.POST  # noqa: B018
    else:
        request.body  # noqa: B018


def wants_page(request: HttpRequest) -> bool:
    """Tell whether a person waits for the answer, and no script."""
    return request.accepts("text/html")


def answer(request: HttpRequest, refusal: Exception) -> HttpResponse:
    """Show the message of a refusal: as JSON (400) to a script, as a page (409) to an anonymous visitor, and to
    somebody with a session after a redirect."""
    text = str(refusal) if isinstance(refusal, ActionRefused) else IN_USE
    if isinstance(refusal, BadRequest | MultiValueDictKeyError):
        text = BROKEN
    if not wants_page(request):  # autosave: the format of Wagtail's JsonPostResponseMixin
        data = {"success": False, "error_code": "invalid_revision", "error_message": text}
        return JsonResponse(data, status=400)
    if not request.user.is_authenticated:
        return render(request, "refused.html", {"reason": text}, status=409)
    messages.error(request, text)
    return redirect(getattr(refusal, "url", settings.LOGIN_REDIRECT_URL))
