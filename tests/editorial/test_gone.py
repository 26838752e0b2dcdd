"""People who are gone, erased or moved on, and texts altered behind everybody's back."""

import pytest
from wagtail.models import Page, Revision

from cms.exceptions import ActionRefused
from cms.users.models import User
from editorial.models import Approval
from editorial.review.wording import NOT_YOURS
from tests.support.http import messages_of
from tests.support.moderation import (
    agree,
    author_action_url,
    create,
    edit,
    fresh,
    last,
    live,
    read,
    sent,
    state,
    submit,
    withdraw,
    yes,
)
from tests.support.people import join, leave


def test_a_text_sent_by_nobody_needs_two_of_the_desk(newsroom):
    page = create(newsroom.anna, newsroom.blog)
    page.get_workflow().start(page, None)
    yes(newsroom.r1, page)
    assert not live(page)
    yes(newsroom.r2, page)
    assert live(page) == "uno"


def test_the_author_is_gone(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "corretto")
    yes(newsroom.r1, page)
    newsroom.anna.delete()
    page = fresh(page)
    assert page.owner is None and state(page).workflow_state.requested_by is None
    for user in (newsroom.bruno, newsroom.su):
        assert agree(user, page).status_code == 403
        yes(user, page)
        assert not live(page) and read(user, page) == {}
    yes(newsroom.r2, page)
    assert live(page) == "corretto"


def test_a_page_without_owner_has_its_requester_for_author(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    Page.objects.filter(pk=page.pk).update(owner=None)
    edit(newsroom.r1, page, "corretto")
    yes(newsroom.r1, page)
    assert newsroom.anna.client.get(author_action_url("author", page)).status_code == 200
    assert agree(newsroom.bruno, page).status_code == 403 and not live(page)
    agree(newsroom.anna, page)
    assert live(page) == "corretto"
    assert (
        newsroom.anna.client.get(author_action_url("author", page)).status_code == 403
    )  # nothing waits: not hers any more


def test_the_requester_of_a_page_without_owner_takes_it_back(newsroom):
    page = create(newsroom.anna, newsroom.blog)
    Page.objects.filter(pk=page.pk).update(owner=None)
    submit(newsroom.r1, page)
    at = state(page)
    assert withdraw(newsroom.r2, page).status_code == 403 and state(page) == at
    withdraw(newsroom.r1, page)
    assert state(page) is None


def test_an_erased_account_leaves_its_yes(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "corretto")
    yes(newsroom.r1, page)
    number = newsroom.r1.pk
    User.objects.get(pk=number).delete()
    row = Approval.objects.get(user_number=number)
    assert (row.user, row.as_reviewer) == (None, True) and not live(page)
    agree(newsroom.anna, page)
    assert live(page) == "corretto"


def test_a_reviewer_who_leaves_voids_nothing(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "corretto")
    yes(newsroom.r1, page)
    newsroom.desk.user_set.remove(newsroom.r1)
    yes(newsroom.r1, page)
    assert not live(page)
    agree(newsroom.anna, page)
    assert live(page) == "corretto"


def test_a_reviewer_who_left_says_no_new_yes(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    leave(newsroom.ed, newsroom.chief)
    join(newsroom.ed, newsroom.desk)
    newsroom.blog_desk.groups.remove(newsroom.desk)
    assert NOT_YOURS in messages_of(yes(newsroom.ed, page)) and not live(page)
    newsroom.blog_desk.groups.add(newsroom.desk)
    yes(newsroom.ed, page)
    assert live(page) == "uno"


def test_a_text_altered_in_the_database_is_not_the_one_agreed(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "corretto")
    yes(newsroom.r1, page)
    revision = last(page)
    Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"body": "HACK"})
    agree(newsroom.anna, page)
    assert not live(page)
    with pytest.raises(ActionRefused):  # straight through Wagtail's models
        state(page).approve(user=newsroom.r2)
    assert not live(page)
