"""«Prendi in carico»: who reads a text, so that two do not read it at once. It informs, and as the page's lock keeps
others out of the editor; whoever may say yes still may."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from .approvals import NOT_YOURS, Reading, release_claim
from .roles import CHIEF
from .rule import Refused

LOCKED, UNLOCKED = "wagtail.lock", "wagtail.unlock"  # upstream's: LockView and UnlockView


def holder_of(reading: Reading) -> Any:
    """Who has it, as long as they may read it: nobody waits for who left the desk."""
    page = reading.page
    holder = page.locked_by if page.locked else None
    return holder if holder is not None and reading.is_reviewer(holder) else None


def may_release(user: Any, holder: Any) -> bool:
    """One's own; anybody's for Redazione."""
    return holder is None or holder.pk == user.pk or user.groups.filter(name=CHIEF).exists()


@transaction.atomic
def claim(task_state_id: int, user: Any) -> Page:
    reading = _reading_for(task_state_id, user)
    holder = holder_of(reading)
    if holder is not None and holder.pk != user.pk:
        raise Refused(f"Ce l’ha già {holder}: intanto puoi leggerne un’altra.", reverse("editorial_queue"))
    if holder is None:
        now = timezone.now()
        Page.objects.filter(pk=reading.page.pk).update(locked=True, locked_by=user, locked_at=now)
        log(instance=reading.page.specific, action=LOCKED, user=user)
    return reading.page


@transaction.atomic
def release(task_state_id: int, user: Any) -> Page:
    reading = _reading_for(task_state_id, user)
    holder = holder_of(reading)
    if not may_release(user, holder):
        raise Refused(f"Ce l’ha {holder}: la rilascia chi l’ha presa, o la Redazione.", reverse("editorial_queue"))
    if reading.page.locked:
        release_claim(reading.page.pk)
        log(instance=reading.page.specific, action=UNLOCKED, user=user)
    return reading.page


def _reading_for(task_state_id: int, user: Any) -> Reading:
    reading = Reading.get(task_state_id, lock=True)
    if not reading.is_reviewer(user):
        raise Refused(NOT_YOURS, reading.url_for(user))
    return reading
