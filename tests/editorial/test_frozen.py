"""Revisions that somebody looked at, agreed to or that are live are never rewritten."""

import pytest
from wagtail.models import Page, Revision, TaskState

from editorial.content.digest import content_digest
from editorial.models import Approval, Takedown
from editorial.publication.takedown import take_down
from editorial.review.state import is_frozen
from tests.support.moderation import ask, autosave, create, digest, edit, fresh, last, live, sent, yes

from .raw_requests import EVERYONE

REASON = "manca la data dell’evento"


@pytest.mark.parametrize("who", EVERYONE)
def test_a_frozen_revision_is_never_overwritten(newsroom, who):
    user = getattr(newsroom, who)
    page = sent(user, newsroom.blog)
    revision = last(page)
    before = digest(revision)
    for json in (True, False):
        edit(user, page, "HACK", json=json, overwrite_revision_id=revision.pk)
    assert digest(revision) == before
    yes(newsroom.r2, page)
    assert live(page) == "uno"
    for other in (user, newsroom.bruno, newsroom.r1):
        for json in (True, False):
            edit(other, page, "HACK", json=json, overwrite_revision_id=revision.pk)
    assert digest(revision) == before and live(page) == "uno"
    foreign = last(create(newsroom.bruno, newsroom.blog, "Z"))
    edit(user, page, "HACK", json=True, overwrite_revision_id=foreign.pk)
    assert digest(foreign) == content_digest(foreign.content)


def test_a_sent_revision_stays_frozen_when_changes_are_asked(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    revision, before = last(page), digest(last(page))
    ask(newsroom.r1, page, REASON)
    answer = autosave(newsroom.anna, page, "due", overwrite_revision_id=revision.pk)
    assert answer["success"] and answer["revision_id"] != revision.pk and digest(revision) == before


def test_a_loose_revision_of_ones_own_is_overwritten(newsroom):
    """Or every half second of typing would be a revision."""
    page = create(newsroom.anna, newsroom.blog)
    revision = last(page)
    answer = autosave(newsroom.anna, page, "due", overwrite_revision_id=revision.pk)
    assert answer["revision_id"] == revision.pk and last(page).content["body"] == "due"


def test_a_revision_that_is_not_the_latest_is_refused(newsroom):
    page = create(newsroom.anna, newsroom.blog)
    old = last(page)
    edit(newsroom.anna, page, "due")
    assert autosave(newsroom.anna, page, "HACK", overwrite_revision_id=old.pk)["error_code"] == "invalid_revision"
    edit(newsroom.anna, page, "HACK", overwrite_revision_id=old.pk)
    assert last(page).content["body"] == "due" and page.revisions.get(pk=old.pk).content["body"] == "uno"


def test_what_was_taken_down_stays_as_it_was_agreed(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    take_down(page.pk, newsroom.r2, "un motivo abbastanza lungo")
    revision, before = last(page), digest(last(page))
    answer = autosave(newsroom.anna, page, "due", overwrite_revision_id=revision.pk)
    assert answer["revision_id"] != revision.pk and digest(revision) == before and not fresh(page).live


def test_each_reason_to_freeze_holds_alone(newsroom):
    page = create(newsroom.anna, newsroom.blog)
    revision = last(page)
    assert not is_frozen(revision)
    scheduled = Revision.objects.filter(pk=revision.pk)
    rows = {
        "sent": (lambda: page.get_workflow().start(page, None), TaskState.objects.all().delete),
        "agreed": (
            lambda: Approval.objects.create(
                page_number=page.pk, revision_number=revision.pk, digest="x", user_number=newsroom.r1.pk
            ),
            Approval.objects.all().delete,
        ),
        "live": (
            lambda: Page.objects.filter(pk=page.pk).update(live_revision=revision),
            lambda: Page.objects.filter(pk=page.pk).update(live_revision=None),
        ),
        "scheduled": (
            lambda: scheduled.update(approved_go_live_at=revision.created_at),
            lambda: scheduled.update(approved_go_live_at=None),
        ),
        "taken down": (
            lambda: Takedown.objects.create(page=page, revision=revision, digest="x"),
            Takedown.objects.all().delete,
        ),
    }
    for name, (begin, end) in rows.items():
        begin()
        assert is_frozen(last(page)), name
        end()
        assert not is_frozen(last(page)), name
