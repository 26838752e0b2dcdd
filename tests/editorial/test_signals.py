"""What is in use stays."""

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.signals import pre_delete, pre_save
from django.test.utils import isolate_apps
from wagtail.models import GroupApprovalTask, ReferenceIndex, Task, Workflow
from wagtail.rich_text import RichText

from cms.exceptions import ActionRefused
from cms.models import CustomDocument, CustomImage
from editorial.models import DeskTask, GuestTask
from tests.factories import pages as make
from tests.support.moderation import sent

# What is in use --------------------------------------------------------------------------------------------


def guarded(signal) -> set[type]:
    """The models whose rows a receiver of ours looks at."""
    ours = "editorial.receivers", "keep_"
    return {
        model
        for model in apps.get_models()
        for receiver in signal._live_receivers(model)[0]
        if receiver.__module__ == ours[0] and receiver.__name__.startswith(ours[1])
    }


def test_only_steps_workflows_and_files_are_looked_at():
    steps = {Task, GroupApprovalTask, DeskTask, GuestTask, Workflow}
    assert guarded(pre_save) == steps | {CustomImage}
    assert guarded(pre_delete) == steps | {CustomImage, CustomDocument}


@isolate_apps("editorial")
def test_a_kind_of_step_that_is_made_later_is_kept_too(newsroom):
    class LaterTask(DeskTask):
        class Meta:
            app_label = "editorial"
            proxy = True

    sent(newsroom.anna, newsroom.blog)
    task = LaterTask.objects.get(pk=newsroom.blog_desk.pk)
    with pytest.raises(ActionRefused, match="in attesa qui"), transaction.atomic():
        task.delete()
    task.active = False
    with pytest.raises(ActionRefused, match="in attesa qui"), transaction.atomic():
        task.save()
    assert DeskTask.objects.get(pk=newsroom.blog_desk.pk).active


@isolate_apps("cms")
def test_a_kind_of_file_that_is_made_later_is_kept_too(provisioned_site):
    class LaterDocument(CustomDocument):
        class Meta:
            app_label = "cms"
            proxy = True

    document = CustomDocument.objects.create(title="Statuto", file=ContentFile(b"%PDF-1.7", name="a.pdf"))
    link = f'<p><a linktype="document" id="{document.pk}">lo statuto</a></p>'
    make.post(body=[("paragraph", RichText(link))])
    later = LaterDocument.objects.get(pk=document.pk)
    with pytest.raises(ActionRefused, match="prima va tolto"), transaction.atomic():
        later.delete()
    ReferenceIndex.objects.all().delete()
    later.delete()
    assert not CustomDocument.objects.filter(pk=document.pk).exists()
