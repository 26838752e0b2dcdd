"""The main job in the other three trees, shorter: an article, an episode, a pillola with a note."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from blog.models import BlogPage
from cms.users.models import User
from editorial import roles
from home.demo.texts import RECORDINGS
from pillole.models import NotePage, PillolaPage
from pillole.services import add_consultant
from radio.models import EpisodePage
from tests.support.people import ensure_house, make_member, make_user

from .browsing import Editor, Visits, press, shown

pytestmark = pytest.mark.browser

TITLE, LEAD, WORDS = "Rilegare a mano", "Perché un libro cucito dura.", "La colla tiene dieci anni, il filo cento."
AUDIO = RECORDINGS / "artigianato.mp3"
SPOKEN = "Buonasera da Alessandria.\n\nOggi parliamo di libri."


@pytest.fixture
def provisioned_site(visits: Visits) -> SimpleNamespace:
    return ensure_house()


def desk(name: str, group: str) -> User:
    return make_user(name, Group.objects.get(name=group))


def member(name: str) -> User:
    user = make_member(name)
    user.set_password("p")
    user.save()
    return user


def region(tab: Tab, heading: str):
    return tab.get_by_role("region", name=heading, exact=True)


def begin(tab: Tab, title: str) -> Editor:
    """The short form that asks for a title, then the editor."""
    tab.get_by_label("Titolo", exact=True).fill(title)
    press(tab, "Comincia a scrivere")
    return Editor(tab)


def send(editor: Editor) -> None:
    editor.saved()
    editor.press("Invia alla redazione")
    editor.tab.wait_for_url("**/area-soci/pagine/*/?mandata=1")
    assert shown(region(editor.tab, "A che punto è"), ".tag") == ["In lettura"]


def read_and_agree(tab: Tab, title: str) -> None:
    """From the desk's own area to «Va bene, pubblica»."""
    tab.goto("/area-soci/")
    press(region(tab, "Da leggere"), title)
    tab.wait_for_url("**/admin/lettura/*/")
    press(tab, "Va bene, pubblica")
    expect(tab.locator(".messages")).to_contain_text("Hai detto sì: la pagina è sul sito, proprio così.")


def status(address: str) -> int:
    return Client().get(address).status_code


def test_a_member_proposes_an_article_and_the_desk_agrees(provisioned_site, visits):
    member("Ada Rilega")
    desk("biagio", roles.BLOG_DESK)
    ada, visitor = visits.log_in("ada@example.org", "p"), visits.open()
    press(region(ada, "I miei articoli"), "Proponi un articolo")
    editor = begin(ada, TITLE)
    editor.write("In breve", LEAD)
    send(editor)
    page = BlogPage.objects.get()
    assert status("/blog/rilegare-a-mano/") == 404
    ada.goto("/area-soci/")
    assert shown(region(ada, "I miei articoli"), ".tag") == ["In lettura"]
    read_and_agree(visits.log_in("biagio@example.org", "p"), TITLE)
    visitor.goto("/blog/")
    press(visitor, TITLE)
    visitor.wait_for_url(f"**{page.url}")
    assert (shown(visitor, "main h1"), shown(visitor, "main .lead")) == ([TITLE], [LEAD])
    assert "Ada Rilega" in shown(visitor, "main")[0]
    ada.reload()
    assert shown(region(ada, "I miei articoli"), ".tag") == ["Pubblicata"]


def upload(tab: Tab, file: Path) -> None:
    press(tab, "Scegli o carica un audio")
    modal = tab.locator(".modal-dialog")
    modal.get_by_role("tab", name="Carica", exact=True).click()
    modal.locator("input[type=file]").set_input_files(file)
    press(modal, "Carica")
    expect(modal).to_be_hidden()
    expect(tab.get_by_text(file.name)).to_be_visible()


def hears(tab: Tab) -> float:
    """Seconds of sound that the page's player has, after it was sent to the middle and played on from there."""
    return tab.locator("audio").evaluate(
        """async audio => {
          const until = (name, act) => new Promise((yes, no) => {
            audio.addEventListener(name, yes, {once: true});
            audio.addEventListener("error", () => no(audio.error), {once: true});
            act();
          });
          audio.muted = true;
          if (audio.readyState < 1) await until("loadedmetadata", () => audio.load());
          await until("seeked", () => { audio.currentTime = 20; });
          await until("timeupdate", () => audio.play());
          audio.pause();
          return audio.currentTime >= 20 ? audio.duration : 0;
        }"""
    )


def test_an_episode_is_heard_only_after_the_second_yes(provisioned_site, visits):
    make_member("Ada Rilega")
    desk("rada", roles.RADIO_DESK)
    make_user("capo", provisioned_site.chief)
    rada, visitor = visits.log_in("rada@example.org", "p"), visits.open()
    press(region(rada, "Da leggere"), "Nuova puntata")
    editor = Editor(rada)
    assert [rada.get_by_label(name, exact=True).input_value() for name in ("Stagione*", "Numero*")] == ["1", "1"]
    editor.write("Titolo*", TITLE)
    editor.write("Riassunto", LEAD)
    editor.write("Trascrizione", SPOKEN)
    upload(rada, AUDIO)
    send(editor)
    page = EpisodePage.objects.get()
    audio = page.audio or page.get_latest_revision_as_object().audio
    assert (status(page.url), status(audio.url), audio.bytes) == (404, 404, AUDIO.stat().st_size)
    capo = visits.log_in("capo@example.org", "p")
    press(region(capo, "Da leggere"), TITLE)
    will_be = capo.frame_locator("iframe.reading-page")
    expect(will_be.locator("audio")).to_be_attached()
    assert capo.request.get(audio.url).body() == AUDIO.read_bytes()
    assert status(audio.url) == 404
    press(capo, "Va bene, pubblica")
    expect(capo.locator(".messages")).to_contain_text("Hai detto sì: la pagina è sul sito, proprio così.")
    visitor.goto("/radio/")
    press(visitor, TITLE)
    visitor.wait_for_url(f"**{page.url}")
    assert 40 < hears(visitor) < 42
    assert [text for text in SPOKEN.split("\n\n") if text in shown(visitor, "main p")] == SPOKEN.split("\n\n")


def test_a_consultant_writes_a_pillola_and_a_note(provisioned_site, visits):
    ada = member("Ada Rilega")
    add_consultant(member=ada.member)
    desk("pilar", roles.PILLOLE_DESK)
    tab, pilar, visitor = visits.log_in("ada@example.org", "p"), visits.log_in("pilar@example.org", "p"), visits.open()
    press(region(tab, "Le mie pillole"), "Nuova pillola")
    tab.get_by_label("Tema", exact=True).select_option(label="Marketing")
    editor = begin(tab, "Farsi trovare")
    editor.write("Presentazione", LEAD)
    send(editor)
    read_and_agree(pilar, "Farsi trovare")
    tab.goto("/area-soci/pillole/")
    press(tab, "Nuova nota per Farsi trovare")
    editor = begin(tab, TITLE)
    editor.write("Sommario", WORDS)
    send(editor)
    pillola, note = PillolaPage.objects.get(), NotePage.objects.get()
    assert (status(pillola.url), status(note.url)) == (200, 404)
    read_and_agree(pilar, TITLE)
    visitor.goto("/pillole/")
    press(visitor, "Farsi trovare")
    visitor.wait_for_url(f"**{pillola.url}")
    assert LEAD in shown(visitor, "main .lead")
    press(visitor, TITLE)
    visitor.wait_for_url(f"**{note.url}")
    assert (shown(visitor, "main h1"), shown(visitor, "main .lead")) == ([TITLE], [WORDS])
