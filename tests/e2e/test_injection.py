"""What people write never runs, wherever somebody reads it: on the site, in their own area, at the desk."""

from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.urls import reverse
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from cms.models import SiteSettings
from tests.support.injected import STRINGS, plant, words
from tests.support.moderation import review_url, state
from tests.support.people import ensure_house

from .browsing import Visits, press

pytestmark = pytest.mark.browser

TRAP = """
for (const name of ["xss", "alert", "confirm", "prompt"]) {
  window[name] = (...what) => { console.error(`${name} was called: ${what}`); };
}
"""
# What a text would have become: a handler, a style, an address that is code, a script or frame of its own.
ODD = """() => {
  const code = /^\\s*(javascript|vbscript|data:text)/i;
  const foreign = /xss\\(|altrove\\.example/;
  const isOdd = element =>
    [...element.attributes].some(({name, value}) =>
      /^on|^srcdoc$/i.test(name) || (/^(href|src|action|formaction)$/i.test(name) && code.test(value)))
    || foreign.test(element.getAttribute("style"))
    || (element.localName === "style" && foreign.test(element.textContent));
  return [...document.querySelectorAll("*")].filter(isOdd).map(element => element.outerHTML.slice(0, 200));
}"""


def squeezed(text: str) -> str:
    return " ".join(text.split())


def trapped(tab: Tab) -> Tab:
    tab.add_init_script(TRAP)
    return tab


def read(tab: Tab, path: str, *held: str) -> None:
    """Nothing of it runs; its words are there as text, in the page or in what it frames."""
    tab.goto(path, wait_until="networkidle")
    for frame in tab.locator("iframe:visible").all():
        frame.scroll_into_view_if_needed()  # some wait for that before they load
    tab.wait_for_load_state("networkidle")
    assert [odd for frame in tab.frames for odd in frame.evaluate(ODD)] == [], path
    text = squeezed(" ".join(frame.evaluate("document.body.textContent") for frame in tab.frames))
    assert [words for words in held if squeezed(words) not in text] == [], path


@pytest.fixture
def site(visits: Visits) -> SimpleNamespace:
    provisioned_site = plant(ensure_house())
    provisioned_site.bea.set_password("p")
    provisioned_site.bea.save()
    return provisioned_site


def the_public_reads(visits: Visits, site: SimpleNamespace) -> None:
    tab = trapped(visits.open())
    showcase, post, signed, episode, pillola, note = site.live
    read(tab, showcase.url, showcase.title, showcase.headline, *site.furniture, *STRINGS)
    read(tab, post.url, post.title, post.lead, post.picture_caption, *STRINGS)
    read(tab, signed.url, signed.lead, signed.byline)
    read(tab, episode.url, episode.title, episode.summary, *STRINGS)
    read(tab, pillola.url, pillola.title, pillola.intro, *STRINGS)
    read(tab, note.url, note.title, note.lead, *STRINGS)
    read(tab, site.standard.url, site.standard.intro)
    for path, held in (
        ("/soci/", showcase),
        ("/blog/", post),
        ("/radio/", episode),
        ("/pillole/", pillola),
        ("/cerca/?q=xss", note),
    ):
        read(tab, path, held.title)
    query = quote(" ".join(STRINGS))[:1800]
    for path in (
        "/soci/?q={0}&area={0}&competenza={0}",
        "/blog/?categoria={0}&tag={0}&anno={0}",
        "/radio/?stagione={0}",
    ):
        read(tab, path.format(query))
    for _search in range(6):  # no more is shown of the words than 200 letters
        sought = words(200)
        read(tab, f"/cerca/?q={quote(sought)}", sought)
    feeds = trapped(visits.open(bypass_csp=True))  # the browser's own view of XML brings styles
    for path in ("/blog/feed/", "/radio/feed.xml", "/sitemap-soci.xml"):
        feeds.goto(path)


def the_guest_answers(visits: Visits, site: SimpleNamespace) -> None:
    tab = trapped(visits.open("guest"))
    read(tab, site.guest_page, site.heard.title)
    tab.get_by_role("textbox").fill(site.comment)
    press(tab, "Chiedi la modifica")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Grazie!")


def the_desk_reads(visits: Visits, site: SimpleNamespace) -> None:
    tab = trapped(visits.log_in(site.reader.email, "p"))
    read(tab, "/admin/da-leggere/", site.asked.draft_title)
    read(tab, f"/admin/pages/{site.heard.pk}/edit/")
    read(tab, f"/admin/pages/{site.asked.get_parent().pk}/", site.asked.draft_title)
    read(tab, f"/admin/pages/{site.heard.pk}/history/")
    read(tab, "/admin/images/")
    read(tab, reverse("wagtailsettings:edit", args=["cms", "sitesettings", SiteSettings.objects.get().pk]))
    read(tab, review_url("reading", state(site.asked)), site.asked.draft_title, site.asked.headline)
    press(tab, "Chiedi modifiche")
    tab.get_by_role("textbox", name="Che cosa va cambiato", exact=True).fill(site.reason)
    press(tab, "Manda la richiesta")
    expect(tab.get_by_text("Hai chiesto modifiche")).to_be_visible()


def the_writers_read(visits: Visits, site: SimpleNamespace) -> None:
    bea = trapped(visits.log_in(site.bea.email, "p"))
    for path in ("/area-soci/", f"/area-soci/pagine/{site.asked.pk}/"):
        read(bea, path, site.reason)
    rada = trapped(visits.log_in("rada@example.org", "p"))
    read(rada, f"/area-soci/pagine/{site.heard.pk}/")


def what_runs_would_be_noticed(visits: Visits) -> None:
    tab = trapped(visits.open(bypass_csp=True))
    tab.goto("/")
    tab.evaluate("document.body.innerHTML = `<img src=x onerror=xss(0)><a href='javascript:xss(0)'>x</a>`")
    assert len(tab.evaluate(ODD)) == 2
    tab.wait_for_function("() => document.querySelector('img').complete")
    tab.context.close()
    assert any("xss was called" in fault for fault in visits.faults)
    visits.faults.clear()


# Wagtail hands what it compares to a parser of HTML, which wonders at the address of a video.
@pytest.mark.filterwarnings("ignore::bs4.MarkupResemblesLocatorWarning")
def test_nothing_that_people_write_runs(visits: Visits, site: SimpleNamespace):
    """The faults of the visit tell what ran, what the policy stopped and which other host was asked."""
    site.reason = words(400)
    what_runs_would_be_noticed(visits)
    the_public_reads(visits, site)
    the_guest_answers(visits, site)
    the_desk_reads(visits, site)
    the_writers_read(visits, site)
