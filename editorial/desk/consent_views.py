"""The desk's side of the guests' step: the link, the reminder, going on without an answer, the consent that is kept."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cms.querysets import page_or_none
from editorial.consent import services as consent_services
from editorial.consent.links import link_to
from editorial.content import comparison
from editorial.content.people import people_of
from editorial.models import ConsentRequest
from editorial.review.state import ReviewItem

from .forms import WaiveForm


@dataclass(frozen=True)
class Asked:
    """One person whom the page waits for, as the desk sees it."""

    ask: ConsentRequest
    email: str  # empty: the desk hands the link over
    link: str  # empty once they have answered


def asked_in(reading: ReviewItem) -> list[Asked]:
    """Of the guests' step that the page stands at, in the order of the page."""
    if not reading.at_guests:
        return []
    emails = {person.key: person.email for person in people_of(reading.revision)}
    asks = reading.state.consent_requests.order_by("pk")
    return [Asked(ask, emails.get(ask.key, ""), "" if ask.answer else link_to(ask)) for ask in asks]


def _ask(request: HttpRequest, ask_id: int) -> tuple[ConsentRequest, ReviewItem]:
    """For the desk that agreed before. Raises Refused when it was answered meanwhile."""
    ask = get_object_or_404(ConsentRequest, pk=ask_id)
    found = consent_services.review_item_of(ask)
    if not found.is_reviewer(request.user):
        raise PermissionDenied("Questo testo non è da leggere per te.")
    return ask, found


@require_POST
def remind(request: HttpRequest, ask_id: int) -> HttpResponse:
    ask, found = _ask(request, ask_id)
    if consent_services.remind(ask.pk, request.user):
        messages.success(request, f"Il promemoria per {ask.name} parte ora, con un link nuovo.")
    else:
        messages.success(request, f"Segnato: hai ricordato a {ask.name} di rispondere.")
    return redirect(found.url)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def waive(request: HttpRequest, ask_id: int) -> HttpResponse:
    """«Vai avanti senza risposta»: after two weeks and a reminder, with a reason."""
    ask, found = _ask(request, ask_id)
    form = WaiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        consent_services.waive(ask.pk, request.user, form.cleaned_data["reason"])
        messages.success(request, f"Si va avanti senza la risposta di {ask.name}: il motivo resta nella storia.")
        return redirect("editorial_queue")
    context = {"ask": ask, "reading": found, "form": form, "not_yet": consent_services.NOT_YET,
               "page_title": "Andare avanti senza risposta", "page_subtitle": found.revision.object_str}  # fmt: skip
    return render(request, "editorial/waive.html", context)


@require_GET
@never_cache
def consent(request: HttpRequest, ask_id: int) -> HttpResponse:
    """What somebody said yes to, word by word, and when: for the staff who may edit the page."""
    ask = get_object_or_404(ConsentRequest, pk=ask_id, answer=ConsentRequest.Answer.YES)
    page = page_or_none(ask.page_number)
    if page is None:
        raise Http404
    if not page.specific.permissions_for_user(request.user).can_edit():
        raise PermissionDenied("Questa pagina non è tua, né della tua redazione.")
    model = page.specific_class
    agreed = model.from_serializable_data(ask.content, check_fks=False, strict_fks=False)
    context = {
        "ask": ask,
        "page": page,
        "text": consent_services.CONSENT_STATEMENT,
        "rows": comparison.compare_pages(model(), agreed, request),
        "page_title": "Il sì di un ospite",
        "page_subtitle": page.draft_title,
    }
    return render(request, "editorial/consent.html", context)
