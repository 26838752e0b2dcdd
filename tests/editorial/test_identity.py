"""Two people are two: an account that changed reviews nothing until somebody else of Redazione has seen it."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.urls import reverse

from cms.exceptions import ActionRefused
from cms.users.models import User
from editorial.identity import services
from editorial.identity.services import Account
from editorial.identity.stop_links import stop_url
from editorial.models import IdentityChange, QueueEntry, SeenIdentity
from editorial.models.identity import identity_of, is_seen, read_identities, unseen_in_desks
from editorial.review.wording import UNSEEN
from tests.support.http import messages_of
from tests.support.mailbox import asked_and_cleared, body, letter, mails
from tests.support.moderation import live, review_url, sent, state, yes
from tests.support.people import join, make_user

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def ed2(newsroom):
    return make_user("ed2", newsroom.chief)


def by_queryset(user: User) -> None:
    User.objects.filter(pk=user.pk).update(email="altra@example.org")


def by_address(user: User) -> None:
    EmailAddress.objects.create(user=user, email="altra@example.org")


def by_password(user: User) -> None:
    user.set_password("scelta da un’altra persona")
    user.save()


def by_group(user: User) -> None:
    user.groups.add(Group.objects.get(name="Segreteria"))


WAYS = [by_queryset, by_address, by_password, by_group]


@pytest.mark.parametrize("change", WAYS)
def test_whoever_changes_an_account_outside_makes_it_no_reviewer(newsroom, ed2, change):
    page = sent(newsroom.anna, newsroom.blog)
    assert is_seen(newsroom.r1)
    change(newsroom.r1)
    assert not is_seen(newsroom.r1)
    newsroom.r1.client.force_login(User.objects.get(pk=newsroom.r1.pk))
    assert UNSEEN in messages_of(yes(newsroom.r1, page)) and not live(page)
    assert UNSEEN in messages_of(newsroom.r1.client.get(review_url("reading", state(page)), follow=True))
    assert services.notice_outside_changes()[0].person == newsroom.r1
    assert services.notice_outside_changes() == []  # told once
    services.mark_seen(newsroom.r1.pk, identity_of(newsroom.r1).token, newsroom.ed)
    yes(newsroom.r1, page)
    assert live(page) == "uno"


def test_who_waits_to_be_seen_is_told_where_their_list_would_be(newsroom, ed2):
    by_queryset(ed2)
    for address in ("/area-soci/", "/admin/", "/admin/da-leggere/"):
        assert "Il tuo account è cambiato da poco" in ed2.client.get(address).content.decode(), address
        assert "Il tuo account è cambiato da poco" not in newsroom.ed.client.get(address).content.decode(), address


def test_the_yes_is_judged_when_said_and_earlier_ones_stay(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    by_password(newsroom.r1)
    assert live(page) == "uno"


def test_ones_own_password_leaves_an_account_as_seen_as_it_was(newsroom, client):
    client.force_login(newsroom.r1)
    new = "una frase che scelgo io"
    client.post("/password/cambia/", {"oldpassword": "p", "password1": new, "password2": new})
    newsroom.r1.refresh_from_db()
    assert newsroom.r1.check_password(new) and is_seen(newsroom.r1)
    by_queryset(newsroom.r2)
    client.force_login(newsroom.r2)
    client.post("/password/cambia/", {"oldpassword": "p", "password1": new, "password2": new})
    assert not is_seen(newsroom.r2)


def test_a_better_hash_at_login_is_no_change(newsroom, settings):
    weak, better = (f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("MD5", "PBKDF2"))
    settings.PASSWORD_HASHERS = [weak]
    newsroom.r1.set_password("p")
    newsroom.r1.save()
    services.mark_born([newsroom.r1])
    settings.PASSWORD_HASHERS = [better, weak]
    old = newsroom.r1.password
    assert newsroom.r1.check_password("p")
    newsroom.r1.refresh_from_db()
    assert newsroom.r1.password != old and is_seen(newsroom.r1)


# --- «Visto»


def changed(newsroom, by: User, user: User, **fields) -> None:
    """Through the form's service."""
    held = frozenset(user.groups.values_list("name", flat=True))
    account = {
        "first_name": user.first_name, "last_name": user.last_name, "email": user.email, "groups": held,
        "is_active": user.is_active, "is_superuser": user.is_superuser,
    }  # fmt: skip
    services.change_account(user.pk, Account(**(account | fields)), held, identity_of(user).token, by)


