"""For everybody: by keyboard, on a phone, without JavaScript, in the dark, to a screen reader; and under the policy.

One demo for all of it: its checks only look, or change what no other looks at. Each is told by its name.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect
from wagtail.models import get_page_models

from cms.users.models import User
from editorial.consent.links import link_to
from editorial.models import ConsentRequest
from home.demo.accounts import PASSWORD, address
from home.demo.info import ACCOUNTS
from profiles.models import ProfilePage

from . import keyboard
from .axe import MEASURED, violations, violations_in_every_look
from .browsing import Editor, Visits, press, shown
from .conftest import EPISODE, NOTE, PILLOLA, POST

pytestmark = pytest.mark.browser

PUBLIC = (
    "/", "/soci/", "/soci/elisa-robotti/", "/soci/?q=zzz", "/blog/", f"/blog/{POST}/", "/radio/", f"/radio/{EPISODE}/",
    "/pillole/", f"/pillole/{PILLOLA}/", f"/pillole/{PILLOLA}/{NOTE}/", "/il-centro/", "/cerca/", "/cerca/?q=musica",
    "/niente/",
)  # fmt: skip
ALONE = ("/accedi/", "/password/reimposta/", "/password/reimposta/inviata/", "/password/reimposta/1-x/")
PHONE = {"viewport": {"width": 375, "height": 812}}
NARROW = {"viewport": {"width": 320, "height": 640}}
ASKED = "giacomo.repetto@demo.lab121.example"
SENT_BACK = "caterina.balbo@demo.lab121.example"


def standing_path(email: str) -> str:
    return f"/area-soci/pagine/{User.objects.get(email=email).member.showcase.pk}/"


def area_paths(email: str) -> tuple[str, ...]:
    return ("/area-soci/", "/area-soci/contatti/", standing_path(email))


def guest_path() -> str:
    return urlsplit(link_to(ConsentRequest.objects.latest("pk"))).path


# --- under the policy


ASKS_ANOTHER_HOST = """new Promise(heard => {
  document.addEventListener("securitypolicyviolation", heard);
  fetch("http://altrove.example/x").catch(() => null);
}).then(() => null)"""


def a_stopped_script_and_another_host_would_be_noticed(demo: Visits) -> None:
    tab = demo.open(path="/")
    tab.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = true'}))")
    assert tab.evaluate("window.ran") is None
    tab.evaluate(ASKS_ANOTHER_HOST)
    tab.context.close()  # with all that it had to say
    for words in ("script-src", "policy: connect-src stops http://altrove.example/x"):
        assert any(words in fault for fault in demo.faults), words
    demo.faults.clear()
    tab = demo.open(path="/", bypass_csp=True)
    tab.evaluate("fetch('http://altrove.example/y').catch(() => null)")
    tab.context.close()
    assert any("another host is asked, http://altrove.example/y" in fault for fault in demo.faults)
    demo.faults.clear()


# What had its place and was then seen elsewhere.
MOVED_EARS = """
window.moved = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries())
    moved.push([entry.value, ...entry.sources.map(source => source.node?.className || source.node?.nodeName)]);
}).observe({type: "layout-shift", buffered: true});
"""


def what_moves_would_be_noticed(demo: Visits) -> None:
    tab = demo.open()
    tab.add_init_script(MOVED_EARS)
    tab.goto("/", wait_until="networkidle")
    tab.evaluate(
        "document.querySelector('main').prepend(Object.assign(document.createElement('h1'), {innerText: 'x'}))"
    )
    tab.wait_for_function("moved.length")


def public_pages_keep_to_the_policy(demo: Visits) -> None:
    """The faults of the visit are the proof; here that there is a policy, that every page type was there, and that
    nothing on it moved while it came."""
    tab = demo.open()
    tab.add_init_script(MOVED_EARS)
    kinds = set()
    for path in (*PUBLIC, *ALONE, guest_path()):
        answer = tab.goto(path, wait_until="networkidle")
        assert "script-src 'self'" in answer.headers["content-security-policy"], path
        assert tab.evaluate("moved") == [], path
        kinds.add(tab.locator("body").get_attribute("data-page-type"))
    ours = {model._meta.model_name for model in get_page_models() if model._meta.app_label in settings.OURS}
    assert ours - kinds == {"guidepage"}
    cookies = tab.context.cookies()
    assert {cookie["name"] for cookie in cookies} <= {settings.CSRF_COOKIE_NAME}  # of the forms that post


def the_live_preview_keeps_to_the_policy(demo: Visits) -> None:
    tab = demo.log_in(address("socia"), PASSWORD)
    tab.goto("/area-soci/")
    press(tab.get_by_role("region", name="La mia vetrina", exact=True), "Modifica")
    editor = Editor(tab)
    with tab.expect_response(lambda r: "/preview/" in r.url and r.request.method == "GET") as got:
        preview = editor.open_preview()
    assert "script-src 'self'" in got.value.headers["content-security-policy"]
    expect(preview.locator("h1")).to_have_text("Elisa Robotti")


# --- a phone


def overflowing(tab: Tab, path: str, width: int) -> str:
    tab.goto(path)
    found = tab.evaluate("document.documentElement.scrollWidth")
    return "" if found <= width else f"{path}: {found}"


def nothing_is_wider_than_a_phone(demo: Visits) -> None:
    visitor = demo.open(**NARROW)
    wide = [overflowing(visitor, path, 320) for path in (*PUBLIC, *ALONE, guest_path())]
    for email in (address("socia"), ASKED, SENT_BACK):
        member = demo.log_in(email, PASSWORD, **PHONE)
        wide += [overflowing(member, path, 375) for path in area_paths(email)]
    desk = demo.log_in(address("vetrine"), PASSWORD, **PHONE)
    wide.append(overflowing(desk, "/area-soci/", 375))
    assert [found for found in wide if found] == []


# --- without JavaScript


def plain(demo: Visits, path: str) -> Tab:
    return demo.open("plain", path, java_script_enabled=False, **PHONE)


def without_javascript_the_directory_is_filtered(demo: Visits) -> None:
    area = ProfilePage.objects.get(slug="elisa-robotti").main_area
    wanted = ProfilePage.objects.live().filter(profession_links__profession__area=area).distinct()
    tab = plain(demo, "/soci/")
    tab.locator("summary", has_text="Filtri").click()
    tab.get_by_role("group", name="Area", exact=True).get_by_text(area.name, exact=True).click()
    press(tab, "Mostra i soci")
    tab.wait_for_url(f"**/soci/?*area={area.slug}*")
    assert sorted(shown(tab, ".grid-members h3")) == sorted(page.title for page in wanted)


def without_javascript_nothing_is_offered_that_needs_it(demo: Visits) -> None:
    tab = plain(demo, "/")
    assert shown(tab, "main h1") != []
    expect(tab.locator("[data-theme-switch]").first).to_be_hidden()


def without_javascript_the_site_is_searched(demo: Visits) -> None:
    tab = plain(demo, "/cerca/")
    tab.get_by_role("main").get_by_role("searchbox").fill("Elisa Robotti")
    press(tab.get_by_role("main"), "Cerca")
    tab.wait_for_url("**/cerca/?q=Elisa+Robotti")
    assert shown(tab, ".results h3")[0] == "Elisa Robotti"


def without_javascript_a_member_changes_their_contacts(demo: Visits) -> None:
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


def axe_finds_what_is_wrong(demo: Visits) -> None:
    tab = demo.open(**MEASURED)
    tab.route(
        "**/accedi/",
        lambda route: route.fulfill(body='<html lang="it"><title>t</title><main><h1>t</h1><img src="data:,">'),
    )
    assert [found.split()[1] for found in violations(tab, "/accedi/")] == ["image-alt"]
    assert [found.split()[3] for found in violations_in_every_look(tab, "/accedi/")] == ["image-alt"] * 2


def axe_finds_nothing_on_public_pages(demo: Visits) -> None:
    tab = demo.open(**MEASURED)
    paths = (*PUBLIC, *ALONE, guest_path())
    assert [found for path in paths for found in violations_in_every_look(tab, path)] == []


def axe_finds_nothing_in_the_members_area(demo: Visits) -> None:
    demo.expected.add(403)
    found = []
    for email in (address("socia"), ASKED, SENT_BACK):
        tab = demo.log_in(email, PASSWORD, **MEASURED)
        found += [one for path in area_paths(email) for one in violations_in_every_look(tab, path)]
    found += violations_in_every_look(tab, "/area-soci/soci/")  # a refusal
    tab = demo.log_in(address("vetrine"), PASSWORD, **MEASURED)
    assert found + violations_in_every_look(tab, "/area-soci/") == []


# --- the printed accounts


def every_printed_account_gets_in(demo: Visits) -> None:
    for account, _who in ACCOUNTS:
        tab = demo.log_in(address(account), PASSWORD)
        assert tab.url == f"{demo.url}/area-soci/"
        tab.context.close()


CHECKS = (
    a_stopped_script_and_another_host_would_be_noticed,
    what_moves_would_be_noticed,
    public_pages_keep_to_the_policy,
    *keyboard.CHECKS,
    nothing_is_wider_than_a_phone,
    without_javascript_the_directory_is_filtered,
    without_javascript_nothing_is_offered_that_needs_it,
    without_javascript_the_site_is_searched,
    axe_finds_what_is_wrong,
    axe_finds_nothing_on_public_pages,
    axe_finds_nothing_in_the_members_area,
    every_printed_account_gets_in,
    the_live_preview_keeps_to_the_policy,
    without_javascript_a_member_changes_their_contacts,  # and the showcase is another one afterwards
)


@pytest.fixture
def looked_at(whole_demo: Visits) -> Iterator[Visits]:
    whole_demo.expected.add(404)
    yield whole_demo


def test_the_site_is_for_everybody(looked_at: Visits, subtests: pytest.Subtests):
    for check in CHECKS:
        with subtests.test(check.__name__):
            check(looked_at)
