"""Logging in, out, and choosing a new password: Italian pages of ours, by e-mail."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from cms.users.models import User
from tests.support.people import make_user

PASSWORD = "una-frase-lunga-davvero"
NEW = "un-altra-frase-lunga"


@pytest.fixture
def ada(provisioned_site):
    user = User.objects.create_user("ada@example.org", PASSWORD, first_name="Ada")
    user.groups.add(provisioned_site.members)
    return user


def log_in(client: Client, email: str = "ada@example.org", password: str = PASSWORD, **more):
    return client.post("/accedi/", {"login": email, "password": password, **more}, follow=True)


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("email", ["ada@example.org", "Ada@Example.ORG", " ada@example.org "])
def test_who_knows_the_password_enters_by_e_mail_and_lands_in_their_area(ada, email):
    client = Client()
    response = log_in(client, email)
    assert response.redirect_chain == [("/area-soci/", 302)]
    assert "Ciao, Ada" in response.content.decode()


@pytest.mark.parametrize(
    "email, password",
    [("ada@example.org", "sbagliata"), ("nessuno@example.org", PASSWORD), ("ada@example.org", ""), ("ada", PASSWORD)],
)
def test_who_does_not_stays_outside_and_keeps_the_address_typed(ada, email, password):
    client = Client()
    response = log_in(client, email, password)
    assert response.redirect_chain == []
    assert not is_logged_in(client)
    assert response.context["form"].errors
    assert f'value="{email}"' in response.content.decode()
    assert PASSWORD not in response.content.decode()


def test_a_wrong_password_and_an_unknown_address_sound_the_same(ada):
    answers = [
        log_in(Client(), email, "sbagliata").context["form"].errors for email in ("ada@example.org", "no@example.org")
    ]
    assert answers[0] == answers[1]


def test_a_closed_account_stays_outside(ada):
    User.objects.filter(pk=ada.pk).update(is_active=False)
    client = Client()
    response = log_in(client)
    assert not is_logged_in(client)
    assert response.redirect_chain == [("/accedi/chiuso/", 302)]
    assert "Questo accesso è chiuso" in response.content.decode()


def test_logging_in_leads_where_one_wanted_to_go(ada):
    response = log_in(Client(), next="/area-soci/contatti/")
    assert response.redirect_chain[0] == ("/area-soci/contatti/", 302)


@pytest.mark.parametrize(
    "target", ["https://finto.example/", "//finto.example/", "javascript:alert(1)", "/\\finto.example"]
)
def test_logging_in_never_leads_elsewhere(ada, target):
    assert log_in(Client(), next=target).redirect_chain == [("/area-soci/", 302)]


def test_the_admin_asks_for_the_same_login_and_comes_back(provisioned_site):
    client = Client()
    chain = client.get("/admin/", follow=True).redirect_chain
    assert chain == [("/accedi/?next=/admin/", 302)]
    stock = client.get("/admin/login/?next=/admin/pages/", follow=True).redirect_chain
    assert stock == [("/accedi/?next=/admin/pages/", 302)]
    chief = make_user("chief", provisioned_site.chief)
    chief.set_password(PASSWORD)
    chief.save()
    assert log_in(client, "chief@example.org", next="/admin/").redirect_chain == [("/admin/", 302)]


def test_a_member_who_asks_for_the_admin_lands_in_their_area(ada):
    assert log_in(Client(), next="/admin/").redirect_chain == [("/admin/", 302), ("/area-soci/", 302)]


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/admin/images/"])
def test_who_may_not_enter_the_admin_lands_in_their_area(provisioned_site, address):
    for user in (make_user("office", provisioned_site.office), make_user("nobody")):
        assert user.client.get(address, follow=True).redirect_chain == [("/area-soci/", 302)]


def test_leaving_asks_once_says_nothing_more_and_sets_nothing(ada):
    client = Client()
    log_in(client)
    assert client.get("/esci/").status_code == 200
    assert is_logged_in(client)
    response = client.post("/esci/", follow=True)
    assert response.redirect_chain == [("/", 302)]
    assert not is_logged_in(client)
    assert "messages" not in client.cookies or client.cookies["messages"].value == ""
    assert "notice-success" not in client.get("/accedi/").content.decode()


def test_nobody_signs_up(provisioned_site):
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith("account_")}
    assert names == {
        "account_inactive",
        "account_login",
        "account_logout",
        "account_change_password",
        "account_set_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    }
    for name in ("account_signup", "account_email", "socialaccount_signup"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for address in ("/accedi/signup/", "/signup/", "/accounts/signup/", "/registrati/"):
        assert Client().get(address).status_code == 404
    assert "signup" not in Client().get("/accedi/").content.decode()


def test_a_form_of_login_is_italian(provisioned_site):
    html = Client().get("/accedi/").content.decode()
    assert re.findall(r"<h1>([^<]+)</h1>", html) == ["È bello rivederti"]
    for english in ("Sign", "Password:", "Remember", "Forgot"):
        assert english not in html
    for address in ("/accedi/", "/password/reimposta/"):
        labels = re.findall(r"<label[^>]*>\s*([^<]+?)\s*<", Client().get(address).content.decode())
        assert "E-mail" in labels and "Email" not in labels


# A new password ----------------------------------------------------------------------------------------------

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def ask_for_link(client: Client, email: str = "ada@example.org", **headers):
    return client.post("/password/reimposta/", {"email": email}, follow=True, **headers)


def link() -> str:
    (message,) = mail.outbox
    (address,) = re.findall(r"https?://\S+", message.body)
    assert address.startswith("http://testserver/password/reimposta/")
    return address.removeprefix("http://testserver")


def test_the_mail_is_italian_and_its_link_is_ours_whatever_the_host_header(ada, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.BASE_URL = "https://lab121.example"
    ask_for_link(Client(), headers={"host": "finto.example"})
    (message,) = mail.outbox
    assert message.subject == "lab121: scegli una nuova password"
    assert message.to == ["ada@example.org"]
    (address,) = re.findall(r"https?://\S+", message.body)
    assert address.startswith("https://lab121.example/password/reimposta/")
    assert "finto.example" not in message.message().as_string()
    assert "apri questo indirizzo entro un’ora" in message.body


def test_an_unknown_address_is_answered_the_same_and_no_mail_goes(ada):
    known = ask_for_link(Client())
    sent = len(mail.outbox)
    unknown = ask_for_link(Client(), "nessuno@example.org")
    assert len(mail.outbox) == sent == 1
    assert known.redirect_chain == unknown.redirect_chain == [("/password/reimposta/inviata/", 302)]
    assert known.content == unknown.content
    assert "Se l’indirizzo è di un socio" in known.content.decode()


def test_the_link_leads_to_a_new_password_once(ada):
    ask_for_link(Client())
    address, client = link(), Client()
    form = client.get(address, follow=True)
    action = form.redirect_chain[0][0]
    done = client.post(action, {"password1": NEW, "password2": NEW}, follow=True)
    assert done.redirect_chain == [("/password/fatto/", 302)]
    assert log_in(Client(), password=NEW).redirect_chain == [("/area-soci/", 302)]
    again = Client().get(address, follow=True)
    assert "Questo link non vale più" in again.content.decode()


def test_the_link_holds_an_hour(ada, time_machine):
    time_machine.move_to(START, tick=False)
    ask_for_link(Client())
    address = link()
    time_machine.move_to(START + timedelta(minutes=59), tick=False)
    assert "Scegli una nuova password" in Client().get(address, follow=True).content.decode()
    time_machine.move_to(START + timedelta(minutes=61), tick=False)
    assert "Questo link non vale più" in Client().get(address, follow=True).content.decode()


def test_an_altered_link_opens_nothing(ada):
    for address in ("/password/reimposta/1-x/", "/password/reimposta/zzz-set-password/"):
        assert "Questo link non vale più" in Client().get(address, follow=True).content.decode()


def test_a_closed_account_gets_no_mail(ada):
    User.objects.filter(pk=ada.pk).update(is_active=False)
    ask_for_link(Client())
    assert mail.outbox == []


def test_changing_the_password_asks_for_the_old_one(ada):
    client = Client()
    log_in(client)
    wrong = client.post("/password/cambia/", {"oldpassword": "x", "password1": NEW, "password2": NEW})
    assert list(wrong.context["form"].errors) == ["oldpassword"]
    client.post("/password/cambia/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    ada.refresh_from_db()
    assert ada.check_password(NEW)


def test_who_has_no_password_yet_is_led_to_the_mail(ada):
    ada.set_unusable_password()
    ada.save()
    client = Client()
    client.force_login(ada)
    assert client.get("/password/cambia/", follow=True).redirect_chain[-1] == ("/password/reimposta/", 302)
