"""Recordings and podcast, for everybody; a new episode and the guests' addresses, for the desk."""

import hashlib
import logging
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.users.types import AuthenticatedHttpRequest
from editorial.consent import services as consent_services
from editorial.consent.links import GUEST_PARAMETER
from editorial.review.links import edit_url
from editorial.review.state import open_state

from . import services
from .audio.ranges import Slice, Unsatisfiable, if_range_matches, requested_range
from .feed import PodcastFeed, podcast
from .forms import ContactsForm
from .models import EpisodePage, RadioAudio, RadioIndexPage

log = logging.getLogger(__name__)

PUBLIC = "public, max-age=3600"  # an hour, as an episode may be taken down
PRIVATE = "private, no-store"


@require_safe
def audio(request: HttpRequest, digest: str, kind: str) -> HttpResponseBase:
    """Send a recording, whole or a range of it (RFC 9110, 14).

    It is public while an episode with it is; before that it is sent to whom ``may_hear`` allows. Raises Http404 for
    everybody else, and for a file that is missing on disk.
    """
    recording = RadioAudio.objects.with_digest(digest, kind)
    if recording is None:
        raise Http404
    is_public = EpisodePage.objects.visible().with_recording(recording).exists()
    if not is_public and not may_hear(request, recording):
        raise Http404
    try:
        file = recording.file.open("rb")
    except OSError as error:
        log.error("recording %s is not on disk: %s", recording.pk, error)
        raise Http404 from None
    response = _file_response(request, recording, file)
    response.headers["Cache-Control"] = PUBLIC if is_public else PRIVATE
    response.headers["Accept-Ranges"] = "bytes"
    if is_public:  # so that players on other sites may load it
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def may_hear(request: HttpRequest, recording: RadioAudio) -> bool:
    """Whether a recording that is not public may be sent.

    It is sent to whoever may upload recordings, to whoever may edit an episode with it, and to a guest who is being
    asked for consent to such an episode.
    """
    if consent_services.is_named_in(request.GET.get(GUEST_PARAMETER, ""), recording):
        return True
    if request.has_no_session:  # type: ignore[attr-defined]
        return False
    user = request.user
    if not user.is_authenticated:
        return False
    if user.has_perm("radio.add_radioaudio"):
        return True
    return any(page.permissions_for_user(user).can_edit() for page in EpisodePage.objects.referencing(recording))


def _file_response(request: HttpRequest, recording: RadioAudio, file: Any) -> HttpResponseBase:
    """Answer with 200, 206, 304, 412 or 416. The file is closed here, or by the response after it was streamed."""
    etag, modified, size = f'"{recording.sha256}"', int(recording.uploaded_at.timestamp()), recording.bytes
    headers = {"ETag": etag, "Last-Modified": http_date(modified)}
    conditional = get_conditional_response(request, etag, modified, HttpResponse(headers=headers))
    first, last, status = 0, size - 1, 200
    try:
        if conditional is not None and conditional.status_code != status:
            file.close()
            return conditional
        # Only for GET: a range in a HEAD is ignored (14.2).
        if request.method == "GET" and if_range_matches(request.headers.get("If-Range", ""), etag, modified):
            part = requested_range(request.headers.get("Range", ""), size)
            if part is not None:
                (first, last), status = part, 206
    except Unsatisfiable:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    headers |= {"Content-Length": str(last - first + 1)}
    if status == 206:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    if request.method == "HEAD":
        file.close()
        return HttpResponse(content_type=recording.media_type, headers=headers)
    body = Slice(file, first, last - first + 1)
    return StreamingHttpResponse(body, status=status, content_type=recording.media_type, headers=headers)


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """Answer with the podcast; 404 while the show is not public."""
    show = RadioIndexPage.objects.visible().first()
    if show is None:
        raise Http404
    body = podcast(show)
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    response = HttpResponse(body, content_type=PodcastFeed.content_type)
    response.headers["ETag"] = etag
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return get_conditional_response(request, etag, None, response) or response


@require_POST
def new_episode(request: AuthenticatedHttpRequest) -> HttpResponse:
    """«Nuova puntata»: begin a draft and open it in the editor."""
    return redirect(edit_url(services.new_episode(user=request.user)))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def episode_guests(request: HttpRequest, page_id: int) -> HttpResponse:
    """«Come raggiungere gli ospiti»: a form for whoever may edit the episode. Raises PermissionDenied for others."""
    page = get_object_or_404(EpisodePage, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied("Gli indirizzi degli ospiti li vede la redazione della radio.")
    form = ContactsForm(request.POST or None, page=page)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Indirizzi salvati. Chi stiamo aspettando riceve il suo link.")
        state = open_state(page)
        return redirect("editorial_reading", state.pk) if state else redirect(edit_url(page))
    context = {"form": form, "page": page, "edit_url": edit_url(page), "header_icon": "mail",
               "page_title": "Come raggiungere gli ospiti", "page_subtitle": page.draft_title}  # fmt: skip
    return render(request, "radio/episode_guests.html", context)
