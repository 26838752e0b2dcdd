"""«Prendi in carico»: who reads a text, so that two do not read it at once. It informs, and as the page's lock keeps
others out of the editor; whoever may say yes still may."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, TaskState

from cms.exceptions import ActionRefused
from cms.users.models import User
from editorial.models.tasks import reviewable_by
from editorial.roles import CHIEF

from .state import ReviewItem, release_claim
from .wording import NOT_YOURS

LOCKED, UNLOCKED = "wagtail.lock", "wagtail.unlock"  # upstream's: LockView and UnlockView


def holder_of(item: ReviewItem) -> User | None:
    """Return the reviewer who claimed the page, or None if they may no longer review it: nobody waits for who left the
    desk."""
    holder = item.page.locked_by if item.page.locked else None
    return holder if holder is not None and item.is_reviewer(holder) else None


def holders_of(pages: Mapping[int, Page]) -> dict[int, User]:
    """Return the holders of pages that wait at a desk, both by the number of the task state: one query, and none where
    nobody holds any."""
    claimed = {number: page.locked_by for number, page in pages.items() if page.locked and page.locked_by_id}
    theirs = Q(pk__in=())
    for holder in set(claimed.values()):
        numbers = [number for number, one in claimed.items() if one == holder]
        theirs |= Q(pk__in=numbers) & reviewable_by(holder, desk="task", request="workflow_state")
    return {number: claimed[number] for number in TaskState.objects.filter(theirs).values_list("pk", flat=True)}


def may_release(user: Any, holder: Any) -> bool:
    """One's own; anybody's for Redazione."""
    return holder is None or holder.pk == user.pk or user.groups.filter(name=CHIEF).exists()


@transaction.atomic
def claim(task_state_id: int, user: Any) -> Page:
    """Raises Http404 or ActionRefused as ReviewItem.get; ActionRefused also if this person is no reviewer of the page,
    or if somebody else holds it."""
    item = _locked_item(task_state_id, user)
    holder = holder_of(item)
    if holder is not None and holder.pk != user.pk:
        raise ActionRefused(f"Ce l’ha già {holder}: intanto puoi leggerne un’altra.", reverse("editorial_queue"))
    if holder is None:
        now = timezone.now()
        Page.objects.filter(pk=item.page.pk).update(locked=True, locked_by=user, locked_at=now)
        log(instance=item.page.specific, action=LOCKED, user=user)
    return item.page


@transaction.atomic
def release(task_state_id: int, user: Any) -> Page:
    """Raises Http404 or ActionRefused as claim()."""
    item = _locked_item(task_state_id, user)
    holder = holder_of(item)
    if not may_release(user, holder):
        raise ActionRefused(
            f"Ce l’ha {holder}: la rilascia chi l’ha presa, o la Redazione.", reverse("editorial_queue")
        )
    if item.page.locked:
        release_claim(item.page.pk)
        log(instance=item.page.specific, action=UNLOCKED, user=user)
    return item.page


def _locked_item(task_state_id: int, user: Any) -> ReviewItem:
    item = ReviewItem.get(task_state_id, lock=True)
    if not item.is_reviewer(user):
        raise ActionRefused(NOT_YOURS, item.url_for(user))
    return item
