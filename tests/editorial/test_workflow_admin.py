"""Tasks and workflows with something waiting in them."""

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from wagtail.models import Task, Workflow, WorkflowPage, WorkflowTask

from cms.exceptions import ActionRefused
from editorial.models import DeskTask
from tests.support.http import told
from tests.support.moderation import answers, ask, create, fresh, live, sent, state, submit, withdraw, yes
from tests.support.people import make_workflow, permission

WAITING = "in attesa qui"


@pytest.fixture(params=["ed", "su"])
def manager(w, request):
    for model in ("workflow", "task"):
        for action in ("add", "change", "delete"):
            w.chief.permissions.add(permission(f"{action}_{model}"))
    return getattr(w, request.param)


def disable(user, thing):
    name = "disable" if isinstance(thing, Workflow) else "disable_task"
    return user.client.post(reverse(f"wagtailadmin_workflows:{name}", args=[thing.pk]), follow=True)


@pytest.mark.parametrize("which", ["blog_desk", "blog_workflow"])
@pytest.mark.parametrize("changes_asked", [False, True])
def test_cannot_be_disabled_while_something_waits(w, manager, which, changes_asked):
    page, thing = sent(w.anna, w.blog), getattr(w, which)
    if changes_asked:
        ask(w.r1, page, "manca la data dell’evento")
    request = fresh(page).current_workflow_state
    assert WAITING in told(disable(manager, thing))
    thing.refresh_from_db()
    assert thing.active and fresh(page).current_workflow_state == request
    request.cancel(user=w.anna)
    disable(manager, thing)
    thing.refresh_from_db()
    assert not thing.active and not live(page)


@pytest.mark.parametrize("who", ["anna", "r1", "ed"])
def test_nobody_of_the_house_disables_a_workflow(w, who):
    """Rights are a table: only a superuser finds these screens, and the rule holds for them all the same."""
    for thing in (w.blog_desk, w.blog_workflow):
        disable(getattr(w, who), thing)
        thing.refresh_from_db()
        assert thing.active


def test_a_later_step_cannot_be_disabled_while_an_earlier_one_reads(w, manager):
    second = DeskTask.objects.create(name="seconda lettura")
    WorkflowTask.objects.create(workflow=w.blog_workflow, task=second, sort_order=5)
    page = sent(w.anna, w.blog)
    assert WAITING in told(disable(manager, second))
    second.refresh_from_db()
    assert second.active and state(page).task.specific == w.blog_desk


def test_cannot_be_deleted_while_something_waits(w):
    page = sent(w.anna, w.blog)
    task, workflow = Task.objects.filter(pk=w.blog_desk.pk), Workflow.objects.filter(pk=w.blog_workflow.pk)
    deletions = (w.blog_desk.delete, task.get().delete, task.delete, w.blog_workflow.delete, workflow.delete)
    for delete in deletions:
        with pytest.raises(ActionRefused), transaction.atomic():
            delete()
    withdraw(w.anna, page)
    w.blog_workflow.delete()
    assert not live(page)


def test_replacing_a_trees_workflow_while_something_waits(w):
    page = sent(w.anna, w.blog)
    other = make_workflow("Altro", w.bare, w.radio_desk)
    WorkflowPage.objects.filter(page=w.blog).update(workflow=other)
    mail.outbox.clear()
    assert "percorso della sezione è cambiato" in told(yes(w.r1, page))
    assert not mail.outbox  # nobody is told of what was rolled back
    assert not live(page) and state(page) and not answers().exists()
    withdraw(w.anna, page)
    submit(w.anna, page)
    assert state(page).task.specific == w.radio_desk
    yes(w.r1, page)
    assert live(page) == "uno"


def test_taking_the_workflow_off_a_tree_while_something_waits(w):
    page = sent(w.anna, w.blog)
    w.su.client.post(reverse("wagtailadmin_workflows:remove", args=[w.blog.pk]))
    assert not WorkflowPage.objects.filter(page=w.blog).exists()
    yes(w.r1, page)
    assert not live(page) and state(page)


def test_adding_a_step_while_something_waits(w):
    page = sent(w.anna, w.blog)
    second = DeskTask.objects.create(name="seconda lettura")
    second.groups.add(w.chief)
    WorkflowTask.objects.create(workflow=w.blog_workflow, task=second, sort_order=5)
    yes(w.r1, page)
    assert not live(page) and state(page).task.specific == second
    yes(w.r2, page)  # of the first desk alone
    assert not live(page)
    yes(w.ed, page)
    assert live(page) == "uno"


def test_without_a_workflow_nothing_is_sent(w):
    page = submit(w.anna, create(w.anna, w.bare))
    assert state(page) is None and not live(page)
