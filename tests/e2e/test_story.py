"""The main job, by three people with a browser each: from a member's words to the public page."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect
from wagtail.rich_text import RichText

from cms.users.models import User
from editorial import roles
from editorial.review import services
from profiles.models import ProfilePage
from tests.support.moderation import fresh, seen_by
from tests.support.people import ensure_house, make_member, make_user

from .browsing import Editor, Visits, compared, press, pressable, shown

pytestmark = pytest.mark.browser

BEFORE = ("Ada Rilega", "Lego libri a mano.", ["Lavoro la carta da vent’anni."])
SENT = (
    "Ada Rilega",
    "Lego libri a mano e li riparo anche se sono molto vecchi.",
    ["Lavoro la carta da ventidue anni, nel mio laboratorio."],
)
MENDED = (SENT[0], SENT[1], ["Lavoro la carta da ventidue anni, nel mio laboratorio di via Migliara."])
CORRECTED = (SENT[0], "Lego libri a mano, e li riparo anche se sono molto vecchi.", MENDED[2])
REASON = "Scrivi anche la via del laboratorio: chi legge vuole venire a trovarti."


def live_showcase(provisioned_site: SimpleNamespace) -> ProfilePage:
    """Ada's page, on the site as she and the chief agreed."""
    ada = make_member(BEFORE[0])
    ada.set_password("p")
    ada.save()
    page = ada.member.showcase
    page.headline = BEFORE[1]
    page.bio = [("heading", {"text": "La bottega"}), ("paragraph", RichText(f"<p>{BEFORE[2][0]}</p>"))]
    page.save_revision(user=ada)
    chief: User = make_user("capo", provisioned_site.chief)
    sent = services.send(page.pk, ada, seen_by(ada, page))
    services.approve(sent.pk, chief, seen_by(chief, page))
    return fresh(page)


class Story:
    """Who plays, and what each of them does."""

    vera: Tab  # logs in when there is something to read

    def __init__(self, visits: Visits) -> None:
        self.visits = visits
        provisioned_site = ensure_house()
        self.page = live_showcase(provisioned_site)
        make_user("vera", provisioned_site.desk)
        self.visitor = visits.open("visitor")
        self.ada = visits.log_in("ada@example.org", "p")

    def public(self, tab: Tab) -> tuple[str, str, list[str]]:
        """Name, line and paragraphs of the page on the site."""
        tab.goto(self.page.url)
        [name], [line, *_neighbours] = shown(tab, "main h1"), shown(tab, "main .lead")
        return name, line, shown(tab, "main .prose p")

    def expect_public(self, words: tuple[str, str, list[str]]) -> None:
        assert self.public(self.visitor) == words

    def panel(self, tab: Tab, heading: str):
        return tab.get_by_role("region", name=heading, exact=True)

    def send(self) -> None:
        """From the editor to the page that says what happens next."""
        editor = Editor(self.ada)
        assert editor.buttons()[0] == "Invia alla redazione"
        editor.press("Invia alla redazione")
        self.ada.wait_for_url(f"**/area-soci/pagine/{self.page.pk}/?mandata=1")
        assert shown(self.ada, ".notice") == [
            f"Mandata! La legge {roles.PROFILES_DESK}, entro 5 giorni. Qui vedi sempre a che punto è."
        ]
        assert shown(self.panel(self.ada, "A che punto è"), ".tag") == ["In lettura"]

    def open_reading(self) -> None:
        """The desk's way: the administration, «Coda di redazione», the page's name."""
        self.vera.goto("/area-soci/")
        press(self.vera, "Apri l’amministrazione")
        press(self.vera, "Coda di redazione")
        self.vera.wait_for_url("**/admin/da-leggere/")
        press(self.vera, self.page.title)
        self.vera.wait_for_url("**/admin/lettura/*/")

    def said_to_desk(self) -> list[str]:
        return shown(self.vera, ".messages li")


@pytest.fixture
def story(visits: Visits) -> Story:
    return Story(visits)


def writes_and_sends(story: Story) -> None:
    ada = story.ada
    assert ada.url.endswith("/area-soci/")
    mine = story.panel(ada, "La mia vetrina")
    assert shown(mine, ".tag") == ["Pubblicata"]
    press(mine, "Modifica")
    editor = Editor(ada)
    preview = editor.open_preview()
    expect(preview.locator("main .lead").first).to_have_text(BEFORE[1])
    editor.write("In una riga", SENT[1])
    editor.write_paragraph(0, SENT[2][0])
    editor.saved()
    expect(preview.locator("main .lead").first).to_have_text(SENT[1])
    expect(preview.locator("main .prose p")).to_have_text(SENT[2])
    story.expect_public(BEFORE)
    story.send()
    story.expect_public(BEFORE)


