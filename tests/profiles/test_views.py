"""vCards and the suggestions of skills."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import pages as make
from tests.support.people import make_member, make_user

CONTACTS = {
    "phone": "+39 0131 123456",
    "phone_visibility": "public",
    "email": "ada@prova.example",
    "email_visibility": "members",
    "website": "https://www.prova.example/chi?a=1",
    "website_visibility": "public",
    "street": "Via Piave, palazzo Rosso",
    "street_number": "63",
    "postcode": "15121",
    "town": "Alessandria",
    "address_visibility": "public",
}


def card(page, client: Client | None = None) -> list[str]:
    response = (client or Client()).get(f"{page.url}contatto.vcf")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/vcard; charset=utf-8"
    text = response.content.decode()
    assert text.endswith("\r\n")
    return text.removesuffix("\r\n").split("\r\n")


def test_a_card_holds_what_everybody_may_see(provisioned_site):
    page = make.showcase("Ada Perché Prova", contacts=CONTACTS, professions=[make.profession("aviatrice", "aviatore")])
    assert card(page) == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:Prova;Ada Perché",
        "FN:Ada Perché Prova",
        "ORG:lab121",
        "TEL:+39 0131 123456",
        "TITLE:aviatrice / aviatore",
        "ADR:;;Via Piave\\, palazzo Rosso 63;Alessandria;;15121;IT",
        "URL:https://www.prova.example/chi?a=1",
        "END:VCARD",
    ]


def test_half_an_address_leaves_the_other_parts_empty(provisioned_site):
    page = make.showcase("Ada", contacts={"town": "Alessandria", "address_visibility": "public"})
    assert [line for line in card(page) if line.startswith("ADR")] == ["ADR:;;;Alessandria;;;IT"]
    hidden = make.showcase("Bea", contacts={**CONTACTS, "address_visibility": "members"})
    assert [line for line in card(hidden) if line.startswith("ADR")] == []


def test_an_address_on_the_web_stays_as_it_is(provisioned_site):
    """RFC 2426, 3.6.8: a URI, not a text. Escaped it would lead elsewhere."""
    page = make.showcase("Ada", contacts={"website": "https://a.example/x;y,z", "website_visibility": "public"})
    assert "URL:https://a.example/x;y,z" in card(page)


def test_a_card_is_the_same_for_members(provisioned_site):
    page = make.showcase("Ada Prova", contacts=CONTACTS)
    member = make_member("Bea Altra").client
    assert card(page, member) == card(page)
    assert not any("ada@prova.example" in line for line in card(page, member))


def test_a_card_without_contacts_is_a_name(provisioned_site):
    page = make.showcase("Ada")
    assert card(page) == ["BEGIN:VCARD", "VERSION:3.0", "N:Ada;", "FN:Ada", "ORG:lab121", "END:VCARD"]


@pytest.mark.parametrize("breaks", ["\r\n", "\n", "\r", "\u2028", "\x0b"])
def test_a_line_break_cannot_add_a_line(provisioned_site, breaks):
    contacts = {"street": f"Via{breaks}TEL:1", "town": f"Qui{breaks}TEL:2", "address_visibility": "public"}
    page = make.showcase(f"Ada{breaks}TEL:0 Prova", contacts=contacts)
    lines = card(page)
    assert [line.partition(":")[0] for line in lines] == ["BEGIN", "VERSION", "N", "FN", "ORG", "ADR", "END"]


def test_a_semicolon_of_the_name_is_no_field(provisioned_site):
    page = make.showcase("Ada; Prova")
    assert "N:Prova;Ada\\;" in card(page)


def test_a_card_is_saved_under_the_persons_name(provisioned_site):
    page = make.showcase("Ada Perché")
    response = Client().get(f"{page.url}contatto.vcf")
    assert response.headers["Content-Disposition"] == 'attachment; filename="ada-perche.vcf"'


@pytest.mark.parametrize("address", ["/soci/nessuno/contatto.vcf", "/soci/contatto.vcf"])
def test_nobodys_card_is_a_404(provisioned_site, address):
    assert Client().get(address).status_code == 404


def test_a_draft_has_no_card(provisioned_site):
    make.showcase("Ada Prova", live=False, contacts=CONTACTS)
    assert Client().get("/soci/ada-prova/contatto.vcf").status_code == 404


def test_a_card_is_only_read(provisioned_site):
    page = make.showcase("Ada Prova")
    assert Client().post(f"{page.url}contatto.vcf").status_code == 405


# Skills ----------------------------------------------------------------------------------------------


@pytest.fixture
def skills(provisioned_site):
    make.showcase("Ada Prova", skills=["Vela", "Velocità", "Nodi"])
    make.showcase("Bea Altra", skills=["Velluti segreti"], live=False)
    make.showcase("Cia Tolta", skills=["Veleni"]).unpublish()
    return provisioned_site


def suggested(client: Client, term: str) -> list[str]:
    response = client.get(reverse("skill_autocomplete"), {"term": term})
    assert response.status_code == 200
    return response.json()


def test_skills_of_live_showcases_are_suggested_and_no_other(skills):
    client = make_member("Dea Terza").client
    assert suggested(client, "vel") == ["Vela", "Velocità"]
    assert suggested(client, "VEL") == ["Vela", "Velocità"]
    assert suggested(client, "velluti") == []


@pytest.mark.parametrize("term", ["", "  ", "%", "_", '"', "\0", "x" * 10_000])
def test_no_word_suggests_nothing(skills, term):
    assert suggested(make_member("Dea Terza").client, term) == []


def test_ten_suggestions_at_most(skills):
    make.showcase("Eva Molte", skills=[f"Vela {n:02}" for n in range(12)])
    assert suggested(make_member("Dea Terza").client, "vela") == ["Vela", *(f"Vela {n:02}" for n in range(9))]


def test_suggestions_are_for_who_writes(skills):
    address = reverse("skill_autocomplete") + "?term=vel"
    desk = make_user("r", skills.desk)
    office = make_user("s", skills.office)
    assert desk.client.get(address).json() == ["Vela", "Velocità"]
    assert Client().get(address).url.startswith("/accedi/")
    assert office.client.get(address).url == "/area-soci/"
