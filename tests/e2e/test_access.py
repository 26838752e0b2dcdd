"""For everybody: by keyboard, on a phone, without JavaScript, in the dark, to a screen reader; and under the policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from cms.users.models import User
from home.demo.info import ACCOUNTS
from home.demo.loading import PASSWORD, address
from profiles.models import ProfilePage

from .browsing import Editor, Visits, press, shown

pytestmark = pytest.mark.browser

PUBLIC = ("/", "/soci/", "/soci/elisa-robotti/", "/il-centro/", "/cerca/", "/cerca/?q=musica", "/accedi/", "/niente/")
PHONE = {"viewport": {"width": 375, "height": 812}}
SCHEMES = ("light", "dark")
ASKED = "giacomo.repetto@demo.lab121.example"
SENT_BACK = "caterina.balbo@demo.lab121.example"


def standing_path(email: str) -> str:
    return f"/area-soci/pagine/{User.objects.get(email=email).member.showcase.pk}/"


def area_paths(email: str) -> tuple[str, ...]:
    return ("/area-soci/", "/area-soci/contatti/", standing_path(email))


# --- keyboard


def focused(tab: Tab):
    return tab.locator(":focus")


def test_the_first_tab_offers_to_skip_to_the_content(demo: Visits):
    tab = demo.open(path="/")
    tab.keyboard.press("Tab")
    expect(focused(tab)).to_have_text("Vai al contenuto")
    expect(focused(tab)).to_be_in_viewport(ratio=1)
    tab.keyboard.press("Enter")
    expect(focused(tab)).to_have_attribute("id", "main")


def test_the_menu_opens_and_closes_by_keyboard(demo: Visits):
    tab = demo.open(path="/", **PHONE)
    menu = tab.locator("details.menu")
    menu.locator("summary").focus()
    tab.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    tab.keyboard.press("Tab")
    expect(focused(tab)).to_have_text(shown(menu, "a")[0])
    tab.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(focused(tab)).to_have_text("Menu")


# The ring of what has the focus: its own, or the card's that its link covers.
RING = """element => {
  const rings = [element, element.closest(".card"), element.closest("label")].filter(Boolean)
    .flatMap(one => [getComputedStyle(one), getComputedStyle(one, "::after")]);
  return rings.some(style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
}"""


def test_what_has_the_focus_is_seen(demo: Visits):
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


# --- colours


def test_the_chosen_colours_are_remembered_without_a_cookie(demo: Visits):
    tab = demo.open(path="/", color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = tab.evaluate(paper)
    press(tab, "Passa ai colori scuri")
    expect(tab.locator("html")).to_have_attribute("data-theme", "dark")
    dark = tab.evaluate(paper)
    assert dark != light
    tab.goto("/soci/")
    assert tab.evaluate(paper) == dark
    press(tab, "Passa ai colori chiari")
    tab.goto("/cerca/")
    assert tab.evaluate(paper) == light
    assert tab.context.cookies() == []


# --- a phone


def overflowing(tab: Tab, path: str) -> str:
    tab.goto(path)
    width = tab.evaluate("document.documentElement.scrollWidth")
    return "" if width <= PHONE["viewport"]["width"] else f"{path}: {width}"


def test_nothing_is_wider_than_a_phone(demo: Visits):
    demo.expected.add(404)
    visitor = demo.open(**PHONE)
    wide = [overflowing(visitor, path) for path in PUBLIC]
    for email in (address("socia"), ASKED, SENT_BACK):
        member = demo.log_in(email, PASSWORD, **PHONE)
        wide += [overflowing(member, path) for path in area_paths(email)]
    desk = demo.log_in(address("vetrine"), PASSWORD, **PHONE)
    wide.append(overflowing(desk, "/area-soci/"))
    assert [found for found in wide if found] == []


# --- without JavaScript


@pytest.fixture
def plain(demo: Visits) -> Tab:
    return demo.open("plain", java_script_enabled=False, **PHONE)


def test_without_javascript_the_directory_is_filtered(plain: Tab):
    area = ProfilePage.objects.get(slug="elisa-robotti").main_area
    wanted = ProfilePage.objects.live().filter(profession_links__profession__area=area).distinct()
    plain.goto("/soci/")
    plain.locator("summary", has_text="Filtri").click()
    plain.get_by_role("group", name="Area", exact=True).get_by_text(area.name, exact=True).click()
    press(plain, "Mostra i soci")
    plain.wait_for_url(f"**/soci/?*area={area.slug}*")
    assert shown(plain, "#results") == [f"{wanted.count()} soci trovati"]
    assert sorted(shown(plain, ".grid-members h3")) == sorted(page.title for page in wanted)


def test_without_javascript_nothing_is_offered_that_needs_it(plain: Tab):
    plain.goto("/")
    assert shown(plain, "main h1") != []
    expect(plain.locator("[data-theme-switch]")).to_be_hidden()


def test_without_javascript_the_site_is_searched(plain: Tab):
    plain.goto("/cerca/")
    plain.get_by_role("main").get_by_role("searchbox").fill("Elisa Robotti")
    press(plain.get_by_role("main"), "Cerca")
    plain.wait_for_url("**/cerca/?q=Elisa+Robotti")
    assert shown(plain, ".results h3") == ["Elisa Robotti"]


def test_without_javascript_a_member_changes_their_contacts(demo: Visits):
    tab = demo.log_in(address("socia"), PASSWORD, java_script_enabled=False)
    assert tab.url.endswith("/area-soci/")
    visitor = demo.open(path="/soci/elisa-robotti/")
    number = "+39 333 555 0156"
    assert number not in visitor.content()
    press(tab, "Cambia i contatti")
    phone = tab.get_by_role("textbox", name="Telefono")
    phone.fill("non è un numero")
    press(tab, "Salva i contatti")
    expect(tab.get_by_role("alert")).to_be_visible()
    expect(phone).to_have_value("non è un numero")
    phone.fill(number)
    tab.get_by_role("group", name="Chi vede il telefono").get_by_label("Tutti", exact=True).check()
    press(tab, "Salva i contatti")
    tab.wait_for_url("**/area-soci/")
    assert shown(tab, ".notice") == ["Contatti salvati: valgono da subito."]
    visitor.reload()
    assert number in shown(visitor, ".contact-list")[0]


# --- assistive technology


# The policy would stop the styles that axe lays on the page to measure it.
MEASURED = {"bypass_csp": True}
# Nor does it fetch the style sheets by itself: it would ask for their imports at the wrong addresses.
OPTIONS = {"resultTypes": ["violations"], "preload": False}


def violations(tab: Tab, path: str) -> list[str]:
    tab.goto(path)
    found = Axe().run(tab, options=OPTIONS).response["violations"]
    return [f"{path}: {one['id']} {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def test_axe_finds_what_is_wrong(demo: Visits):
    tab = demo.open(**MEASURED)
    tab.route(
        "**/accedi/",
        lambda route: route.fulfill(body='<html lang="it"><title>t</title><main><h1>t</h1><img src="data:,">'),
    )
    assert [found.split()[1] for found in violations(tab, "/accedi/")] == ["image-alt"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_on_public_pages(demo: Visits, scheme: str):
    demo.expected.add(404)
    tab = demo.open(color_scheme=scheme, **MEASURED)
    assert [found for path in PUBLIC for found in violations(tab, path)] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_the_members_area(demo: Visits, scheme: str):
    found = []
    for email in (address("socia"), ASKED, SENT_BACK):
        tab = demo.log_in(email, PASSWORD, color_scheme=scheme, **MEASURED)
        found += [one for path in area_paths(email) for one in violations(tab, path)]
    tab = demo.log_in(address("vetrine"), PASSWORD, color_scheme=scheme, **MEASURED)
    assert found + violations(tab, "/area-soci/") == []


# --- the content security policy


def test_a_stopped_script_would_be_noticed(demo: Visits):
    tab = demo.open(path="/")
    tab.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = true'}))")
    assert tab.evaluate("window.ran") is None
    assert any("script-src" in fault for fault in demo.faults)
    demo.faults.clear()


def test_public_pages_keep_to_the_policy(demo: Visits):
    """The faults of the visit are the proof; here only that there is a policy on every page."""
    demo.expected.add(404)
    tab = demo.open()
    for path in PUBLIC:
        answer = tab.goto(path, wait_until="networkidle")
        assert "script-src 'self'" in answer.headers["content-security-policy"], path


def test_the_live_preview_keeps_to_the_policy(demo: Visits):
    tab = demo.log_in(address("socia"), PASSWORD)
    press(tab, "Modifica")
    editor = Editor(tab)
    with tab.expect_response(lambda r: "/preview/" in r.url and r.request.method == "GET") as got:
        preview = editor.open_preview()
    assert "script-src 'self'" in got.value.headers["content-security-policy"]
    expect(preview.locator("h1")).to_have_text("Elisa Robotti")


# --- the printed accounts


def test_every_printed_account_gets_in(demo: Visits):
    for account, _who in ACCOUNTS:
        tab = demo.log_in(address(account), PASSWORD)
        assert tab.url == f"{demo.url}/area-soci/"
