"""People who are gone, erased or moved on, and texts altered behind everybody's back."""

import pytest
from wagtail.models import Page, Revision

from cms.exceptions import ActionRefused
from editorial.models import Approval
from editorial.review.wording import NOT_YOURS
from tests.support.http import told
from tests.support.moderation import (
    agree,
    author_door,
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


def test_a_text_sent_by_nobody_needs_two_of_the_desk(w):
    page = create(w.anna, w.blog)
    page.get_workflow().start(page, None)
    yes(w.r1, page)
    assert not live(page)
    yes(w.r2, page)
    assert live(page) == "uno"


def test_the_author_is_gone(w):
    page = sent(w.anna, w.blog)
    edit(w.r1, page, "corretto")
    yes(w.r1, page)
    w.anna.delete()
    page = fresh(page)
    assert page.owner is None and state(page).workflow_state.requested_by is None
    for user in (w.bruno, w.su):
        assert agree(user, page).status_code == 403
        yes(user, page)
        assert not live(page) and read(user, page) is None
    yes(w.r2, page)
    assert live(page) == "corretto"


def test_a_page_without_owner_has_its_requester_for_author(w):
    page = sent(w.anna, w.blog)
    Page.objects.filter(pk=page.pk).update(owner=None)
    edit(w.r1, page, "corretto")
    yes(w.r1, page)
    assert w.anna.client.get(author_door("author", page)).status_code == 200
    assert agree(w.bruno, page).status_code == 403 and not live(page)
    agree(w.anna, page)
    assert live(page) == "corretto"
    assert w.anna.client.get(author_door("author", page)).status_code == 403  # nothing waits: not hers any more


def test_the_requester_of_a_page_without_owner_takes_it_back(w):
    page = create(w.anna, w.blog)
    Page.objects.filter(pk=page.pk).update(owner=None)
    submit(w.r1, page)
    at = state(page)
    assert withdraw(w.r2, page).status_code == 403 and state(page) == at
    withdraw(w.r1, page)
    assert state(page) is None


def test_an_erased_account_leaves_its_yes(w):
    page = sent(w.anna, w.blog)
    edit(w.r1, page, "corretto")
    yes(w.r1, page)
    number = w.r1.pk
    assert w.su.client.post(f"/admin/users/delete/{number}/").status_code == 302
    row = Approval.objects.get(user_number=number)
    assert (row.user, row.as_reviewer) == (None, True) and not live(page)
    agree(w.anna, page)
    assert live(page) == "corretto"


def test_a_reviewer_who_leaves_voids_nothing(w):
    page = sent(w.anna, w.blog)
    edit(w.r1, page, "corretto")
    yes(w.r1, page)
    w.desk.user_set.remove(w.r1)
    yes(w.r1, page)
    assert not live(page)
    agree(w.anna, page)
    assert live(page) == "corretto"


def test_a_reviewer_who_left_says_no_new_yes(w):
    page = sent(w.anna, w.blog)
    w.ed.groups.set([w.desk])
    w.blog_desk.groups.remove(w.desk)
    assert NOT_YOURS in told(yes(w.ed, page)) and not live(page)
    w.blog_desk.groups.add(w.desk)
    yes(w.ed, page)
    assert live(page) == "uno"


def test_a_text_altered_in_the_database_is_not_the_one_agreed(w):
    page = sent(w.anna, w.blog)
    edit(w.r1, page, "corretto")
    yes(w.r1, page)
    revision = last(page)
    Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"body": "HACK"})
    agree(w.anna, page)
    assert not live(page)
    with pytest.raises(ActionRefused):  # straight through Wagtail's models
        state(page).approve(user=w.r2)
    assert not live(page)
