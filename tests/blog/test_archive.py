"""/blog/: what is found by what, with hidden drafts that fit every question and are never shown."""

import re
from datetime import date

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from blog.models import BlogPage
from tests.factories import pages as make
from tests.support.people import ensure_house
from tests.support.worlds import shared


def make_posts():
    """Five articles on the site; beside them a draft, one taken off and one for members, each fits everything."""
    provisioned_site = ensure_house()
    sea, sky = make.category("Mare"), make.category("Cielo")
    ada, bea = make.showcase("Ada Prova"), make.showcase("Bea Altra")
    hidden = make.showcase("Cia Bozza", live=False)
    every = {"category": sea, "tags": ["Vela", "Nodi"], "authors": [ada, bea], "date": date(2026, 3, 9)}
    make.post("Primo", category=sea, tags=["Vela"], authors=[ada], date=date(2024, 12, 31))
    make.post("Secondo", category=sea, tags=["Nodi"], authors=[ada, bea], date=date(2025, 1, 1))
    make.post("Terzo", category=sky, tags=["Vela", "Nodi"], authors=[bea], date=date(2026, 3, 2))
    make.post("Quarto", authors=[hidden], date=date(2026, 3, 2))
    make.post("Quinto", byline="Il Piccolo", date=date(2026, 2, 1))
    make.post("Bozza nascosta", live=False, **every)
    make.post("Tolta nascosta", **every).unpublish()
    private = make.post("Riservata nascosta", **every)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    return provisioned_site


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with shared(django_db_blocker):
        yield make_posts()


@pytest.fixture
def posts(made, db):
    return made


def found(query: str = "") -> list[str]:
    """Titles in the order shown, out of the page's own text."""
    response = Client().get(f"/blog/{query}")
    assert response.status_code == 200, query
    titles = [post.title for post in response.context["posts"]]
    html = response.content.decode()
    assert re.findall(r'<h3><a href="/blog/[\w-]+/">([^<]+)</a></h3>', html) == titles
    assert response.context["total"] == len(titles)
    assert "nascosta" not in html
    return titles


EVERYTHING = ["Quarto", "Terzo", "Quinto", "Secondo", "Primo"]


def test_everything_that_is_live_newest_first(posts):
    assert BlogPage.objects.count() == 8
    assert found() == EVERYTHING


@pytest.mark.parametrize(
    "query, titles",
    [
        ("?categoria=mare", ["Secondo", "Primo"]),
        ("?categoria=cielo", ["Terzo"]),
        ("?tag=vela", ["Terzo", "Primo"]),
        ("?tag=nodi", ["Terzo", "Secondo"]),
        ("?autore=ada-prova", ["Secondo", "Primo"]),
        ("?autore=bea-altra", ["Terzo", "Secondo"]),
        ("?anno=2026", ["Quarto", "Terzo", "Quinto"]),
        ("?anno=2025", ["Secondo"]),
        ("?anno=2024", ["Primo"]),
        ("?categoria=mare&tag=nodi&autore=bea-altra&anno=2025&pagina=1", ["Secondo"]),
        ("?categoria=cielo&tag=nodi&autore=ada-prova", []),
        ("?categoria=&tag=&autore=&anno=", EVERYTHING),
        ("?colore=blu&utm_source=x&anno=2025", ["Secondo"]),
        ("?anno=2025&anno=2024", ["Primo"]),
    ],
)
def test_filters_narrow_each_and_together(posts, query, titles):
    assert found(query) == titles


@pytest.mark.parametrize("name", ["categoria", "tag", "autore", "anno"])
@pytest.mark.parametrize(
    "value",
    ["non-c-e", "%22", "1", "x" * 4000, "%F0%9F%8E%B7", "..%2F", "%FF", "0000", "٢٠٢٦", "9999", "-202", "2026 "],
)
def test_a_wrong_value_finds_nothing_and_says_so(posts, name, value):
    assert found(f"?{name}={value}") == []
    html = Client().get(f"/blog/?{name}={value}").content.decode()
    assert "0 articoli trovati" in html
    assert "Nessun articolo così, per ora." in html


