"""Groups and passwords that change hands are logged, and shown to all of Redazione."""

import pytest
from wagtail.log_actions import LogContext
from wagtail.models import ModelLogEntry

from editorial.signals import GROUPS_CHANGED, PASSWORD_CHANGED
from tests.helpers import make_user


def logged(action):
    entries = ModelLogEntry.objects.filter(action=action).order_by("pk")
    return [(entry.data, entry.user and entry.user.first_name) for entry in entries]


@pytest.fixture
def people(house):
    house.su = make_user("su", superuser=True)
    house.vera = make_user("vera")
    ModelLogEntry.objects.all().delete()
    return house


def test_groups_given_and_taken_either_way(people):
    with LogContext(user=people.su):
        people.vera.groups.add(people.desk)
        people.chief.user_set.add(people.vera)
        people.vera.groups.remove(people.desk)
        people.vera.groups.clear()
    assert logged(GROUPS_CHANGED) == [
        ({"added": ["Redazione Vetrine"], "person": "vera"}, "su"),
        ({"added": ["Redazione"], "person": "vera"}, "su"),
        ({"removed": ["Redazione Vetrine"], "person": "vera"}, "su"),
        ({"removed": ["Redazione"], "person": "vera"}, "su"),
    ]


def test_becoming_a_member_is_no_news(people):
    people.vera.groups.add(people.members)
    assert logged(GROUPS_CHANGED) == []


def test_a_password_set_by_somebody_else(people):
    with LogContext(user=people.su):
        people.vera.set_password("un'altra cosa")
        people.vera.save()
    assert logged(PASSWORD_CHANGED) == [({"person": "vera"}, "su")]


def test_ones_own_password_and_other_fields_are_no_news(people):
    with LogContext(user=people.vera):
        people.vera.set_password("mia, lunga e mia")
        people.vera.save()
    with LogContext(user=people.su):
        people.vera.first_name = "Vera"
        people.vera.save()
    people.vera.set_password("dal link, senza nessun altro")
    people.vera.save()
    assert logged(PASSWORD_CHANGED) == []


def test_redazione_sees_them_on_the_admins_home_and_a_desk_does_not(people):
    with LogContext(user=people.su):
        people.vera.groups.add(people.desk)
    chief = make_user("renata", people.chief)
    shown = chief.client.get("/admin/").content.decode()
    # Wagtail 8 begins with a capital.
    assert "vera ora è in redazione vetrine (da su)" in shown.replace("\n", " ").lower()
    assert "Gruppi e password cambiati" not in people.vera.client.get("/admin/").content.decode()
    assert "Coda di redazione" in people.vera.client.get("/admin/").content.decode()
