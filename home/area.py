"""«La tua area»: every person's own side of the site, in the public site's look."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from blog.services import is_of_the_desk, may_propose
from editorial.author.status import statuses_of
from editorial.desk.forms import TakeDownForm
from editorial.desk.quick_actions import quick_actions_for
from editorial.models import GuestAsk
from editorial.permissions.groups import is_member_only, is_office, sits_in_a_desk
from editorial.review.queue import waiting_for, waiting_for_guests
from pillole.permissions import consultant_of, keeps_pillole
from profiles.forms import ContactsForm, NewMemberForm
from profiles.models import Member, ProfilePage
from profiles.services import AddressTaken, create_member, deactivate_member, invitation_token, reactivate_member

from .articles import entry, newest_of
from .models import GuidePage

FORM_METHODS = ["GET", "HEAD", "POST"]


def showcase_of(user: Any) -> ProfilePage | None:
    return ProfilePage.objects.showcase_of(user).first()


@require_safe
@login_required
@never_cache
def dashboard(request: HttpRequest) -> HttpResponse:
    user = request.user
    page = showcase_of(user)
    reviewer, staff = sits_in_a_desk(user), not is_member_only(user)
    articles, article_count = newest_of(user)
    standings = statuses_of([page, *articles] if page else articles, user)
    may = may_propose(user)
    context = {
        "page": page,
        "standing": standings[page.pk] if page else None,
        "articles": [entry(article, standings[article.pk]) for article in articles],
        "article_count": article_count,
        "may_propose": may,
        # The blog's desk begins with «Nuovo articolo», beside what it reads.
        "shows_articles": bool(articles) or (may and not is_of_the_desk(user)),
        "is_reviewer": reviewer,
        "asks": GuestAsk.objects.for_person(user),
        "items": waiting_for(user) if reviewer else [],
        "guest_waits": waiting_for_guests(user) if reviewer else [],
        "starters": quick_actions_for(user) if reviewer else [],
        "is_office": is_office(user),
        "consultant": consultant_of(user),
        "keeps_pillole": staff and keeps_pillole(user),
        "may_open_admin": staff and user.has_perm("wagtailadmin.access_admin"),
        "guide": GuidePage.objects.live().first() if page or reviewer else None,
    }
    return render(request, "area/dashboard.html", context)


@require_http_methods(FORM_METHODS)
@login_required
@never_cache
def contacts(request: HttpRequest) -> HttpResponse:
    """«I miei contatti»: typed, validated, live at once."""
    member = getattr(request.user, "member", None)
    if member is None:
        raise PermissionDenied("I contatti sono di chi ha una vetrina.")
    form = ContactsForm(request.POST or None, instance=member)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Contatti salvati: valgono da subito.")
        return redirect("members_area")
    return render(request, "area/contacts.html", {"form": form, "rows": _contact_rows(form)})


def _contact_rows(form: ContactsForm) -> list[dict[str, Any]]:
    return [{"value": form[kind], "visibility": form[f"{kind}_visibility"]} for kind in Member.CONTACTS]


def only_office(request: HttpRequest) -> None:
    if not is_office(request.user):
        raise PermissionDenied("Questa pagina è della Segreteria.")


@require_safe
@login_required
@never_cache
def members(request: HttpRequest) -> HttpResponse:
    """Everybody's name and address for the office; who has not chosen a password yet comes first."""
    only_office(request)
    rows = Member.objects.with_account()
    people = sorted(rows, key=lambda row: (not row.is_open, not row.awaits_password, row.name.casefold()))
    return render(request, "area/members.html", {"people": people})


@require_http_methods(FORM_METHODS)
@login_required
@never_cache
def new_member(request: HttpRequest) -> HttpResponse:
    only_office(request)
    initial = {"kind": Member.Kind.PERSON, "address_as": Member.AddressAs.NEUTRAL}
    form = NewMemberForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            member = create_member(**form.cleaned_data)
        except AddressTaken:
            form.add_error("email", "C’è già un account con questa e-mail.")
        else:
            messages.success(request, f"{form.cleaned_data['name']} ora ha un account e una vetrina in bozza.")
            return redirect("office_invitation", member.pk)
    return render(request, "area/new_member.html", {"form": form})


@require_http_methods(FORM_METHODS)
@login_required
@never_cache
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves: one question, with the reason that the page's history keeps."""
    only_office(request)
    member = get_object_or_404(Member.objects.with_account(), pk=pk)
    form = TakeDownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        deactivate_member(member=member, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"{member.name}: account chiuso e pagina tolta dal sito.")
        return redirect("office_members")
    return render(request, "area/part.html", {"member": member, "form": form})


@require_POST
@login_required
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    only_office(request)
    member = get_object_or_404(Member.objects.with_account(), pk=pk)
    reactivate_member(member=member, by=request.user)
    messages.success(request, f"{member.name} può entrare di nuovo. La pagina torna passando dalla redazione.")
    return redirect("office_members")


@require_safe
@login_required
@never_cache
def invitation_link(request: HttpRequest, pk: int) -> HttpResponse:
    """The link to choose a password, to be sent by hand: no mail leaves inside a request."""
    only_office(request)
    member = get_object_or_404(Member.objects.with_account(), pk=pk)
    link = ""
    if member.awaits_password:
        link = settings.BASE_URL + reverse("invitation", args=[invitation_token(member.user)])
    body = f"Ciao!\n\nDa qui scegli la password per entrare nel sito di lab121 e scrivere la tua vetrina:\n{link}\n"
    context = {"member": member, "link": link, "days": settings.INVITATION_DAYS, "mail_body": body}
    return render(request, "area/invitation_link.html", context)
