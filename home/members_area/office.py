"""The office's screens: the list of members, new members, and deactivating and reactivating an account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.users.types import AuthenticatedHttpRequest
from editorial.desk.forms import TakeDownForm
from editorial.identity.password_links import mail_link, show_link
from editorial.models import PasswordLink
from editorial.permissions.groups import is_office
from profiles.forms import NewMemberForm
from profiles.models import Member
from profiles.services import AddressTaken, create_member, deactivate_member, reactivate_member

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
            member = create_member(**form.cleaned_data, by=request.user)
        except AddressTaken:
            form.add_error("email", "C’è già un account con questa e-mail.")
        else:
            messages.success(
                request, f"{form.cleaned_data['name']} ora ha un account e una vetrina in bozza: l’invito è partito."
            )
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


@require_http_methods(FORM_METHODS)
@login_required
@never_cache
def invitation_link(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Show how a new member was invited. POST mails the link again, or with ``copy`` shows a new one to be handed over,
    which is written down: whoever has read it could set the password."""
    only_office(request)
    member = get_object_or_404(Member.objects.with_account(), pk=pk)
    link = ""
    if request.method == "POST" and member.awaits_password and member.is_open:
        if "copy" in request.POST:
            link = show_link(member.user, request.user)
        else:
            mail_link(member.user, request.user)
            messages.success(request, f"Invito mandato a {member.user.email}: quello di prima non vale più.")
            return redirect("office_invitation", member.pk)
    context = {
        "member": member,
        "link": link,
        "invitation": PasswordLink.objects.of(member.user),
        "days": settings.INVITATION_DAYS,
    }
    return render(request, "area/invitation_link.html", context)
