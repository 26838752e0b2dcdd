"""The guest's yes in a browser: a wish, the desk's correction, a yes, the public; and two weeks without an answer."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from cms.users.models import User
from editorial import roles
from editorial.consent.links import link_to
from editorial.models import ConsentRequest
from editorial.review import services
from editorial.review.state import ReviewItem, open_state
from radio.models import EpisodePage
from tests.factories import pages as make
from tests.support.moderation import consent_requests, fresh, seen_by
from tests.support.people import ensure_house, make_user

from .axe import MEASURED, SCHEMES, violations
from .browsing import Editor, Visits, press, shown

pytestmark = pytest.mark.browser

TITLE, WRONG, RIGHT = "Il filo e la colla", "Olga Nerri racconta.", "Olga Neri racconta."
WISH = "Il mio cognome è Neri, con una erre sola."


@pytest.fixture
def story(visits: Visits) -> SimpleNamespace:
    """An episode with Olga, sent by rada; capo and capa may read it."""
    provisioned_site = ensure_house()
    rada = make_user("rada", Group.objects.get(name=roles.RADIO_DESK))
    for name in ("capo", "capa"):
        make_user(name, provisioned_site.chief)
    page = make.episode(live=False, owner=rada, guests=["Olga Neri"], audio=make.audio(30), title=TITLE, summary=WRONG)
    services.send(page.pk, rada, seen_by(rada, page))
    return SimpleNamespace(page=page, visits=visits, visitor=visits.open())


def agree(tab: Tab, said: str) -> None:
    tab.goto("/area-soci/")
    press(tab.get_by_role("main"), TITLE)
    tab.wait_for_url("**/admin/lettura/*/")
    press(tab, "Va bene, pubblica")
    expect(tab.locator(".messages")).to_contain_text(said)


def public(story: SimpleNamespace) -> list[str]:
    """What a visitor reads of the episode; nothing while it is not on the site."""
    story.visits.expected.add(404)
    answer = story.visitor.goto(story.page.url)
    assert answer is not None
    return shown(story.visitor, "main .lead") if answer.status == 200 else []


def guest(story: SimpleNamespace, **options: object) -> Tab:
    """Olga's telephone, with the link that her mail brought."""
    return story.visits.open(
        "olga", link_to(consent_requests(story.page)[0]), viewport={"width": 390, "height": 844}, **options
    )


def test_axe_finds_nothing(story: SimpleNamespace):
    capo = User.objects.get(email="capo@example.org")
    step = open_state(story.page)
    assert step is not None
    services.approve(step.pk, capo, seen_by(capo, story.page))
    (ask,) = consent_requests(story.page)
    olga = story.visits.open("olga", **MEASURED)
    desk = story.visits.log_in(capo.email, "p", **MEASURED)
    of_the_desk = (
        f"/admin/lettura/{ask.task_state_id}/",
        f"/admin/ospiti/{ask.pk}/senza-risposta/",
        f"/admin/radio/{story.page.pk}/ospiti/",
    )
    found = []
    for scheme in SCHEMES:
        for tab, paths in ((olga, [link_to(ask)]), (desk, of_the_desk)):
            tab.emulate_media(color_scheme=scheme)
            found += [one for path in paths for one in violations(tab, path)]
    assert found == []


def test_a_wish_a_correction_a_yes_and_the_public(story: SimpleNamespace):
    capo = story.visits.log_in("capo@example.org", "p")
    agree(capo, "ora la guardano le persone ospiti")
    assert public(story) == []

    olga = guest(story)
    will_be = olga.frame_locator("iframe.guest-page")
    expect(will_be.locator("main .lead").first).to_have_text(WRONG)
    seconds = will_be.locator("audio").evaluate(
        "audio => new Promise(yes => audio.duration ? yes(audio.duration) "
        ": audio.addEventListener('loadedmetadata', () => yes(audio.duration)))"
    )
    assert 29 < seconds < 31  # she hears what nobody else hears yet
    olga.get_by_label("Che cosa cambieresti", exact=True).fill(WISH)
    press(olga, "Chiedi la modifica")
    expect(olga.get_by_role("heading", level=1)).to_have_text("Grazie! La redazione ha ricevuto le tue righe.")

    # The desk mends and says yes; another of the desk too.
    capo.goto("/area-soci/")
    press(capo.get_by_role("main"), TITLE)
    capo.wait_for_url("**/admin/lettura/*/")
    press(capo, "Correggi")
    editor = Editor(capo)
    editor.write("Riassunto", RIGHT)
    editor.saved()
    agree(capo, "serve ancora un sì")
    agree(story.visits.log_in("capa@example.org", "p"), "ora la guardano le persone ospiti")
    assert public(story) == []

    olga = guest(story)
    expect(olga.frame_locator("iframe.guest-page").locator("main .lead").first).to_have_text(RIGHT)
    press(olga, "Sì, va bene così")
    expect(olga.get_by_role("heading", level=1)).to_have_text("Grazie! Abbiamo il tuo sì.")
    assert public(story)[0] == RIGHT
    story.visits.expected.add(409)
    olga.go_back()
    olga.reload()
    expect(olga.get_by_role("main")).to_contain_text("Hai già risposto: grazie.")


def test_after_two_weeks_the_desk_goes_on_with_a_reason(story: SimpleNamespace):
    capo = story.visits.log_in("capo@example.org", "p")
    agree(capo, "ora la guardano le persone ospiti")
    reading = ReviewItem.get(open_state(story.page).pk).url
    capo.goto(reading)
    press(capo, "L’ho ricordato a voce")
    expect(capo.get_by_role("link", name="Vai avanti senza risposta")).to_have_count(0)
    story.visits.expected.add(404)  # the first tab's player, whose login is over in two weeks
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        capo = story.visits.log_in("capo@example.org", "p")
        capo.goto(reading)
        press(capo, "Vai avanti senza risposta")
        capo.get_by_label("Perché si va avanti senza risposta").fill("Me l’ha detto al telefono: va bene.")
        press(capo, "Vai avanti senza risposta")
        expect(capo.locator(".messages")).to_contain_text("il motivo resta nella storia")
        assert public(story)[0] == WRONG
        capo.goto(f"/admin/pagine/{story.page.pk}/storia/")
        expect(capo.get_by_role("main")).to_contain_text("ha deciso di andare avanti senza la risposta di Olga Neri")
    assert ConsentRequest.objects.get().answer == "waived" and isinstance(fresh(story.page), EpisodePage)
