"""A queue of five, read and answered: by keys alone at a desk, by thumb alone on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from cms.users.models import User
from editorial import roles
from editorial.models import ChangeRequestItem, QueueEntry
from editorial.review import services
from profiles.models import ProfilePage
from tests.support.acting import rewrite
from tests.support.moderation import seen_by
from tests.support.people import ensure_house, join, make_member

from .axe import MEASURED, OPTIONS, SCHEMES, messages_of
from .browsing import Visits, press, shown

pytestmark = pytest.mark.browser

DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NAMES = ("Ada", "Bea", "Cleo", "Dora", "Elsa")
LOADED = "document.querySelector('iframe.reading-page').contentDocument.readyState === 'complete'"
REASON = "Racconta che cosa ripari e dove ti trovo."


@pytest.fixture
def five(visits: Visits) -> Visits:
    """Five showcases that wait for Vera, of the desk."""
    provisioned_site = ensure_house()
    for name in NAMES:
        owner = make_member(f"{name} Prova")
        page = owner.member.showcase
        rewrite(page, owner, headline=f"Sono {name} e lego libri")
        services.send(page.pk, owner, seen_by(owner, page))
    vera = User.objects.create_user("vera@example.org", "p", first_name="Vera")
    join(vera, provisioned_site.desk)
    assert roles.PROFILES_DESK == provisioned_site.desk.name
    return visits


def live() -> list[str]:
    names = ProfilePage.objects.live().order_by("title").values_list("title", flat=True)
    return [name.split()[0] for name in names]


def expect_reading(tab: Tab, name: str) -> None:
    expect(tab.locator("h1")).to_contain_text(f"{name} Prova")


def expect_keys(tab: Tab, name: str) -> None:
    """The page, and its keys at work: the script shows their button."""
    expect_reading(tab, name)
    expect(tab.locator(".reading-help")).to_be_visible()


def focused(tab: Tab):
    return tab.locator(":focus")


def enter(visits: Visits, **options) -> Tab:
    tab = visits.log_in("vera@example.org", "p", **options)
    tab.goto("/admin/da-leggere/")
    return tab


def test_a_queue_of_five_by_keys_alone(five: Visits):
    tab = enter(five, **DESK)
    tab.get_by_role("link", name="Ada Prova", exact=True).focus()
    tab.keyboard.press("Enter")
    expect_keys(tab, "Ada")
    # next and previous
    tab.keyboard.press("n")
    expect_keys(tab, "Bea")
    assert shown(tab, ".reading-count") == ["2 di 5"]
    tab.keyboard.press("p")
    expect_keys(tab, "Ada")
    # compare, look (and back out of the page inside)
    tab.keyboard.press("c")
    expect(focused(tab)).to_have_text("Che cosa c’è scritto")
    tab.keyboard.press("g")
    tab.wait_for_function("document.activeElement.matches('iframe.reading-page')")
    expect(tab.frame_locator("iframe.reading-page").locator("h1")).to_have_text("Ada Prova")
    tab.wait_for_function(LOADED)  # the page inside takes its keys with it when it arrives
    tab.keyboard.press("c")
    expect(focused(tab)).to_have_text("Che cosa c’è scritto")
    # a key alone never publishes
    tab.keyboard.press("s")
    expect(focused(tab)).to_have_text("Va bene, pubblica")
    tab.keyboard.press("s")
    assert live() == []
    tab.keyboard.press("Enter")
    expect_keys(tab, "Bea")
    assert live() == ["Ada"]
    # asking; while one types, keys are letters
    tab.keyboard.press("m")
    expect(focused(tab)).to_have_attribute("name", "reason")
    tab.keyboard.type("senza nome nspcg?")
    expect(focused(tab)).to_have_value("senza nome nspcg?")
    tab.keyboard.press("Control+a")
    tab.keyboard.type(REASON)
    send = tab.get_by_role("button", name="Manda la richiesta", exact=True)
    for _press in range(15):
        if send.evaluate("element => element === document.activeElement"):
            break
        tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect_keys(tab, "Cleo")
    assert list(ChangeRequestItem.objects.values_list("label", "text")) == [("Tutta la pagina", REASON)]
    for name in ("Cleo", "Dora", "Elsa"):
        expect_keys(tab, name)
        tab.keyboard.press("s")
        tab.keyboard.press("Enter")
        expect(tab.locator(".messages")).to_contain_text("Hai detto sì: la pagina è sul sito, proprio così.")
    tab.wait_for_url("**/admin/da-leggere/")
    assert live() == ["Ada", "Cleo", "Dora", "Elsa"]
    assert not QueueEntry.objects.open().exists()


def test_the_keys_are_shown_and_closed(five: Visits):
    tab = enter(five, **DESK)
    press(tab, "Ada Prova")
    expect_keys(tab, "Ada")
    keys = tab.get_by_role("dialog", name="I tasti di questa pagina")
    expect(keys).to_be_hidden()
    tab.keyboard.press("?")
    expect(keys).to_be_visible()
    assert shown(keys, "kbd") == ["n", "p", "c", "g", "l", "s", "m", "e", "?"]
    tab.keyboard.press("n")  # nothing moves behind it
    tab.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect_keys(tab, "Ada")
    tab.keyboard.press("Control+m")
    expect(tab.locator("#ask")).not_to_have_attribute("open", "")
    tab.keyboard.press("e")
    tab.wait_for_url("**/edit/")


# The middle of each target is its own: nothing covers it, and a thumb finds it.
THUMB = """element => {
  const box = element.getBoundingClientRect();
  const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return [box.height >= 44, element === there || element.contains(there)];
}"""


def test_a_queue_of_five_by_thumb(five: Visits):
    tab = enter(five, **PHONE)
    tab.get_by_role("link", name="Ada Prova", exact=True).tap()
    expect_reading(tab, "Ada")
    bar = tab.get_by_role("group", name="La tua risposta")
    assert shown(bar, ".button") == ["Va bene, pubblica", "Chiedi modifiche", "Correggi", "Salta"]
    assert [one.evaluate(THUMB) for one in bar.locator(".button").all()] == [[True, True]] * 4
    expect(tab.get_by_role("radio", name="Telefono", exact=True)).to_be_checked()
    assert tab.evaluate("document.documentElement.scrollWidth") == 390
    assert tab.locator("iframe.reading-page").evaluate("frame => frame.clientWidth") <= 390
    bar.get_by_role("link", name="Chiedi modifiche", exact=True).tap()
    reason = tab.get_by_role("textbox", name="Che cosa va cambiato", exact=True)
    expect(reason).to_be_focused()
    tab.get_by_role("group", name="Punto 1").get_by_label("Dove").select_option(label="In una riga")
    chip = tab.get_by_role("button", name="Dillo in modo più concreto: che cosa fai, e per chi?", exact=True)
    chip.tap()
    tab.get_by_role("button", name="Aggiungi un punto", exact=True).tap()
    expect(tab.get_by_role("group", name="Punto 2")).to_be_visible()
    tab.get_by_role("button", name="Manda la richiesta", exact=True).tap()
    expect_reading(tab, "Bea")
    asked = [("In una riga", "Dillo in modo più concreto: che cosa fai, e per chi?")]
    assert list(ChangeRequestItem.objects.values_list("label", "text")) == asked
    bar.get_by_role("link", name="Salta", exact=True).tap()
    expect_reading(tab, "Cleo")
    for name in ("Cleo", "Bea", "Dora", "Elsa"):  # after the third one the first comes back
        expect_reading(tab, name)
        tab.get_by_role("button", name="Va bene, pubblica", exact=True).tap()
        expect(tab.locator(".messages")).to_contain_text("Hai detto sì: la pagina è sul sito, proprio così.")
    tab.wait_for_url("**/admin/da-leggere/")
    assert live() == ["Bea", "Cleo", "Dora", "Elsa"]


def test_ten_points_and_no_more(five: Visits):
    tab = enter(five, **DESK)
    press(tab, "Ada Prova")
    press(tab, "Chiedi modifiche")
    add = tab.get_by_role("button", name="Aggiungi un punto", exact=True)
    while add.is_visible():
        add.click()
    rows = tab.locator("[data-row]:visible")
    expect(rows).to_have_count(9)  # the general words are the tenth
    ids = tab.locator("[data-row] :is(select, textarea)").evaluate_all("all => all.map(one => one.id)")
    assert len(set(ids)) == 18
    tab.get_by_role("group", name="Punto 9", exact=True).get_by_label("Che cosa va cambiato lì").fill(REASON)
    press(tab, "Manda la richiesta")
    expect_reading(tab, "Bea")
    assert ChangeRequestItem.objects.get().text == REASON


def test_without_javascript(five: Visits):
    tab = enter(five, java_script_enabled=False, **PHONE)
    press(tab, "Ada Prova")
    press(tab, "Chiedi modifiche")
    expect(tab.locator("[data-row]:visible")).to_have_count(3)
    expect(tab.locator("[data-add], .reading-help, [data-chips]").locator("visible=true")).to_have_count(0)
    tab.locator("[data-examples] summary").click()
    expect(tab.get_by_text("Controlla nomi, date e indirizzi:")).to_be_visible()
    frame = tab.locator("iframe.reading-page")
    wide = frame.evaluate("frame => frame.clientWidth")
    tab.get_by_text("Telefono", exact=True).click()
    assert frame.evaluate("frame => frame.clientWidth") <= 390 < wide
    third = tab.get_by_role("group", name="Punto 3", exact=True)
    third.get_by_label("Che cosa va cambiato lì").fill(REASON)
    press(tab, "Manda la richiesta")
    expect_reading(tab, "Bea")
    assert ChangeRequestItem.objects.get().text == REASON


def test_axe_finds_nothing_on_the_reading_page(five: Visits):
    for size in (DESK, PHONE):
        tab = enter(five, **size, **MEASURED)
        press(tab, "Ada Prova")
        press(tab, "Chiedi modifiche")
        tab.get_by_role("button", name="Manda la richiesta", exact=True).click()
        expect(tab.get_by_role("alert")).to_contain_text("senza un motivo non si può chiedere")
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme)
            found = Axe().run(tab, context={"exclude": [["iframe"]]}, options=OPTIONS).response["violations"]
            assert messages_of(found, scheme) == []
