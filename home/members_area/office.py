"""The office's screens: the list of members, new members, and deactivating and reactivating an account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.users.types import AuthenticatedHttpRequest
from editorial.desk.forms import TakeDownForm
from editorial.permissions.groups import is_office
from profiles.forms import NewMemberForm
from profiles.models import Member
from profiles.services import AddressTaken, create_member, deactivate_member, invitation_token, reactivate_member

FORM_METHODS = ["GET", "HEAD", "POST"]


def only_office(request: AuthenticatedHttpRequest) -> None:
    """Raise PermissionDenied unless the user is of the office."""
    if not is_office(request.user):
        raise PermissionDenied("Questa pagina è della Segreteria.")


@require_safe
@login_required
@never_cache
def members(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List all members by name: active accounts first, and among them those that have no password yet."""
    only_office(request)
    rows = Member.objects.with_account()
    people = sorted(rows, key=lambda row: (not row.is_open, not row.awaits_password, row.name.casefold()))
    return render(request, "area/members.html", {"people": people})


@require_http_methods(FORM_METHODS)
@login_required
@never_cache
def new_member(request: AuthenticatedHttpRequest) -> HttpResponse:
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
def deactivate(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Close the account of a member who leaves, with a reason that the history of the page keeps."""
    only_office(request)
    member = get_object_or_404(Member.objects.with_account(), pk=pk)
    form = TakeDownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        deactivate_member(member=member, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"{member.name}: account chiuso e pagina tolta dal sito.")
        return redirect("office_members")
    return render(request, "area/deactivate_member.html", {"member": member, "form": form})


@require_POST
@login_required
def reactivate(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    only_office(request)
    member = get_object_or_404(Member.objects.with_account(), pk=pk)
    reactivate_member(member=member, by=request.user)
    messages.success(request, f"{member.name} può entrare di nuovo. La pagina torna passando dalla redazione.")
    return redirect("office_members")


@require_safe
@login_required
@never_cache
def invitation_link(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Show the link with which a new member sets a password. The office sends it by hand."""
    only_office(request)
    member = get_object_or_404(Member.objects.with_account(), pk=pk)
    link = ""
    if member.awaits_password:
        link = settings.BASE_URL + reverse("invitation", args=[invitation_token(member.user)])
    body = f"Ciao!\n\nDa qui scegli la password per entrare nel sito di lab121 e scrivere la tua vetrina:\n{link}\n"
    context = {"member": member, "link": link, "days": settings.INVITATION_DAYS, "mail_body": body}
    return render(request, "area/invitation_link.html", context)
