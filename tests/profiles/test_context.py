"""What a showcase shows to whom: contacts, neighbours, the owner's bar."""

import re

import pytest
from django.test import Client

from profiles.context import contacts_of
from profiles.models import Member
from tests.factories import pages as make
from tests.support.people import make_member, make_user

CONTACTS = {
    "phone": "+39 0131 12.34.56",
    "phone_visibility": "public",
    "email": "ada@prova.example",
    "email_visibility": "members",
    "website": "https://www.prova.example/",
    "website_visibility": "nobody",
    "street": "Via Piave",
    "street_number": "63",
    "postcode": "15121",
    "town": "Alessandria",
    "address_visibility": "public",
}


@pytest.fixture
def ada(provisioned_site):
    return make.showcase("Ada Prova", contacts=CONTACTS)


def shown(client: Client, page) -> list[tuple[str, str, str]]:
    """The contacts in the page's own text, which must be those of its context."""
    response = client.get(page.url)
    html = response.content.decode()
    panel = html[html.index('id="contacts"') :]
    words = re.findall(
        r'<span><span class="visually-hidden">([^:]+): </span>([^<]+)</span>', panel.replace("<wbr>", "")
    )
    rows = [(row.label, row.value, row.href) for row in response.context["contacts"]]
    assert words == [(label, value) for label, value, _href in rows]
    return rows


PHONE = ("Telefono", "+39 0131 12.34.56", "tel:+390131123456")
EMAIL = ("E-mail", "ada@prova.example", "mailto:ada@prova.example")
ADDRESS = (
    "Indirizzo",
    "Via Piave 63, 15121 Alessandria",
    "https://www.openstreetmap.org/search?query=Via+Piave+63%2C+15121+Alessandria",
)


def test_a_visitor_sees_what_is_for_everybody(ada):
    assert shown(Client(), ada) == [PHONE, ADDRESS]
    html = Client().get(ada.url).content.decode()
    assert "ada@prova.example" not in html
    assert "prova.example" not in html


def test_a_member_sees_what_is_for_members_too(ada):
    assert shown(make_member("Bea Altra").client, ada) == [PHONE, EMAIL, ADDRESS]


def test_the_owner_sees_the_page_as_members_do(ada):
    client = Client()
    client.force_login(ada.owner)
    assert shown(client, ada) == [PHONE, EMAIL, ADDRESS]


def test_who_left_the_session_open_and_the_account_closed_is_a_visitor(ada):
    person = make_member("Bea Altra")
    person.is_active = False
    person.save()
    assert shown(person.client, ada) == [PHONE, ADDRESS]


def test_nobody_means_nobody_whatever_is_written(provisioned_site):
    hidden = {f"{kind}_visibility": "nobody" for kind in Member.CONTACTS}
    page = make.showcase("Ada Prova", contacts={**CONTACTS, **hidden})
    for client in (Client(), make_user("chi", provisioned_site.chief).client):
        assert shown(client, page) == []
        assert "Per ora niente in pubblico" in client.get(page.url).content.decode()


def test_nobody_is_what_a_new_member_starts_with(provisioned_site):
    member = make_member("Ada Prova").member
    assert [getattr(member, f"{kind}_visibility") for kind in Member.CONTACTS] == ["nobody"] * 4
    assert contacts_of(member, for_member=True) == []


def test_a_change_of_contacts_is_live_at_once(ada):
    Member.objects.filter(pk=ada.member_id).update(phone_visibility="nobody", email_visibility="public")
    assert shown(Client(), ada) == [EMAIL, ADDRESS]


def test_contacts_are_in_no_revision(ada):
    content = str(ada.latest_revision.content)
    for private in ("0131", "ada@prova.example", "prova.example", "Via Piave", "15121"):
        assert private not in content


def test_neighbours_share_the_area_of_the_main_trade(provisioned_site):
    sky, sea = make.area("Cielo"), make.area("Mare")
    pilot, sailor = make.profession("aviatrice", of=sky), make.profession("marinaia", of=sea)
    ada = make.showcase("Ada Prova", professions=[pilot, sailor])
    for name in ("Zoe", "Bea", "Cia", "Dea"):
        make.showcase(f"{name} Vicina", professions=[pilot])
    make.showcase("Eva Lontana", professions=[sailor])
    make.showcase("Aba Nascosta", professions=[pilot], live=False)
    near = Client().get(ada.url).context["neighbours"]
    assert [page.title for page in near] == ["Bea Vicina", "Cia Vicina", "Dea Vicina"]


def test_who_has_no_trade_has_no_neighbours(provisioned_site):
    make.showcase("Bea Altra")
    page = make.showcase("Ada Prova")
    response = Client().get(page.url)
    assert response.context["neighbours"] == []
    assert "Mestieri vicini" not in response.content.decode()


@pytest.mark.parametrize(
    "address_as, trade", [("socia", "Aviatrice"), ("socio", "Aviatore"), ("neutral", "Aviatrice / aviatore")]
)
def test_a_trade_is_said_in_the_members_gender(provisioned_site, address_as, trade):
    page = make.showcase("Ada Prova", professions=[make.profession("aviatrice", "aviatore")], address_as=address_as)
    html = Client().get(page.url).content.decode()
    assert re.findall(r'class="profile-trade">([^<]+)<', html) == [trade]


def test_one_form_is_said_once(provisioned_site):
    page = make.showcase("Ada Prova", professions=[make.profession("astronauta")])
    assert page.profession_names == ["astronauta"]


def test_the_owner_reads_how_the_page_stands_and_nobody_else_does(ada):
    owner = Client()
    owner.force_login(ada.owner)
    bar = owner.get(ada.url)
    assert bar.context["owner_bar"]["text_strong"] == "La tua pagina: pubblicata."
    assert f'href="/area-soci/pagine/{ada.pk}/"' in bar.content.decode()
    for client in (Client(), make_member("Bea Altra").client):
        response = client.get(ada.url)
        assert response.context["owner_bar"] is None
        assert "owner-bar" not in response.content.decode()


@pytest.mark.parametrize("state", ["draft", "hidden"])
def test_a_page_that_is_not_live_is_a_404_for_everybody(provisioned_site, state):
    page = make.showcase("Ada Prova", live=state == "hidden")
    address = page.url
    if state == "hidden":
        page.unpublish()
    owner = Client()
    owner.force_login(page.owner)
    for client in (Client(), owner, make_user("su", superuser=True).client):
        assert client.get(address).status_code == 404
        assert client.get(f"{address}contatto.vcf").status_code == 404


def test_a_demo_person_is_said_to_be_invented(ada):
    words = "persona inventata per la demo"
    assert words not in Client().get(ada.url).content.decode()
    Member.objects.filter(pk=ada.member_id).update(is_demo=True)
    assert words in Client().get(ada.url).content.decode()