def asks_for_changes(story: Story) -> None:
    vera = story.vera = story.visits.log_in("vera@example.org", "p")
    assert vera.url.endswith("/area-soci/")
    assert shown(story.panel(vera, "Da leggere"), "h3") == [story.page.title]
    story.open_reading()
    assert compared(vera) == [
        ["In una riga", ["e li riparo anche se sono molto vecchi."], ["."]],
        ["Chi sei e come lavori", ["ventidue anni, nel mio laboratorio."], ["vent’anni."]],
    ]
    as_it_will_be = vera.frame_locator("iframe.reading-page")
    vera.locator("iframe.reading-page").scroll_into_view_if_needed()
    expect(as_it_will_be.locator("main .prose p")).to_have_text(SENT[2])
    press(vera, "Chiedi modifiche")
    vera.get_by_role("textbox", name="Che cosa va cambiato", exact=True).fill(REASON)
    press(vera, "Manda la richiesta")
    vera.wait_for_url("**/admin/da-leggere/")
    assert story.said_to_desk() == ["Hai chiesto modifiche: chi l’ha scritto legge il motivo e la manda di nuovo."]
    assert shown(vera, ".queue-empty") == ["Non aspetta niente: tutto letto. Grazie!"]


def mends_and_sends_again(story: Story) -> None:
    ada = story.ada
    ada.goto("/area-soci/")
    mine = story.panel(ada, "La mia vetrina")
    assert shown(mine, ".tag") == ["Da sistemare"]
    assert shown(mine, ".to-mend > p, .to-mend li") == ["vera ti chiede", REASON]
    press(mine, "Modifica")
    editor = Editor(ada)
    editor.write_paragraph(0, MENDED[2][0])
    editor.saved()
    story.send()
    story.expect_public(BEFORE)


def corrects_a_comma(story: Story) -> None:
    vera = story.vera
    story.open_reading()
    press(vera, "Correggi")
    editor = Editor(vera)
    editor.insert("In una riga", after="Lego libri a mano", text=",")
    editor.saved()
    editor.press("Torna alla lettura")
    vera.wait_for_url("**/admin/lettura/*/")
    assert compared(vera) == [
        ["In una riga", [", e li riparo anche se sono molto vecchi."], ["."]],
        ["Chi sei e come lavori", ["ventidue anni, nel mio laboratorio di via Migliara."], ["vent’anni."]],
    ]
    press(vera, "Va bene, pubblica")
    vera.wait_for_url("**/admin/da-leggere/")
    assert story.said_to_desk() == [
        "Hai detto sì. Il testo è cambiato da quando è stato mandato: ora serve ancora un sì, di chi l’ha scritto "
        "o di un’altra persona della redazione."
    ]
    assert not pressable(vera, "Va bene, pubblica").is_visible()
    story.expect_public(BEFORE)


def agrees_to_the_correction(story: Story) -> None:
    ada = story.ada
    ada.goto("/area-soci/")
    mine = story.panel(ada, "La mia vetrina")
    assert shown(mine, ".tag") == ["Aspetta il tuo sì"]
    press(mine, "Leggi le correzioni")
    ada.wait_for_url(f"**/area-soci/pagine/{story.page.pk}/")
    assert compared(ada) == [["In una riga", [","], []]]
    press(ada, "Va bene così")
    expect(ada.locator(".notice")).to_have_text("Hai detto sì: la pagina è sul sito, proprio così.")
    assert shown(story.panel(ada, "A che punto è"), ".tag") == ["Pubblicata"]


def test_from_a_members_words_to_the_public_page_by_two_yeses(story: Story):
    story.expect_public(BEFORE)
    writes_and_sends(story)
    asks_for_changes(story)
    mends_and_sends_again(story)
    corrects_a_comma(story)
    agrees_to_the_correction(story)
    story.expect_public(CORRECTED)
    press(story.ada, "Vedi la pagina sul sito")
    story.ada.wait_for_url(f"**{story.page.url}")
    assert story.public(story.ada) == CORRECTED
