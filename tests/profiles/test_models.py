"""What a showcase is made of, and what the database holds to."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from profiles.models import Member, ProfileLink, ProfilePage, ProfileProfession
from profiles.models.pages import MAX_PROFESSIONS
from profiles.provisioning import load_rows
from tests.factories import pages as make
from tests.support.editor_post import editor_form
from tests.support.http import url
from tests.support.moderation import fresh
from tests.support.people import make_member


def test_the_first_trade_is_the_main_one(provisioned_site):
    sea = make.area("Mare")
    trades = [make.profession("marinaia", of=sea), make.profession("aviatrice")]
    page = make.showcase("Ada Prova", professions=trades)
    assert page.professions == trades
    assert page.main_area == sea
    assert make.showcase("Bea Altra").main_area is None


def test_a_trade_is_named_once(provisioned_site):
    row = make.profession("marinaia")
    page = make.showcase("Ada Prova", professions=[row])
    with pytest.raises(IntegrityError), transaction.atomic():
        ProfileProfession.objects.create(page=page, profession=row)


def test_a_trade_somebody_names_stays(provisioned_site):
    row = make.profession("marinaia")
    make.showcase("Ada Prova", professions=[row])
    with pytest.raises(ProtectedError):
        row.delete()


def test_three_trades_at_most(provisioned_site):
    page = make.showcase("Ada Prova", professions=[make.profession(f"mestiere {n}") for n in range(4)], live=False)
    form_class = ProfilePage.get_edit_handler().get_form_class()
    form = form_class(editor_form(page, page.owner), instance=fresh(page), for_user=page.owner)
    assert not form.is_valid()
    assert form.formsets["profession_links"].max_num == MAX_PROFESSIONS == 3
    assert form.formsets["profession_links"].non_form_errors()


@pytest.mark.parametrize("field", ["title", "headline"])
def test_a_page_without_its_texts_can_be_shown(provisioned_site, field, client):
    page = make.showcase("Ada Prova", headline="")
    assert client.get(page.url).status_code == 200


@pytest.mark.parametrize("website", ["javascript:alert(1)", "ftp://prova.example/", "prova"])
def test_a_members_site_is_a_web_address(website):
    with pytest.raises(ValidationError) as caught:
        Member(website=website).full_clean(exclude=["user"])
    assert list(caught.value.message_dict) == ["website"]


def test_the_name_of_a_member_is_the_title_of_the_showcase(provisioned_site):
    page = make.showcase("Ada Prova")
    assert str(Member.objects.get(pk=page.member_id)) == "Ada Prova"
    assert str(Member.objects.create()).startswith("n. ")


@pytest.mark.parametrize("name, sorted_as", [("Èlia Bianchi", "elia bianchi"), ("ÀÉÌ", "aei"), ("Straße", "strasse")])
def test_names_are_sorted_without_accents(provisioned_site, name, sorted_as):
    assert make.showcase(name).sort_name == sorted_as


def test_derived_columns_are_in_no_revision(provisioned_site):
    content = make.showcase("Ada Prova", headline="parola").latest_revision.content
    assert {"sort_name", "directory_text"} & set(content) == set()


def test_every_reference_row_is_whole():
    """The tables that provisioning loads: both forms, an area that exists, no word twice."""
    areas = {row["slug"] for row in load_rows("areas")}
    trades, places = load_rows("professions"), load_rows("places")
    assert len(trades) == 66
    assert {row["area"] for row in trades} == areas
    for rows in (trades, places, load_rows("areas")):
        slugs = [row["slug"] for row in rows]
        assert len(slugs) == len(set(slugs))
    for row in trades:
        assert row["feminine"] and row["masculine"]
        assert len(set(row["synonyms"])) == len(row["synonyms"])
    assert all(len(row["province"]) == 2 for row in places)


def test_the_editor_of_a_showcase_asks_for_nothing_that_a_member_may_not_open(provisioned_site):
    """Stock chooses snippets at addresses of the admin that are closed to members: nobody could say where they are."""
    ada = make_member("Ada Prova")
    html = ada.client.get(url("edit", ada.member.showcase.pk)).content.decode()
    assert "/admin/snippets/" not in html
    for name in ("place", "works_in", "profession_links-__prefix__-profession"):
        assert f'<select name="{name}"' in html


def test_an_unknown_kind_is_refused_by_the_field():
    link = ProfileLink(kind="myspace", url="https://myspace.com/chi")
    with pytest.raises(ValidationError) as caught:
        link.full_clean(exclude=["page"])
    assert list(caught.value.message_dict) == ["kind"]


def test_the_row_checks_its_host():
    with pytest.raises(ValidationError) as caught:
        ProfileLink(kind="github", url="https://altrove.example/chi").full_clean(exclude=["page"])
    assert caught.value.message_dict == {"url": ["Un indirizzo di GitHub è su github.com."]}
