"""Two presses at once."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from editorial.roles import PILLOLE_DESK
from pillole.models import NotePage, PillolaPage, Topic
from tests.factories import pages as make
from tests.support.people import ensure_house, make_user
from tests.support.races import often, together

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "/area-soci/pillole/nuova/"


def press(user, address: str, **data):
    client = Client()
    client.force_login(user)
    return lambda: client.post(address, data)


@often
def test_a_double_press_makes_one(n):
    ensure_house()
    ada = make.consultant("Ada Prova").member.user
    data = {"title": "Farsi trovare", "topic": Topic.objects.get(slug="marketing").pk}
    answers = together(*(press(ada, NEW, **data) for _ in range(3)))
    page = PillolaPage.objects.get()
    assert {answer.url for answer in answers} == {f"/admin/pages/{page.pk}/edit/"}
    address = f"/area-soci/pillole/{page.pk}/nota/"
    answers = together(*(press(ada, address, title="Una nota") for _ in range(3)))
    assert {answer.url for answer in answers} == {f"/admin/pages/{NotePage.objects.get().pk}/edit/"}


@often
def test_three_people_with_one_title_have_a_page_each(n):
    ensure_house()
    consultants = [make.consultant(f"{name} Prova") for name in ("Ada", "Bea")]
    desk = make_user("desk", Group.objects.get(name=PILLOLE_DESK))
    data = {"title": "Farsi trovare", "topic": Topic.objects.get(slug="marketing").pk}
    together(
        *(press(row.member.user, NEW, **data) for row in consultants),
        press(desk, NEW, member=consultants[0].member.pk, **data),
    )
    slugs = PillolaPage.objects.order_by("slug").values_list("slug", flat=True)
    assert list(slugs) == ["farsi-trovare", "farsi-trovare-2", "farsi-trovare-3"]
    assert PillolaPage.find_problems() == ([], [], [], [], [])
