"""The desk's queue, on a phone: filtered, taken, opened, by thumb; and what axe says of it."""

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.support.moderation import create, fresh, sent, submit, yes
from tests.support.people import build, make_user

from .axe import MEASURED, looks, violations
from .browsing import Visits, press, pressable, shown

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}}
QUEUE = "/admin/da-leggere/"
# What a thumb cannot hit: under 44 pixels high, or off the screen.
SMALL = """all => all.map(one => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.height < 44 || box.width < 44 || box.right > innerWidth)
  .map(([one, box]) => `${one.textContent.trim()}: ${box.width} × ${box.height}`)"""


@pytest.fixture
def tab(visits: Visits) -> Tab:
    """Vera's, who reads two sections: three texts wait, a correction among them."""
    newsroom = build()
    newsroom.radio_desk.name = "Lettura Onde"
    newsroom.radio_desk.save()
    make_user("vera", newsroom.desk)
    live = sent(newsroom.anna, newsroom.blog, "Correzione")
    yes(newsroom.r1, live)
    long = "Articolo dal titolo tanto lungo che su un telefono va a capo due volte"
    submit(newsroom.anna, create(newsroom.anna, newsroom.blog, "Articolo"), title=long)
    sent(newsroom.anna, newsroom.radio, "Puntata")
    submit(newsroom.anna, live, "uno,")
    assert fresh(live).live and create(newsroom.anna, newsroom.blog, "Bozza")  # waits for nobody
    return visits.log_in("vera@example.org", "p", **PHONE)


def titles(tab: Tab) -> list[str]:
    return shown(tab, ".queue h3")


def test_filtered_taken_and_opened_by_thumb(tab: Tab):
    tab.goto(QUEUE)
    assert [title.split()[0] for title in titles(tab)] == ["Correzione", "Articolo", "Puntata"]
    assert tab.locator(".queue a, .queue button, .queue summary, .queue-filters a").evaluate_all(SMALL) == []
    assert tab.evaluate("document.documentElement.scrollWidth") == 390
    assert shown(tab, ".queue-changes")[0] == "Cambia: Body (1 parola)"
    press(tab, "Onde 1")
    tab.wait_for_url(f"**{QUEUE}?sezione=onde")
    assert titles(tab) == ["Puntata"]
    press(tab, "Prendi in carico «Puntata»")
    tab.wait_for_url(f"**{QUEUE}?sezione=onde#lettura-*")
    assert shown(tab, ".queue-holder") == ["Ce l’hai tu"]
    press(tab, "✓ Onde 1" if pressable(tab, "✓ Onde 1").count() else "Onde 1")
    tab.wait_for_url(f"**{QUEUE}")
    press(tab, "Prese da me 1")
    tab.wait_for_url(f"**{QUEUE}?mie=1")
    assert titles(tab) == ["Puntata"]
    press(tab, "Rilascia «Puntata»")
    expect(tab.locator(".queue-empty")).to_contain_text("Con questi filtri non aspetta niente")
    press(tab, "Vedi tutta la coda")
    tab.wait_for_url(f"**{QUEUE}")
    press(tab, "Leggi «Puntata»")
    tab.wait_for_url("**/admin/lettura/*/")


def test_without_javascript_it_is_filtered_and_taken(visits: Visits, tab: Tab):
    plain = visits.log_in("r1@example.org", "p", java_script_enabled=False, **PHONE)
    plain.goto("/admin/")
    press(plain, "Prendi in carico «Puntata»")
    plain.wait_for_url("**/admin/#lettura-*")
    assert shown(plain, ".queue-holder") == ["Ce l’hai tu"]
    tab.goto(f"{QUEUE}?sezione=onde")
    assert shown(tab, ".queue-holder") == ["Ce l’ha r1"]


def test_axe_finds_nothing_in_the_queue(visits: Visits, tab: Tab):
    measured = visits.log_in("vera@example.org", "p", **MEASURED)
    found = []
    for _look in looks(measured):
        for path in ("/admin/", QUEUE, f"{QUEUE}?mie=1"):
            found += violations(measured, path)
        assert shown(measured, ".queue-empty") != []
    assert found == []
