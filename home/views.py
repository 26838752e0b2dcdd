from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.pagination import paginate

from .searching import results, search_ids

RESULTS = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The whole site: live and public pages only."""
    words = request.GET.get("q", "").strip()
    pagination = paginate(search_ids(words), request.GET, results, RESULTS)
    context = {
        "query": words[:200],
        "results": pagination.object_list,
        "total": pagination.total,
        "pagination": pagination,
    }
    return render(request, "home/search.html", context)
