"""What cannot go away: a step or a workflow with something waiting in it, a file that a page shows."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.db.models import Model
from django.db.models.signals import class_prepared, m2m_changed, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import get_active_log_context, log
from wagtail.models import Comment, CommentReply, ReferenceIndex, Task, TaskState, Workflow, WorkflowState
from wagtail.signals import (
    page_unpublished,
    task_cancelled,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
)

from cms.users.models import User

from . import notices
from .approvals import release_claim
from .roles import CHIEF, MEMBERS
from .rule import Refused
from .tasks import DeskTask


def refuse_if_waiting(**where: Any) -> None:
    if WorkflowState.objects.active().filter(**where).exists():
        raise Refused("C’è ancora qualcosa in attesa qui: non si può togliere.")


def keep_what_is_in_use(sender: type[Model], instance: Task | Workflow, signal: Any, **kwargs: Any) -> None:
    """Task.deactivate() would skip the step and finish; without its task state, after a deletion, the editor
    answers 500."""
    if not instance.pk:
        return
    if signal is pre_save and instance.active:
        return
    if isinstance(instance, Task):
        refuse_if_waiting(workflow__workflow_tasks__task=instance.pk)
    else:
        refuse_if_waiting(workflow=instance.pk)


def keep_files_that_pages_show(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """A deleted file changes a live page nobody looked at again."""
    if ReferenceIndex.get_references_to(instance).exists():
        raise Refused("Una pagina usa questo file: prima va tolto da lì.")


def guard_model(sender: type[Model], **kwargs: Any) -> None:
    """Django calls a receiver for the very class it is connected to: each step, workflow and file has its own."""
    if issubclass(sender, Task | Workflow):
        pre_save.connect(keep_what_is_in_use, sender=sender)
        pre_delete.connect(keep_what_is_in_use, sender=sender)
    if issubclass(sender, (get_image_model(), get_document_model())):
        pre_delete.connect(keep_files_that_pages_show, sender=sender)


def guard_models() -> None:
    """For AppConfig.ready(): all that there are, and each that is made later."""
    for model in apps.get_models():
        guard_model(model)
    class_prepared.connect(guard_model)


@receiver([workflow_approved, workflow_cancelled, workflow_rejected])
def give_back_what_does_not_wait(instance: WorkflowState, **kwargs: Any) -> None:
    """Whoever ends it: the desk, its author, a guest, or whoever brings back what was agreed before."""
    release_claim(instance.object_id)


# Whoever gives groups or passwords could play two people: each such change is logged, and Redazione sees it.
GROUPS_CHANGED, PASSWORD_CHANGED = "editorial.groups_changed", "editorial.password_changed"


@receiver(m2m_changed, sender=User.groups.through)
def log_groups(sender: Any, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    if reverse:  # group.user_set.add(…)
        groups = [instance]
        people = list(User.objects.filter(pk__in=pk_set) if pk_set else instance.user_set.all())
    else:
        groups = list(Group.objects.filter(pk__in=pk_set) if pk_set else instance.groups.all())
        people = [instance]
    names = sorted(group.name for group in groups if group.name != MEMBERS)
    for person in people if names else []:
        how = "added" if action == "post_add" else "removed"
        entry = log(person, GROUPS_CHANGED, data={how: names, "person": str(person)})
        verb = "ha messo" if how == "added" else "ha tolto"
        where = "in" if how == "added" else "da"
        what = f"{verb} {notices.name_of(person)} {where}: {', '.join(names)}"
        notices.rights_changed(person, f"groups:{entry.pk}", what, also=how == "removed" and CHIEF in names)


@receiver(pre_save, sender=User)
def log_password(sender: Any, instance: User, update_fields: Any = None, **kwargs: Any) -> None:
    """A password set by somebody else. One's own choice goes through allauth, outside of any admin request."""
    if not instance.pk or (update_fields is not None and "password" not in update_fields):
        return
    by = get_active_log_context().user
    if by is None or by.pk == instance.pk:
        return
    if User.objects.filter(pk=instance.pk).exclude(password=instance.password).exists():
        entry = log(instance, PASSWORD_CHANGED, data={"person": str(instance)})
        notices.rights_changed(
            instance, f"password:{entry.pk}", f"ha cambiato la password di {notices.name_of(instance)}"
        )


# --- mail about what Wagtail does by itself; what our own doors do is told there (editorial.approvals, .removal)


@receiver(task_cancelled)
def tell_withdrawn(instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    cancelled = instance.workflow_state.status == WorkflowState.STATUS_CANCELLED
    if cancelled and isinstance(instance.task.specific, DeskTask):
        notices.withdrawn(instance, user)


@receiver(page_unpublished)
def tell_expired(instance: Any, **kwargs: Any) -> None:
    if instance.expired:
        notices.expired(instance)


@receiver(post_save, sender=Comment)
@receiver(post_save, sender=CommentReply)
def tell_comment(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        notices.commented(instance)