def test_who_may_say_seen(newsroom, ed2):
    ed3 = make_user("ed3", newsroom.chief)
    changed(newsroom, newsroom.ed, newsroom.r1, email="r1@altrove.example")
    token = identity_of(newsroom.r1).token
    refusals = {}
    for user in (newsroom.anna, newsroom.r1, newsroom.r2, newsroom.su, newsroom.ed):
        with pytest.raises(ActionRefused) as refused:
            services.mark_seen(newsroom.r1.pk, token, user)
        refusals[user.first_name] = str(refused.value)
    assert refusals == {
        **dict.fromkeys(("anna", "r1", "r2", "su"), services.ONLY_CHIEF),
        "ed": services.YOU_CHANGED_IT,
    }
    by_password(ed2)  # whose own account nobody has seen
    with pytest.raises(ActionRefused, match=services.FIRST_BE_SEEN):
        services.mark_seen(newsroom.r1.pk, token, ed2)
    assert not is_seen(newsroom.r1)
    services.mark_seen(newsroom.r1.pk, token, ed3)
    assert is_seen(newsroom.r1)
    row = SeenIdentity.objects.get(user=newsroom.r1)
    assert (row.how, row.seen_by, row.email) == ("seen", ed3, "r1@altrove.example")
    services.mark_seen(newsroom.r1.pk, token, newsroom.ed)  # twice, and by who may not: nothing happens
    assert SeenIdentity.objects.get(user=newsroom.r1).seen_by == ed3


def test_nobody_sees_their_own_account(newsroom, ed2):
    by_password(ed2)
    with pytest.raises(ActionRefused, match=services.NOT_YOU):
        services.mark_seen(ed2.pk, identity_of(ed2).token, ed2)


def test_what_is_seen_is_what_the_screen_showed(newsroom, ed2):
    changed(newsroom, newsroom.su, newsroom.r1, email="r1@altrove.example")
    token = identity_of(newsroom.r1).token
    by_password(newsroom.r1)
    with pytest.raises(ActionRefused, match="Nel frattempo"):
        services.mark_seen(newsroom.r1.pk, token, newsroom.ed)
    assert not is_seen(newsroom.r1)


def test_a_change_that_is_taken_back_is_one_that_somebody_sees(newsroom, ed2):
    address = newsroom.r1.email
    changed(newsroom, newsroom.su, newsroom.r1, email="r1@altrove.example")
    newsroom.r1.refresh_from_db()
    changed(newsroom, newsroom.su, newsroom.r1, email=address)
    assert not is_seen(newsroom.r1)
    newsroom.r1.refresh_from_db()
    with pytest.raises(ActionRefused, match=services.YOU_CHANGED_IT):
        changed(newsroom, ed2, newsroom.r1, email="r1@terzo.example")
        services.mark_seen(newsroom.r1.pk, identity_of(newsroom.r1).token, ed2)


def test_an_account_that_nobody_has_seen_changes_no_other(newsroom, ed2):
    """Or one person of Redazione would take another's account, and say «Visto» of what it changed."""
    by_password(ed2)
    with pytest.raises(ActionRefused, match=services.FIRST_BE_SEEN):
        changed(newsroom, ed2, newsroom.r1, email="r1@altrove.example")
    with pytest.raises(ActionRefused, match="amministrazione tecnica"):
        changed(newsroom, newsroom.ed, newsroom.su, email="su@altrove.example")
    assert not IdentityChange.objects.exists()


# --- told


