"""Groups and passwords that change hands are logged, and shown to all of Redazione; what is in use stays."""

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.signals import pre_delete, pre_save
from django.test.utils import isolate_apps
from wagtail.log_actions import LogContext
from wagtail.models import GroupApprovalTask, ModelLogEntry, ReferenceIndex, Task, Workflow
from wagtail.rich_text import RichText

from cms.exceptions import ActionRefused
from cms.models import CustomDocument, CustomImage
from editorial.admin.access_log import GROUPS_CHANGED, PASSWORD_CHANGED
from editorial.models import DeskTask, GuestTask
from tests.factories import pages as make
from tests.support.moderation import sent
from tests.support.people import make_user


def logged(action):
    entries = ModelLogEntry.objects.filter(action=action).order_by("pk")
    return [(entry.data, entry.user and entry.user.first_name) for entry in entries]


@pytest.fixture
def people(provisioned_site):
    provisioned_site.su = make_user("su", superuser=True)
    provisioned_site.vera = make_user("vera")
    ModelLogEntry.objects.all().delete()
    return provisioned_site


def test_groups_given_and_taken_either_way(people):
    with LogContext(user=people.su):
        people.vera.groups.add(people.desk)
        people.chief.user_set.add(people.vera)
        people.vera.groups.remove(people.desk)
        people.vera.groups.clear()
    assert logged(GROUPS_CHANGED) == [
        ({"added": ["Redazione Vetrine"], "person": "vera"}, "su"),
        ({"added": ["Redazione"], "person": "vera"}, "su"),
        ({"removed": ["Redazione Vetrine"], "person": "vera"}, "su"),
        ({"removed": ["Redazione"], "person": "vera"}, "su"),
    ]


def test_becoming_a_member_is_no_news(people):
    people.vera.groups.add(people.members)
    assert logged(GROUPS_CHANGED) == []


def test_a_password_set_by_somebody_else(people):
    with LogContext(user=people.su):
        people.vera.set_password("un'altra cosa")
        people.vera.save()
    assert logged(PASSWORD_CHANGED) == [({"person": "vera"}, "su")]


def test_ones_own_password_and_other_fields_are_no_news(people):
    with LogContext(user=people.vera):
        people.vera.set_password("mia, lunga e mia")
        people.vera.save()
    with LogContext(user=people.su):
        people.vera.first_name = "Vera"
        people.vera.save()
    people.vera.set_password("dal link, senza nessun altro")
    people.vera.save()
    assert logged(PASSWORD_CHANGED) == []


def test_redazione_sees_them_on_the_admins_home_and_a_desk_does_not(people):
    with LogContext(user=people.su):
        people.vera.groups.add(people.desk)
    chief = make_user("renata", people.chief)
    shown = chief.client.get("/admin/").content.decode()
    # Wagtail 8 begins with a capital.
    assert "vera ora è in redazione vetrine (da su)" in shown.replace("\n", " ").lower()
    assert "Gruppi e password cambiati" not in people.vera.client.get("/admin/").content.decode()
    assert "Coda di redazione" in people.vera.client.get("/admin/").content.decode()


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
