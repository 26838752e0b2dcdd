"""Who is a reviewer: one rule, asked of a person, of everybody, and of the rows that wait for a person."""

import pytest

from cms.users.models import User
from editorial.models import ConsentRequest, QueueEntry
from editorial.models.tasks import reviews_section
from tests.support.moderation import ask, edit, fresh, sent, state, yes


def test_a_reviewer_is_of_the_desk_and_neither_owns_it_nor_asked_for_it(w):
    page = sent(w.anna, w.blog)
    request = state(page).workflow_state

    def reviewers(*people):
        return {user.first_name for user in people if w.blog_desk.can_review(user, page, request)}

    assert reviewers(w.anna, w.bruno, w.r1, w.ed, w.su) == {"r1", "ed"}
    w.desk.user_set.add(w.anna, w.su)
    assert reviewers(w.anna, w.su) == set()
    request.requested_by = w.r1
    assert reviewers(w.r1, w.r2) == {"r2"}
    w.r2.is_active = False
    assert reviewers(w.r2) == set()


def plain(w):
    return sent(w.anna, w.blog)


def own_of_the_desk(w):
    return sent(w.r1, w.blog)


def sent_again_by_the_desk(w):
    page = sent(w.anna, w.blog)
    ask(w.ed, page, "manca una data, per favore")
    edit(w.r1, page, "due", **{"action-submit": "1"})
    return page


def left_without_owner(w):
    page = sent(w.anna, w.blog)
    type(page).objects.filter(pk=page.pk).update(owner=None)
    return page


def closed_account(w):
    page = sent(w.anna, w.blog)
    User.objects.filter(pk=w.r2.pk).update(is_active=False)
    return page


def everybody_in_the_desk(w):
    page = sent(w.anna, w.blog)
    w.desk.user_set.add(*User.objects.all())
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
def test_the_rule_says_the_same_of_a_person_of_everybody_and_of_rows(w, case, names):
    page = fresh(case(w))
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


def test_while_the_guests_read_the_desk_that_agreed_is_asked(w):
    page = sent(w.anna, w.radio, model="interview", people="Olga")
    yes(w.r1, page)
    step, people = state(page), list(User.objects.all())
    assert step.task.specific == w.guest
    desk = {user for user in people if w.radio_desk.can_review(user, fresh(page), step.workflow_state)}
    rows = {user for user in people if ConsentRequest.objects.for_reviewer(user).exists()}
    assert {user.first_name for user in desk} == {user.first_name for user in rows} == {"r1", "r2", "ed"}


def test_of_a_page_that_nobody_asked_for_the_section_is_its_desks_but_for_the_owner(w):
    page = fresh(sent(w.r1, w.blog))
    assert {user.first_name for user in User.objects.all() if reviews_section(user, page)} == {"r2", "ed"}
