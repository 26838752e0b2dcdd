"""«La tua area»: the dashboard of everybody with an account, in the look of the public site."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from blog.services import is_of_the_desk, may_propose
from cms.users.models import User
from cms.users.types import AuthenticatedHttpRequest
from editorial.author.status import statuses_of
from editorial.desk.quick_actions import quick_actions_for
from editorial.models import ConsentRequest
from editorial.permissions.groups import is_member_only, is_office, sits_in_a_desk, waits_to_be_seen
from editorial.review.queue import waiting_for, waiting_for_guests
from home.models import GuidePage
from pillole.permissions import consultant_of, keeps_pillole
from profiles.forms import ContactsForm
from profiles.models import Member, ProfilePage

from .articles import entry, newest_of

FORM_METHODS = ["GET", "HEAD", "POST"]


def showcase_of(user: User) -> ProfilePage | None:
    return ProfilePage.objects.showcase_of(user).first()


@require_safe
@login_required
@never_cache
def dashboard(request: AuthenticatedHttpRequest) -> HttpResponse:
    user = request.user
    page = showcase_of(user)
    is_reviewer, is_staff = sits_in_a_desk(user), not is_member_only(user)
    articles, article_count = newest_of(user)
    statuses = statuses_of([page, *articles] if page else articles, user)
    proposes = may_propose(user)
    context = {
        "page": page,
        "status": statuses[page.pk] if page else None,
        "articles": [entry(article, statuses[article.pk]) for article in articles],
        "article_count": article_count,
        "may_propose": proposes,
        # The blog's desk has the quick action «Nuovo articolo» instead.
        "shows_articles": bool(articles) or (proposes and not is_of_the_desk(user)),
        "is_reviewer": is_reviewer,
        "account_is_unseen": waits_to_be_seen(user),
        "consent_requests": ConsentRequest.objects.for_person(user),
        "items": waiting_for(user) if is_reviewer else [],
        "consent_queue": waiting_for_guests(user) if is_reviewer else [],
        "quick_actions": quick_actions_for(user) if is_reviewer else [],
        "is_office": is_office(user),
        "consultant": consultant_of(user),
        "keeps_pillole": is_staff and keeps_pillole(user),
        "may_open_admin": is_staff and user.has_perm("wagtailadmin.access_admin"),
        "guide": GuidePage.objects.live().first() if page or is_reviewer else None,
    }
    return render(request, "area/dashboard.html", context)


@require_http_methods(FORM_METHODS)
@login_required
@never_cache
def contacts(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Edit «I miei contatti», which are no part of a page: a change is public at once. Raises PermissionDenied."""
    member = getattr(request.user, "member", None)
    if member is None:
        raise PermissionDenied("I contatti sono di chi ha una vetrina.")
    form = ContactsForm(request.POST or None, instance=member)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Contatti salvati: valgono da subito.")
        return redirect("members_area")
    context = {"form": form, "rows": _contact_rows(form), "former_address": member.former_address}
    return render(request, "area/contacts.html", context)


def _contact_rows(form: ContactsForm) -> list[dict[str, Any]]:
    """Return for each contact its fields, and the one that says who sees it."""
    parts = {"address": Member.ADDRESS_PARTS}
    return [
        {
            "kind": kind,
            "fields": [form[name] for name in parts.get(kind, (kind,))],
            "visibility": form[f"{kind}_visibility"],
        }
        for kind in Member.CONTACTS
    ]
