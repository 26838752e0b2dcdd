"""Beginning a pillola or a note, and the list of consultants."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from cms.slugs import free_slug
from editorial.approvals import lock_page
from profiles.models import Member

from .models import Consultant, NotePage, PillolaPage, PilloleIndexPage, Topic
from .permissions import consultant_of, gives_consultations, gives_pillola, keeps_pillole

NOT_A_CONSULTANT = "Le pillole le comincia chi è tra i consulenti delle Pillole di Business."
NOT_YOURS = "Le note le scrive chi tiene la pillola."


@transaction.atomic
def new_pillola(*, user: Any, title: str, topic: Topic, member: Member | None = None) -> PillolaPage:
    """A draft that ``user`` owns: a consultant's own, or the desk's for the consultant ``member``.

    The owner is who pressed, the desk's person too: their draft is then read by somebody else. An untouched draft of
    the same person is taken up again under the new title. Raises PermissionDenied.
    """
    _lock_user(user)
    consultant = _consultant_for(user, member)
    page = _reusable_draft(PillolaPage.objects.all(), user) or PillolaPage(owner=user, live=False)
    page.topic, page.member = topic, consultant
    return _save_draft(page, title, PilloleIndexPage.objects.get(), user)


@transaction.atomic
def new_note(*, user: Any, pillola: PillolaPage, title: str) -> NotePage:
    """A draft below a pillola that ``user`` gives, owned by them. An untouched one there is taken up again under the
    new title. Raises PermissionDenied."""
    _lock_user(user)
    if not gives_pillola(user, pillola):
        raise PermissionDenied(NOT_YOURS)
    page = _reusable_draft(NotePage.objects.below(pillola), user) or NotePage(owner=user, live=False)
    page.date = timezone.localdate()
    return _save_draft(page, title, pillola, user)


def add_consultant(*, member: Member) -> Consultant:
    """In the list, and giving consultations; twice is once (the database has one row for each member)."""
    return Consultant.objects.update_or_create(member=member, defaults={"active": True})[0]


def _lock_user(user: Any) -> None:
    """Two presses of one person, one after the other: the second finds the first's draft."""
    get_user_model().objects.select_for_update().get(pk=user.pk)


def _consultant_for(user: Any, member: Member | None) -> Member:
    if member is not None:
        if not keeps_pillole(user) or not Consultant.objects.of_member(member.pk).active().exists():
            raise PermissionDenied(NOT_A_CONSULTANT)
        return member
    own = consultant_of(user)
    if own is None or not gives_consultations(user):
        raise PermissionDenied(NOT_A_CONSULTANT)
    return own.member


def _reusable_draft(pages: Any, user: Any) -> Any:
    """Old revisions may be purged, so one revision alone does not say that nobody wrote."""
    return next((page for page in pages.untouched_by(user) if not page.is_written), None)


def _save_draft(page: Any, title: str, parent: Page, user: Any) -> Any:
    """Write the draft below ``parent``, whose lock keeps slugs and paths apart when two people begin at once."""
    above = lock_page(parent.pk)
    page.title = page.draft_title = title
    page.slug = free_slug(above, title, otherwise=slugify(str(page._meta.verbose_name)), but=page)
    if page.pk is None:
        above.add_child(instance=page)
        page.save_revision(user=user)
    else:
        page.save()
        page.save_revision(user=user, overwrite_revision=page.latest_revision)
    return page
