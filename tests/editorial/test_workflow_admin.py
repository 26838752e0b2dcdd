"""Tasks and workflows with something waiting in them."""

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from wagtail.models import Task, Workflow, WorkflowPage, WorkflowTask

from cms.exceptions import ActionRefused
from editorial.models import DeskTask
from tests.support.http import messages_of
from tests.support.moderation import answers, ask, create, fresh, live, sent, state, submit, withdraw, yes
from tests.support.people import make_workflow, permission

WAITING = "in attesa qui"


@pytest.fixture(params=["ed", "su"])
def manager(newsroom, request):
    for model in ("workflow", "task"):
        for action in ("add", "change", "delete"):
            newsroom.chief.permissions.add(permission(f"{action}_{model}"))
    return getattr(newsroom, request.param)


def disable(user, thing):
    name = "disable" if isinstance(thing, Workflow) else "disable_task"
    return user.client.post(reverse(f"wagtailadmin_workflows:{name}", args=[thing.pk]), follow=True)


@pytest.mark.parametrize("which", ["blog_desk", "blog_workflow"])
@pytest.mark.parametrize("changes_asked", [False, True])
def test_cannot_be_disabled_while_something_waits(newsroom, manager, which, changes_asked):
    page, thing = sent(newsroom.anna, newsroom.blog), getattr(newsroom, which)
    if changes_asked:
        ask(newsroom.r1, page, "manca la data dell’evento")
    request = fresh(page).current_workflow_state
    assert WAITING in messages_of(disable(manager, thing))
    thing.refresh_from_db()
    assert thing.active and fresh(page).current_workflow_state == request
    request.cancel(user=newsroom.anna)
    disable(manager, thing)
    thing.refresh_from_db()
    assert not thing.active and not live(page)


@pytest.mark.parametrize("who", ["anna", "r1", "ed"])
def test_nobody_of_the_house_disables_a_workflow(newsroom, who):
    """Rights are a table: only a superuser finds these screens, and the rule holds for them all the same."""
    for thing in (newsroom.blog_desk, newsroom.blog_workflow):
        disable(getattr(newsroom, who), thing)
        thing.refresh_from_db()
        assert thing.active


def test_a_later_step_cannot_be_disabled_while_an_earlier_one_reads(newsroom, manager):
    second = DeskTask.objects.create(name="seconda lettura")
    WorkflowTask.objects.create(workflow=newsroom.blog_workflow, task=second, sort_order=5)
    page = sent(newsroom.anna, newsroom.blog)
    assert WAITING in messages_of(disable(manager, second))
    second.refresh_from_db()
    assert second.active and state(page).task.specific == newsroom.blog_desk


def test_cannot_be_deleted_while_something_waits(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    task, workflow = (
        Task.objects.filter(pk=newsroom.blog_desk.pk),
        Workflow.objects.filter(pk=newsroom.blog_workflow.pk),
    )
    deletions = (
        newsroom.blog_desk.delete,
        task.get().delete,
        task.delete,
        newsroom.blog_workflow.delete,
        workflow.delete,
    )
    for delete in deletions:
        with pytest.raises(ActionRefused), transaction.atomic():
            delete()
    withdraw(newsroom.anna, page)
    newsroom.blog_workflow.delete()
    assert not live(page)


def test_replacing_a_trees_workflow_while_something_waits(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    other = make_workflow("Altro", newsroom.bare, newsroom.radio_desk)
    WorkflowPage.objects.filter(page=newsroom.blog).update(workflow=other)
    mail.outbox.clear()
    assert "percorso della sezione è cambiato" in messages_of(yes(newsroom.r1, page))
    assert not mail.outbox  # nobody is told of what was rolled back
    assert not live(page) and state(page) and not answers().exists()
    withdraw(newsroom.anna, page)
    submit(newsroom.anna, page)
    assert state(page).task.specific == newsroom.radio_desk
    yes(newsroom.r1, page)
    assert live(page) == "uno"


def test_taking_the_workflow_off_a_tree_while_something_waits(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    newsroom.su.client.post(reverse("wagtailadmin_workflows:remove", args=[newsroom.blog.pk]))
    assert not WorkflowPage.objects.filter(page=newsroom.blog).exists()
    yes(newsroom.r1, page)
    assert not live(page) and state(page)


def test_adding_a_step_while_something_waits(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    second = DeskTask.objects.create(name="seconda lettura")
    second.groups.add(newsroom.chief)
    WorkflowTask.objects.create(workflow=newsroom.blog_workflow, task=second, sort_order=5)
    yes(newsroom.r1, page)
    assert not live(page) and state(page).task.specific == second
    yes(newsroom.r2, page)  # of the first desk alone
    assert not live(page)
    yes(newsroom.ed, page)
    assert live(page) == "uno"


def test_without_a_workflow_nothing_is_sent(newsroom):
    page = submit(newsroom.anna, create(newsroom.anna, newsroom.bare))
    assert state(page) is None and not live(page)
