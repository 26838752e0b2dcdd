"""Two people at once. PostgreSQL locks the show's row; SQLite takes the write lock at BEGIN."""

import pytest
from django.contrib.auth.models import Group

from editorial import roles
from radio.models import EpisodeNumber, EpisodePage
from tests.factories import pages as make
from tests.support.editor_post import editor_form
from tests.support.http import url
from tests.support.moderation import fresh, last
from tests.support.people import ensure_house, make_user
from tests.support.races import together

pytestmark = pytest.mark.django_db(transaction=True)
often = pytest.mark.parametrize("n", range(4))
PRESS = "/admin/radio/nuova/"


def desk(count: int) -> list:
    ensure_house()
    group = Group.objects.get(name=roles.RADIO_DESK)
    return [make_user(f"onda{n}", group) for n in range(count)]


@often
def test_new_episodes_at_once_get_each_a_number_of_their_own(n):
    users = desk(4)
    make.episode(7)
    answers = together(*(lambda user=user: user.client.post(PRESS) for user in users))
    made = EpisodePage.objects.filter(live=False)
    assert sorted(answer.url for answer in answers) == sorted(url("edit", page.pk) for page in made)
    assert sorted(page.number for page in made) == [8, 9, 10, 11]
    assert {page.owner for page in made} == set(users)
    assert len({page.slug for page in made}) == 4


@often
def test_a_double_press_makes_one(n):
    (user,) = desk(1)
    first, second = together(*[lambda: user.client.post(PRESS)] * 2)
    page = EpisodePage.objects.get()
    assert first.url == second.url == url("edit", page.pk)


@often
def test_two_editors_want_one_number(n):
    users = desk(2)
    pages = [make.episode(number, live=False) for number in (1, 2)]
    data = [editor_form(page, user) | {"number": "5"} for page, user in zip(pages, users, strict=True)]
    together(
        *(
            lambda page=page, user=user, form=form: user.client.post(url("edit", page.pk), form)
            for page, user, form in zip(pages, users, data, strict=True)
        )
    )
    now = [fresh(page).number for page in pages]
    assert sorted(now) in ([1, 5], [2, 5])
    assert [last(page).content["number"] for page in pages] == now
    assert sorted(EpisodeNumber.objects.values_list("number", flat=True)) == sorted(now)


@often
def test_a_new_episode_and_an_editor_want_one_number(n):
    one, two = desk(2)
    page = make.episode(1, live=False)
    data = editor_form(page, two) | {"number": "2"}
    together(lambda: one.client.post(PRESS), lambda: two.client.post(url("edit", page.pk), data))
    numbers = list(EpisodePage.objects.values_list("number", flat=True))
    assert len(set(numbers)) == 2
    assert sorted(EpisodeNumber.objects.values_list("number", flat=True)) == sorted(numbers)
