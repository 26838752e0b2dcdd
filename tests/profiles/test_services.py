"""The one way in: account, member, group and draft showcase together."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cms.exceptions import ActionRefused
from cms.mail.models import Mail
from cms.slugs import free_slug
from cms.users.models import User
from editorial.review.services import send
from editorial.review.state import open_state
from profiles.models import Member, ProfileIndexPage, ProfilePage
from profiles.services import (
    AddressTaken,
    create_member,
    deactivate_member,
    reactivate_member,
)
from tests.support.mailbox import body, mails
from tests.support.moderation import fresh, seen_by
from tests.support.people import make_member, make_user
from tests.support.showcases import live_showcase


def test_everything_is_made_at_once(provisioned_site):
    member = create_member(
        name="  Ada Maria Prova ",
        email="Ada@Example.org",
        kind="firm",
        address_as="socia",
        joined_on=date(2020, 3, 1),
    )
    user, page = member.user, member.showcase
    assert (user.email, user.first_name, user.last_name) == ("ada@example.org", "Ada", "Maria Prova")
    assert not user.has_usable_password()
    assert [group.name for group in user.groups.all()] == ["Soci"]
    assert (member.kind, member.address_as, member.joined_on) == ("firm", "socia", date(2020, 3, 1))
    assert (member.email, member.email_visibility, member.is_demo) == ("ada@example.org", "nobody", False)
    assert (page.title, page.slug, page.owner, page.live) == (
        "Ada Maria Prova",
        "ada-maria-prova",
        user,
        False,
    )
    assert page.latest_revision.user == user
    assert open_state(page) is None


def test_a_second_account_with_the_same_address_is_refused_whole(provisioned_site):
    create_member(name="Ada Prova", email="ada@example.org")
    counts = [model.objects.count() for model in (User, Member, ProfilePage)]
    with pytest.raises(AddressTaken):
        create_member(name="Bea Prova", email="ADA@example.org")
    assert [model.objects.count() for model in (User, Member, ProfilePage)] == counts


def test_a_failure_half_way_leaves_no_account(provisioned_site, monkeypatch):
    monkeypatch.setattr(ProfilePage, "save_revision", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        create_member(name="Ada Prova", email="ada@example.org")
    assert not User.objects.filter(email="ada@example.org").exists()
    assert not ProfilePage.objects.exists()


def test_a_member_has_one_showcase_and_the_database_says_so(provisioned_site):
    member = create_member(name="Ada Prova", email="ada@example.org")
    index = ProfileIndexPage.objects.get()
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        index.add_child(instance=ProfilePage(title="Seconda", slug="seconda", member=member, owner=member.user))
    other = create_member(name="Bea Prova", email="bea@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():  # past every form and clean()
        ProfilePage.objects.filter(member=other).update(member=member)


def test_an_account_is_one_member_and_the_database_says_so(provisioned_site):
    member = create_member(name="Ada Prova", email="ada@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(user=member.user)


def test_a_showcase_keeps_its_member(provisioned_site):
    member = create_member(name="Ada Prova", email="ada@example.org")
    member.user.delete()
    member.refresh_from_db()
    assert member.user is None
    assert member.showcase.title == "Ada Prova"


@pytest.mark.parametrize(
    "name, slug",
    [
        ("Ada Prova", "ada-prova"),
        ("Città D’Alba", "citta-dalba"),
        ("!!! ???", "vetrina"),
        ("日本", "vetrina"),
        ("x" * 120, "x" * 80),
    ],
)
def test_slugs_are_made_from_names(provisioned_site, name, slug):
    assert create_member(name=name, email="a@example.org").showcase.slug == slug


def test_slugs_that_are_taken_are_counted_on(provisioned_site):
    names = ["Ada Prova", "Ada  Prova", "ADA PROVA", "Ada Prova 2"]
    pages = [create_member(name=name, email=f"{n}@example.org").showcase for n, name in enumerate(names)]
    assert [page.slug for page in pages] == ["ada-prova", "ada-prova-2", "ada-prova-3", "ada-prova-2-2"]
    assert free_slug(ProfileIndexPage.objects.get(), "Ada Prova", fallback="x") == "ada-prova-4"


def test_two_pages_of_nameless_symbols_do_not_collide(provisioned_site):
    slugs = [create_member(name="***", email=f"{n}@example.org").showcase.slug for n in range(2)]
    assert slugs == ["vetrina", "vetrina-2"]


# Somebody leaves, or comes back ----------------------------------------------------------------------------


def strangers(provisioned_site, member) -> list:
    """Everybody but the office."""
    closed = make_user("exsegretaria", provisioned_site.office)
    closed.is_active = False
    closed.save()
    staff = [
        make_user("vera", provisioned_site.desk),
        make_user("capo", provisioned_site.chief),
        make_user("su", superuser=True),
    ]
    return [member.user, make_member("Bruno Prova"), *staff, closed, AnonymousUser()]


def account(member) -> bool:
    """Is it open?"""
    return User.objects.get(pk=member.user_id).is_active


def test_nobody_but_the_office_parts_with_who_has_a_draft(provisioned_site):
    owner = make_member("Ada Prova")
    member, page = owner.member, owner.member.showcase
    send(page.pk, owner, seen_by(owner, page))
    for stranger in strangers(provisioned_site, member):
        with pytest.raises(ActionRefused, match="li chiude e li riapre la Segreteria"):
            deactivate_member(member=member, by=stranger, reason="Si è trasferita")
    assert account(member) and open_state(page)
    deactivate_member(member=member, by=make_user("sara", provisioned_site.office), reason="Si è trasferita")
    assert not account(member) and open_state(page) is None


def test_nobody_but_the_office_parts_with_who_is_on_the_site(provisioned_site):
    owner, page, _desk = live_showcase(provisioned_site)
    for stranger in strangers(provisioned_site, owner.member):  # of whom the desk and the owner may take the page down
        with pytest.raises(ActionRefused, match="li chiude e li riapre la Segreteria"):
            deactivate_member(member=owner.member, by=stranger, reason="Si è trasferita")
    assert account(owner.member) and fresh(page).live
    sara = make_user("sara", provisioned_site.office)
    with pytest.raises(ActionRefused, match="Scrivi il motivo"):
        deactivate_member(member=owner.member, by=sara, reason=" ")
    assert account(owner.member) and fresh(page).live
    deactivate_member(member=owner.member, by=sara, reason="Si è trasferita")
    assert not account(owner.member) and not fresh(page).live


def test_nobody_but_the_office_welcomes_anybody_back(provisioned_site):
    member = make_member("Ada Prova").member
    sara = make_user("sara", provisioned_site.office)
    deactivate_member(member=member, by=sara, reason="Si è trasferita")
    for stranger in strangers(provisioned_site, member):
        with pytest.raises(ActionRefused, match="li chiude e li riapre la Segreteria"):
            reactivate_member(member=member, by=stranger)
    assert not account(member)
    reactivate_member(member=member, by=sara)
    assert account(member)


def test_who_is_parted_with_reads_one_mail_and_none_that_invites_back(provisioned_site, settings):
    settings.EMAIL_BACKEND = "cms.mail.queue.QueueBackend"
    owner, _page, _desk = live_showcase(provisioned_site)
    Mail.objects.all().delete()
    sara = make_user("sara", provisioned_site.office)
    deactivate_member(member=owner.member, by=sara, reason="Si è trasferita a Genova")
    (message,) = [message for message in mails() if message["To"] == owner.email]
    assert message["Subject"] == "Il tuo account in lab121 è chiuso"
    text = " ".join(body(message).split())
    assert "La tua vetrina non è più sul sito." in text and "«Si è trasferita a Genova»" in text
    assert "mandarlo di nuovo" not in text
