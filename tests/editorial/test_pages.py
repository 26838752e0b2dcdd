"""The page base: publish() judges by itself, whoever calls it."""

import pytest
from wagtail.models import PageLogEntry, Revision

from cms.exceptions import ActionRefused
from editorial.publication.gate import EXEMPT_LOG_ACTIONS, LOG_PROVISIONED, LOG_RESTORED
from tests.pages.models import Article, Section
from tests.support.moderation import create, edit, fresh, last, live, sent, state, yes


def calls(page, revision, user):
    """Every way code may ask for it."""
    yield lambda: revision.publish()
    yield lambda: revision.publish(user=user, skip_permission_checks=True)
    yield lambda: revision.publish(user=user, log_action=False, skip_permission_checks=True)
    yield lambda: revision.publish(user=user, log_action="wagtail.publish", skip_permission_checks=True)
    yield lambda: page.publish(revision, user=user, skip_permission_checks=True)
    yield lambda: page.publish(revision, user=None, changed=False, skip_permission_checks=True)


@pytest.mark.parametrize("who", ["anna", "r1", "ed", "su"])
@pytest.mark.parametrize("waiting", [False, True])
def test_what_nobody_agreed_to_is_not_published_whoever_calls(newsroom, who, waiting):
    page = sent(newsroom.anna, newsroom.blog) if waiting else create(newsroom.anna, newsroom.blog)
    for call in calls(page, last(page), getattr(newsroom, who)):
        with pytest.raises(ActionRefused, match="Nessuno ha approvato questa versione"):
            call()
    assert not live(page) and not PageLogEntry.objects.filter(action="wagtail.publish").exists()


def test_a_later_text_is_not_published_by_the_yes_to_an_earlier_one(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    edit(newsroom.r1, page, "due")
    for call in calls(fresh(page), last(page), newsroom.su):
        with pytest.raises(ActionRefused):
            call()
    assert live(page) == "uno"


def test_what_two_people_agreed_to_may_be_published_again(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    last(page).publish(skip_permission_checks=True)
    assert live(page) == "uno"


def test_an_altered_copy_in_memory_publishes_what_is_stored(newsroom):
    """Judged and published is the row, not what the caller holds."""
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    revision = last(page)
    revision.content = revision.content | {"body": "HACK"}
    revision.publish(skip_permission_checks=True)
    assert live(page) == "uno"


def test_wagtails_own_finish_publishes_nothing(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    for call in (
        lambda: state(page).approve(user=newsroom.r1),
        lambda: state(page).workflow_state.finish(user=newsroom.su),
    ):
        with pytest.raises(ActionRefused):
            call()
    assert not live(page) and state(page)


def test_the_scheduled_command_drops_and_raises_nothing(newsroom):
    page = create(newsroom.anna, newsroom.blog)
    revision = last(page)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=revision.created_at)
    page.publish(revision, log_action="wagtail.publish.scheduled")
    revision.refresh_from_db()
    assert not live(page) and revision.approved_go_live_at is None
    assert PageLogEntry.objects.filter(page=page.pk, action="editorial.schedule.dropped").count() == 1


def test_the_skeleton_has_a_log_action_of_its_own(newsroom):
    page = create(newsroom.ed, newsroom.blog)
    last(page).publish(log_action=LOG_PROVISIONED, skip_permission_checks=True)
    assert live(page) == "uno" and EXEMPT_LOG_ACTIONS == (LOG_PROVISIONED, LOG_RESTORED)
    actions = PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True)
    assert LOG_PROVISIONED in actions and "wagtail.publish" not in actions


@pytest.mark.parametrize("who", ["anna", "r1", "ed", "su"])
def test_nobody_holds_publish(newsroom, who):
    page, user = create(newsroom.anna, newsroom.blog), getattr(newsroom, who)
    for one in (page, fresh(newsroom.blog), fresh(newsroom.home)):
        tester = one.permissions_for_user(user)
        assert not tester.can_publish() and not tester.can_publish_subpage() and not tester.can_unpublish()
        assert not tester.can_reorder_children()


def test_where_a_page_may_be_made(newsroom):
    assert not Article.can_create_at(newsroom.root) and not Section.can_create_at(newsroom.root)
    assert Article.can_create_at(newsroom.blog) and not Section.can_create_at(newsroom.blog)
    assert not type(fresh(newsroom.home)).can_create_at(newsroom.root)
