"""What a person does without a mouse: menu, filters, player, colours, forms, search. Each check opens a tab."""

import re

from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from home.demo.accounts import PASSWORD, address
from profiles.models import ProfilePage

from .browsing import Visits, shown

PHONE = {"viewport": {"width": 390, "height": 844}}
MOST_TABS = 80


def focused(tab: Tab):
    return tab.locator(":focus")


def tab_to(tab: Tab, target) -> None:
    """By the Tab key alone, from wherever the focus is."""
    wanted = target.element_handle()
    for _press in range(MOST_TABS):
        tab.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached by {MOST_TABS} tabs")


def the_first_tab_skips_to_the_content(demo: Visits) -> None:
    tab = demo.open(path="/")
    tab.keyboard.press("Tab")
    expect(focused(tab)).to_have_text("Vai al contenuto")
    expect(focused(tab)).to_be_in_viewport(ratio=1)
    tab.keyboard.press("Enter")
    expect(focused(tab)).to_have_attribute("id", "main")


def the_menu_opens_leads_and_closes(demo: Visits) -> None:
    tab = demo.open(path="/", **PHONE)
    menu = tab.locator("details.menu")
    tab_to(tab, menu.locator("summary"))
    tab.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    tab.keyboard.press("Tab")
    expect(focused(tab)).to_have_text(shown(menu, "a")[0])
    tab.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(focused(tab)).to_have_text("Menu")
    tab.keyboard.press("Enter")
    tab_to(tab, menu.get_by_role("link", name="Blog", exact=True))
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/blog/")
    expect(tab.locator("details.menu")).not_to_have_attribute("open", "")


# The ring of what has the focus: its own, or the card's that its link covers.
RING = """element => {
  const rings = [element, element.closest(".card"), element.closest("label"), element.closest("li")].filter(Boolean)
    .flatMap(one => [getComputedStyle(one), getComputedStyle(one, "::after")]);
  return rings.some(style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
}"""


def what_has_the_focus_is_seen(demo: Visits) -> None:
    tab = demo.open()
    for path in ("/", "/soci/", "/accedi/"):
        tab.goto(path)
        seen = 0
        while True:
            tab.keyboard.press("Tab")
            if not focused(tab).count():
                break  # past the last one: the browser's own
            seen += 1
            name = focused(tab).evaluate("element => element.outerHTML.slice(0, 120)")
            assert focused(tab).evaluate(RING), name
        assert seen >= 10, path


PAPER = "getComputedStyle(document.body).backgroundColor"


def the_colours_are_switched_and_remembered_without_a_cookie(demo: Visits) -> None:
    tab = demo.open(path="/", color_scheme="light", reduced_motion="reduce")
    light = tab.evaluate(PAPER)
    switch = tab.get_by_role("button", name="Passa ai colori scuri", exact=True)
    tab_to(tab, switch)
    tab.keyboard.press("Enter")
    expect(tab.locator("html")).to_have_attribute("data-theme", "dark")
    dark = tab.evaluate(PAPER)
    assert dark != light
    tab.goto("/soci/")
    assert tab.evaluate(PAPER) == dark
    back = tab.get_by_role("button", name="Passa ai colori chiari", exact=True)
    tab_to(tab, back)
    tab.keyboard.press("Space")
    tab.goto("/cerca/")
    assert tab.evaluate(PAPER) == light
    # As the system has it again: so it is followed when it changes.
    tab.emulate_media(color_scheme="dark")
    assert tab.evaluate(PAPER) == dark
    expect(tab.locator("[data-theme-switch]").first).to_have_attribute("aria-label", "Passa ai colori chiari")
    tab.emulate_media(color_scheme="light")
    assert tab.evaluate(PAPER) == light
    assert tab.context.cookies() == []


