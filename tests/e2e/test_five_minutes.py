"""«Prova in cinque minuti», word for word: every «name» is pressed, or seen, by that name and in that order."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from home.demo.info import TRY_IT
from home.demo.loading import PASSWORD, address, load
from tests.support.people import ensure_house

from .browsing import Editor, Visits, compared, log_in, press, shown

pytestmark = pytest.mark.browser

Names = Iterator[str]
OLD_LINE = "Disegno libri per bambini, mappe di paese e balene grandi come una palestra."
NEW_LINE = "Disegno libri per bambini e balene grandi come una piscina."


def line_of(tab: Tab) -> str:
    return shown(tab, "main .lead")[0]


def enter(tab: Tab, account: str) -> None:
    log_in(tab, address(account), PASSWORD)
    tab.wait_for_url("**/area-soci/")


def opens_the_editor(tab: Tab, names: Names) -> None:
    press(tab, next(names))
    enter(tab, "socia")
    mine = tab.get_by_role("region", name=next(names), exact=True)
    press(mine, next(names))


def changes_a_line_and_sends(tab: Tab, names: Names) -> None:
    editor = Editor(tab)
    phone = tab.locator("header [data-side-panel-toggle=preview]")
    expect(phone.locator("svg.icon-mobile-alt")).to_be_visible()
    preview = editor.open_preview()
    expect(preview.locator("main .lead").first).to_have_text(OLD_LINE)
    editor.write(next(names), NEW_LINE)
    expect(preview.locator("main .lead").first).to_have_text(NEW_LINE)
    first = next(names)
    assert editor.buttons()[0] == first
    editor.press(first)
    tab.wait_for_url("**/area-soci/pagine/*/?mandata=1")


def sees_the_old_page(tab: Tab, names: Names) -> None:
    press(tab, next(names))
    tab.wait_for_url("**/soci/elisa-robotti/")
    assert line_of(tab) == OLD_LINE


def changes_places(tab: Tab, names: Names) -> None:
    press(tab, next(names))
    tab.wait_for_url("**/area-soci/")
    press(tab, next(names))
    tab.wait_for_url("**/esci/")
    press(tab, next(names))
    tab.wait_for_url(lambda url: not url.endswith("/esci/"))
    press(tab, next(names))
    enter(tab, "vetrine")
    press(tab.get_by_role("region", name=next(names), exact=True), next(names))
    tab.wait_for_url("**/admin/lettura/*/")


def compares_and_says_yes(tab: Tab, names: Names) -> None:
    assert compared(tab) == [["In una riga", ["piscina."], [", mappe di paese", "palestra."]]]
    press(tab, next(names))
    said = tab.locator(".messages")
    expect(said).to_contain_text("Hai detto sì: la pagina è sul sito, proprio così.")


def sees_the_new_page(tab: Tab, names: Names) -> None:
    tab.goto("/soci/elisa-robotti/")
    assert line_of(tab) == NEW_LINE


STEPS = (
    (
        "Premi «Area soci» ed entra come socia: arrivi su «La mia vetrina». Premi «Modifica».",
        opens_the_editor,
    ),
    (
        "Cambia «In una riga» e guarda l’anteprima: è il telefono, in alto. Poi premi «Invia alla redazione».",
        changes_a_line_and_sends,
    ),
    ("Premi «Vedi la pagina sul sito»: è ancora quella di prima.", sees_the_old_page),
    (
        "Premi «Area soci», poi «Esci» e ancora «Esci». Premi «Area soci» ed entra come vetrine: in «Da leggere» "
        "premi «Elisa Robotti».",
        changes_places,
    ),
    ("Confronta, poi premi «Va bene, pubblica»: è il secondo sì.", compares_and_says_yes),
    (
        "Riapri la pagina pubblica, /soci/elisa-robotti/: adesso è quella nuova, parola per parola.",
        sees_the_new_page,
    ),
)


def test_each_step_can_be_played_as_it_is_written(visits: Visits):
    assert tuple(words for words, _play in STEPS) == TRY_IT
    ensure_house()
    load(lambda text: None)
    tab = visits.open("five minutes", "/")
    for words, play in STEPS:
        names = iter(re.findall(r"«([^»]+)»", words))
        play(tab, names)
        assert list(names) == []
