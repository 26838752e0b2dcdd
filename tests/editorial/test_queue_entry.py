"""Since when a text waits, and whether it is a small correction."""

from datetime import timedelta

import pytest

from editorial.models import QueueEntry
from editorial.publication.takedown import take_down
from editorial.review.queue_entry import KEEPS_PLACE
from tests.support.moderation import ask, autosave, create, edit, fresh, sent, state, submit, withdraw, yes

from .moments import DAY, NOW

pytestmark = pytest.mark.usefixtures("clock")

MINUTE = timedelta(minutes=1)
TEN = "uno due tre quattro cinque sei sette otto nove dieci"


def waiting(page) -> QueueEntry:
    return QueueEntry.objects.get(task_state=state(page))


# --- since when


def test_a_text_waits_since_it_was_sent(newsroom, clock):
    page = create(newsroom.anna, newsroom.blog)
    clock.shift(3 * DAY)
    submit(newsroom.anna, page)
    clock.shift(3 * DAY)
    autosave(newsroom.r1, page, "corretto")
    assert waiting(page).waiting_since == NOW + 3 * DAY


@pytest.mark.parametrize(
    "pause, kept",
    [(timedelta(0), True), (KEEPS_PLACE, True), (KEEPS_PLACE + MINUTE, False), (9 * DAY, False)],
)
def test_taken_back_to_mend_it_keeps_its_place_for_a_day(newsroom, clock, pause, kept):
    page = sent(newsroom.anna, newsroom.blog)
    clock.shift(3 * DAY)
    withdraw(newsroom.anna, page)
    clock.shift(pause)
    submit(newsroom.anna, page, "meglio")
    assert waiting(page).waiting_since == (NOW if kept else NOW + 3 * DAY + pause)


def test_taken_back_twice_keeps_the_first_place(newsroom, clock):
    page = sent(newsroom.anna, newsroom.blog)
    for text in ("meglio", "ancora meglio"):
        clock.shift(2 * DAY)
        withdraw(newsroom.anna, page)
        clock.shift(DAY / 2)
        submit(newsroom.anna, page, text)
    assert waiting(page).waiting_since == NOW


def test_the_place_is_the_pages_own(newsroom, clock):
    page, other = sent(newsroom.anna, newsroom.blog), create(newsroom.anna, newsroom.blog, "Altra")
    clock.shift(DAY)
    withdraw(newsroom.anna, page)
    submit(newsroom.anna, other)
    assert waiting(other).waiting_since == NOW + DAY


def test_after_changes_were_asked_it_waits_anew(newsroom, clock):
    page = sent(newsroom.anna, newsroom.blog)
    clock.shift(DAY / 4)
    ask(newsroom.r1, page, "manca la data dell’evento")
    clock.shift(DAY / 4)
    submit(newsroom.anna, page, "meglio")
    assert waiting(page).waiting_since == NOW + DAY / 2


def test_after_it_went_live_it_waits_anew(newsroom, clock):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    clock.shift(DAY / 4)
    submit(newsroom.anna, page, "meglio")
    assert waiting(page).waiting_since == NOW + DAY / 4


def test_withdrawn_before_and_live_since_waits_anew(newsroom, clock):
    """The last thing that happened counts, not an older withdrawal."""
    page = sent(newsroom.anna, newsroom.blog)
    withdraw(newsroom.anna, page)
    submit(newsroom.anna, page)
    yes(newsroom.r1, page)
    clock.shift(DAY / 4)
    submit(newsroom.anna, page, "meglio")
    assert waiting(page).waiting_since == NOW + DAY / 4


# --- corrections


@pytest.fixture
def page(newsroom):
    """Live, with ten words in its body."""
    found = sent(newsroom.anna, newsroom.blog, body=TEN)
    yes(newsroom.r1, found)
    assert fresh(found).live
    return found


@pytest.mark.parametrize(
    "body, changed, is_correction",
    [
        (f"{TEN},", 1, True),
        (f"{TEN} " + " ".join("abcdefghij"), 10, True),
        (f"{TEN} " + " ".join("abcdefghijk"), 11, False),
        ("", 10, True),
    ],
)
def test_at_most_ten_words_of_a_live_page_are_a_correction(newsroom, page, body, changed, is_correction):
    submit(newsroom.anna, page, body)
    found = waiting(page)
    assert (found.words_changed, found.is_correction) == (changed, is_correction)


def test_few_words_of_a_page_that_is_not_live_are_none(newsroom):
    page = sent(newsroom.anna, newsroom.blog, body="uno")
    assert (waiting(page).words_changed < 10, waiting(page).is_correction) == (True, False)


def test_few_words_of_a_page_taken_down_are_none(newsroom, page):
    take_down(page.pk, newsroom.r1, "un motivo abbastanza lungo")
    submit(newsroom.anna, page, f"{TEN},")
    assert not waiting(page).is_correction


def test_it_is_counted_again_with_every_text(newsroom, page):
    submit(newsroom.anna, page, f"{TEN},")
    mine = autosave(newsroom.r1, page, " ".join("abcdefghijk"))["revision_id"]
    assert (waiting(page).words_changed, waiting(page).is_correction) == (11, False)
    autosave(newsroom.r1, page, f"{TEN};", overwrite_revision_id=mine)
    assert (waiting(page).words_changed, waiting(page).is_correction) == (1, True)
    edit(newsroom.r2, page, TEN)
    assert (waiting(page).words_changed, waiting(page).is_correction) == (0, True)
    assert waiting(page).waiting_since == NOW
