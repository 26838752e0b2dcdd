"""/area-soci/: what each person finds, and the office's pages."""

import re

import pytest
from django.test import Client
from django.utils.html import escape

from cms.users.models import User
from editorial import roles
from editorial.review import services
from profiles.forms import NewMemberForm
from profiles.models import Member, ProfilePage
from profiles.services import create_member
from tests.factories import pages as make
from tests.support.moderation import seen_by
from tests.support.people import make_member, make_user

AREA = "/area-soci/"


def headings(client: Client, address: str = AREA) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return [re.sub(r"<[^>]+>", "", words).strip() for words in re.findall(r"<h[12][^>]*>(.*?)</h[12]>", main, re.S)]


@pytest.fixture
def people(provisioned_site):
    """One of each; Bea's page waits for the desk."""
    bea = make_member("Bea Attesa")
    services.send(bea.member.showcase.pk, bea, seen_by(bea, bea.member.showcase))
    return {
        "member": make_member("Ada Prova"),
        "desk": make_user("desk", provisioned_site.desk),
        "chief": make_user("chief", provisioned_site.chief),
        "office": make_user("office", provisioned_site.office),
        "superuser": make_user("su", superuser=True),
        "nobody": make_user("nobody"),
        "member of a desk": make_user("both", provisioned_site.members, provisioned_site.desk),
    }


SECTIONS = {
    "member": ["Ciao, Ada", "La mia vetrina", "I miei contatti", "I miei articoli"],
    "desk": ["Ciao, desk", "Da leggere", "Amministrazione del sito"],
    "chief": ["Ciao, chief", "Da leggere", "Consulenti delle Pillole", "Amministrazione del sito"],
    "office": ["Ciao, office", "Segreteria"],
    "superuser": ["Ciao, su", "Amministrazione del sito"],
    "nobody": ["Ciao, nobody"],
    "member of a desk": ["Ciao, both", "Da leggere", "Amministrazione del sito"],
}


@pytest.mark.parametrize("who", SECTIONS)
def test_everybody_finds_their_own_sections_and_no_other(people, who):
    assert headings(people[who].client) == SECTIONS[who]


@pytest.mark.parametrize("who", SECTIONS)
def test_only_a_desk_sees_what_waits(people, who):
    html = people[who].client.get(AREA).content.decode()
    assert ("Bea Attesa" in html) is ("Da leggere" in SECTIONS[who])


def test_who_has_nothing_is_told_whom_to_ask(people):
    assert "scrivi alla segreteria" in people["nobody"].client.get(AREA).content.decode()


def test_a_visitor_is_asked_to_log_in_and_comes_back(provisioned_site):
    for address in (AREA, f"{AREA}contatti/", f"{AREA}soci/", f"{AREA}soci/nuovo/", f"{AREA}soci/1/"):
        response = Client().get(address)
        assert (response.status_code, response.url) == (302, f"/accedi/?next={address}")


def test_the_guide_is_offered_to_who_may_read_it(people):
    offered = {who for who, user in people.items() if "/bussola/" in user.client.get(AREA).content.decode()}
    assert offered == {"member", "desk", "chief", "member of a desk"}
    for who in offered:
        assert people[who].client.get("/bussola/").status_code == 200


# Contacts ----------------------------------------------------------------------------------------------------

CONTACTS = f"{AREA}contatti/"
TYPED = {
    "phone": "+39 0131 123456",
    "phone_visibility": "public",
    "email": "ada@prova.example",
    "email_visibility": "members",
    "website": "www.prova.example",
    "website_visibility": "nobody",
    "street": "Via Piave",
    "street_number": "63",
    "postcode": "15121",
    "town": "Alessandria",
    "address_visibility": "public",
}


def saved(user: User) -> dict[str, str]:
    member = Member.objects.get(user=user)
    return {name: getattr(member, name) for name in TYPED}


def test_contacts_are_saved_and_live_at_once(provisioned_site):
    page = make.showcase("Ada Prova")
    client = Client()
    client.force_login(page.owner)
    response = client.post(CONTACTS, TYPED, follow=True)
    assert response.redirect_chain == [(AREA, 302)]
    assert "Contatti salvati: valgono da subito." in response.content.decode()
    assert saved(page.owner) == {**TYPED, "website": "https://www.prova.example"}
    shown = [contact.value for contact in Client().get(page.url).context["contacts"]]
    assert shown == ["+39 0131 123456", "Via Piave 63, 15121 Alessandria"]


@pytest.mark.parametrize(
    "name, value, words",
    [
        ("phone", "chiamami a casa", "Scrivi un numero di telefono, per esempio +39 0131 123456."),
        ("phone", "1" * 40, "26 caratteri"),
        ("email", "non-e-una-mail", "indirizzo email valido"),
        ("website", "javascript:alert(1)", "URL valido"),
        ("phone_visibility", "everybody", "everybody"),
        ("street", "x" * 200, "80 caratteri"),
        ("street", "Via Roma <b>12</b>", "Scrivi la via o la piazza con lettere e cifre"),
        ("street_number", "dodici", "Scrivi solo il numero, per esempio 12, 12/A, 12 bis oppure s.n.c."),
        ("postcode", "8001", "Scrivi il CAP con cinque cifre, per esempio 15121."),
        ("town", "Alessandria (AL)", "Scrivi il nome della città per intero, con sole lettere"),
    ],
)
def test_a_wrong_value_is_told_saves_nothing_and_keeps_what_was_typed(provisioned_site, name, value, words):
    user = make_member("Ada Prova")
    before = saved(user)
    response = user.client.post(CONTACTS, {**TYPED, name: value})
    assert response.status_code == 200
    assert any(words in error for error in response.context["form"].errors[name]), response.context["form"].errors
    assert saved(user) == before
    html = response.content.decode()
    typed = value if not name.endswith("_visibility") else TYPED["street"]
    assert f'value="{escape(typed)}"' in html
    assert 'role="alert"' in html


