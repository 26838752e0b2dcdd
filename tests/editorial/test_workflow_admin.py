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


SCREENS = ("index", "add", "task_index", "select_task_type", "task_chooser")
SCREENS_OF_ONE = {
    **dict.fromkeys(("edit", "disable", "enable", "usage"), "blog_workflow"),
    **dict.fromkeys(("edit_task", "disable_task", "enable_task"), "blog_desk"),
}


@pytest.mark.parametrize("who", ["anna", "r1", "ed", "su"])
def test_no_screen_changes_a_workflow_or_a_step_not_even_for_superusers_with_every_right(newsroom, who):
    for model in ("workflow", "task"):
        newsroom.chief.permissions.add(*(permission(f"{action}_{model}") for action in ("add", "change", "delete")))
    addresses = [reverse(f"wagtailadmin_workflows:{name}") for name in SCREENS]
    addresses += [
        reverse(f"wagtailadmin_workflows:{name}", args=[getattr(newsroom, thing).pk])
        for name, thing in SCREENS_OF_ONE.items()
    ]
    addresses.append(reverse("wagtailadmin_workflows:remove", args=[newsroom.blog.pk]))
    client = getattr(newsroom, who).client
    answers = {client.get(address).status_code for address in addresses}
    answers |= {client.post(address).status_code for address in addresses}
    assert answers == {404}
    assert WorkflowPage.objects.filter(page=newsroom.blog, workflow__active=True).exists()


@pytest.mark.parametrize("changes_asked", [False, True])
def test_a_step_cannot_be_disabled_by_code_while_something_waits(newsroom, changes_asked):
    page = sent(newsroom.anna, newsroom.blog)
    if changes_asked:
        ask(newsroom.r1, page, "manca la data dell’evento")
    request = fresh(page).current_workflow_state
    with pytest.raises(ActionRefused, match=WAITING), transaction.atomic():
        newsroom.blog_desk.deactivate()
    assert DeskTask.objects.get(pk=newsroom.blog_desk.pk).active and fresh(page).current_workflow_state == request
    request.cancel(user=newsroom.anna)
    DeskTask.objects.get(pk=newsroom.blog_desk.pk).deactivate()
    assert not DeskTask.objects.get(pk=newsroom.blog_desk.pk).active and not live(page)


def test_a_later_step_cannot_be_disabled_while_an_earlier_one_reads(newsroom):
    second = DeskTask.objects.create(name="seconda lettura")
    WorkflowTask.objects.create(workflow=newsroom.blog_workflow, task=second, sort_order=5)
    page = sent(newsroom.anna, newsroom.blog)
    with pytest.raises(ActionRefused, match=WAITING), transaction.atomic():
        second.deactivate()
    assert DeskTask.objects.get(pk=second.pk).active and state(page).task.specific == newsroom.blog_desk


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
    WorkflowPage.objects.filter(page=newsroom.blog).delete()
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
