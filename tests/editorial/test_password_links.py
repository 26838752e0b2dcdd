"""The link by which a person chooses a password: one at a time, mailed or copied, and what follows from which."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from cms.users.models import User
from editorial.identity import password_links
from editorial.identity.password_links import mail_link, person_of, show_link
from editorial.models import AccountSetup, IdentityChange, PasswordLink
from editorial.models.identity import is_seen
from editorial.models.tasks import reviews_section
from profiles.services import create_member
from tests.support.mailbox import asked, body, letter
from tests.support.people import join, make_member, make_user
from tests.support.showcases import live_showcase

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
PASSWORD = "una-frase-lunga-davvero"
CHOICE = {"new_password1": PASSWORD, "new_password2": PASSWORD}


def token_of(user: User) -> str:
    mail_link(user, None)
    return password_links.url_of(user, PasswordLink.objects.get(user=user)).split("/")[-2]


def link(user: User) -> str:
    return f"/password/invito/{token_of(user)}/"


def ada(by: User | None = None) -> User:
    return create_member(name="Ada Prova", email="ada@example.org", by=by).user


def open_setups(user: User) -> list[str]:
    return sorted(setup.by.first_name for setup in AccountSetup.objects.open().of(user))


def test_an_invitation_holds_fourteen_days(provisioned_site, time_machine):
    time_machine.move_to(START, tick=False)
    user = make_member("Ada Prova")
    token = token_of(user)
    time_machine.move_to(START + timedelta(days=14), tick=False)
    assert person_of(token) == user
    time_machine.move_to(START + timedelta(days=14, seconds=2), tick=False)
    assert person_of(token) is None
    late = Client().get(f"/password/invito/{token}/")
    assert late.status_code == 404
    assert "Questo invito non vale più" in late.content.decode()


def test_the_password_is_chosen_once(provisioned_site):
    user = ada()
    address, client = link(user), Client()
    shown = client.get(address)
    assert shown.status_code == 200
    assert "Ti diamo il benvenuto, Ada Prova" in shown.content.decode()
    done = client.post(address, CHOICE)
    assert (done.status_code, done.url) == (302, "/accedi/")
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    again = client.post(address, {"new_password1": "un-altra-frase-lunga", "new_password2": "un-altra-frase-lunga"})
    assert again.status_code == 404
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_who_was_invited_enters_with_that_password(provisioned_site):
    user = ada()
    Client().post(link(user), CHOICE)
    client = Client()
    response = client.post("/accedi/", {"login": "ada@example.org", "password": PASSWORD}, follow=True)
    assert response.redirect_chain == [("/area-soci/", 302)]
    assert response.context["page"] == user.member.showcase


@pytest.mark.parametrize("password", ["breve", "password1234", "ada@example.org"])
def test_a_weak_password_is_refused_and_the_invitation_still_holds(provisioned_site, password):
    user = ada()
    address = link(user)
    response = Client().post(address, {"new_password1": password, "new_password2": password})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert person_of(address.split("/")[-2]) == user


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: "x" + t, lambda t: "niente", lambda t: f"{t}%00"])
def test_an_altered_invitation_is_none(provisioned_site, change):
    user = ada()
    token = change(token_of(user))
    assert person_of(token) is None
    response = Client().get(f"/password/invito/{token}/")
    assert response.status_code == 404
    assert "Questo invito non vale più" in response.content.decode()


def test_an_invitation_of_a_closed_account_is_none(provisioned_site):
    user = ada()
    token = token_of(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert person_of(token) is None


def test_an_invitation_signed_for_something_else_is_none(provisioned_site):
    user = ada()
    mail_link(user, None)
    number = PasswordLink.objects.get(user=user).number
    for value in ([user.pk, "x", number], [user.pk, "x"], [user.pk], user.pk, [user.pk, "x", "y"]):
        assert person_of(signing.dumps(value, salt="profiles.invitation")) is None
    assert person_of(signing.dumps([user.pk, password_links._fingerprint(user), number], salt="altro")) is None


# --- one link at a time


def test_sending_again_makes_the_old_link_void(provisioned_site):
    user = ada()
    old = token_of(user)
    new = token_of(user)
    assert (person_of(old), person_of(new)) == (None, user)
    show_link(user, make_user("sara", provisioned_site.office))
    assert person_of(new) is None


def test_another_address_makes_the_link_void(provisioned_site):
    user = ada()
    token = token_of(user)
    User.objects.filter(pk=user.pk).update(email="altra@example.org")
    assert person_of(token) is None


def test_the_invitation_is_mailed_when_the_office_adds_somebody(provisioned_site, queued_mail, client):
    user = ada(make_user("sara", provisioned_site.office))
    assert asked() == [("password-link", "ada")]
    message = letter("password-link", "ada")
    address = next(line for line in body(message).splitlines() if "/password/invito/" in line)
    client.post(address.removeprefix("http://testserver"), CHOICE)
    user.refresh_from_db()
    assert (message["Subject"], user.check_password(PASSWORD)) == ("Il tuo invito in lab121", True)


# --- whoever prepared an account reviews nothing of that person


@pytest.fixture
def sara(provisioned_site):
    """Of the office, and of the showcases' desk as well."""
    sara = make_user("sara", provisioned_site.office)
    join(sara, provisioned_site.desk)
    return sara


