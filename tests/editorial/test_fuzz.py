"""Random sequences of everything that people do: whatever they play, what is public was agreed by two.

The suite plays many short ones, always the same; ``make fuzz`` plays longer ones, others each time. All begin with
pages that are already where it matters (``Game.begin``).
"""

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, Phase, seed
from hypothesis import settings as Settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.stateful import run_state_machine_as_test
from wagtail.models import WorkflowPage

from tests.support.people import build, make_workflow

from .plays.accounts import AccountPlays
from .plays.holds import Holds
from .plays.house import HousePlays
from .plays.stage import EVERYONE, NOW, READERS
from .plays.stock import StockPlays

MANY = int(os.environ.get("FUZZ_EXAMPLES", "0"))  # 0: the suite's
GAMES, SHORT, LONG = 18, 7, 30
STEPS = int(os.environ.get("FUZZ_STEPS", LONG if MANY else SHORT))
# From the eleventh game on hypothesis plays most of them out of parts of those before: a round ends earlier, and the
# next begins with numbers of its own.
ROUND = 9


class Game(AccountPlays, StockPlays, HousePlays, Holds):
    """Plays everybody, on the site and in the ledger beside it."""

    @classmethod
    def begin(cls) -> None:
        """Play what every game begins with, and keep it: it is played once for all of them."""
        cls.beginning = cls.empty_house()
        game = cls()
        game.play_an_article_corrected_while_others_read()
        game.play_an_interview_whose_guests_are_asked_again()
        game.play_an_interview_that_waits_for_the_desk()
        game.play_a_live_page()
        game.all_is_well()
        game.beginning.at = timezone.now()
        game.leave_stage(undo=False)
        game.beginning.pages, game.beginning.looks, game.beginning.public = game.pages, game.looks, game.public
        game.beginning.visited, game.beginning.contents = game.visited, game.contents

    def play_an_article_corrected_while_others_read(self) -> None:
        self.add("anna", self.newsroom.blog, "article", "")
        self.send(0, "anna", "uno", True)
        for who in ("anna", "r2", "ed"):
            self.look(0, who, False)
        self.edit(0, "r1", "due", "save", "", False)
        self.say_yes(0, "r1", False)

    def play_an_interview_whose_guests_are_asked_again(self) -> None:
        self.add("r1", self.newsroom.radio, "interview", "Olga, Piero")
        self.send(1, "r1", "uno", True)
        self.say_yes(1, "r2", False)
        self.guest_answers(1, 0, True)
        for body in ("due", "uno"):  # the links of the first time are about the very same words
            self.edit(1, "ed", body, "save", "", False)
        for who in ("ed", "r2"):
            self.say_yes(1, who, False)
        assert self.is_at_guests(self.pages[1])

    def play_an_interview_that_waits_for_the_desk(self) -> None:
        self.add("anna", self.newsroom.radio, "interview", "Olga")
        self.send(2, "anna", "uno", True)
        for who in ("anna", *READERS):
            self.look(2, who, False)
        self.edit(2, "r1", "due", "save", "", False)

    def play_a_live_page(self) -> None:
        self.add("bruno", self.newsroom.blog, "timed", "")
        self.send(3, "bruno", "uno", True)
        self.say_yes(3, "r1", False)
        assert self.is_live(self.pages[3])


@pytest.fixture
def stage(db: None, settings: Any, tmp_path: Path) -> Iterator[None]:
    """Build the newsroom of all games."""
    set_hypothesis_home_dir(tmp_path)
    settings.SESSION_COOKIE_AGE = 60 * 60 * 24 * 365 * 50  # nobody has to log in again when the clock moves
    logging.disable(logging.WARNING)  # each refusal would be a page of the report
    with time_machine.travel(NOW, tick=False):
        Game.newsroom = newsroom = build()
        newsroom.other_workflow = make_workflow("Altra", newsroom.bare, newsroom.blog_desk)
        WorkflowPage.objects.filter(page=newsroom.bare).delete()
        for name in EVERYONE:  # before the first game, which takes back what was written in it
            getattr(newsroom, name).client.force_login(getattr(newsroom, name))
    yield
    logging.disable(logging.NOTSET)


def test_what_is_public_was_agreed_by_two(stage: None, request: pytest.FixtureRequest) -> None:
    Game.begin()
    games = MANY or GAMES
    chosen = request.config.getoption("--hypothesis-seed")  # none: the suite's
    for number in range(0, games, ROUND):
        run_state_machine_as_test(seed(f"{chosen} {number}")(Game), settings=rules(min(ROUND, games - number)))


def rules(games: int) -> Settings:
    return Settings(
        print_blob=bool(MANY),
        max_examples=games,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        # Making a failure small takes minutes: «make fuzz» does.
        phases=[Phase.generate, Phase.shrink] if MANY else [Phase.generate],
        # A move is some requests: slow by nature; and most of what people try is refused.
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
