"""/radio/: what the show is, and every episode on the site."""

import re
from datetime import date, time

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from radio.models import Weekday
from tests.factories import pages as make
from tests.support.people import ensure_house
from tests.support.worlds import shared


@pytest.fixture(scope="module")
def episodes(django_db_setup, django_db_blocker):
    """Three on the site in two seasons; beside them a draft, one taken off, one for members."""
    with shared(django_db_blocker):
        ensure_house()
        make.episode(1, season=1, title="Uno uno", first_broadcast=date(2025, 1, 9))
        make.episode(1, season=2, title="Due uno", first_broadcast=date(2026, 1, 8), audio=make.audio(62))
        make.episode(2, season=2, title="Due due", first_broadcast=date(2026, 1, 15), guests=["Renzo Fuori"])
        make.episode(3, season=2, title="Bozza nascosta", live=False)
        make.episode(1, season=3, title="Tolta nascosta").unpublish()
        private = make.episode(4, season=2, title="Riservata nascosta")
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        yield


def shown(query: str = "") -> list[str]:
    response = Client().get(f"/radio/{query}")
    assert response.status_code == 200, query
    html = response.content.decode()
    names = re.findall(r'class="episode-(?:row|feature)-title"><a href="/radio/[\w-]+/">([^<]+)</a>', html)
    assert names == [page.title for page in response.context["episodes"]]
    assert "nascosta" not in html
    return names


def test_the_newest_first(episodes):
    assert shown() == ["Due due", "Due uno", "Uno uno"]
    html = re.sub(r"\s+", " ", Client().get("/radio/").content.decode())
    assert "3 puntate" in html
    assert html.count('class="episode-feature"') == 1 and "L’ultima puntata · n.&nbsp;2, " in html
    assert '<p class="strong">con Renzo Fuori</p>' in html
    assert 'class="episode-feature"' not in Client().get("/radio/?stagione=2").content.decode()
    assert "15 gennaio 2026" in html and "1 minuto" in html


@pytest.mark.parametrize(
    "query, names",
    [
        ("?stagione=1", ["Uno uno"]),
        ("?stagione=2", ["Due due", "Due uno"]),
        ("?stagione=2&altro=x", ["Due due", "Due uno"]),
        ("?stagione=1&stagione=2", ["Due due", "Due uno"]),
        ("?stagione=", ["Due due", "Due uno", "Uno uno"]),
        ("?stagione=%20", ["Due due", "Due uno", "Uno uno"]),
    ],
)
def test_season_by_season(episodes, query, names):
    assert shown(query) == names


@pytest.mark.parametrize(
    "value", ["3", "99", "0", "-1", "x", "1.0", "01", "%00", "%D9%A1", "9" * 4000, "'; drop", "%FF"]
)
def test_a_season_that_is_not_there_is_empty_and_says_so(episodes, value):
    assert shown(f"?stagione={value}") == []
    html = Client().get(f"/radio/?stagione={value}").content.decode()
    assert "0 puntate" in html and "Qui non c’è nessuna puntata." in html


def test_seasons_are_offered_with_how_many_can_be_opened(episodes):
    seasons = Client().get("/radio/?stagione=2").context["seasons"]
    assert [(season.number, season.count, season.url, season.current) for season in seasons] == [
        (2, 2, "?stagione=2", True),
        (1, 1, "?stagione=1", False),
    ]


def test_twenty_a_page(provisioned_site):
    for number in range(1, 23):
        make.episode(number, season=1 + number % 2)
    first, second = shown(), shown("?pagina=2")
    assert first + second == [f"Puntata {number}" for number in range(22, 0, -1)]
    assert (len(first), len(second)) == (20, 2)
    assert len(shown("?stagione=1&pagina=1")) == 11
    for wrong in ("3", "0", "x", "", "%00", "9" * 90):
        assert Client().get(f"/radio/?pagina={wrong}").status_code == 404, wrong
    assert Client().get("/radio/?stagione=1&pagina=2").status_code == 404


def test_before_the_first_it_says_what_to_do(provisioned_site):
    assert shown() == []
    assert "La prima puntata sta per arrivare." in Client().get("/radio/").content.decode()


def test_what_the_show_is(people):
    show = people.show
    show.show_name, show.station, show.weekday, show.broadcast_at = (
        "Centoventuno in onda", "Radio Portici", Weekday.THURSDAY, time(18, 30),
    )  # fmt: skip
    make.publish(show)
    html = Client().get("/radio/").content.decode()
    for words in ("Centoventuno in onda", "su Radio Portici", "Ogni giovedì alle 18:30", 'href="/radio/feed.xml"'):
        assert words in html, words
    assert 'rel="alternate" type="application/rss+xml"' in html
    assert '"@type": "PodcastSeries"' in html


def test_it_stands_in_the_menu_after_the_members(provisioned_site):
    html = Client().get("/radio/").content.decode()
    menu = re.findall(r'<li><a href="(/\w+/)"', html.split('aria-label="Principale"')[1].split("</nav>")[0])
    assert menu.index("/soci/") < menu.index("/radio/")
    assert '<a href="/radio/" aria-current="page">Radio</a>' in html