def may_review(user: User, owner: User) -> bool:
    return reviews_section(user, owner.member.showcase)


def test_who_invited_a_member_reviews_nothing_of_them_while_only_their_address_was_used(sara, client):
    user = ada(sara)
    assert not may_review(sara, user)
    client.post(link(user), CHOICE)  # mailed to the address that sara wrote: it may be hers
    assert (may_review(sara, user), open_setups(user)) == (False, ["sara"])


def test_it_ends_with_a_password_by_a_link_to_an_address_that_another_set(sara, client):
    user = ada(sara)
    User.objects.filter(pk=user.pk).update(email="ada@casa.example")
    user.refresh_from_db()
    client.post(link(user), CHOICE)
    assert (may_review(sara, user), open_setups(user)) == (True, [])


def test_it_ends_by_allauths_link_too(sara, client, mailoutbox):
    user = make_member("Ada Prova")
    show_link(user, sara)
    assert not may_review(sara, user)
    client.post("/password/reimposta/", {"email": user.email})
    address = next(line for line in mailoutbox[-1].body.splitlines() if "/password/reimposta/" in line).strip()
    form = client.get(address.removeprefix("http://testserver"), follow=True)
    path = form.redirect_chain[-1][0]
    client.post(path, {"password1": PASSWORD, "password2": PASSWORD})
    user.refresh_from_db()
    assert (user.check_password(PASSWORD), may_review(sara, user)) == (True, True)


def test_a_link_that_was_copied_ends_nothing_and_is_written_down(sara, client):
    user = ada()
    copied = show_link(user, sara)
    assert [(row.kind, row.by, row.after) for row in IdentityChange.objects.all()] == [
        ("link", sara, "copiato da sara")
    ]
    client.post(copied.removeprefix("http://testserver"), CHOICE)
    user.refresh_from_db()
    assert (user.check_password(PASSWORD), may_review(sara, user), open_setups(user)) == (True, False, ["sara"])


def test_others_review_them(sara, provisioned_site):
    assert may_review(make_user("vera", provisioned_site.desk), ada(sara))


def test_a_copied_link_to_an_account_of_a_desk_wants_to_be_seen_again(provisioned_site, client):
    vera = make_user("vera", provisioned_site.desk)
    su = make_user("su", superuser=True)
    client.post(show_link(vera, su).removeprefix("http://testserver"), CHOICE)
    assert not is_seen(vera)


def test_a_mailed_link_leaves_an_account_of_a_desk_as_seen(provisioned_site, client):
    vera = make_user("vera", provisioned_site.desk)
    client.post(link(vera), CHOICE)
    assert is_seen(vera)


# --- the office's screen


def test_the_office_sends_again_or_copies(provisioned_site, queued_mail):
    sara = make_user("sara", provisioned_site.office)
    user = ada()
    address = reverse("office_invitation", args=[user.member.pk])
    assert "/password/invito/" not in sara.client.get(address).content.decode()
    sara.client.post(address, {"mail": ""})
    assert "Mandato a ada@example.org" in sara.client.get(address).content.decode()
    shown = sara.client.post(address, {"copy": ""}).content.decode()
    token = shown.partition('value="http://testserver/password/invito/')[2].partition("/")[0]
    assert person_of(token) == user
    assert "Copiato a mano" in sara.client.get(address).content.decode()
    assert open_setups(user) == ["sara"]


def test_a_member_with_a_password_is_sent_nothing_by_the_office(provisioned_site, queued_mail):
    sara = make_user("sara", provisioned_site.office)
    owner, _page, _desk = live_showcase(provisioned_site)
    owner.set_password("mia")
    owner.save()
    Client().get("/")
    response = sara.client.post(reverse("office_invitation", args=[owner.member.pk]), {"copy": ""})
    assert "ha già scelto la password" in response.content.decode()
    assert not PasswordLink.objects.filter(user=owner).exists()