@pytest.mark.parametrize("name", ["categoria", "tag", "autore", "anno"])
def test_of_a_null_byte_nothing_is_left(posts, name):
    assert found(f"?{name}=%00") == EVERYTHING


def test_who_has_no_showcase_on_the_site_is_no_filter(posts):
    """«Cia Bozza» signs «Quarto»: her name is there, what she wrote is not found by an address that does not open."""
    assert "Cia Bozza" in Client().get("/blog/").content.decode()
    assert found("?autore=cia-bozza") == []


@pytest.mark.parametrize("number", ["999", "2", "abc", "0", "-1", "1.5", "", "%00", "+1", "٢", "9" * 100])
def test_a_page_that_is_not_there_is_a_404(posts, number):
    assert Client().get(f"/blog/?pagina={number}").status_code == 404


def options(response, name: str) -> list[tuple[str, str, int, bool]]:
    chosen = next(one for one in response.context["filters"] if one.name == name)
    return [(option.value, option.label, option.count, option.selected) for option in chosen.options]


def test_options_count_what_is_shown_and_offer_nothing_that_only_drafts_have(posts):
    make.post(
        "Bozza nascosta sola",
        live=False,
        category=make.category("Terra"),
        tags=["Sassi"],
        authors=[make.showcase("Dea Sola")],
        date=date(2023, 1, 1),
    )
    response = Client().get("/blog/?categoria=mare&anno=2025")
    assert options(response, "categoria") == [("cielo", "Cielo", 1, False), ("mare", "Mare", 2, True)]
    assert options(response, "tag") == [("nodi", "Nodi", 2, False), ("vela", "Vela", 2, False)]
    assert options(response, "autore") == [("ada-prova", "Ada Prova", 2, False), ("bea-altra", "Bea Altra", 2, False)]
    assert options(response, "anno") == [
        ("2026", "2026", 3, False),
        ("2025", "2025", 1, True),
        ("2024", "2024", 1, False),
    ]


def test_what_is_chosen_can_be_taken_away_one_by_one(posts):
    response = Client().get("/blog/?categoria=mare&tag=nodi&autore=ada-prova&anno=2025&pagina=1")
    assert [(row.label, row.remove_url) for row in response.context["active"]] == [
        ("Mare", "?tag=nodi&autore=ada-prova&anno=2025"),
        ("Nodi", "?categoria=mare&autore=ada-prova&anno=2025"),
        ("Ada Prova", "?categoria=mare&tag=nodi&anno=2025"),
        ("2025", "?categoria=mare&tag=nodi&autore=ada-prova"),
    ]
    for row in response.context["active"]:
        assert "Secondo" in found(row.remove_url)


def test_pages_of_twelve_follow_each_other(posts):
    for number in range(12):
        make.post(f"Numero {number:02}", tags=["Molti"], date=date(2020, 1, 1 + number))
    make.post("Ultimo", tags=["Molti"], date=date(2019, 1, 1))
    first, second = (Client().get(f"/blog/?tag=molti{more}") for more in ("", "&pagina=2"))
    titles = [[post.title for post in answer.context["posts"]] for answer in (first, second)]
    assert titles == [[f"Numero {number:02}" for number in reversed(range(12))], ["Ultimo"]]
    assert first.context["pagination"].next_url == "?tag=molti&pagina=2"
    assert second.context["pagination"].previous_url == "?tag=molti"
    assert Client().get("/blog/?tag=molti&pagina=3").status_code == 404


def test_a_card_says_what_it_leads_to(posts):
    html = Client().get("/blog/?anno=2025").content.decode()
    card = html[html.index('<li class="card post-card">') :]
    card = re.sub(r"<[^>]+>", " ", card[: card.index("</li>")])
    assert " ".join(card.split()) == "Mare · 1 gennaio 2025 Secondo di Ada Prova e Bea Altra"


@pytest.mark.parametrize("attack", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_what_was_typed_is_shown_as_text(posts, attack):
    for name in ("categoria", "tag", "autore", "anno"):
        assert attack not in Client().get("/blog/", {name: attack}).content.decode()
