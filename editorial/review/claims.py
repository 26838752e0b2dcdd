"""Claims («Prendi in carico»): a reviewer says that they are reading a text, so that two do not read it at once.

A claim is the page's lock: it keeps others out of the editor, and changes nothing in who may say yes.
"""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, TaskState

from cms.exceptions import ActionRefused
from cms.users.models import User
from editorial.models.identity import read_seen
from editorial.models.tasks import reviewable_by
from editorial.roles import CHIEF

from .state import ReviewItem, release_claim
from .wording import NOT_YOURS

LOCKED, UNLOCKED = "wagtail.lock", "wagtail.unlock"  # upstream's: LockView and UnlockView


def holder_of(item: ReviewItem) -> User | None:
    """Return the reviewer who claimed the page, or None if they may no longer review it: nobody has to wait for
    somebody who left the desk."""
    holder = item.page.locked_by if item.page.locked else None
    return holder if holder is not None and item.is_reviewer(holder) else None


def holders_of(pages: Mapping[int, Page]) -> dict[int, User]:
    """Return holder_of() for pages that wait at a desk; both mappings are by number of the task state. Takes two
    queries, none where nothing is claimed."""
    claimed = {number: page.locked_by for number, page in pages.items() if page.locked and page.locked_by_id}
    valid = Q(pk__in=())
    if claimed:
        read_seen(claimed.values())
    for holder in set(claimed.values()):
        numbers = [number for number, user in claimed.items() if user == holder]
        valid |= Q(pk__in=numbers) & reviewable_by(holder, desk="task", request="workflow_state")
    return {number: claimed[number] for number in TaskState.objects.filter(valid).values_list("pk", flat=True)}


def may_release(user: User, holder: User | None) -> bool:
    """Tell whether this person may release a claim of ``holder``: their own, or as a member of Redazione any."""
    return holder is None or holder.pk == user.pk or user.groups.filter(name=CHIEF).exists()


@transaction.atomic
def claim(task_state_id: int, user: User) -> Page:
    """Claim the text for this reviewer, and return its page. No-op if it is theirs already.

    Raises Http404 or ActionRefused as ReviewItem.get(); ActionRefused also if this person is no reviewer of the page,
    or if somebody else claimed it.
    """
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
def release(task_state_id: int, user: User) -> Page:
    """Release the claim, and return the page. Raises as claim(); ActionRefused also if may_release() is false."""
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


def _locked_item(task_state_id: int, user: User) -> ReviewItem:
    item = ReviewItem.get(task_state_id, lock=True)
    if not item.is_reviewer(user):
        raise ActionRefused(NOT_YOURS, item.url_for(user))
    return item
