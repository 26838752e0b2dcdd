"""Somebody leaves, and may come back: the office's, and nobody else's."""

import pytest
from django.test import Client
from django.urls import reverse

from editorial.models import Takedown
from editorial.review import services
from editorial.review.state import open_state
from tests.support.moderation import fresh, seen_by
from tests.support.people import make_member, make_user

REASON = "Si è trasferita a Torino"


@pytest.fixture
def town(provisioned_site):
    provisioned_site.ada = make_member("Ada Prova", password_hash="!x")
    provisioned_site.desk_member = make_user("vera", provisioned_site.desk)
    provisioned_site.clerk = make_user("sergia", provisioned_site.office)
    page = provisioned_site.ada.member.showcase
    state = services.send(page.pk, provisioned_site.ada, seen_by(provisioned_site.ada, page))
    services.approve(state.pk, provisioned_site.desk_member, seen_by(provisioned_site.desk_member, page))
    provisioned_site.page = page
    assert fresh(page).live
    return provisioned_site


def part(user, member, **data):
    return user.client.post(reverse("office_deactivate", args=[member.pk]), {"reason": REASON} | data)


def test_the_office_parts_with_a_member(town):
    member = town.ada.member
    question = town.clerk.client.get(reverse("office_deactivate", args=[member.pk])).content.decode()
    assert "Salutare Ada Prova?" in question
    assert part(town.clerk, member).headers["Location"] == reverse("office_members")
    town.ada.refresh_from_db()
    assert not town.ada.is_active and not fresh(town.page).live
    row = Takedown.objects.get()
    assert (row.by, row.by_author, row.reason) == (town.clerk, False, REASON)
    assert town.ada.client.get("/area-soci/").status_code == 302  # the open session ends too
    assert "Account chiuso" in town.clerk.client.get(reverse("office_members")).content.decode()


def test_what_waits_is_withdrawn(town):
    draft = fresh(town.page).get_latest_revision_as_object()
    draft.headline = "Nuova"
    draft.save_revision(user=town.ada)
    services.send(town.page.pk, town.ada, seen_by(town.ada, town.page))
    part(town.clerk, town.ada.member)
    assert open_state(town.page) is None and not fresh(town.page).live


def test_a_reason_is_asked(town):
    response = part(town.clerk, town.ada.member, reason="  ")
    assert response.status_code == 200 and "Scrivi il motivo" in response.content.decode()
    town.ada.refresh_from_db()
    assert town.ada.is_active and fresh(town.page).live


def test_nobody_else_parts_with_anybody(town):
    other = make_member("Bruno Prova")
    for user in (town.ada, other, town.desk_member, make_user("su", superuser=True)):
        assert part(user, town.ada.member).status_code == 403
        assert user.client.post(reverse("office_reactivate", args=[town.ada.member.pk])).status_code == 403
    assert part_anonymously(town).status_code == 302
    town.ada.refresh_from_db()
    assert town.ada.is_active and fresh(town.page).live


def part_anonymously(town):
    return Client().post(reverse("office_deactivate", args=[town.ada.member.pk]), {"reason": REASON})


def test_the_account_opens_again_and_the_page_comes_back_through_the_desk(town):
    part(town.clerk, town.ada.member)
    town.clerk.client.post(reverse("office_reactivate", args=[town.ada.member.pk]))
    town.ada.refresh_from_db()
    assert town.ada.is_active and not fresh(town.page).live
    town.ada.client.force_login(town.ada)
    town.ada.client.post(reverse("editorial_author_back", args=[town.page.pk]))
    assert not fresh(town.page).live  # it was not hers to hide, nor to bring back
    town.desk_member.client.post(reverse("editorial_bring_back", args=[town.page.pk]))
    assert fresh(town.page).live
