"""The desk's side of the guests' step: who has answered, the link to deliver by hand, the reminder, the waiver, and
the consent that is kept."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cms.querysets import page_or_none
from cms.users.types import AuthenticatedHttpRequest
from editorial.consent import services as consent_services
from editorial.content.comparison import compare_contents
from editorial.content.people import Person, name_of, people_of
from editorial.models import ConsentRequest
from editorial.review.state import ReviewItem

from .forms import WaiveForm


@dataclass(frozen=True)
class ConsentRow:
    """One person's consent request, as the desk sees it."""

    consent_request: ConsentRequest
    person: Person  # with the address that the page has today

    @property
    def is_by_hand(self) -> bool:
        """Tell whether a reviewer delivers the link: nobody else reaches this person."""
        return not self.person.is_reachable

    @property
    def handed_by(self) -> str:
        """The name of the reviewer who took the link last; "" if nobody did."""
        return name_of(self.consent_request.handed_by) if self.consent_request.handed_at else ""


def consent_rows(item: ReviewItem) -> list[ConsentRow]:
    """Return the requests of the guests' step, in the order of the page; [] while the page is at the desk's step."""
    if not item.at_guests:
        return []
    people = {person.key: person for person in people_of(item.revision)}
    rows = item.state.consent_requests.select_related("handed_by").order_by("pk")
    return [ConsentRow(one, people.get(one.key, Person(one.key, one.name))) for one in rows]


def _open_request(request: AuthenticatedHttpRequest, consent_request_id: int) -> tuple[ConsentRequest, ReviewItem]:
    """Return the request and its text, for a reviewer of the desk that agreed before.

    Raises Http404 if there is none, PermissionDenied for anybody else, ActionRefused as review_item_of().
    """
    consent_request = get_object_or_404(ConsentRequest, pk=consent_request_id)
    item = consent_services.review_item_of(consent_request)
    if not item.is_reviewer(request.user):
        raise PermissionDenied("Questo testo non è da leggere per te.")
    return consent_request, item


@require_POST
def remind(request: AuthenticatedHttpRequest, consent_request_id: int) -> HttpResponse:
    """«Manda un promemoria»; where no address is known, «L’ho ricordato a voce»."""
    consent_request, item = _open_request(request, consent_request_id)
    if consent_services.remind(consent_request.pk, request.user):
        messages.success(request, f"Il promemoria per {consent_request.name} parte ora, con un link nuovo.")
    else:
        messages.success(request, f"Segnato: hai ricordato a {consent_request.name} di rispondere.")
    return redirect(item.url)


@require_POST
@never_cache
def hand_over(request: AuthenticatedHttpRequest, consent_request_id: int) -> HttpResponse:
    """«Mostra il link da consegnare a mano»: record who takes it, and show it in this answer alone."""
    consent_request, item = _open_request(request, consent_request_id)
    context = {
        "consent_request": consent_request,
        "item": item,
        "link": consent_services.hand_over(consent_request.pk, request.user),
        "page_title": "Il link da consegnare a mano",
        "page_subtitle": item.revision.object_str,
    }
    return render(request, "editorial/handed_link.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def waive(request: AuthenticatedHttpRequest, consent_request_id: int) -> HttpResponse:
    """«Vai avanti senza risposta»: go on after two weeks and a reminder, with a reason."""
    consent_request, item = _open_request(request, consent_request_id)
    form = WaiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        consent_services.waive(consent_request.pk, request.user, form.cleaned_data["reason"])
        name = consent_request.name
        messages.success(request, f"Si va avanti senza la risposta di {name}: il motivo resta nella storia.")
        return redirect("editorial_queue")
    context = {"consent_request": consent_request, "item": item, "form": form, "not_yet": consent_services.NOT_YET,
               "page_title": "Andare avanti senza risposta", "page_subtitle": item.revision.object_str}  # fmt: skip
    return render(request, "editorial/waive.html", context)


@require_GET
@never_cache
def consent(request: AuthenticatedHttpRequest, consent_request_id: int) -> HttpResponse:
    """Show what somebody said yes to, word by word, and when, to the staff who may edit the page."""
    consent_request = get_object_or_404(ConsentRequest, pk=consent_request_id, answer=ConsentRequest.Answer.YES)
    page = page_or_none(consent_request.page_number)
    if page is None:
        raise Http404
    if not page.specific.permissions_for_user(request.user).can_edit():
        raise PermissionDenied("Questa pagina non è tua, né della tua redazione.")
    context = {
        "consent_request": consent_request,
        "page": page,
        "text": consent_services.CONSENT_STATEMENT,
        "differences": compare_contents(page.specific_class, None, consent_request.content or {}),
        "page_title": "Il sì di un ospite",
        "page_subtitle": page.draft_title,
    }
    return render(request, "editorial/consent.html", context)
