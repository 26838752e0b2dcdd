"""«Chi è chi»: the only place where it changes who is who. And the two links that need no login: to a password, and to
an objection."""

from allauth.decorators import rate_limit
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.search.text import query_text
from cms.users.models import User
from cms.users.types import AuthenticatedHttpRequest
from editorial.models import DeskTask, IdentityChange, SeenIdentity
from editorial.models.identity import identity_of
from editorial.permissions.groups import is_chief

from . import listing, password_links, services
from .forms import OFFERED, AccountForm, PasswordForm, ReplyAddressForm
from .stop_links import change_and_reader
from .wording import sentence_of

METHODS = ["GET", "HEAD", "POST"]
TITLE = "Chi è chi"
NOT_YOURS = "«Chi è chi» è della Redazione e dell’amministrazione tecnica."
ADDRESSES_NOT_YOURS = "Gli indirizzi delle redazioni li cura la Redazione."


def check_accounts(user: User) -> None:
    """Raise PermissionDenied for whoever is neither of Redazione nor superuser."""
    if not (user.is_superuser or is_chief(user)):
        raise PermissionDenied(NOT_YOURS)


@require_safe
@never_cache
def accounts(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show who sits in which desk, what waits to be seen, and the accounts that a search finds."""
    check_accounts(request.user)
    words = query_text(request.GET, "q")[:100]
    context = {
        "desks": listing.desks(),
        "pending": listing.pending(request.user),
        "born": SeenIdentity.objects.to_list(),
        "is_chief": is_chief(request.user),
        "words": words,
        "found": User.objects.searched(words)[: listing.MOST_FOUND] if words else (),
        "page_title": TITLE,
        "header_icon": "group",
    }
    return render(request, "editorial/accounts.html", context)


@require_http_methods(METHODS)
@never_cache
def new_account(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Make an account and mail its person the link to a password."""
    check_accounts(request.user)
    form = AccountForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        person = services.create_account(form.account(), request.user)
        password_links.mail_link(person, request.user)
        messages.success(request, f"{person} ha un account: il link per la password è partito verso {person.email}.")
        return redirect("editorial_account", person.pk)
    context = {"form": form, "page_title": "Nuovo account", "header_icon": "user"}
    return render(request, "editorial/account.html", context)


@require_http_methods(METHODS)
@never_cache
def account(request: AuthenticatedHttpRequest, user_id: int) -> HttpResponse:
    """Show one account, what changed in it, and the form that changes it."""
    check_accounts(request.user)
    person = get_object_or_404(User, pk=user_id)
    identity = identity_of(person)
    held = person.group_names
    initial = {
        "first_name": person.first_name, "last_name": person.last_name, "email": person.email,
        "groups": [name for name in OFFERED if name in held], "is_active": person.is_active,
        "is_superuser": person.is_superuser, "seen_token": identity.token,
    }  # fmt: skip
    form = AccountForm(request.POST or None, initial=initial, person=person, by=request.user)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["seen_token"]
        changed = services.change_account(person.pk, form.account(), OFFERED, token, request.user)
        messages.success(request, "Salvato: la Redazione lo sa per e-mail." if changed else "Non è cambiato niente.")
        return redirect("editorial_account", person.pk)
    context = {
        "form": form,
        "person": person,
        "may_change": services.may_change_accounts(request.user)
        and (request.user.is_superuser or not person.is_superuser),
        "pending": None if identity.is_seen or not services.in_a_desk(person) or person.is_superuser
        else listing.pending_account(identity, request.user),
        "is_chief": is_chief(request.user),
        "changes": [(sentence_of(change), change) for change in IdentityChange.objects.of(person)],
        "page_title": str(person),
        "header_icon": "user",
    }  # fmt: skip
    return render(request, "editorial/account.html", context)


@require_POST
def mail_password_link(request: AuthenticatedHttpRequest, user_id: int) -> HttpResponse:
    """«Manda il link per la password»: to the account's own address."""
    check_accounts(request.user)
    services.require_right(request.user)
    person = get_object_or_404(User, pk=user_id, is_active=True)
    password_links.mail_link(person, request.user)
    messages.success(request, f"Il link per la password è partito verso {person.email}.")
    return redirect("editorial_account", person.pk)


@require_POST
def seen(request: AuthenticatedHttpRequest, user_id: int) -> HttpResponse:
    """«Visto»."""
    check_accounts(request.user)
    person = get_object_or_404(User, pk=user_id)
    services.mark_seen(person.pk, request.POST.get("seen_token", ""), request.user)
    messages.success(request, f"Visto: {person} legge e dice sì come prima.")
    return redirect("editorial_accounts")


@require_POST
def list_read(request: AuthenticatedHttpRequest) -> HttpResponse:
    """«Li conosciamo»: the list of accounts with which the site began is read."""
    check_accounts(request.user)
    services.mark_list_read(request.user)
    messages.success(request, "Segnato: li conoscete.")
    return redirect("editorial_accounts")


@require_http_methods(METHODS)
@never_cache
def reply_addresses(request: AuthenticatedHttpRequest) -> HttpResponse:
    """«Indirizzi delle redazioni»: where the answers to each desk's notices go."""
    if not is_chief(request.user):
        raise PermissionDenied(ADDRESSES_NOT_YOURS)
    forms = [
        ReplyAddressForm(request.POST or None, instance=desk, prefix=f"desk-{desk.pk}")
        for desk in DeskTask.objects.active().order_by("name")
    ]
    if request.method == "POST" and all([form.is_valid() for form in forms]):
        for form in forms:
            form.save()
        messages.success(request, "Indirizzi salvati.")
        return redirect("editorial_reply_addresses")
    context = {"forms": forms, "page_title": "Indirizzi delle redazioni", "header_icon": "mail"}
    return render(request, "editorial/reply_addresses.html", context)


# --- without login


@csrf_exempt  # the link is the secret; a visitor has no session
@require_http_methods(METHODS)
@never_cache
@rate_limit(action="guest")
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show a change to whoever had its mail, and let them object. GET changes nothing: mail programs follow links."""
    change, address = change_and_reader(token)
    if request.method == "POST":
        change = services.stop_change(change.pk, address)
    context = {"change": change, "sentence": sentence_of(change)}
    return render(request, "editorial/stop_change.html", context)


@require_http_methods(METHODS)
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let a person choose their password by their link; 404 for a link that is not valid any more."""
    person = password_links.person_of(token)
    if person is None:
        return render(request, "account/invitation.html", {"invalid": True}, status=404)
    form = PasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if password_links.choose_password(token, form.cleaned_data["new_password1"]) is None:
            return render(request, "account/invitation.html", {"invalid": True}, status=404)
        messages.success(request, "Password scelta: ora entra con la tua e-mail.")
        return redirect("account_login")
    context = {"form": form, "member_name": str(person), "email": person.email, "invalid": False}
    return render(request, "account/invitation.html", context)
