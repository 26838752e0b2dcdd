"""Names of eighty letters, titles in capitals, letters twice as large: nothing ever scrolls sideways."""

import pytest

from home.style_guide import LONG_NAME, LONG_TITLE
from pillole.models import Consultant
from tests.factories import pages as make
from tests.support.people import ensure_house, make_user

from .browsing import Visits

pytestmark = pytest.mark.browser

# How far the page reaches beyond the window, and what first sticks out of it.
BEYOND = """() => {
  const edge = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll("main *:not(svg *)")].find(element =>
    element.getBoundingClientRect().right > edge + 1 && !element.closest(".visually-hidden"));
  return [Math.max(0, document.documentElement.scrollWidth - edge), out?.outerHTML.slice(0, 100) ?? ""];
}"""
NARROW, PHONE, DESK = 320, 390, 1280
LETTERS = "q" * 200


def fill() -> list[str]:
    person = make.showcase(
        LONG_NAME,
        slug="persona",
        headline=LONG_NAME * 2,
        skills=[LONG_NAME],
        offers=[LONG_NAME],
        place=make.place(LONG_NAME[:40]),
        professions=[make.profession(LONG_NAME)],
        contacts={"email": f"{'e' * 60}@prova.example", "email_visibility": "public"},
    )
    pillola = make.pillola(LONG_NAME, slug="pillola", by=Consultant.objects.create(member=person.member))
    make.note(LONG_TITLE, slug="nota", below=pillola)
    make.post(LONG_TITLE, slug="articolo", authors=[person], lead=LONG_NAME * 3, category=make.category(LONG_NAME[:40]))
    make.episode(title=LONG_NAME, slug="puntata", guests=[person.member], audio=make.audio(), summary=LONG_NAME * 3)
    pages = ["/", "/soci/", "/soci/persona/", "/blog/", "/blog/articolo/", "/radio/", "/radio/puntata/", "/pillole/"]
    pages += ["/pillole/pillola/", "/pillole/pillola/nota/", "/niente/", f"/soci/?q={LETTERS}", f"/cerca/?q={LETTERS}"]
    return [*pages, f"/cerca/?q={LONG_NAME}"]


def test_nothing_scrolls_sideways(visits: Visits):
    provisioned_site = ensure_house()
    paths = fill()
    make_user("desk", provisioned_site.desk)
    visits.expected = {404}
    visitor, desk = visits.open(), visits.log_in("desk@example.org", "p")
    looks = [(visitor, path, NARROW, "100%") for path in paths]
    looks += [(desk, "/stile/", width, size) for width, size in ((NARROW, "100%"), (PHONE, "200%"), (DESK, "200%"))]
    wide = []
    for tab, path, width, letters in looks:
        tab.set_viewport_size({"width": width, "height": 800})
        tab.goto(path)
        tab.evaluate("size => { document.documentElement.style.fontSize = size; }", letters)
        if (found := tab.evaluate(BEYOND)) != [0, ""]:
            wide.append((path, width, letters, found))
    assert wide == []
