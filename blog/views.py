"""The feed, for everybody; suggestions of tags, for whoever is logged in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import set_response_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page, require_safe

from cms.search.autocomplete import suggestions

from .feeds import BlogFeed
from .models import BlogPage


@require_safe
@conditional_page
def feed(request: HttpRequest) -> HttpResponseBase:
    """Answer with the Atom feed, or 304 by its ETag alone.

    Last-Modified is left out: an article that is taken off the site changes the feed and no date in it.
    """
    response = BlogFeed()(request)
    del response.headers["Last-Modified"]
    set_response_etag(response)  # here, before the body of a HEAD is dropped
    return response


@require_safe
@login_required
@never_cache
def tag_autocomplete(request: HttpRequest) -> JsonResponse:
    """Suggest tags of public articles."""
    return suggestions(request, BlogPage.objects.visible().tags())
