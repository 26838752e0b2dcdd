"""Signal receivers: what follows when something happens to a text, first in the rows of the review, then by mail; and
what refuses to be deleted, a step or workflow in which something waits, a file that a page shows."""

from typing import Any

from allauth.account.signals import password_reset
from django.apps import apps
from django.db.models import Model
from django.db.models.signals import class_prepared, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Comment, CommentReply, Page, Revision, Task, TaskState, Workflow, WorkflowState
from wagtail.signals import (
    page_unpublished,
    task_cancelled,
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
)

from cms.exceptions import ActionRefused
from cms.users.models import User
from cms.users.signals import own_password_changed

from . import events
from .consent.services import start_consent_step
from .content.people import Person
from .identity.services import end_setups, keep_seen
from .models import Approval, ConsentRequest, DeskTask, GuestTask, IdentityChange, PasswordLink, Takedown
from .models.revisions import frozen_revisions
from .notifications import consent, identity, messages
from .permissions.files import naming, refuse_if_named
from .review.queue_entry import create_entry
from .review.state import ReviewItem, refuse_if_waiting, release_claim

CROP_AGREED = (
    "Il punto d’interesse di questa immagine è concordato con le pagine che la mostrano: per un altro taglio caricala "
    "un’altra volta."
)

# --- a step begins or ends


@receiver(task_submitted)
def start_step(instance: TaskState, user: User | None = None, **kwargs: Any) -> None:
    """Begin a step, in the transaction of Task.start(): the first time, and again on WorkflowState.resume().

    Sending a text to the desk is its sender's yes. Without ``user`` the text comes back from the guests' step: nobody
    sends it, and return_to_desk()'s caller notifies the desk.
    """
    task = instance.task.specific
    if isinstance(task, GuestTask):
        start_consent_step(instance)
    elif isinstance(task, DeskTask):
        revision = Revision.objects.get(pk=instance.revision_id)
        create_entry(instance, revision)
        if user is not None:
            Approval.objects.record(instance, revision, user)
            messages.submitted(instance, user)


@receiver([workflow_approved, workflow_cancelled, workflow_rejected])
def release_what_does_not_wait(instance: WorkflowState, **kwargs: Any) -> None:
    """Release the reviewer's claim when a request ends, whoever ends it."""
    release_claim(instance.object_id)


# --- who is notified


@receiver(task_cancelled)
def notify_withdrawn(instance: TaskState, user: User | None = None, **kwargs: Any) -> None:
    cancelled = instance.workflow_state.status == WorkflowState.STATUS_CANCELLED
    if cancelled and isinstance(instance.task.specific, DeskTask):
        messages.withdrawn(instance, user)


@receiver(page_unpublished)
def notify_expired(instance: Page, **kwargs: Any) -> None:
    if instance.expired:
        messages.expired(instance)


