"""Writes of the pillole: begin a pillola or a note, add a consultant."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from cms.slugs import free_slug
from cms.users.models import User
from editorial.review.state import lock_page
from profiles.models import Member

from .models import Consultant, NotePage, PillolaPage, PilloleIndexPage, Topic
from .permissions import consultant_of, gives_consultations, gives_pillola, keeps_pillole

NOT_A_CONSULTANT = "Le pillole le comincia chi è tra i consulenti delle Pillole di Business."
NOT_YOURS = "Le note le scrive chi tiene la pillola."


@transaction.atomic
def new_pillola(*, user: User, title: str, topic: Topic, member: Member | None = None) -> PillolaPage:
    """Return a draft that ``user`` owns: their own pillola, or one that the desk begins for ``member``.

    The owner is whoever pressed the button, also for the desk, so that somebody else reviews the draft. A draft of
    theirs that nobody wrote in is used again with the new title. Raises PermissionDenied if the user is neither an
    active consultant nor, with ``member``, of the desk, or if ``member`` is no active consultant.
    """
    _lock_user(user)
    consultant = _consultant_for(user, member)
    page = _reusable_draft(PillolaPage.objects.all(), user) or PillolaPage(owner=user, live=False)
    page.topic, page.member = topic, consultant
    return _save_draft(page, title, PilloleIndexPage.objects.get(), user)


@transaction.atomic
def new_note(*, user: User, pillola: PillolaPage, title: str) -> NotePage:
    """Return a draft below a pillola that ``user`` gives, owned by them.

    A draft there that nobody wrote in is used again with the new title. Raises PermissionDenied for anybody but the
    active consultant of the pillola.
    """
    _lock_user(user)
    if not gives_pillola(user, pillola):
        raise PermissionDenied(NOT_YOURS)
    page = _reusable_draft(NotePage.objects.below(pillola), user) or NotePage(owner=user, live=False)
    page.date = timezone.localdate()
    return _save_draft(page, title, pillola, user)


def add_consultant(*, member: Member) -> Consultant:
    """Put a member in the list as an active consultant. A member has one row, which is activated if it exists."""
    return Consultant.objects.update_or_create(member=member, defaults={"active": True})[0]


def _lock_user(user: User) -> None:
    """Let the requests of one user in one at a time: the second of two presses finds the draft of the first."""
    get_user_model().objects.select_for_update().get(pk=user.pk)


def _consultant_for(user: User, member: Member | None) -> Member:
    """Return the member who gives the new pillola. Raises PermissionDenied as new_pillola() does."""
    if member is not None:
        if not keeps_pillole(user) or not Consultant.objects.of_member(member.pk).active().exists():
            raise PermissionDenied(NOT_A_CONSULTANT)
        return member
    own = consultant_of(user)
    if own is None or not gives_consultations(user):
        raise PermissionDenied(NOT_A_CONSULTANT)
    return own.member


def _reusable_draft(pages: Any, user: User) -> Any:
    """Return the first draft of a user that nobody wrote in, or None.

    Old revisions may be purged, so a single revision does not prove that nobody wrote: the content is looked at too.
    """
    return next((page for page in pages.untouched_by(user) if not page.is_written), None)


def _save_draft(page: Any, title: str, parent: Page, user: User) -> Any:
    """Save the draft below ``parent``, whose lock keeps slugs and paths apart when two people begin at once."""
    above = lock_page(parent.pk)
    page.title = page.draft_title = title
    page.slug = free_slug(above, title, fallback=slugify(str(page._meta.verbose_name)), exclude=page)
    if page.pk is None:
        above.add_child(instance=page)
        page.save_revision(user=user)
    else:
        page.save()
        page.save_revision(user=user, overwrite_revision=page.latest_revision)
    return page
