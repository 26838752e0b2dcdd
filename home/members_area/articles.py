"""«I miei articoli»: a person's articles with their states, and «Proponi un articolo»."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from blog.forms import ProposalForm
from blog.models import BlogPage
from blog.services import may_propose, propose
from cms.pagination import paginate
from cms.users.models import User
from cms.users.types import AuthenticatedHttpRequest
from editorial.author.status import PageStatus, statuses_of
from editorial.review.links import author_url

PER_PAGE = 20
NEWEST = 3  # articles on the dashboard
NOT_YOURS = "Gli articoli li propone chi fa parte dell’associazione."


def entry(page: BlogPage, status: PageStatus) -> dict[str, Any]:
    """Return an item of components/waiting_list.html. It links to the screen of the page, which has all buttons."""
    return {
        "title": page.draft_title or page.title,
        "url": author_url(page),
        "text": status.explanation,
        "state": status.tone,
        "state_label": status.label,
    }


def newest_of(user: User) -> tuple[list[BlogPage], int]:
    """Return the articles that the user wrote last, NEWEST at most, and the number of all."""
    own = BlogPage.objects.owned_by(user)
    newest = list(own[:NEWEST])
    return newest, own.count() if len(newest) == NEWEST else len(newest)


@require_safe
@login_required
@never_cache
def my_articles(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List the user's articles, the draft ones too."""
    user, may = request.user, may_propose(request.user)
    ids = list(BlogPage.objects.owned_by(user).values_list("pk", flat=True))
    if not may and not ids:
        raise PermissionDenied(NOT_YOURS)

    def fetch(numbers: list[int]) -> dict[int, dict[str, Any]]:
        rows = BlogPage.objects.owned_by(user).in_bulk(numbers)
        statuses = statuses_of(rows.values(), user)
        return {number: entry(page, statuses[number]) for number, page in rows.items()}

    pagination = paginate(ids, request.GET, fetch, PER_PAGE)
    context = {"items": pagination.object_list, "pagination": pagination, "may_propose": may}
    return render(request, "area/articles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def propose_article(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Ask for a title, create the draft and open it in the editor."""
    if not may_propose(request.user):
        raise PermissionDenied(NOT_YOURS)
    form = ProposalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        page = propose(user=request.user, title=form.cleaned_data["title"])
        return redirect("wagtailadmin_pages:edit", page.pk)
    return render(request, "area/new_article.html", {"form": form})
