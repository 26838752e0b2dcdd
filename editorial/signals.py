"""What cannot go away: a step or a workflow with something waiting in it, a file that a page shows."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex, Task, Workflow, WorkflowState

from .rule import Refused


def refuse_if_waiting(**where: Any) -> None:
    if WorkflowState.objects.active().filter(**where).exists():
        raise Refused("C’è ancora qualcosa in attesa qui: non si può togliere.")


@receiver([pre_save, pre_delete])
def keep_what_is_in_use(sender: type[Model], instance: Model, signal: Any, **kwargs: Any) -> None:
    """Task.deactivate() would skip the step and finish; without its task state, after a deletion, the editor
    answers 500."""
    if not isinstance(instance, Task | Workflow) or not instance.pk:
        return
    if signal is pre_save and instance.active:
        return
    if isinstance(instance, Task):
        refuse_if_waiting(workflow__workflow_tasks__task=instance.pk)
    else:
        refuse_if_waiting(workflow=instance.pk)


@receiver(pre_delete)
def keep_files_that_pages_show(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """A deleted file changes a live page nobody looked at again."""
    if not isinstance(instance, (get_image_model(), get_document_model())):
        return
    if ReferenceIndex.get_references_to(instance).exists():
        raise Refused("Una pagina usa questo file: prima va tolto da lì.")
