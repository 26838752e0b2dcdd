"""The search page, and the style guide for staff."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.pagination import paginate
from cms.search.text import query_text
from editorial.roles import STAFF_PERMISSION

from . import style_guide as samples
from .search import results, search_ids

RESULTS = 20  # on a page
ERRORS = (400, 403, 404, 413, 429, 500)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search the whole site; only public pages are found."""
    words = query_text(request.GET, "q")
    pagination = paginate(search_ids(words), request.GET, results, RESULTS)
    context = {
        "query": words[:200],
        "results": pagination.object_list,
        "total": pagination.total,
        "pagination": pagination,
    }
    return render(request, "home/search.html", context)


@login_required
def style_guide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state, to staff. Sending one of its forms shows it again."""
    staff_only(request)
    return render(request, "home/style_guide.html", samples.everything())


@require_safe
@login_required
def style_error(request: HttpRequest, status: int) -> HttpResponse:
    """Show the page of an error status, with status 200. Raises Http404 for other numbers."""
    staff_only(request)
    if status not in ERRORS:
        raise Http404
    return render(request, f"{status}.html")


def staff_only(request: HttpRequest) -> None:
    """Raise Http404 unless the user has the permission for staff panels."""
    if not request.user.has_perm(STAFF_PERMISSION):
        raise Http404