def test_a_change_is_told_to_all_of_redazione_and_to_the_old_address(newsroom, ed2, queued_mail):
    changed(newsroom, newsroom.su, newsroom.r1, email="r1@altrove.example")
    assert sorted(message["To"] for message in mails()) == [
        "ed2@example.org", "ed@example.org", "r1@altrove.example", "r1@example.org",
    ]  # fmt: skip
    text = body(next(message for message in mails() if message["To"] == "r1@example.org"))
    assert "su ha cambiato l’e-mail di r1: da r1@example.org a r1@altrove.example" in " ".join(text.split())


def test_who_is_put_out_of_redazione_hears_of_it(newsroom, ed2, queued_mail):
    changed(newsroom, newsroom.su, ed2, groups=frozenset())
    assert sorted(message["To"] for message in mails()) == ["ed2@example.org", "ed@example.org"]


def test_a_member_hears_at_the_old_address_and_has_nothing_to_stop(newsroom, queued_mail):
    changed(newsroom, newsroom.su, newsroom.anna, email="anna@altrove.example")
    (message,) = mails()
    text = " ".join(body(message).split())
    assert message["To"] == "anna@example.org" and "rispondi subito a questa e-mail" in text
    assert "/account/ferma/" not in text and "/account/ferma/" not in body(message, "html")


def test_accounts_in_no_desk_are_told_in_one_mail_a_day(newsroom, queued_mail):
    changed(newsroom, newsroom.su, newsroom.anna, first_name="Anna")
    changed(newsroom, newsroom.su, newsroom.bruno, first_name="Bruno")
    assert list(mails()) == []
    call_command("send_digest", verbosity=0)
    (message,) = mails()
    assert (message["To"], message["Subject"]) == ("ed@example.org", "2 cambiamenti negli account")
    asked_and_cleared()
    call_command("send_digest", verbosity=0)
    assert list(mails()) == []


# --- nobody there to see it


@pytest.fixture
def alone(newsroom, time_machine):
    """Redazione has one person, who changes an account: nobody else could see it."""
    time_machine.move_to(START, tick=False)
    changed(newsroom, newsroom.ed, newsroom.r1, email="r1@altrove.example")
    return newsroom


def test_it_counts_after_three_days_where_nobody_could_see_it(alone, time_machine):
    time_machine.move_to(START + timedelta(hours=71, minutes=59), tick=False)
    assert services.accept_unopposed() == [] and not is_seen(alone.r1)
    time_machine.move_to(START + timedelta(hours=72), tick=False)
    assert services.accept_unopposed() == [alone.r1] and is_seen(alone.r1)
    assert SeenIdentity.objects.get(user=alone.r1).how == "unopposed"


def test_it_never_counts_by_itself_where_somebody_could_see_it(alone, time_machine):
    make_user("ed2", alone.chief)
    time_machine.move_to(START + timedelta(days=30), tick=False)
    assert services.accept_unopposed() == [] and not is_seen(alone.r1)


def test_whoever_had_the_mail_stops_it(alone, time_machine, client, queued_mail):
    change = IdentityChange.objects.get()
    link = stop_url(change, "r1@example.org").removeprefix("http://testserver")
    shown = client.get(link)
    assert "ed ha cambiato l’e-mail di r1" in shown.content.decode() and "Ferma" in shown.content.decode()
    assert IdentityChange.objects.get().stopped_at is None  # a mail program follows links
    assert client.post(link).status_code == 200
    assert client.post(link).status_code == 200
    change.refresh_from_db()
    assert (change.stopped_at, change.stopped_by) == (START, "r1@example.org")
    assert [message["Subject"] for message in mails()] == ["Fermato: r1"]
    time_machine.move_to(START + timedelta(days=4), tick=False)
    assert services.accept_unopposed() == [] and not is_seen(alone.r1)
    assert "Fermato da r1@example.org" in alone.ed.client.get(reverse("editorial_accounts")).content.decode()


@pytest.mark.parametrize("token", ["x", "WzEsICJhQGIiXQ:x:x"])
def test_an_altered_link_stops_nothing(alone, client, token):
    assert client.post(f"/account/ferma/{token}/").status_code == 404
    assert not IdentityChange.objects.filter(stopped_at__isnull=False).exists()


