"""What is live and was not agreed, or is no longer as it was agreed, is found and stays."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageLogEntry, Revision

from editorial.audit import health, live_pages
from editorial.audit.health import HealthIssue
from editorial.models import Approval, Takedown
from editorial.publication.takedown import restore, take_down
from profiles.models import ProfileLink, ProfilePage
from tests.support.moderation import fresh, yes
from tests.support.people import make_member, make_user
from tests.support.showcases import live_showcase, send

from .doctor import run, several_live


def story_url(page) -> str:
    return f"/admin/pagine/{page.pk}/storia/"


def not_agreed(page) -> HealthIssue:
    return HealthIssue("live-not-agreed", f"«{page.title}»: è sul sito senza i due sì a questo testo.", story_url(page))


@pytest.mark.parametrize("missing", [{"as_reviewer": True}, {"as_reviewer": False}, {}])
def test_a_live_page_without_its_two_yeses_is_found_and_stays(staffed, missing):
    _owner, page, _desk = live_showcase(staffed)
    assert list(health.live_pages()) == []
    Approval.objects.filter(**missing).delete()
    assert list(health.live_pages()) == [not_agreed(page)]
    assert run("--fix") == (1, [f"live-not-agreed: {not_agreed(page).text}"])
    assert fresh(page).live


def test_yeses_to_another_text_or_of_another_page_or_of_guests_do_not_count(staffed):
    _owner, page, (_first, second) = live_showcase(staffed)
    Approval.objects.update(digest="0" * 64)
    assert list(health.live_pages()) == [not_agreed(page)]
    Revision.objects.filter(pk=page.live_revision_id).update(content=page.live_revision.content | {"headline": "x"})
    codes = [issue.code for issue in health.live_pages()]
    assert codes == ["live-not-agreed", "live-row-differs"]


def test_the_skeleton_is_explained_by_its_log_entry_alone(staffed):
    assert PageLogEntry.objects.filter(action="editorial.skeleton").exists()
    PageLogEntry.objects.filter(action="editorial.skeleton", page=staffed.home.pk).delete()
    assert list(health.live_pages()) == [not_agreed(staffed.home)]


def test_a_return_is_explained_by_its_log_entry_and_what_was_taken_down(staffed):
    owner, page, (first, _second) = live_showcase(staffed)
    take_down(page.pk, owner)
    assert list(health.live_pages()) == []
    restore(page.pk, first)
    Approval.objects.all().delete()
    assert list(health.live_pages()) == []
    Takedown.objects.update(digest="0" * 64)
    assert list(health.live_pages()) == [not_agreed(fresh(page))]


def test_a_row_changed_behind_everybodys_back_is_found_and_stays(staffed):
    _owner, page, _desk = live_showcase(staffed)
    ProfilePage.objects.filter(pk=page.pk).update(headline="altro")
    ProfileLink.objects.create(page=page, kind="website", url="https://example.org/", sort_order=0)
    text = f"«{page.title}»: sul sito non è come l’avete concordata (Dove trovarmi in rete, In una riga)."
    assert list(health.live_pages()) == [HealthIssue("live-row-differs", text, story_url(page))]
    run("--fix")
    assert fresh(page).headline == "altro"


def test_a_live_page_whose_text_was_purged_cannot_be_told(staffed):
    _owner, page, _desk = live_showcase(staffed)
    Page.objects.filter(pk=page.pk).update(live_revision=None)
    text = f"«{page.title}»: il testo che avete concordato non c’è più, e non si può confrontare."
    assert list(health.live_pages()) == [HealthIssue("live-unknown", text, story_url(page))]


def test_a_field_newer_than_the_agreed_text_is_no_difference(staffed):
    _owner, page, _desk = live_showcase(staffed)
    content = {key: value for key, value in page.live_revision.content.items() if key != "headline"}
    Revision.objects.filter(pk=page.live_revision_id).update(content=content | {"was_once": "here"})
    assert [issue.code for issue in health.live_pages()] == ["live-not-agreed"]


def test_queries_do_not_grow_with_the_pages_of_a_slice(staffed):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert list(health.live_pages()) == []
        return len(queries)

    several_live(staffed, ["Uno Uno", "Due Due"])
    two = asked()
    owners = [make_member(f"{name} {name}") for name in ("Tre", "Quattro", "Cinque", "Sei")]
    reader = make_user("secondo", staffed.desk)
    for owner in owners:
        send(owner, owner.member.showcase)
        yes(reader, owner.member.showcase)
    assert ProfilePage.objects.live().count() == 6
    assert asked() == two


def test_pages_are_read_in_slices(staffed, monkeypatch):
    several_live(staffed, ["Uno Uno", "Due Due", "Tre Tre"])
    numbers = [page.pk for page, _faults in live_pages.audit_live_pages()]
    assert numbers == sorted(Page.objects.live().filter(depth__gt=1).values_list("pk", flat=True))
    monkeypatch.setattr(live_pages, "SLICE_SIZE", 2)
    assert [page.pk for page, _faults in live_pages.audit_live_pages()] == numbers
    assert [page.pk for page, _faults in live_pages.audit_live_pages(after=numbers[1], limit=3)] == numbers[2:5]
    assert (
        list(live_pages.audit_live_pages(after=numbers[-1])) == [] and list(live_pages.audit_live_pages(limit=0)) == []
    )