def filters_are_opened_chosen_sent_and_shared(demo: Visits) -> None:
    area = ProfilePage.objects.get(slug="elisa-robotti").main_area
    members = ProfilePage.objects.visible().filter(profession_links__profession__area=area)
    wanted = sorted({page.title for page in members})
    tab = demo.open(path="/soci/", **PHONE)
    assert len(shown(tab, ".grid-members h3")) > len(wanted) > 0
    form = tab.get_by_role("search", name="Filtra i soci", exact=True)
    summary = form.locator("summary")
    tab_to(tab, summary)
    if form.locator("details").get_attribute("open") is None:
        tab.keyboard.press("Enter")
    choice = form.get_by_role("group", name="Area", exact=True).get_by_role("radio", name=re.compile(f"^{area.name}"))
    tab_to(tab, form.get_by_role("group", name="Area", exact=True).get_by_role("radio").first)
    for _press in range(20):
        if choice.is_checked():
            break
        tab.keyboard.press("ArrowDown")
    tab_to(tab, form.get_by_role("button", name="Mostra i soci", exact=True))
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**/soci/?*area={area.slug}*")
    assert sorted(shown(tab, ".grid-members h3")) == wanted
    other = demo.open("another", tab.url)
    assert sorted(shown(other, ".grid-members h3")) == wanted
    assert other.locator(f"input[name=area][value={area.slug}]").is_checked()
    away = other.get_by_role("link", name=f"{area.name} , togli il filtro").or_(
        other.get_by_role("link", name=f"{area.name}, togli il filtro")
    )
    tab_to(other, away)
    other.keyboard.press("Enter")
    other.wait_for_url(lambda url: "area=" not in url)
    assert len(shown(other, ".grid-members h3")) > len(wanted)


def the_player_is_reached_plays_and_is_kept(demo: Visits) -> None:
    tab = demo.open(path="/radio/cominciare-dal-gatto-in-fondo/")
    tab.locator("audio").evaluate("audio => { audio.muted = true }")
    tab_to(tab, tab.get_by_role("button", name="Ascolta", exact=True))
    tab.keyboard.press("Space")
    tab.wait_for_function("() => document.querySelector('audio').currentTime > 0")
    expect(focused(tab)).to_have_accessible_name("Pausa")
    tab.keyboard.press("Enter")
    tab.wait_for_function("() => document.querySelector('audio').paused")
    tab_to(tab, tab.get_by_role("link", name=re.compile("^Scarica l’audio")))
    with tab.expect_download() as kept:
        tab.keyboard.press("Enter")
    assert kept.value.suggested_filename.endswith(".mp3")
    assert kept.value.failure() is None


def errors_of_a_form_are_told_and_lead_to_their_field(demo: Visits) -> None:
    tab = demo.open(path="/accedi/")
    tab_to(tab, tab.get_by_role("button", name="Entra", exact=True))
    tab.keyboard.press("Enter")
    summary = tab.get_by_role("alert")
    expect(focused(tab)).to_have_attribute("data-error-summary", "")
    assert tab.title().startswith("Errore: ")
    for label in ("E-mail", "Password"):
        link = summary.get_by_role("link", name=re.compile(f"^{label}: "))
        tab_to(tab, link)
        tab.keyboard.press("Enter")
        field = tab.get_by_label(label, exact=True)
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
        summary.focus()
    tab.get_by_label("E-mail", exact=True).focus()
    tab.keyboard.type(address("socia"))
    tab_to(tab, tab.get_by_label("Password", exact=True))
    tab.keyboard.type(PASSWORD)
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile("/area-soci/"))  # the field's name may still be behind it
    tab.goto("/area-soci/contatti/")
    phone = tab.get_by_role("textbox", name="Telefono")
    phone.fill("non è un numero")
    tab.keyboard.press("Enter")
    expect(focused(tab)).to_have_attribute("data-error-summary", "")
    expect(phone).to_have_value("non è un numero")
    tab_to(tab, tab.get_by_role("alert").get_by_role("link").first)
    tab.keyboard.press("Enter")
    expect(phone).to_be_focused()


def the_site_is_searched(demo: Visits) -> None:
    tab = demo.open(path="/")
    tab_to(tab, tab.get_by_role("link", name="Cerca nel sito", exact=True).first)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/cerca/")
    tab_to(tab, tab.get_by_role("main").get_by_role("searchbox"))
    tab.keyboard.type("Elisa Robotti")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/cerca/?q=Elisa+Robotti")
    tab_to(tab, tab.locator(".results h3 a").first)
    expect(focused(tab)).to_have_text("Elisa Robotti")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/soci/elisa-robotti/")


CHECKS = (
    the_first_tab_skips_to_the_content,
    the_menu_opens_leads_and_closes,
    what_has_the_focus_is_seen,
    the_colours_are_switched_and_remembered_without_a_cookie,
    filters_are_opened_chosen_sent_and_shared,
    the_player_is_reached_plays_and_is_kept,
    errors_of_a_form_are_told_and_lead_to_their_field,
    the_site_is_searched,
)
