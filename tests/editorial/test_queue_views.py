"""The page of the queue: what it says of each text, and its filters."""

import re

import pytest

from editorial.review.queue import waiting_for
from tests.support.moderation import review_url, sent, state

from .four_texts import listed, page_of, titles
from .moments import DAY

pytestmark = pytest.mark.usefixtures("clock")


def shown_choices(user, query: str = "") -> list[tuple[str, str, bool]]:
    html = page_of(user, query)
    found = re.findall(r'<li><a href="([^"]*)"( aria-current="true")?>([^<]*?) <span>(\d+)</span>', html)
    return [(f"{label} {count}", address.replace("&amp;", "&"), bool(on)) for address, on, label, count in found]


def test_the_page_says_everything_in_words(newsroom, four, clock):
    newsroom.r1.client.post(review_url("claim", state(four["Modifica"])))
    html = page_of(newsroom.r2)
    assert "<title>Coda di redazione" in html
    assert "Cambia: Body (1 parola)" in html and "Cambia: Body (20 parole)" in html
    assert "Tutta nuova: 2 parole" in html and "Titolo (1 parola), Body (1 parola)" in html
    assert "Gazzetta · <strong>correzione</strong>" in html and "di anna · passo: redazione" in html
    assert "in ritardo, aspetta da 3 giorni" in html and "</span> aspetta da ieri" in html
    assert "Ce l’ha r1" in html and "Ce l’hai tu" in page_of(newsroom.r1)
    assert "molto in ritardo" not in html
    clock.shift(2 * DAY)
    assert page_of(newsroom.r2).count('<span aria-hidden="true">▲▲</span> molto in ritardo, aspetta da 5 giorni') == 1


def test_the_home_of_the_admin_shows_the_same(newsroom, four):
    html = newsroom.r2.client.get("/admin/").content.decode()
    assert re.findall(r'<h3><a href="[^"]*">([^<]*)</a></h3>', html) == listed(newsroom.r2) == titles(newsroom.r2)
    assert "Coda di redazione" in html and 'href="/admin/da-leggere/">Vedi tutta la coda' in html


def test_who_reads_nothing_finds_an_empty_page(newsroom, four):
    assert listed(newsroom.su) == [] and "Non aspetta niente: tutto letto. Grazie!" in page_of(newsroom.su)
    page_of(newsroom.anna, status=403)


# --- filters


@pytest.fixture
def two_sections(newsroom, four):
    """«Puntata» waits in another section that r2 reads; «Nuova» and «Puntata» are r2's, «Modifica» is r1's."""
    four["Puntata"] = sent(newsroom.anna, newsroom.radio, "Puntata")
    for user, title in ((newsroom.r2, "Nuova"), (newsroom.r2, "Puntata"), (newsroom.r1, "Modifica")):
        user.client.post(review_url("claim", state(four[title])))
    return four


@pytest.mark.parametrize(
    "query, found",
    [
        ("", ["Correzione", "Nuova", "Modifica", "Propria", "Puntata"]),
        ("?mie=1", ["Nuova", "Puntata"]),
        ("?sezione=onde", ["Puntata"]),
        ("?sezione=gazzetta", ["Correzione", "Nuova", "Modifica", "Propria"]),
        ("?ritardo=1", ["Nuova", "Modifica"]),
        ("?mie=1&ritardo=1", ["Nuova"]),
        ("?mie=1&sezione=onde&ritardo=1", []),
        ("?mie=si&sezione=niente&ritardo=0&altro=1", ["Correzione", "Nuova", "Modifica", "Propria", "Puntata"]),
        ("?sezione=onde&sezione=%00%27&mie=", ["Correzione", "Nuova", "Modifica", "Propria", "Puntata"]),
        ("?sezione=vetrine", ["Correzione", "Nuova", "Modifica", "Propria", "Puntata"]),
    ],
)
def test_filters(newsroom, two_sections, query, found):
    assert listed(newsroom.r2, query) == found


def test_a_filter_that_finds_nothing_says_so_and_offers_everything(newsroom, two_sections):
    html = page_of(newsroom.r2, "?mie=1&sezione=onde&ritardo=1")
    assert "Con questi filtri non aspetta niente: un pensiero in meno." in html
    assert '<a href="/admin/da-leggere/">Vedi tutta la coda</a>' in html


def test_filters_are_links_that_add_up_and_come_off(newsroom, two_sections):
    at = "/admin/da-leggere/"
    assert shown_choices(newsroom.r2) == [
        ("Tutte 5", at, True),
        ("Prese da me 2", f"{at}?mie=1", False),
        ("In ritardo 2", f"{at}?ritardo=1", False),
        ("Gazzetta 4", f"{at}?sezione=gazzetta", False),
        ("Onde 1", f"{at}?sezione=onde", False),
    ]
    assert shown_choices(newsroom.r2, "?mie=1&sezione=onde") == [
        ("Tutte 5", at, False),
        ("Prese da me 1", f"{at}?sezione=onde", True),
        ("In ritardo 0", f"{at}?mie=1&sezione=onde&ritardo=1", False),
        ("Gazzetta 1", f"{at}?mie=1&sezione=gazzetta", False),
        ("Onde 1", f"{at}?mie=1", True),
    ]


def test_a_section_is_called_as_its_workflow_whatever_the_step_is(newsroom, two_sections):
    type(newsroom.radio_desk).objects.filter(pk=newsroom.radio_desk.pk).update(name="Lettura Altro")
    assert [item.section for item in waiting_for(newsroom.r2) if item.title == "Puntata"] == ["Onde"]
    assert [label for label, _address, _on in shown_choices(newsroom.r2)][-2:] == ["Gazzetta 4", "Onde 1"]


def test_a_claim_leads_back_to_the_list_as_it_was(newsroom, two_sections):
    html = page_of(newsroom.r2, "?mie=1&sezione=onde")
    assert (
        f'name="next" value="/admin/da-leggere/?mie=1&amp;sezione=onde#lettura-{state(two_sections["Puntata"]).pk}"'
        in html
    )


def test_who_reads_one_section_chooses_none(newsroom, four):
    newsroom.radio_desk.groups.set([newsroom.chief])
    assert [label for label, _address, _on in shown_choices(newsroom.r1)] == [
        "Tutte 3",
        "Prese da me 0",
        "In ritardo 2",
    ]
