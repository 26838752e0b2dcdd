"""Pillole di Business in the members' area: a consultant's own ones, and the desk's list of consultants."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.pagination import paginate
from cms.querysets import public_among
from cms.users.models import User
from cms.users.types import AuthenticatedHttpRequest
from editorial.author.status import PageStatus, statuses_of
from editorial.review.links import author_url
from pillole import services
from pillole.forms import DeskPillolaForm, NewConsultantForm, NewNoteForm, NewPillolaForm, SwitchForm
from pillole.models import Consultant, NotePage, PillolaPage
from pillole.permissions import consultant_of, gives_consultations, gives_pillola, keeps_pillole

FORM_METHODS = ["GET", "HEAD", "POST"]
PER_PAGE = 10  # pillole, each with its notes
NOT_THE_DESK = "Questa pagina è della redazione delle Pillole."


@dataclass(frozen=True)
class Entry:
    """A pillola or a note as an item of «Le mie pillole»."""

    page: Any
    url: str
    tone: str
    label: str
    text: str
    notes: list["Entry"] = field(default_factory=list)
    may_add: bool = False  # whether a note may be written below it

    @property
    def title(self) -> str:
        return self.page.draft_title or self.page.title


@require_safe
@login_required
@never_cache
def my_pillole(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List the pillole and notes of the user, drafts too, also of somebody who gives no more consultations."""
    consultant = consultant_of(request.user)
    if consultant is None:
        raise PermissionDenied("Questa pagina è di chi tiene le Pillole di Business.")
    notes_by_pillola, loose_notes = _page_ids(request.user)
    pagination = paginate(list(notes_by_pillola), request.GET, lambda ids: dict(zip(ids, ids, strict=True)), PER_PAGE)
    pillole = pagination.object_list
    if pagination.number < pagination.num_pages:
        loose_notes = []  # the last page shows them
    notes = [note for pillola in pillole for note in notes_by_pillola[pillola]]
    entries = _entries([*pillole, *notes, *loose_notes], request.user)

    def entries_of(ids: list[int]) -> list[Entry]:
        return [entries[pk] for pk in ids if pk in entries]

    context = {
        "consultant": consultant,
        "entries": [
            replace(
                entry,
                notes=entries_of(notes_by_pillola[entry.page.pk]),
                may_add=consultant.active and entry.page.member_id == consultant.member_id,
            )
            for entry in entries_of(pillole)
        ],
        "loose": entries_of(loose_notes),
        "pagination": pagination,
    }
    return render(request, "area/my_pillole.html", context)


def _page_ids(user: User) -> tuple[dict[int, list[int]], list[int]]:
    """Return the ids of the user's notes by pillola, in the order of the list, and those of the loose notes, whose
    pillola somebody else gives now."""
    own = PillolaPage.objects.owned_by(user).last_written_first()
    given = PillolaPage.objects.visible().given_by(user).in_topic_order()
    pillole = {path: pk for rows in (own, given) for pk, path in rows.values_list("pk", "path")}
    notes_by_pillola: dict[int, list[int]] = {pk: [] for pk in pillole.values()}
    loose_notes: list[int] = []
    for pk, path in NotePage.objects.owned_by(user).last_written_first().values_list("pk", "path"):
        pillola = pillole.get(path[: -NotePage.steplen])
        (loose_notes if pillola is None else notes_by_pillola[pillola]).append(pk)
    return notes_by_pillola, loose_notes


def _entries(ids: list[int], user: User) -> dict[int, Entry]:
    """Return the entries of pillole and notes by id, in a fixed number of queries."""
    pages = PillolaPage.objects.in_bulk(ids) | NotePage.objects.in_bulk(ids)
    statuses = statuses_of([page for page in pages.values() if page.owner_id == user.pk], user)
    public = public_among(pages)
    return {pk: _entry(page, statuses.get(pk), pk in public) for pk, page in pages.items()}


def _entry(page: Any, status: PageStatus | None, is_public: bool) -> Entry:
    """Return an entry. ``status`` is None for a pillola that the desk wrote and the user gives."""
    if status is None:
        return Entry(page, page.url, "success", "Sul sito", "L’ha scritta la redazione: per cambiarla scrivi a loro.")
    text = status.explanation
    if page.live and not is_public:
        text = "Il testo è approvato: si vede quando la sua pillola è sul sito."
    return Entry(page, author_url(page), status.tone, status.label, text)


@require_http_methods(FORM_METHODS)
@login_required
@never_cache
def new_pillola(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Create a pillola, by a consultant or by the desk for one of them, and open it in the editor."""
    user, data = request.user, request.POST or None
    form: NewPillolaForm
    if keeps_pillole(user):
        form = DeskPillolaForm(data, initial={"member": getattr(user, "member", None)})
    elif gives_consultations(user):
        form = NewPillolaForm(data)
    else:
        raise PermissionDenied(services.NOT_A_CONSULTANT)
    if request.method == "POST" and form.is_valid():
        page = services.new_pillola(user=user, **form.cleaned_data)
        return redirect("wagtailadmin_pages:edit", page.pk)
    return render(request, "area/new_pillola.html", {"form": form, "keeps_pillole": keeps_pillole(user)})


@require_http_methods(FORM_METHODS)
@login_required
@never_cache
def new_note(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Create a note below a pillola that the user gives, and open it in the editor."""
    pillola = get_object_or_404(PillolaPage, pk=pk)
    if not gives_pillola(request.user, pillola):
        raise PermissionDenied(services.NOT_YOURS)
    form = NewNoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        page = services.new_note(user=request.user, pillola=pillola, title=form.cleaned_data["title"])
        return redirect("wagtailadmin_pages:edit", page.pk)
    return render(request, "area/new_note.html", {"form": form, "pillola": pillola})


# The desk's list -----------------------------------------------------------------------------------------


def only_desk(request: AuthenticatedHttpRequest) -> None:
    """Raise PermissionDenied unless the user is of the desk of the pillole."""
    if not keeps_pillole(request.user):
        raise PermissionDenied(NOT_THE_DESK)


@require_safe
@login_required
@never_cache
def consultants(request: AuthenticatedHttpRequest) -> HttpResponse:
    only_desk(request)
    return render(request, "area/consultants.html", {"consultants": Consultant.objects.in_name_order()})


@require_http_methods(FORM_METHODS)
@login_required
@never_cache
def consultant_add(request: AuthenticatedHttpRequest) -> HttpResponse:
    only_desk(request)
    form = NewConsultantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        consultant = services.add_consultant(member=form.cleaned_data["member"])
        messages.success(request, f"{consultant} offre consulenze: trova «Le mie pillole» nella sua area.")
        return redirect("consultants")
    return render(request, "area/new_consultant.html", {"form": form})


@require_POST
@login_required
def consultant_switch(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    only_desk(request)
    consultant = get_object_or_404(Consultant, pk=pk)
    form = SwitchForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Non ho capito che cosa fare: premi di nuovo il pulsante.")
        return redirect("consultants")
    consultant.active = form.cleaned_data["active"]
    consultant.save(update_fields=["active"])
    if consultant.active:
        messages.success(request, f"{consultant} offre di nuovo consulenze.")
    else:
        messages.success(request, f"{consultant} non offre più consulenze: quello che è sul sito resta.")
    return redirect("consultants")
