"""Who is told that something public changed: once, after the commit."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import PageViewRestriction
from wagtail.snippets.models import get_snippet_models

from blog.models import Category
from cms import publication_signals
from cms.models import SiteSettings
from cms.publication_signals import Change
from profiles.models import Member, Profession
from tests.support.moderation import create, fresh, sent, submit, yes
from tests.support.people import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """What listeners were told, in order."""
    changes = []

    def listen(change, **_kwargs):
        changes.append(change)

    publication_signals.changed.connect(listen)
    yield changes
    publication_signals.changed.disconnect(listen)


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def article(kind, page):
    return Change(kind, "testpages.article", page.pk)


def test_saving_and_sending_change_nothing_public(newsroom, heard, commits):
    with commits():
        page = submit(newsroom.anna, create(newsroom.anna, newsroom.blog), "due")
    assert (page.live, heard) == (False, [])


def test_the_second_yes_is_told_once(newsroom, heard, commits):
    page = sent(newsroom.anna, newsroom.blog)
    with commits():
        yes(newsroom.r1, page)
    assert heard == [article("published", page)]


def test_a_change_of_address_is_still_one_publication(newsroom, heard, commits):
    """The redirect that it leaves is a change of its own."""
    page = sent(newsroom.r1, newsroom.blog)
    yes(newsroom.r2, page)
    submit(newsroom.r1, page, "due", slug="altro")
    with commits():
        yes(newsroom.r2, page)
    redirect = Redirect.objects.filter(old_path="/gazzetta/t").values_list("pk", flat=True)
    left = [Change("saved", "wagtailredirects.redirect", pk) for pk in redirect]
    assert sorted(heard) == sorted([article("published", page), *left])


def test_taking_a_page_off_the_site_and_back(newsroom, heard, commits):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    with commits():
        newsroom.r1.client.post(reverse("editorial_take_down", args=[page.pk]), {"reason": "Un errore grave."})
    assert (fresh(page).live, heard) == (False, [article("unpublished", page)])


def test_moving_a_live_page(newsroom, heard, commits):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    with commits():
        fresh(page).move(newsroom.bare, pos="last-child")
    assert [change.kind for change in heard] == ["moved"]


def test_a_deleted_page_is_not_said_to_be_unpublished_as_well(newsroom, heard, commits):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    draft = create(newsroom.anna, newsroom.blog, "Bozza")
    with commits():
        fresh(draft).delete()
        fresh(page).delete()
    assert heard == [article("deleted", page)]


def test_a_word_of_reference_that_is_changed_or_removed(provisioned_site, heard, commits):
    with commits():
        category = Category.objects.create(name="Mestieri rari", slug="mestieri-rari")
    assert heard == []  # no page shows it yet
    pk = category.pk
    with commits():
        category.name = "Mestieri rarissimi"
        category.save()
    with commits():
        category.delete()
    assert heard == [Change("saved", "blog.category", pk), Change("removed", "blog.category", pk)]


def test_contacts_that_a_member_shows(provisioned_site, heard, commits):
    with commits():
        member = Member.objects.get(user=make_member("Ada Po"))
        member.phone = "+39 0131 123456"
        member.save()
    assert heard == [Change("saved", "profiles.member", member.pk)]


def test_a_page_closed_to_the_public_and_opened_again(newsroom, heard, commits):
    with commits():
        closed = PageViewRestriction.objects.create(page=newsroom.blog, restriction_type=PageViewRestriction.LOGIN)
    pk = closed.pk
    with commits():
        closed.delete()
    label = "wagtailcore.pageviewrestriction"
    assert heard == [Change("saved", label, pk), Change("removed", label, pk)]


def test_every_snippet_is_watched():
    """A page may show any of them."""
    assert set(get_snippet_models()) - publication_signals.registered_models() == set()
    watched = sorted(
        model._meta.label_lower for model in publication_signals.registered_models() if model._meta.app_label != "cms"
    )
    assert watched == [
        "blog.blogtag", "blog.category", "pillole.consultant", "pillole.topic", "profiles.area", "profiles.member",
        "profiles.place", "profiles.profession", "profiles.skill", "wagtailcore.pageviewrestriction",
        "wagtailcore.site", "wagtailredirects.redirect",
    ]  # fmt: skip


def test_what_is_rolled_back_is_not_told(provisioned_site, heard, commits):
    profession = Profession.objects.first()
    with commits(), transaction.atomic():
        profession.save()
        transaction.set_rollback(True)
    assert heard == []


def test_a_listener_that_fails_stops_neither_the_others_nor_the_change(provisioned_site, heard, commits, caplog):
    def fail(change, **_kwargs):
        raise RuntimeError("la cache è via")

    publication_signals.changed.connect(fail)
    try:
        with commits(), caplog.at_level(logging.ERROR):
            Profession.objects.first().save()
    finally:
        publication_signals.changed.disconnect(fail)
    assert [change.label for change in heard] == ["profiles.profession"]
    assert [record.exc_info[1].args for record in caplog.records] == [("la cache è via",)]


def test_nothing_is_told_before_the_commit(provisioned_site, heard, commits):
    with commits():
        Profession.objects.first().save()
        assert heard == []
    assert len(heard) == 1


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_page_with_an_end_says_until_when_it_is_right(newsroom, client, time_machine):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    time_machine.move_to(NOON, tick=False)
    type(fresh(page)).objects.filter(pk=page.pk).update(expire_at=NOON + timedelta(minutes=5))
    answer = client.get("/gazzetta/t/")
    assert answer.status_code == 200
    assert set(answer.headers["Cache-Control"].split(", ")) == {"public", "no-cache", "max-age=300"}
    time_machine.move_to(NOON + timedelta(minutes=6), tick=False)  # the command has not run yet
    assert "max-age=0" in client.get("/gazzetta/t/").headers["Cache-Control"]


def test_a_page_without_an_end_is_asked_again_each_time(newsroom, client):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    assert client.get("/gazzetta/t/").headers["Cache-Control"] == "public, no-cache"


def test_a_menu_that_redazione_saves_is_told_once(provisioned_site, heard, commits):
    row = SiteSettings.objects.get()
    with commits():
        row.about = "Un’altra frase."
        row.save()
    assert heard == [Change("saved", "cms.sitesettings", row.pk)]


def test_every_setting_is_watched():
    assert set(settings_registry) - publication_signals.registered_models() == set()
