"""«Chi è chi», over HTTP: who may do what there, and what a hand-made POST gets."""

import pytest
from django.urls import reverse

from cms.users.models import User
from editorial import roles
from editorial.models import IdentityChange, PasswordLink, SeenIdentity
from editorial.models.identity import identity_of, is_seen
from tests.support.http import messages_of
from tests.support.mailbox import asked
from tests.support.people import make_member, make_user

pytestmark = pytest.mark.usefixtures("queued_mail")


@pytest.fixture
def people(provisioned_site):
    provisioned_site.ed = make_user("ed", provisioned_site.chief)
    provisioned_site.ed2 = make_user("ed2", provisioned_site.chief)
    provisioned_site.vera = make_user("vera", provisioned_site.desk)
    provisioned_site.sara = make_user("sara", provisioned_site.office)
    provisioned_site.su = make_user("su", superuser=True)
    provisioned_site.ada = make_member("Ada Prova")
    return provisioned_site


def addresses(person: User) -> list[str]:
    names = ("account", "seen", "mail_password_link")
    one = [reverse(f"editorial_{name}", args=[person.pk]) for name in names]
    return [reverse("editorial_accounts"), reverse("editorial_new_account"), reverse("editorial_list_read"), *one]


def data(person: User | None = None, **fields) -> dict:
    """The whole form, as its screen posts it."""
    if person is None:
        return {"first_name": "Zoe", "last_name": "Nuova", "email": "zoe@example.org", "groups": []} | fields
    held = [group.name for group in person.groups.all()]
    values = {
        "first_name": person.first_name, "last_name": person.last_name, "email": person.email, "groups": held,
        "seen_token": identity_of(person).token,
    }  # fmt: skip
    values |= {"is_active": "on"} if person.is_active else {}
    values |= {"is_superuser": "on"} if person.is_superuser else {}
    return {name: value for name, value in (values | fields).items() if value is not None}


def post(by: User, person: User, **fields):
    return by.client.post(reverse("editorial_account", args=[person.pk]), data(person, **fields), follow=True)


def kinds() -> list[tuple[str, str, str]]:
    return [(row.kind, row.person_name, row.by_name) for row in IdentityChange.objects.order_by("pk")]


@pytest.mark.parametrize("who", ["ada", "vera", "sara"])
def test_nobody_else_opens_it_or_posts_there(people, who):
    user = getattr(people, who)
    before = list(User.objects.order_by("pk").values())
    for address in addresses(people.vera):
        assert user.client.get(address).status_code in (302, 403, 405), address
        assert user.client.post(address, data(people.vera, email="mia@example.org")).status_code in (302, 403, 405), (
            address
        )
    assert (list(User.objects.order_by("pk").values("email")), kinds()) == (
        [{"email": row["email"]} for row in before], [],
    )  # fmt: skip


def test_who_sits_where_since_when_and_by_whom(people):
    post(people.su, people.ada, groups=[roles.BLOG_DESK])
    shown = people.ed.client.get(reverse("editorial_accounts"))
    desks = {desk.name: [(str(seat.person), seat.by, seat.is_seen) for seat in desk.seats]
             for desk in shown.context["desks"]}  # fmt: skip
    assert desks == {
        roles.BLOG_DESK: [("Ada Prova", "su", False)],
        roles.PROFILES_DESK: [("vera", "", True)],
        roles.RADIO_DESK: [], roles.PILLOLE_DESK: [],
        roles.CHIEF: [("ed", "", True), ("ed2", "", True)],
        roles.OFFICE: [("sara", "", True)],
        "Amministrazione tecnica": [("su", "", True)],
    }  # fmt: skip
    (waiting,) = shown.context["pending"]
    assert (str(waiting.person), waiting.why_not) == ("Ada Prova", "")
    sentence = "su ha cambiato le redazioni di Ada Prova: prima nessuna redazione, ora Redazione Blog"
    assert sentence in shown.content.decode()


def test_a_search_finds_members_by_name_and_address(people):
    found = people.ed.client.get(reverse("editorial_accounts"), {"q": "prova ada@"}).context["found"]
    assert [person.email for person in found] == ["ada@example.org"]
    nothing = people.ed.client.get(reverse("editorial_accounts"), {"q": "\0zz" + "zz " * 4000})
    assert (nothing.status_code, list(nothing.context["found"])) == (200, [])


def test_a_new_account_has_no_password_and_is_mailed_a_link(people):
    response = people.ed.client.post(reverse("editorial_new_account"), data(groups=[roles.RADIO_DESK]), follow=True)
    zoe = User.objects.get(email="zoe@example.org")
    assert "il link per la password è partito verso zoe@example.org" in messages_of(response)
    assert not zoe.has_usable_password() and not zoe.is_superuser and not is_seen(zoe)
    assert [group.name for group in zoe.groups.all()] == [roles.RADIO_DESK]
    assert PasswordLink.objects.get(user=zoe).way == "mailed"
    assert kinds() == [("created", "Zoe Nuova", "ed")]
    assert asked() == [("identity", "ed"), ("identity", "ed2"), ("identity", "zoe"), ("password-link", "zoe")]


@pytest.mark.parametrize(
    "field, value, words",
    [
        ("first_name", "", "Scrivi il nome"),
        ("email", "", "Scrivi l’e-mail."),
        ("email", "VERA@example.org", "C’è già un account con questa e-mail."),
        ("email", "non è", "indirizzo email valido"),
        ("groups", ["Soci"], "Soci"),
        ("groups", ["Moderators"], "Moderators"),
    ],
)
def test_a_wrong_value_makes_nobody(people, field, value, words):
    count = User.objects.count()
    response = people.ed.client.post(reverse("editorial_new_account"), data(**{field: value}))
    assert any(words in error for error in response.context["form"].errors[field])
    assert (User.objects.count(), kinds()) == (count, [])


