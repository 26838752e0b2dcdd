"""The desk's list of who gives consultations."""

import re

import pytest

from editorial import roles
from pillole.models import Consultant
from tests.factories import pages as make
from tests.support.http import messages_of
from tests.support.people import make_user

from .consultants import ADD, LIST, MINE, NEW, PEOPLE, group, main, names


@pytest.fixture
def people(provisioned_site):
    return PEOPLE.put()


def test_the_list_names_everybody_with_their_state(people):
    rows = people["desk"].client.get(LIST).context["consultants"]
    assert [(row.member.name, row.active) for row in rows] == [
        ("Ada Prova", True),
        ("Dea Doppia", True),
        ("Bea Smessa", False),
    ]
    html = main(people["desk"].client.get(LIST))
    assert re.findall(r'class="tag tag-\w+">([^<]+)<', html) == ["Offre consulenze", "Offre consulenze", "In pausa"]


def test_an_empty_list_says_what_to_do(provisioned_site):
    assert "Ancora nessuno" in main(make_user("desk", group(roles.PILLOLE_DESK)).client.get(LIST))


def test_somebody_is_added_and_finds_their_pillole(people):
    desk, member = people["desk"], people["member"]
    make.showcase("Zoe Mostrata")
    assert names(main(desk.client.get(ADD))) == ["Zoe Mostrata", "Cia Socia"]
    response = desk.client.post(ADD, {"member": member.member.pk}, follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    assert "Cia Socia offre consulenze" in messages_of(response)
    assert Consultant.objects.get(member=member.member).active
    assert member.client.get(MINE).status_code == 200


@pytest.mark.parametrize("value", ["", "x", "999999", "\0", "there already"])
def test_nobody_is_added_by_a_wrong_value(people, value):
    count = Consultant.objects.count()
    number = people["consultant"].member.pk if value == "there already" else value
    response = people["desk"].client.post(ADD, {"member": number})
    assert list(response.context["form"].errors) == ["member"]
    assert Consultant.objects.count() == count


def test_a_switch_goes_the_way_its_button_says_pressed_twice_too(people):
    desk, ada = people["desk"], people["consultant"]
    row = ada.member.consultant
    for value, active in (("0", False), ("0", False), ("1", True), ("1", True)):
        words = messages_of(desk.client.post(f"{LIST}{row.pk}/", {"active": value}, follow=True))
        row.refresh_from_db()
        assert (row.active, ada.client.get(NEW).status_code) == (active, 200 if active else 403)
        assert ("non offre più" in words) is not active


@pytest.mark.parametrize("data", [{}, {"active": ""}, {"active": "2"}, {"active": "no"}, {"active": "\0"}])
def test_a_switch_that_says_nothing_switches_nothing(people, data):
    row = people["consultant"].member.consultant
    response = people["desk"].client.post(f"{LIST}{row.pk}/", data, follow=True)
    assert "Non ho capito" in messages_of(response)
    row.refresh_from_db()
    assert row.active


def test_a_switch_is_pressed_never_followed(people):
    row = people["consultant"].member.consultant
    assert people["desk"].client.get(f"{LIST}{row.pk}/").status_code == 405