def test_a_change_outside_waits_from_when_it_was_noticed(newsroom, time_machine):
    time_machine.move_to(START, tick=False)
    by_password(newsroom.ed)  # the only one of Redazione
    time_machine.move_to(START + timedelta(days=9), tick=False)
    call_command("send_reminders", verbosity=0)
    assert not is_seen(newsroom.ed)
    assert [(row.kind, row.by, row.at) for row in IdentityChange.objects.all()] == [
        ("outside", None, START + timedelta(days=9))
    ]
    time_machine.move_to(START + timedelta(days=12), tick=False)
    call_command("send_reminders", verbosity=0)
    assert is_seen(newsroom.ed)


# --- the beginning


def test_the_first_accounts_of_a_site_are_seen_and_listed_once(provisioned_site, queued_mail):
    make_user("su", superuser=True)
    assert [str(issue) for issue in unseen_in_desks()] == []
    call_command(
        "first_accounts", "--redazione", "Ada Prova <ada@example.org>", "--redazione", "Bea Prova <BEA@example.org>",
        "--segreteria", "Sara Prova <sara@example.org>", verbosity=0,
    )  # fmt: skip
    ada, bea = (User.objects.get(email=f"{name}@example.org") for name in ("ada", "bea"))
    assert is_seen(ada) and is_seen(bea)
    assert [row.user.first_name for row in SeenIdentity.objects.to_list()] == ["Ada", "Bea", "Sara"]
    with pytest.raises((CommandError, ActionRefused), match="ha già la sua Redazione"):
        call_command("first_accounts", "--redazione", "Z Z <z@z.example>", "--redazione", "Y Y <y@y.example>")
    assert services.mark_list_read(bea) == 3 and list(SeenIdentity.objects.to_list()) == []


@pytest.mark.parametrize(
    "people, words",
    [
        (["Ada Prova <ada@example.org>"], "almeno due"),
        (["Ada Prova <ada@example.org>", "bea@example.org"], "Manca il nome"),
        (["Ada Prova <ada@example.org>", "Bea <bea>"], "Non è un indirizzo"),
        (["Ada Prova <ada@example.org>", "Bea Prova <ada@example.org>"], "C’è già un account"),
    ],
)
def test_first_accounts_that_cannot_be(provisioned_site, people, words):
    with pytest.raises((CommandError, ActionRefused), match=words):
        call_command("first_accounts", *(part for who in people for part in ("--redazione", who)), verbosity=0)
    assert not User.objects.exists()


# --- who prepared whose account


def test_who_set_an_address_reviews_nothing_of_that_person(newsroom, ed2):
    page = sent(newsroom.anna, newsroom.blog)
    changed(newsroom, newsroom.ed, newsroom.anna, email="ed.anna@example.org")
    step, request = newsroom.blog_desk, page.current_workflow_state
    assert [user.first_name for user in step.reviewers(page, request)] == ["r1", "r2", "ed2"]
    assert not step.can_review(newsroom.ed, page, request) and step.can_review(ed2, page, request)
    assert list(QueueEntry.objects.for_reviewer(newsroom.ed)) == []
    assert [entry.task_state_id for entry in QueueEntry.objects.for_reviewer(ed2)] == [state(page).pk]
    yes(newsroom.ed, page)
    assert not live(page)
    yes(newsroom.r1, page)
    assert live(page) == "uno"


def test_one_query_reads_an_account(newsroom, django_assert_num_queries):
    join(newsroom.r1, newsroom.chief, newsroom.office)
    EmailAddress.objects.create(user=newsroom.r1, email=newsroom.r1.email)
    services.mark_born([newsroom.r1])
    with django_assert_num_queries(1):
        assert is_seen(newsroom.r1)
    with django_assert_num_queries(1):
        assert len(list(read_identities(Q(groups=newsroom.desk)))) == 2


def test_the_letter_says_who_it_is_about(newsroom, queued_mail):
    changed(newsroom, newsroom.su, newsroom.r1, groups=frozenset())
    assert letter("identity", "ed")["Subject"] == "Account cambiato: r1"
