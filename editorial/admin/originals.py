"""The files of pictures as they are kept, of which every page shows smaller and cropped sizes."""

from pathlib import Path

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model

from cms.http.media_views import image_response
from editorial.permissions.media import usable_by


@require_safe
def original(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve the file of an image to whoever may use it: no screen needs it to show a text.

    Raises Http404 for everybody else, as for a file that is not there. No cache keeps either answer, see
    cms.http.middleware.PRIVATE_PATHS.
    """
    image = usable_by(request.user, get_image_model()).filter(file=name).first()
    if image is None or not image.file.storage.exists(name):
        raise Http404
    return image_response(Path(image.file.path))
