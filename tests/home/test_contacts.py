"""«I miei contatti»: what belongs together, what nobody sees, and an address of the time of one field."""

import json

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client

from profiles.models import Member
from tests.factories import pages as make
from tests.support.people import make_member

AREA, CONTACTS = "/area-soci/", "/area-soci/contatti/"
SEEN = {f"{kind}_visibility": "public" for kind in Member.CONTACTS}
ADDRESS = {"street": "via Verona", "street_number": "95", "postcode": "15121", "town": "Alessandria"}
NO_TOWN = {"town": ["Scrivi anche la città: con la sola via nessuno ti trova."]}


@pytest.mark.parametrize(
    "given, errors",
    [
        ("", {}),
        ("town", {}),
        ("postcode town", {}),
        ("street town", {}),
        ("street street_number postcode town", {}),
        ("street", NO_TOWN),
        ("street street_number postcode", NO_TOWN),
        ("postcode", {"town": ["Scrivi anche la città, oppure togli il CAP."]}),
        ("street_number town", {"street": ["Scrivi anche la via o la piazza, oppure togli il numero."]}),
    ],
)
def test_what_belongs_together_in_an_address(provisioned_site, given, errors):
    user = make_member("Ada Prova")
    typed = {name: ADDRESS[name] for name in given.split()}
    response = user.client.post(CONTACTS, SEEN | typed)
    assert (response.context["form"].errors if response.status_code == 200 else {}) == errors
    saved = Member.objects.get(user=user)
    stored = {name: getattr(saved, name) for name in ADDRESS if getattr(saved, name)}
    assert stored == ({} if errors else typed)


def test_a_town_that_is_wrong_is_told_once(provisioned_site):
    response = make_member("Ada Prova").client.post(CONTACTS, SEEN | ADDRESS | {"town": "Alessandria (AL)"})
    assert {name: len(errors) for name, errors in response.context["form"].errors.items()} == {"town": 1}


def test_the_line_that_is_shown():
    parts = [ADDRESS, {"town": "Alessandria"}, {"street": "via Verona", "town": "Alessandria"}, {}]
    assert [Member(**part).address for part in parts] == [
        "via Verona 95, 15121 Alessandria", "Alessandria", "via Verona, Alessandria", "",
    ]  # fmt: skip


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\u2066", "\ufeff", "\x07", "\u3164"])
def test_what_nobody_sees_is_taken_out_of_whatever_is_pasted(provisioned_site, hidden):
    user = make_member("Ada Prova")
    plain = ADDRESS | {"phone": "+39 0131 123456", "email": "ada@prova.example", "website": "https://prova.example/chi"}
    pasted = {name: f"{hidden}{value}{hidden}" for name, value in plain.items()}
    assert user.client.post(CONTACTS, SEEN | pasted).status_code == 302
    saved = Member.objects.get(user=user)
    assert {name: getattr(saved, name) for name in plain} == plain


@pytest.mark.parametrize("name", [*ADDRESS, "phone", "email", "website"])
def test_no_other_door_takes_it_either(name):
    values = ADDRESS | {
        "phone": "+39 0131 123456",
        "email": "ada@prova.example",
        "website": "https://prova.example/chi",
    }
    Member(**values).full_clean(exclude=["user"])
    with pytest.raises(ValidationError) as caught:
        Member(**values | {name: values[name][:4] + "\u200b" + values[name][4:]}).full_clean(exclude=["user"])
    assert list(caught.value.message_dict) == [name]


def test_an_address_that_was_not_divided_is_its_owners_to_look_at(provisioned_site):
    page = make.showcase(
        "Ada Prova", contacts={"street": "Via Piave", "former_address": "Via Piave 63, interno 2, <b>qui</b>"}
    )
    owner, other = Client(), make_member("Bea Altra").client
    owner.force_login(page.owner)
    said = "Qui avevi scritto «Via Piave 63, interno 2, &lt;b&gt;qui&lt;/b&gt;»"
    noticed = "Il tuo indirizzo va controllato"
    assert [said in owner.get(CONTACTS).content.decode(), noticed in owner.get(AREA).content.decode()] == [True, True]
    assert [said in other.get(CONTACTS).content.decode(), noticed in other.get(AREA).content.decode()] == [False, False]
    for client in (Client(), other, owner):
        assert "interno 2" not in client.get(page.url).content.decode()
    assert "interno 2" not in Client().get(f"{page.url}contatto.vcf").content.decode()
    owner.post(CONTACTS, SEEN | {"street": "Via Piave"})  # refused: no town
    assert Member.objects.get(pk=page.member_id).former_address == "Via Piave 63, interno 2, <b>qui</b>"
    assert owner.post(CONTACTS, SEEN | ADDRESS).status_code == 302
    assert Member.objects.get(pk=page.member_id).former_address == ""
    assert said not in owner.get(CONTACTS).content.decode()


def test_a_browser_knows_what_to_fill_in(provisioned_site):
    form = make_member("Ada Prova").client.get(CONTACTS).context["form"]
    tokens = {name: field.widget.attrs.get("autocomplete") for name, field in form.fields.items()}
    assert {name: token for name, token in tokens.items() if token} == {
        "phone": "tel", "email": "email", "website": "url", "street": "address-line1", "postcode": "postal-code",
        "town": "address-level2",
    }  # fmt: skip


def test_contacts_of_the_demo_are_such_as_the_form_takes():
    rows = json.loads((settings.BASE_DIR / "home/demo/content/members.json").read_text(encoding="utf-8"))
    members = [Member(**row["contacts"]) for row in rows]
    for member in members:
        member.full_clean(exclude=["user"])
    addresses = [member.address for member in members if member.address]
    assert (len(addresses), [line for line in addresses if ", 15" not in line]) == (
        16,
        ["via del Velodromo 8, 27058 Voghera"],
    )