def test_each_change_is_a_row(people):
    post(people.su, people.vera, first_name="Véra", email="VERA@altrove.example", groups=[roles.CHIEF], is_active=None)
    people.vera.refresh_from_db()
    assert (people.vera.email, people.vera.is_active) == ("vera@altrove.example", False)
    assert [(row.kind, row.before, row.after) for row in IdentityChange.objects.order_by("pk")] == [
        ("name", "vera", "Véra"),
        ("email", "vera@example.org", "vera@altrove.example"),
        ("active", "aperto", "chiuso"),
        ("groups", "Redazione Vetrine", "Redazione"),
    ]
    assert post(people.su, people.vera).status_code == 200 and len(kinds()) == 4  # as it was: no row


def test_membership_is_no_business_of_the_form(people):
    post(people.su, people.ada, groups=[roles.BLOG_DESK])
    assert sorted(group.name for group in people.ada.groups.all()) == [roles.BLOG_DESK, roles.MEMBERS]


def test_only_superusers_make_superusers(people):
    post(people.ed, people.vera, is_superuser="on")
    people.ed.client.post(reverse("editorial_new_account"), data(is_superuser="on"))
    assert [user.first_name for user in User.objects.filter(is_superuser=True)] == ["su"]
    answer = post(people.ed, people.su, email="mia@example.org")
    people.su.refresh_from_db()
    assert "amministrazione tecnica" in messages_of(answer) and people.su.email == "su@example.org"
    post(people.su, people.vera, is_superuser="on")
    assert [user.first_name for user in User.objects.filter(is_superuser=True).order_by("pk")] == ["vera", "su"]
    assert kinds()[-1] == ("superuser", "vera", "su")


def test_nobody_locks_themselves_out(people):
    for fields in ({"is_active": None}, {"is_superuser": None}):
        assert "Da qui non puoi toglierti" in messages_of(post(people.su, people.su, **fields))
    people.su.refresh_from_db()
    assert people.su.is_active and people.su.is_superuser and kinds() == []


def test_a_form_that_another_has_overtaken_changes_nothing(people):
    stale = data(people.vera, email="prima@example.org")
    post(people.su, people.vera, groups=[])
    answer = people.ed.client.post(reverse("editorial_account", args=[people.vera.pk]), stale, follow=True)
    people.vera.refresh_from_db()
    assert "Nel frattempo l’account è cambiato" in messages_of(answer) and people.vera.email == "vera@example.org"


def test_seen_over_http(people):
    post(people.ed, people.vera, email="vera@altrove.example")
    target, token = reverse("editorial_seen", args=[people.vera.pk]), identity_of(people.vera).token
    said = {}
    for who in ("su", "ed", "ed2"):
        assert f'value="{token}"' in people.ed2.client.get(reverse("editorial_accounts")).content.decode()
        said[who] = messages_of(getattr(people, who).client.post(target, {"seen_token": token}, follow=True))
    assert "«Visto» lo dice la Redazione." in said["su"]
    assert "L’hai cambiato tu" in said["ed"]
    assert "Visto: vera legge e dice sì come prima." in said["ed2"]
    assert SeenIdentity.objects.get(user=people.vera).seen_by == people.ed2
    assert "Nel frattempo" in messages_of(people.ed2.client.post(target, {"seen_token": "x"}, follow=True))


def test_a_new_name_is_shown_to_whoever_says_seen(people):
    post(people.su, people.vera, first_name="Renata", groups=[roles.CHIEF])
    (waiting,) = people.ed.client.get(reverse("editorial_accounts")).context["pending"]
    assert [sentence for sentence, _at in waiting.sentences] == [
        "su ha cambiato le redazioni di Renata: prima Redazione Vetrine, ora Redazione",
        "su ha cambiato il nome di vera in Renata",
    ]


def test_the_link_for_a_password_goes_to_the_accounts_own_address(people):
    people.ed.client.post(reverse("editorial_mail_password_link", args=[people.vera.pk]))
    assert ("password-link", "vera") in asked()
    User.objects.filter(pk=people.ed.pk).update(email="presa@example.org")  # whose own account nobody has seen
    answer = people.ed.client.post(reverse("editorial_mail_password_link", args=[people.ada.pk]), follow=True)
    assert "prima deve guardarlo" in messages_of(answer) and ("password-link", "ada") not in asked()


def test_the_admins_home_names_who_waits_to_be_seen(people):
    post(people.su, people.vera, groups=[roles.BLOG_DESK])
    for who in ("ed", "su"):
        assert "Account cambiati, da guardare" in getattr(people, who).client.get("/admin/").content.decode()
    assert "Account cambiati, da guardare" not in people.vera.client.get("/admin/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "users/", "users/new/", "users/edit/{pk}/", "users/delete/{pk}/", "groups/", "groups/new/", "groups/edit/1/",
        "workflows/list/", "sites/", "sites/new/", "bulk/users/user/delete/?id={pk}",
        "bulk/users/user/assign_role/?id={pk}", "bulk/users/user/set_active_state/?id={pk}",
    ],
)  # fmt: skip
def test_wagtails_own_screens_are_closed_to_everybody(people, address):
    target = f"/admin/{address.format(pk=people.vera.pk)}"
    for who in ("ed", "su"):
        client = getattr(people, who).client
        assert (client.get(target).status_code, client.post(target).status_code) == (404, 404), who
    assert User.objects.filter(pk=people.vera.pk, is_active=True).exists()
