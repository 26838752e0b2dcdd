from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import set_response_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page, require_safe

from cms.suggesting import suggested

from .feeds import BlogFeed
from .models import BlogPage


@require_safe
@conditional_page
def feed(request: HttpRequest) -> HttpResponseBase:
    """Atom; 304 by its ETag alone: an article taken off the site changes the feed and no date in it."""
    response = BlogFeed()(request)
    del response.headers["Last-Modified"]
    set_response_etag(response)  # here, so that HEAD tells it too
    return response


@require_safe
@login_required
@never_cache
def tag_autocomplete(request: HttpRequest) -> JsonResponse:
    """Words of articles on the site."""
    return suggested(request, BlogPage.objects.visible().tags())
