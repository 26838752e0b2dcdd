"""Moving, the root of the tree, and workflows that are not ours."""

import pytest
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, Task

from editorial.admin import access
from tests.support.http import form, messages_of, url
from tests.support.moderation import agree, answers, ask, create, edit, fresh, last, live, review_url, sent, state, yes
from tests.support.people import make_workflow

from .raw_requests import EVERYONE, bulk

REASON = "un motivo abbastanza lungo"


def try_to_move(user, page, newsroom) -> None:
    for target in (newsroom.bare, newsroom.radio):
        user.client.post(url("move_confirm", page.pk, target.pk))
        bulk(user, "move", page, chooser=target.pk)


@pytest.mark.parametrize("who", EVERYONE)
def test_what_waits_does_not_move(newsroom, who):
    page, user = sent(newsroom.anna, newsroom.blog), getattr(newsroom, who)
    try_to_move(user, page, newsroom)
    user.client.post(url("delete", page.pk))
    bulk(user, "delete", page)
    assert fresh(page).get_parent().pk == newsroom.blog.pk
    fresh(page).move(newsroom.radio, pos="last-child")  # by code
    response = yes(newsroom.ed, page)
    assert response.redirect_chain == [(reverse("editorial_queue"), 302)]
    assert "percorso della sezione è cambiato" in response.content.decode()
    assert not live(page) and not answers().exists()


@pytest.mark.parametrize("who", EVERYONE)
def test_what_is_live_does_not_move(newsroom, who):
    page, user = sent(newsroom.anna, newsroom.blog), getattr(newsroom, who)
    yes(newsroom.r1, page)
    try_to_move(user, page, newsroom)
    assert live(page) == "uno" and fresh(page).get_parent().pk == newsroom.blog.pk


def test_a_section_with_something_live_below_does_not_move(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    for user in (newsroom.r1, newsroom.ed, newsroom.su):
        user.client.post(url("move_confirm", newsroom.blog.pk, newsroom.bare.pk))
        bulk(user, "move", newsroom.blog, chooser=newsroom.bare.pk)
    assert fresh(newsroom.blog).get_parent().pk == newsroom.home.pk


@pytest.mark.parametrize("who, moves", [("anna", False), ("r1", True), ("ed", True), ("su", True)])
def test_a_draft_is_moved_by_the_desk_alone(newsroom, who, moves):
    page = create(newsroom.anna, newsroom.blog)
    getattr(newsroom, who).client.post(url("move_confirm", page.pk, newsroom.radio.pk))
    assert fresh(page).get_parent().pk == (newsroom.radio if moves else newsroom.blog).pk


def test_nothing_is_added_at_the_root_which_has_the_stock_tester(newsroom):
    for app, model in (("home", "homepage"), ("testpages", "timed")):
        data = form(title="Seconda", body="x", slug="seconda", **{"action-publish": "1"})
        newsroom.su.client.post(url("add", app, model, newsroom.root.pk), data)
    assert not Page.objects.filter(title="Seconda").exists()


def test_a_step_that_stock_skips(newsroom):
    """No active task: stock finishes at once and publishes."""
    Task.objects.filter(pk=newsroom.blog_desk.pk).update(active=False)
    page = create(newsroom.anna, newsroom.blog)
    assert "Manca il sì" in edit(newsroom.anna, page, **{"action-submit": "1"}).content.decode() and not live(page)


@pytest.fixture
def stock(newsroom):
    """A page that waits in a workflow of stock tasks only."""
    task = GroupApprovalTask.objects.create(name="stock")
    task.groups.add(newsroom.chief)
    make_workflow("Stock", newsroom.bare, task)
    return sent(newsroom.anna, newsroom.bare)


def test_a_workflow_of_stock_tasks_publishes_nothing(newsroom, stock, monkeypatch):
    target = url("workflow_action", stock.pk, "approve", state(stock).pk)
    assert newsroom.ed.client.post(target, {"comment": ""}).status_code == 404
    monkeypatch.setattr(access, "check_address", lambda user, match: None)
    response = newsroom.ed.client.post(target, {"comment": ""}, follow=True)
    assert "non ha una redazione" in messages_of(response)
    assert not live(stock) and state(stock).status == "in_progress"


def test_nobody_says_yes_in_a_workflow_of_stock_tasks(newsroom, stock):
    assert newsroom.ed.client.get(review_url("reading", state(stock))).status_code in (302, 403)
    edit(newsroom.ed, stock, "corretto")
    for answer in (yes, ask_for, agree):
        for user in (newsroom.ed, newsroom.anna):  # she is the author, and did not write it
            answer(user, stock)
    assert last(stock).user == newsroom.ed and not live(stock) and state(stock) and not answers().exists()


def ask_for(user, page):
    return ask(user, page, REASON)
