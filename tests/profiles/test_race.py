"""The office invites two people at once. PostgreSQL locks the directory's row; SQLite takes the write lock at BEGIN."""

import pytest
from wagtail.models import Page

from cms.users.models import User
from profiles.models import Member, ProfilePage
from tests.support.people import ensure_house, make_user
from tests.support.races import together

pytestmark = pytest.mark.django_db(transaction=True)
often = pytest.mark.parametrize("n", range(4))
NEW = "/area-soci/soci/nuovo/"


def press(clerk, name: str, email: str):
    data = {"name": name, "email": email, "kind": "person", "address_as": "neutral"}
    return lambda: clerk.client.post(NEW, data)


@often
def test_people_of_one_name_get_each_a_place_and_an_address(n):
    clerk = make_user("sara", ensure_house().office)
    addresses = [f"ada{number}@example.org" for number in range(4)]
    answers = together(*(press(clerk, "Ada Prova", email) for email in addresses))
    made = ProfilePage.objects.all()
    assert sorted(answer.url for answer in answers) == sorted(f"/area-soci/soci/{page.member_id}/" for page in made)
    assert sorted(page.slug for page in made) == ["ada-prova", "ada-prova-2", "ada-prova-3", "ada-prova-4"]
    assert sorted(page.owner.email for page in made) == addresses
    assert Page.find_problems() == ([], [], [], [], [])


@often
def test_a_double_press_makes_one_account(n):
    clerk = make_user("sara", ensure_house().office)
    answers = together(*[press(clerk, "Ada Prova", "ada@example.org")] * 3)
    member = Member.objects.get()
    assert sorted(answer.status_code for answer in answers) == [200, 200, 302]
    refusals = [answer for answer in answers if answer.status_code == 200]
    assert all("C’è già un account con questa e-mail." in answer.content.decode() for answer in refusals)
    assert member.user == User.objects.get(email="ada@example.org") and member.showcase.slug == "ada-prova"
    assert Page.find_problems() == ([], [], [], [], [])
