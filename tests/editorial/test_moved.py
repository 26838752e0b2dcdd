"""What was agreed in one section is not agreed in another: there another desk reads, and maybe guests are asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from editorial.publication.takedown import take_down
from tests.support.http import url
from tests.support.moderation import create, fresh, sent, yes

WHO = ["anna", "r1", "ed", "su"]


def parent_after_move(user, page, to) -> str:
    user.client.post(url("move_confirm", page.pk, to.pk))
    return fresh(page).get_parent().slug


@pytest.mark.parametrize("who", WHO)
def test_what_was_taken_down_stays_in_its_section(newsroom, who):
    """Moved, it would come back there without the guests' yes."""
    page = sent(newsroom.anna, newsroom.blog, model="interview", people="Olga")
    yes(newsroom.r1, page)
    take_down(page.pk, newsroom.r1, "un motivo abbastanza lungo")
    assert parent_after_move(getattr(newsroom, who), page, newsroom.radio) == newsroom.blog.slug


@pytest.mark.parametrize("who", WHO)
def test_what_was_agreed_for_a_date_stays_in_its_section(newsroom, who):
    tomorrow = timezone.now() + timedelta(days=1)
    page = sent(newsroom.anna, newsroom.blog, model="interview", people="Olga", go_live_at=tomorrow)
    yes(newsroom.r1, page)
    assert fresh(page).scheduled_revision
    assert parent_after_move(getattr(newsroom, who), page, newsroom.radio) == newsroom.blog.slug


@pytest.mark.parametrize("who, where", [("anna", "gazzetta"), ("r1", "onde"), ("ed", "onde"), ("su", "onde")])
def test_a_draft_moves(newsroom, who, where):
    assert parent_after_move(getattr(newsroom, who), create(newsroom.anna, newsroom.blog), newsroom.radio) == where
