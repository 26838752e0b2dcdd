"""The guest's screens, reached by a link that needs no account, or after login for whoever has one. GET shows the
question, POST answers it."""

import re
from email.utils import parseaddr
from urllib.parse import urlencode

from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms.exceptions import ActionRefused
from editorial.models import ConsentRequest
from editorial.models.tasks import reply_address
from editorial.review.forms import SeenForm, seen_in
from editorial.review.preview import preview_of
from editorial.review.shown import shown_to_guest

from . import services
from .forms import GuestForm
from .links import GUEST_PARAMETER, Channel, Expired, GuestToken, read_token, token_of
from .services import CONSENT_STATEMENT, AccountPrepared, NotForTheDesk

DOCUMENT = re.compile(r"/documents/\d+/[^\"'?#\s]+(?=[\"'])")
METHODS = ["GET", "HEAD", "POST"]
THANKS = {
    True: "Grazie! Abbiamo il tuo sì.",
    False: "Grazie! La redazione ha ricevuto le tue righe.",
}
NEXT = {
    True: "Appena hanno detto sì tutte le persone ospiti va sul sito: proprio com’è, senza toccare una virgola.",
    False: "Corregge e te la fa vedere di nuovo: finché non dici sì, non va sul sito.",
}


def private(response: HttpResponse) -> HttpResponse:
    """Keep the address, which holds the secret, from search engines and from the sites that the page links to."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


# No CSRF token: the secret is in the address, which only the person asked has; under «no-referrer» a browser sends
# «Origin: null», which Django would refuse; and a mail program's own browser may keep no cookie.
@csrf_exempt
@never_cache
@require_http_methods(METHODS)
@rate_limit(action="guest", limit_get=True)
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question and take the answer of whoever has the link and does not work on the page."""
    try:
        known = _by_link(token)
        text_url = reverse("editorial_guest_text", args=[token])
        return private(_answer(request, known, text_url))
    except NotForTheDesk:
        return private(_refused(request, known.consent_request))
    except ActionRefused as refusal:
        return private(_closed(request, refusal))


@never_cache
@require_safe
@rate_limit(action="guest", limit_get=True)
def text_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the page as it would be, inside the question's frame."""
    try:
        return _text(request, _by_link(token), token)
    except ActionRefused as refusal:
        return private(_closed(request, refusal))


@never_cache
@login_required
@require_http_methods(METHODS)
def by_login(request: HttpRequest, consent_request_id: int) -> HttpResponse:
    """As by_link, for somebody with an account whom the page is about. Raises Http404 for anybody else."""
    consent_request = get_object_or_404(ConsentRequest, pk=consent_request_id, user=request.user)
    try:
        text_url = reverse("editorial_consent_text_by_login", args=[consent_request.pk])
        return private(_answer(request, GuestToken(consent_request, Channel.LOGIN), text_url))
    except ActionRefused as refusal:
        return private(_closed(request, refusal))


@never_cache
@login_required
@require_safe
def text_by_login(request: HttpRequest, consent_request_id: int) -> HttpResponse:
    """As text_by_link, after login."""
    consent_request = get_object_or_404(ConsentRequest, pk=consent_request_id, user=request.user)
    try:
        token = GuestToken(consent_request, Channel.LOGIN)
        return _text(request, token, token_of(consent_request, Channel.LOGIN))
    except ActionRefused as refusal:
        return private(_closed(request, refusal))


def _by_link(token: str) -> GuestToken:
    """Return what the address stands for. Raises as read_token(); Http404 also for the token of a file's address, which
    somebody reads after login."""
    known = read_token(token)
    if known.channel == Channel.LOGIN:
        raise Http404
    return known


def _text(request: HttpRequest, token: GuestToken, secret: str) -> HttpResponse:
    """Show the page as it would be. Its documents are not public yet: their addresses get the guest's token."""
    revision = services.item_behind(token).revision
    response = private(preview_of(revision, request, guest_token=secret))
    query = urlencode({GUEST_PARAMETER: secret})
    response.content = DOCUMENT.sub(rf"\g<0>?{query}", response.content.decode())
    return response


def _answer(request: HttpRequest, token: GuestToken, text_url: str) -> HttpResponse:
    """Show the question, or store the answer. services.answer() is a transaction of its own: what it refuses is rolled
    back before the caller shows why."""
    consent_request = token.consent_request
    item = services.item_behind(token)
    services.require_guest(token, item, request.user)
    others = item.state.consent_requests.order_by("pk").exclude(pk=consent_request.pk)
    asks_for_changes = "no" in request.POST  # what the buttons are called; anything else is no answer
    form = GuestForm(request.POST if asks_for_changes else None)
    if request.method == "POST" and ("yes" in request.POST or (asks_for_changes and form.is_valid())):
        comment = form.cleaned_data["comment"] if asks_for_changes else ""
        seen = seen_in(request.POST)
        services.answer(token, yes=not asks_for_changes, user=request.user, comment=comment, seen=seen)
        said_yes = not asks_for_changes
        return render(request, "editorial/guest_thanks.html", {"title": THANKS[said_yes], "text": NEXT[said_yes]})
    shown = shown_to_guest(consent_request, item.page, item.revision, item.state.workflow_state)
    context = {
        "consent_request": consent_request,
        "shown": shown,
        "seen_form": SeenForm.of(shown.seen),
        "title": item.revision.object_str,
        "text_url": text_url,
        "form": form,
        "consent": CONSENT_STATEMENT,
        "by_login": token.channel == Channel.LOGIN,
        "others": [other.name for other in others],
        "desk_email": _bare(reply_address(item.page) or settings.DESK_EMAIL),
    }
    return render(request, "editorial/guest.html", context)


def _refused(request: HttpRequest, consent_request: ConsentRequest) -> HttpResponse:
    """Say whose answer it is, and lead whoever is asked and works on the page to their own area."""
    is_asked = request.user.is_authenticated and request.user.pk == consent_request.user_id
    own_url = reverse("editorial_consent_by_login", args=[consent_request.pk]) if is_asked else ""
    context = {"name": consent_request.name, "own_url": own_url}
    return render(request, "editorial/guest_refused.html", context, status=403)


def _closed(request: HttpRequest, refusal: ActionRefused) -> HttpResponse:
    status = 410 if isinstance(refusal, Expired) else 409
    heading = "Prima una password tua" if isinstance(refusal, AccountPrepared) else "Questo link non serve più"
    context = {"heading": heading, "reason": str(refusal), "desk_email": _bare(settings.DESK_EMAIL)}
    return render(request, "editorial/guest_closed.html", context, status=status)


def _bare(address: str) -> str:
    """Return the e-mail address without the name before it."""
    return parseaddr(address)[1]
