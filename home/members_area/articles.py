"""«I miei articoli»: what a person wrote for the blog, how each stands, and «Proponi un articolo»."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from blog.forms import ProposalForm
from blog.models import BlogPage
from blog.services import may_propose, propose
from cms.pagination import paginate
from editorial.author.status import PageStatus, statuses_of
from editorial.review.links import author_url

A_PAGE = 20
NEWEST = 3
NOT_YOURS = "Gli articoli li propone chi fa parte dell’associazione."


def entry(page: BlogPage, standing: PageStatus) -> dict[str, Any]:
    """For components/waiting_list.html: it leads to the page's own screen, which has all its buttons."""
    return {
        "title": page.draft_title or page.title,
        "url": author_url(page),
        "text": standing.explanation,
        "state": standing.tone,
        "state_label": standing.label,
    }


def newest_of(user: Any) -> tuple[list[BlogPage], int]:
    """The last few that were written, and how many there are."""
    own = BlogPage.objects.owned_by(user)
    newest = list(own[:NEWEST])
    return newest, own.count() if len(newest) == NEWEST else len(newest)


@require_safe
@login_required
@never_cache
def my_articles(request: HttpRequest) -> HttpResponse:
    user, may = request.user, may_propose(request.user)
    ids = list(BlogPage.objects.owned_by(user).values_list("pk", flat=True))
    if not may and not ids:
        raise PermissionDenied(NOT_YOURS)

    def fetch(numbers: list[int]) -> dict[int, dict[str, Any]]:
        rows = BlogPage.objects.owned_by(user).in_bulk(numbers)
        standings = statuses_of(rows.values(), user)
        return {number: entry(page, standings[number]) for number, page in rows.items()}

    pagination = paginate(ids, request.GET, fetch, A_PAGE)
    context = {"items": pagination.object_list, "pagination": pagination, "may_propose": may}
    return render(request, "area/articles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def propose_article(request: HttpRequest) -> HttpResponse:
    """Asks for a title, makes the draft, opens its editor."""
    if not may_propose(request.user):
        raise PermissionDenied(NOT_YOURS)
    form = ProposalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        page = propose(user=request.user, title=form.cleaned_data["title"])
        return redirect("wagtailadmin_pages:edit", page.pk)
    return render(request, "area/new_article.html", {"form": form})
