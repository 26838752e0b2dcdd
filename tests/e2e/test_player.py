"""The house's player: by keyboard, and the browser's own wherever ours cannot be."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.factories import pages as make
from tests.support.people import ensure_house

from .browsing import Visits

pytestmark = pytest.mark.browser


def test_the_player_is_used_by_keyboard_and_gives_way(visits: Visits):
    ensure_house()
    make.episode(1, slug="puntata", audio=make.audio(40))
    lost = make.episode(2, slug="persa", audio=make.audio(40, seed=1))
    Path(lost.audio.file.path).unlink()
    visits.expected = {404, 500}

    tab = visits.open(path="/radio/puntata/")
    play, seek = tab.get_by_role("button", name="Ascolta", exact=True), tab.get_by_role("slider")
    play.focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("button", name="Pausa", exact=True)).to_be_focused()
    tab.keyboard.press("Enter")
    expect(play).to_be_focused()
    seek.focus()
    for key in ("Home", "ArrowRight", "ArrowRight", "ArrowRight"):
        tab.keyboard.press(key)
    expect(seek).to_have_attribute("aria-valuetext", "0:03 di 0:40")
    for name, second in (("Avanti 30 s", 33), ("Avanti 30 s", 40), ("Indietro 15 s", 25)):
        tab.get_by_role("button", name=name, exact=True).press("Enter")
        tab.wait_for_function(
            "second => Math.round(document.querySelector('audio').currentTime) === second", arg=second
        )
    tab.get_by_label("Velocità").select_option("1,5×")
    assert tab.locator("audio").evaluate("audio => [audio.controls, audio.paused, audio.playbackRate]") == [
        False,
        True,
        1.5,
    ]

    plain = visits.open(path="/radio/puntata/", java_script_enabled=False)
    broken = visits.open(path="/radio/persa/")
    for without_ours in (plain, broken):
        expect(without_ours.locator("audio[controls]")).to_be_visible()
        expect(without_ours.locator("[data-player]")).to_be_hidden()
