"""Who is a reviewer: one rule, asked of a person, of everybody, and of the rows that wait for a person."""

import pytest

from cms.users.models import User
from editorial.models import ConsentRequest, QueueEntry
from editorial.models.tasks import reviews_section
from tests.support.moderation import ask, edit, fresh, sent, state, yes
from tests.support.people import join


def test_a_reviewer_is_of_the_desk_and_neither_owns_it_nor_asked_for_it(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    request = state(page).workflow_state

    def reviewers(*people):
        return {user.first_name for user in people if newsroom.blog_desk.can_review(user, page, request)}

    assert reviewers(newsroom.anna, newsroom.bruno, newsroom.r1, newsroom.ed, newsroom.su) == {"r1", "ed"}
    for user in (newsroom.anna, newsroom.su):
        join(user, newsroom.desk)
    assert reviewers(newsroom.anna, newsroom.su) == set()
    request.requested_by = newsroom.r1
    assert reviewers(newsroom.r1, newsroom.r2) == {"r2"}
    newsroom.r2.is_active = False
    assert reviewers(newsroom.r2) == set()


def plain(newsroom):
    return sent(newsroom.anna, newsroom.blog)


def own_of_the_desk(newsroom):
    return sent(newsroom.r1, newsroom.blog)


def sent_again_by_the_desk(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    ask(newsroom.ed, page, "manca una data, per favore")
    edit(newsroom.r1, page, "due", **{"action-submit": "1"})
    return page


def left_without_owner(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    type(page).objects.filter(pk=page.pk).update(owner=None)
    return page


def closed_account(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    User.objects.filter(pk=newsroom.r2.pk).update(is_active=False)
    return page


def everybody_in_the_desk(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    for user in User.objects.all():
        join(user, newsroom.desk)
    return page


@pytest.mark.parametrize(
    ("case", "names"),
    [
        (plain, {"r1", "r2", "ed"}),
        (own_of_the_desk, {"r2", "ed"}),
        (sent_again_by_the_desk, {"r2", "ed"}),
        (left_without_owner, {"r1", "r2", "ed"}),
        (closed_account, {"r1", "ed"}),
        (everybody_in_the_desk, {"bruno", "r1", "r2", "ed"}),
    ],
)
def test_the_rule_says_the_same_of_a_person_of_everybody_and_of_rows(newsroom, case, names):
    page = fresh(case(newsroom))
    step = state(page)
    request, desk = step.workflow_state, step.task.specific
    people = list(User.objects.all())
    ways = {
        "one": {user for user in people if desk.can_review(user, page, request)},
        "everybody": set(desk.reviewers(page, request)),
        "queue": {user for user in people if QueueEntry.objects.for_reviewer(user).filter(task_state=step).exists()},
        "upstream": {user for user in people if step in desk.get_task_states_user_can_moderate(user)},
    }
    assert {name: {user.first_name for user in found} for name, found in ways.items()} == dict.fromkeys(ways, names)


def test_while_the_guests_read_the_desk_that_agreed_is_asked(newsroom):
    page = sent(newsroom.anna, newsroom.radio, model="interview", people="Olga")
    yes(newsroom.r1, page)
    step, people = state(page), list(User.objects.all())
    assert step.task.specific == newsroom.guest
    desk = {user for user in people if newsroom.radio_desk.can_review(user, fresh(page), step.workflow_state)}
    rows = {user for user in people if ConsentRequest.objects.for_reviewer(user).exists()}
    assert {user.first_name for user in desk} == {user.first_name for user in rows} == {"r1", "r2", "ed"}


def test_of_a_page_that_nobody_asked_for_the_section_is_its_desks_but_for_the_owner(newsroom):
    page = fresh(sent(newsroom.r1, newsroom.blog))
    assert {user.first_name for user in User.objects.all() if reviews_section(user, page)} == {"r2", "ed"}
