"""Who may see a page is no switch: no screen closes one, and what was closed by hand comes back by two yeses."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, PageLogEntry, PageViewRestriction

from cms.provisioning import provision
from editorial.audit import health
from home.models import GuidePage
from tests.support.moderation import fresh, live, sent, submit, yes

LOGIN, PASSWORD = PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD


@pytest.fixture
def page(newsroom):
    found = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, found)
    return fresh(found)


def test_no_screen_closes_a_page_or_a_collection(newsroom, page):
    collection = Collection.objects.get(name="Blog")
    targets = (
        reverse("wagtailadmin_pages:set_privacy", args=[page.pk]),
        reverse("wagtailadmin_pages:set_privacy", args=[GuidePage.objects.get().pk]),
        reverse("wagtailadmin_collections:set_privacy", args=[collection.pk]),
    )
    before = list(PageViewRestriction.objects.values())
    for user in (newsroom.anna, newsroom.r1, newsroom.ed, newsroom.su):
        assert not page.permissions_for_user(user).can_set_view_restrictions()
        for target in targets:
            for answer in (user.client.get(target), user.client.post(target, {"restriction_type": "none"})):
                assert answer.status_code in (302, 403, 404)
    assert list(PageViewRestriction.objects.values()) == before and not CollectionViewRestriction.objects.exists()


def test_one_that_was_closed_by_hand_is_found_and_comes_back_as_a_new_text(newsroom, page):
    assert list(health.closed_pages()) == []
    PageViewRestriction.objects.create(page=page, restriction_type=PASSWORD, password="x")
    text = "«T» non è più per tutti: torna sul sito solo con una nuova richiesta, detto sì in due."
    assert [(issue.code, issue.text) for issue in health.closed_pages()] == [("closed-page", text)]
    with pytest.raises(CommandError):
        call_command("provision", "--check", verbosity=0)
    assert Client().get(page.url).status_code == 200 and "uno" not in Client().get(page.url).content.decode()
    submit(newsroom.anna, page, "due")
    yes(newsroom.r1, page)
    assert live(page) == "due" and list(health.closed_pages()) == []
    assert "due" in Client().get(page.url).content.decode()
    assert PageLogEntry.objects.filter(page=page.pk, action="editorial.opened").count() == 1


def test_a_collection_is_found_too(newsroom):
    CollectionViewRestriction.objects.create(collection=Collection.objects.get(name="Blog"), restriction_type=LOGIN)
    assert [issue.text for issue in health.closed_pages()] == ["La raccolta «Blog» non è più per tutti."]


@pytest.mark.parametrize("kind", [None, PASSWORD])
def test_the_guides_is_provisionings(provisioned_site, kind):
    guide = GuidePage.objects.get()
    guide.view_restrictions.all().delete()
    if kind:
        PageViewRestriction.objects.create(page=guide, restriction_type=kind, password="x")
    with pytest.raises(CommandError):
        call_command("provision", "--check", verbosity=0)
    provision()
    assert list(guide.view_restrictions.values_list("restriction_type", flat=True)) == [LOGIN]
    assert list(health.closed_pages()) == []
