"""Moving, the root of the tree, and workflows that are not ours."""

import pytest
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, Task

from editorial.admin import access
from tests.support.http import form, told, url
from tests.support.moderation import agree, answers, ask, create, door, edit, fresh, last, live, sent, state, yes
from tests.support.people import make_workflow

from .doors import EVERYONE, bulk

REASON = "un motivo abbastanza lungo"


def try_to_move(user, page, w) -> None:
    for target in (w.bare, w.radio):
        user.client.post(url("move_confirm", page.pk, target.pk))
        bulk(user, "move", page, chooser=target.pk)


@pytest.mark.parametrize("who", EVERYONE)
def test_what_waits_does_not_move(w, who):
    page, user = sent(w.anna, w.blog), getattr(w, who)
    try_to_move(user, page, w)
    user.client.post(url("delete", page.pk))
    bulk(user, "delete", page)
    assert fresh(page).get_parent().pk == w.blog.pk
    fresh(page).move(w.radio, pos="last-child")  # by code
    response = yes(w.ed, page)
    assert response.redirect_chain == [(reverse("editorial_queue"), 302)]
    assert "percorso della sezione è cambiato" in response.content.decode()
    assert not live(page) and not answers().exists()


@pytest.mark.parametrize("who", EVERYONE)
def test_what_is_live_does_not_move(w, who):
    page, user = sent(w.anna, w.blog), getattr(w, who)
    yes(w.r1, page)
    try_to_move(user, page, w)
    assert live(page) == "uno" and fresh(page).get_parent().pk == w.blog.pk


def test_a_section_with_something_live_below_does_not_move(w):
    page = sent(w.anna, w.blog)
    yes(w.r1, page)
    for user in (w.r1, w.ed, w.su):
        user.client.post(url("move_confirm", w.blog.pk, w.bare.pk))
        bulk(user, "move", w.blog, chooser=w.bare.pk)
    assert fresh(w.blog).get_parent().pk == w.home.pk


@pytest.mark.parametrize("who, moves", [("anna", False), ("r1", True), ("ed", True), ("su", True)])
def test_a_draft_is_moved_by_the_desk_alone(w, who, moves):
    page = create(w.anna, w.blog)
    getattr(w, who).client.post(url("move_confirm", page.pk, w.radio.pk))
    assert fresh(page).get_parent().pk == (w.radio if moves else w.blog).pk


def test_nothing_is_added_at_the_root_which_has_the_stock_tester(w):
    for app, model in (("home", "homepage"), ("testpages", "timed")):
        data = form(title="Seconda", body="x", slug="seconda", **{"action-publish": "1"})
        w.su.client.post(url("add", app, model, w.root.pk), data)
    assert not Page.objects.filter(title="Seconda").exists()


def test_a_step_that_stock_skips(w):
    """No active task: stock finishes at once and publishes."""
    Task.objects.filter(pk=w.blog_desk.pk).update(active=False)
    page = create(w.anna, w.blog)
    assert "Manca il sì" in edit(w.anna, page, **{"action-submit": "1"}).content.decode() and not live(page)


@pytest.fixture
def stock(w):
    """A page that waits in a workflow of stock tasks only."""
    task = GroupApprovalTask.objects.create(name="stock")
    task.groups.add(w.chief)
    make_workflow("Stock", w.bare, task)
    return sent(w.anna, w.bare)


def test_a_workflow_of_stock_tasks_publishes_nothing(w, stock, monkeypatch):
    target = url("workflow_action", stock.pk, "approve", state(stock).pk)
    assert w.ed.client.post(target, {"comment": ""}).status_code == 404
    monkeypatch.setattr(access, "check_address", lambda user, match: None)
    response = w.ed.client.post(target, {"comment": ""}, follow=True)
    assert "non ha una redazione" in told(response)
    assert not live(stock) and state(stock).status == "in_progress"


def test_nobody_says_yes_in_a_workflow_of_stock_tasks(w, stock):
    assert w.ed.client.get(door("reading", state(stock))).status_code in (302, 403)
    edit(w.ed, stock, "corretto")
    for answer in (yes, ask_for, agree):
        for user in (w.ed, w.anna):  # she is the author, and did not write it
            answer(user, stock)
    assert last(stock).user == w.ed and not live(stock) and state(stock) and not answers().exists()


def ask_for(user, page):
    return ask(user, page, REASON)
