"""«Nuova pillola» and «Nuova nota»: a draft of whoever pressed, and never two of them."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from editorial.review import services
from pillole.models import Consultant, NotePage, PillolaPage, Topic
from pillole.services import add_consultant, new_note, new_pillola
from tests.factories import pages as make
from tests.support.moderation import fresh, seen_by
from tests.support.people import make_member, make_user


@pytest.fixture
def ada(provisioned_site):
    return make.consultant("Ada Prova").member.user


@pytest.fixture
def desk(provisioned_site):
    return make_user("desk", Group.objects.get(name="Redazione Pillole"))


def topic(slug: str = "marketing") -> Topic:
    return Topic.objects.get(slug=slug)


def begin(user, title="Farsi trovare", slug="marketing", **fields) -> PillolaPage:
    return new_pillola(user=user, title=title, topic=topic(slug), **fields)


def test_a_consultant_begins_their_own(ada):
    page = fresh(begin(ada))
    assert (page.title, page.draft_title, page.slug, page.url_path) == (
        "Farsi trovare",
        "Farsi trovare",
        "farsi-trovare",
        "/home/pillole/farsi-trovare/",
    )
    assert (page.owner, page.member, page.topic, page.live, page.duration) == (ada, ada.member, topic(), False, 45)
    assert (page.latest_revision.user, page.latest_revision.content["known_as"]) == (ada, "Ada Prova")
    assert page.get_workflow().name == "Pillole"


def test_an_untouched_draft_is_taken_up_again(ada):
    first = begin(ada)
    second = begin(ada, "Altro titolo", "coaching")
    assert second.pk == first.pk and PillolaPage.objects.count() == 1
    page = fresh(second)
    assert (page.title, page.slug, page.topic) == ("Altro titolo", "altro-titolo", topic("coaching"))
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.slug, draft.topic) == ("Altro titolo", "altro-titolo", topic("coaching"))
    assert page.revisions.count() == 1
    assert begin(ada, "Terzo").pk == first.pk


def write(page):
    page.intro = "Tre mosse."
    page.save()


def write_in_a_revision(page):
    page.save_revision(user=page.owner)


def send(page):
    services.send(page.pk, page.owner, seen_by(page.owner, page))


def publish_and_take_down(page):
    make.publish(page).unpublish()


@pytest.mark.parametrize("touch", [write, write_in_a_revision, send, publish_and_take_down, make.publish])
def test_what_somebody_did_something_with_is_left_alone(ada, touch):
    first = begin(ada)
    touch(first)
    before = fresh(first).title
    assert begin(ada, "Altro titolo").pk != first.pk
    assert fresh(first).title == before
    assert PillolaPage.objects.count() == 2


def test_a_draft_with_a_note_is_not_untouched(ada):
    first = begin(ada)
    new_note(user=ada, pillola=first, title="Una nota")
    assert begin(ada, "Altro titolo").pk != first.pk


def test_an_untouched_draft_of_somebody_else_is_left_alone(ada):
    zoe = make.consultant("Zoe Altra").member.user
    assert begin(ada).pk != begin(zoe).pk
    assert sorted(PillolaPage.objects.values_list("slug", flat=True)) == ["farsi-trovare", "farsi-trovare-2"]


@pytest.mark.parametrize("title, slug", [("日本", "pillola"), ("x" * 200, "x" * 80), ("Perché? No!", "perche-no")])
def test_slugs_are_made_from_titles(ada, title, slug):
    assert begin(ada, title).slug == slug


def test_the_desk_begins_one_for_a_consultant_and_owns_it(ada, desk):
    page = fresh(begin(desk, member=ada.member))
    assert (page.owner, page.member, page.latest_revision.user) == (desk, ada.member, desk)


def not_a_consultant():
    return make_member("Bea Socia")


def a_consultant_who_stopped():
    return make.consultant("Bea Smessa", active=False).member.user


def a_closed_account():
    user = make.consultant("Bea Chiusa").member.user
    user.is_active = False
    user.save()
    return user


def the_office():
    return make_user("office", Group.objects.get(name="Segreteria"))


def a_superuser():
    return make_user("su", superuser=True)


@pytest.mark.parametrize("who", [not_a_consultant, a_consultant_who_stopped, a_closed_account, the_office, a_superuser])
def test_nobody_else_begins_anything(ada, who):
    user, mine = who(), make.pillola("Di Ada", by=ada.member.consultant)
    for attempt in (
        lambda: begin(user),
        lambda: begin(user, member=ada.member),
        lambda: new_note(user=user, pillola=mine, title="Una nota"),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert (PillolaPage.objects.count(), NotePage.objects.count()) == (1, 0)


def test_a_consultant_names_nobody_else(ada):
    zoe = make.consultant("Zoe Altra").member
    with pytest.raises(PermissionDenied):
        begin(ada, member=zoe)
    assert not PillolaPage.objects.exists()


def test_the_desk_names_only_who_gives_consultations(desk, ada):
    for member in (make_member("Bea Socia").member, make.consultant("Cia Smessa", active=False).member):
        with pytest.raises(PermissionDenied):
            begin(desk, member=member)
    with pytest.raises(PermissionDenied):  # the desk gives none itself
        begin(desk)
    assert not PillolaPage.objects.exists()


# Notes -----------------------------------------------------------------------------------------------------------


def test_a_note_stands_below_its_pillola(ada, time_machine):
    time_machine.move_to("2026-05-04T22:30:00Z", tick=False)
    pillola = begin(ada)
    page = fresh(new_note(user=ada, pillola=pillola, title="Un esempio"))
    assert page.get_parent().specific == pillola
    assert (page.owner, page.live, page.slug, page.date) == (ada, False, "un-esempio", date(2026, 5, 5))
    assert page.latest_revision.user == ada


def test_an_untouched_note_is_taken_up_again_below_the_same_pillola_alone(ada, time_machine):
    time_machine.move_to("2026-05-04T10:00:00Z", tick=False)
    one, other = make.pillola("Una", by=ada.member.consultant), make.pillola("Altra", by=ada.member.consultant)
    first = new_note(user=ada, pillola=one, title="Prima")
    time_machine.move_to("2026-05-09T10:00:00Z", tick=False)
    assert new_note(user=ada, pillola=other, title="Seconda").pk != first.pk
    again = new_note(user=ada, pillola=one, title="Terza")
    assert (again.pk, again.slug, fresh(again).date) == (first.pk, "terza", timezone.localdate())
    assert NotePage.objects.count() == 2
    again.lead = "In breve."
    again.save()
    assert new_note(user=ada, pillola=one, title="Quarta").pk != first.pk


def test_a_note_below_somebody_elses_pillola_is_refused(ada):
    theirs = make.pillola("Di Zoe", by=make.consultant("Zoe Altra"))
    with pytest.raises(PermissionDenied):
        new_note(user=ada, pillola=theirs, title="Una nota")
    assert not NotePage.objects.exists()


def test_who_gives_it_writes_notes_below_what_the_desk_began(ada, desk):
    page = begin(desk, member=ada.member)
    assert new_note(user=ada, pillola=page, title="Una nota").owner == ada


def test_a_failure_half_way_leaves_nothing(ada, monkeypatch):
    monkeypatch.setattr(PillolaPage, "save_revision", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        begin(ada)
    assert not PillolaPage.objects.exists()


def test_a_consultant_is_added_once_and_again_gives_consultations(provisioned_site):
    member = make_member("Bea Socia").member
    row = add_consultant(member=member)
    Consultant.objects.update(active=False)
    assert add_consultant(member=member) == row
    assert list(Consultant.objects.values_list("member", "active")) == [(member.pk, True)]