@receiver(post_save, sender=Comment)
@receiver(post_save, sender=CommentReply)
def notify_commented(instance: Comment | CommentReply, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        messages.commented(instance)


@receiver(events.text_corrected)
def notify_corrected(state: TaskState, user: User, **kwargs: Any) -> None:
    messages.corrected(state, user)


@receiver(events.changes_requested)
def notify_changes_requested(state: TaskState, user: User, reason: str, **kwargs: Any) -> None:
    messages.changes_requested(state, user, reason)


@receiver(events.page_published)
def notify_published(revision: Revision, user: User | None, **kwargs: Any) -> None:
    messages.published(revision, user)
    consent.published(revision)


@receiver(events.schedule_dropped)
def notify_schedule_dropped(revision: Revision, reason: str, **kwargs: Any) -> None:
    messages.schedule_dropped(revision, reason)


@receiver(events.page_taken_down)
def notify_taken_down(takedown: Takedown, user: User, **kwargs: Any) -> None:
    messages.taken_down(takedown, user)


@receiver(events.page_restored)
def notify_restored(takedown: Takedown, user: User, **kwargs: Any) -> None:
    messages.restored(takedown, user)


@receiver(events.consent_requested)
def notify_consent_requested(consent_request: ConsentRequest, person: Person, **kwargs: Any) -> None:
    consent.requested(consent_request, person)


@receiver(events.consent_reminded)
def notify_consent_reminded(consent_request: ConsentRequest, person: Person, **kwargs: Any) -> None:
    consent.reminded(consent_request, person)


@receiver(events.consent_unreachable)
def notify_consent_unreachable(consent_request: ConsentRequest, item: ReviewItem, **kwargs: Any) -> None:
    consent.unreachable(consent_request, item)


@receiver(events.consent_handed_over)
def notify_consent_handed_over(consent_request: ConsentRequest, item: ReviewItem, user: User, **kwargs: Any) -> None:
    consent.handed_over(consent_request, item, user)


@receiver(events.consent_changes_requested)
def notify_consent_changes_requested(state: TaskState, consent_request: ConsentRequest, **kwargs: Any) -> None:
    consent.changes_requested(state, consent_request)


# --- who is who


@receiver(events.identity_changed)
def notify_identity_changed(change: IdentityChange, is_urgent: bool, **kwargs: Any) -> None:
    identity.changed(change, is_urgent=is_urgent)


@receiver(events.identity_change_stopped)
def notify_identity_change_stopped(change: IdentityChange, **kwargs: Any) -> None:
    identity.stopped(change)


@receiver(events.password_link_made)
def mail_password_link(link: PasswordLink, url: str, **kwargs: Any) -> None:
    identity.password_link(link, url)


@receiver(own_password_changed)
def keep_account_seen(user: User, old_password: str, **kwargs: Any) -> None:
    keep_seen(user, old_password)


@receiver(password_reset)
def end_account_setups(user: User, **kwargs: Any) -> None:
    """A password was set by allauth's link, which went to the account's address."""
    end_setups(user, user.email)


# --- what refuses to be deleted


def keep_what_is_in_use(sender: type[Model], instance: Task | Workflow, signal: Any, **kwargs: Any) -> None:
    """Raise ActionRefused if a step or workflow in which something waits is disabled or deleted.

    Task.deactivate() would skip the step and publish; without the deleted task state the editor answers 500.
    """
    if not instance.pk:
        return
    if signal is pre_save and instance.active:
        return
    if isinstance(instance, Task):
        refuse_if_waiting(workflow__workflow_tasks__task=instance.pk)
    else:
        refuse_if_waiting(workflow=instance.pk)


def keep_named_files(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Raise ActionRefused if a file is deleted that a page shows, or a text that may still go live: two people agree
    to its pictures, too."""
    refuse_if_named(instance)


def keep_crop(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Raise ActionRefused if another point of a picture is put into the middle while a frozen text names it: cards,
    portraits and share pictures would show another detail of it than two people agreed to."""
    names = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
    stored = sender._default_manager.filter(pk=instance.pk).values(*names).first() if instance.pk else None
    if stored and any(getattr(instance, name) != value for name, value in stored.items()):
        if next(naming(instance, frozen_revisions()), None) is not None:
            raise ActionRefused(CROP_AGREED, reverse("wagtailimages:edit", args=[instance.pk]))


def guard_model(sender: type[Model], **kwargs: Any) -> None:
    """Connect the receivers of one model: Django calls them for the very class they are connected to, no subclass."""
    if issubclass(sender, Task | Workflow):
        pre_save.connect(keep_what_is_in_use, sender=sender)
        pre_delete.connect(keep_what_is_in_use, sender=sender)
    if issubclass(sender, (get_image_model(), get_document_model())):
        pre_delete.connect(keep_named_files, sender=sender)
    if issubclass(sender, get_image_model()):
        pre_save.connect(keep_crop, sender=sender)


def guard_models() -> None:
    """Guard every model there is, and each that is defined later. Called by AppConfig.ready()."""
    for model in apps.get_models():
        guard_model(model)
    class_prepared.connect(guard_model)
