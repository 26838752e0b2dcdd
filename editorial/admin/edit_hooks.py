"""The hooks of the editor, the choosers and document serving; editorial.wagtail_hooks registers them."""

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex

from cms.exceptions import ActionRefused
from cms.querysets import publicly
from cms.users.types import AuthenticatedHttpRequest
from editorial.consent.links import GUEST_PARAMETER
from editorial.consent.services import is_named_in
from editorial.page_forms import READS_FIRST
from editorial.permissions.files import may_open
from editorial.permissions.groups import is_member_only
from editorial.permissions.media import usable_by
from editorial.permissions.pages import choosable_by
from editorial.review.links import author_url, edit_url, send_url_for
from editorial.review.state import lock_page, open_state

from . import editor_conflicts

READ_FIRST = "È salvata, ma non ancora mandata: guarda che cosa hanno scritto altre persone, poi mandala da qui."

# --- saving


def before_saving(request: AuthenticatedHttpRequest, page: Page) -> HttpResponse | None:
    """Lock the page for a save, and raise ActionRefused if it changed since EditView read it without a lock.

    If it went live meanwhile, ``form.save(commit=not page.live)`` would write the draft over the live row. Answers a
    form that does not know what others wrote, see editorial.admin.editor_conflicts.
    """
    if request.method != "POST":
        return None
    fields = ("latest_revision_id", "latest_revision_created_at", "live")
    current = lock_page(page.pk)
    if any(getattr(current, field) != getattr(page, field) for field in fields):
        raise ActionRefused("Il testo è cambiato in questo momento: riprova.", edit_url(page))
    if response := editor_conflicts.refuse_stale_text(request, page):
        return response
    editor_conflicts.only_save_unread(request, page)
    return None


def refuse_to_convert(request: HttpRequest, page: Page) -> None:
    """Raise ActionRefused: a converted alias would be a live page that nobody approved."""
    raise ActionRefused("Gli alias non si convertono.")


def what_happens_next(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After «Invia» redirect the author to their screen, Wagtail leads to an explorer that they may not open; whoever
    has to read first, to the screen from which they send."""
    if request.POST.get(READS_FIRST):
        messages.info(request, READ_FIRST)
        return redirect(send_url_for(request.user, page))
    if not request.POST.get("action-submit") or open_state(page) is None:
        return None
    if page.owner_id == request.user.pk:
        _drop_confirmation(request, page)
        return redirect(f"{author_url(page)}?mandata=1")
    return None


def _drop_confirmation(request: HttpRequest, page: Page) -> None:
    """Remove the message of EditView.submit_action, whose first button leads to a preview that is closed to the author
    now; keep the others in their order. Wagtail gives it no tags, and its words depend on the language: it is known by
    that button (EditView.get_view_draft_message_button)."""
    button = f'"{reverse("wagtailadmin_pages:view_draft", args=[page.pk])}"'
    for message in list(messages.get_messages(request)):  # reading them empties the storage
        if message.level != messages.SUCCESS or button not in str(message):
            messages.add_message(request, message.level, message.message, message.extra_tags)


# --- what may be chosen, and served


def choosable_pages(pages: QuerySet[Page], request: AuthenticatedHttpRequest) -> QuerySet[Page]:
    """Filter what the page chooser lists."""
    return choosable_by(request.user, pages)


def explorable_pages(parent: Page, pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Filter what the explorer lists: of drafts a member sees their own."""
    if is_member_only(request.user):
        return pages.filter(Q(live=True) | Q(owner=request.user))
    return pages


def refuse_private_document(document: Model, request: HttpRequest) -> HttpResponse | None:
    """Raise Http404 for a document that no public page shows, unless the person may use it or reads a text that names
    it: whoever says yes to a text has to be able to open all of it."""
    type_id = ContentType.objects.get_for_model(Page).pk
    pages = ReferenceIndex.get_references_to(document).filter(base_content_type=type_id)
    numbers = [int(pk) for pk in pages.values_list("object_id", flat=True)]
    if publicly(Page.objects.live()).filter(pk__in=numbers).exists():
        return None
    user = request.user
    if user.is_authenticated and usable_by(user, type(document)).filter(pk=document.pk).exists():
        return None
    if may_open(user, document) or is_named_in(request.GET.get(GUEST_PARAMETER, ""), document):
        return None
    raise Http404