def test_one_persons_contacts_are_nobody_elses(provisioned_site):
    ada, bea = make_member("Ada Prova"), make_member("Bea Altra")
    before = saved(bea)
    ada.client.post(CONTACTS, {**TYPED, "id": bea.member.pk, "user": bea.pk, "member": bea.member.pk})
    assert saved(bea) == before


@pytest.mark.parametrize("who", ["desk", "office", "superuser", "nobody"])
def test_who_has_no_showcase_has_no_contacts(people, who):
    response = people[who].client.get(CONTACTS)
    assert response.status_code == 403
    assert "I contatti sono di chi ha una vetrina." in response.content.decode()


# The office --------------------------------------------------------------------------------------------------

NEW = {
    "name": "Zoe Nuova",
    "email": "zoe@example.org",
    "kind": "person",
    "address_as": "socia",
    "joined_on": "2026-01-31",
}


def office_pages(member: Member) -> list[str]:
    return [f"{AREA}soci/", f"{AREA}soci/nuovo/", f"{AREA}soci/{member.pk}/"]


def test_the_offices_pages_are_the_offices(people):
    member = people["member"].member
    for who, user in people.items():
        answers = [user.client.get(address).status_code for address in office_pages(member)]
        assert answers == ([200] * 3 if who == "office" else [403] * 3), who
        if who != "office":
            response = user.client.post(f"{AREA}soci/nuovo/", NEW)
            assert response.status_code == 403
            assert "Questa pagina è della Segreteria." in response.content.decode()
    assert not User.objects.filter(email="zoe@example.org").exists()


def test_the_office_adds_a_member_and_the_invitation_is_on_its_way(people):
    response = people["office"].client.post(f"{AREA}soci/nuovo/", NEW, follow=True)
    user = User.objects.get(email="zoe@example.org")
    assert response.redirect_chain == [(f"{AREA}soci/{user.member.pk}/", 302)]
    html = response.content.decode()
    assert "/password/invito/" not in html
    assert "Mandato a zoe@example.org" in html
    assert "Zoe Nuova ora ha un account e una vetrina in bozza: l’invito è partito." in html
    assert [group.name for group in user.groups.all()] == [roles.MEMBERS]
    page = ProfilePage.objects.get(owner=user)
    assert (page.title, page.live, page.member.address_as) == ("Zoe Nuova", False, "socia")


@pytest.mark.parametrize(
    "name, value, words",
    [
        ("name", "", "Scrivi il nome: è il titolo della vetrina."),
        ("name", " *** ", "Scrivi il nome: è il titolo della vetrina."),
        ("name", "x" * 200, "120 caratteri"),
        ("email", "", "Scrivi l’e-mail."),
        ("email", "non-e-una-mail", "indirizzo email valido"),
        ("email", "Ada@Example.org", "C’è già un account con questa e-mail."),
        ("kind", "robot", "robot"),
        ("joined_on", "2026-02-30", "data valida"),
    ],
)
def test_a_wrong_value_makes_nobody_and_keeps_the_rest(people, name, value, words):
    count = User.objects.count()
    response = people["office"].client.post(f"{AREA}soci/nuovo/", {**NEW, name: value})
    assert response.status_code == 200
    assert any(words in error for error in response.context["form"].errors[name]), response.context["form"].errors
    assert User.objects.count() == count
    kept = "zoe@example.org" if name == "name" else "Zoe Nuova"
    assert f'value="{kept}"' in response.content.decode()


def test_an_address_taken_between_two_looks_is_told(people, monkeypatch):
    monkeypatch.setattr(NewMemberForm, "clean_email", lambda form: form.cleaned_data["email"])
    response = people["office"].client.post(f"{AREA}soci/nuovo/", {**NEW, "email": "ada@example.org"})
    assert response.context["form"].errors["email"] == ["C’è già un account con questa e-mail."]


def test_who_has_no_password_yet_comes_first(people):
    create_member(name="Zoe Invitata", email="zoe@example.org")
    for user in User.objects.filter(member__isnull=False).exclude(email="zoe@example.org"):
        user.set_password("x")
        user.save()
    listed = people["office"].client.get(f"{AREA}soci/").context["people"]
    assert [member.name for member in listed] == ["Zoe Invitata", "Ada Prova", "Bea Attesa"]


def test_who_chose_a_password_has_no_link_any_more(people):
    member = people["member"].member
    member.user.set_password("una-frase-lunga-davvero")
    member.user.save()
    html = people["office"].client.get(f"{AREA}soci/{member.pk}/").content.decode()
    assert "/password/invito/" not in html
    assert "ha già scelto la password" in html


def test_an_invitation_of_nobody_is_a_404(people):
    assert people["office"].client.get(f"{AREA}soci/999999/").status_code == 404
