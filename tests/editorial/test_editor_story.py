"""Streams, rich text and inline children: what is a change of them, and what is none."""

import pytest

from tests.pages.models import Link
from tests.support.moderation import agree, digest, fresh, last, review_url, state, yes
from tests.support.stories import child, counters, post_story, sent_story


@pytest.fixture
def story(newsroom):
    page = sent_story(newsroom.anna, newsroom.blog)
    assert state(page) and page.links.count() == 2 and len(page.stream) == 2
    return page


def labels(page) -> list[str]:
    return [link.label for link in fresh(page).links.all()]


def test_unchanged_save_of_stream_and_children(newsroom, story):
    revision, count = last(story), story.revisions.count()
    answer = post_story(newsroom.r1, story, json=True).json()
    assert answer["success"] and answer["revision_id"] == revision.pk
    post_story(newsroom.r1, story)
    assert last(story) == revision and story.revisions.count() == count
    yes(newsroom.r1, story)
    assert fresh(story).live and labels(story) == ["primo", "secondo"]


@pytest.mark.parametrize(
    "change",
    [
        {"links-0-label": "altro"},
        {"links-0-ORDER": "3"},
        {"links-1-DELETE": "on"},
        {"stream-0-value": "altro"},
        {"stream-1-value-year": "2"},
        {"stream-0-deleted": "1"},
        {"stream-0-order": "5"},
    ],
)
def test_a_change_of_stream_or_children_is_a_text(newsroom, story, change):
    before = last(story)
    post_story(newsroom.r1, story, **change)
    assert last(story) != before and digest(last(story)) != digest(before)
    shown = newsroom.r2.client.get(review_url("reading", state(story))).content.decode()
    assert ("altro" in shown) == ("altro" in change.values())
    yes(newsroom.r1, story)
    assert not fresh(story).live
    agree(newsroom.anna, story)
    assert fresh(story).live


def test_children_of_a_live_page(newsroom, story):
    """Live: form.save(commit=False), so a new child has no id until it is published."""
    yes(newsroom.r1, story)
    third = counters(3, 2) | child(2, "terzo")
    post_story(newsroom.anna, story, **third, **{"action-submit": "1"})
    assert state(story) and Link.objects.count() == 2
    revision = last(story)
    post_story(newsroom.r1, story, **third)
    assert last(story) == revision
    yes(newsroom.r1, story)
    assert labels(story) == ["primo", "secondo", "terzo"]
