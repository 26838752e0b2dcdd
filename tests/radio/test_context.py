"""An episode's page, and what showcases say of it."""

import re
from datetime import date

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from profiles.contributions import contributions_of
from radio.models import EpisodePage
from tests.factories import pages as make
from tests.support.http import in_sitemap, url


def html_of(page, client=None) -> str:
    response = (client or Client()).get(page.url)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_everything_is_said(provisioned_site):
    showcase = make.showcase("Ada Prova", headline="Stampa con il piombo")
    audio = make.audio(62)
    page = make.episode(
        7, season=2, title="Il piombo", summary="Duecento casse.", guests=[showcase.member, "Renzo Fuori"],
        transcript="Venusia: ciao.\n\nAda: <b>ciao</b>,\na te.", audio=audio, first_broadcast=date(2026, 1, 8),
    )  # fmt: skip
    html = html_of(page)
    for words in (
        "Stagione 2, puntata 7", "giovedì 8 gennaio 2026", "1 minuto", "<h1>Il piombo</h1>", "Duecento casse.",
        'href="/soci/ada-prova/">Ada Prova</a>', "Stampa con il piombo", '<span class="strong">Renzo Fuori</span>',
        '<h2 id="guests">Ospiti</h2>', '<h2 id="transcript">Trascrizione</h2>',
        "<p>Venusia: ciao.</p><p>Ada: &lt;b&gt;ciao&lt;/b&gt;,<br>a te.</p>",
        f'<audio controls preload="metadata" src="{audio.url}"', "Durata: </span><time", ">1:02</time>",
        'download="lab121-radio-2-07.mp3"', "(MP3, 363,2 KB)",
        '"@type": "PodcastEpisode"', f'"contentUrl": "http://testserver{audio.url}"', '"duration": "P0DT00H01M02S"',
        'rel="alternate" type="application/rss+xml"',
        '<meta name="description" content="Duecento casse. Con Ada Prova, Renzo Fuori ·',
    ):  # fmt: skip
        assert words in html, words


def test_an_episode_with_nothing_but_a_title_opens_and_says_so(provisioned_site):
    html = html_of(make.episode(title="Sola"))
    assert "Audio non disponibile." in html
    for words in ("Trascrizione", "Ospit", "<audio", "Altre puntate"):
        assert words not in html, words


def test_a_long_transcript_is_whole(provisioned_site):
    words = "\n\n".join(f"Capoverso {number}. " + "parole " * 200 for number in range(400))
    html = html_of(make.episode(transcript=words))
    assert html.count("<p>Capoverso") == 400


def test_the_page_is_the_same_for_everybody(provisioned_site):
    page = make.episode(audio=make.audio(), guests=[make.showcase("Ada Prova").member])
    response = Client().get(page.url)
    assert not response.cookies and "Cookie" not in response.headers.get("Vary", "")
    assert "csrfmiddlewaretoken" not in response.content.decode()


@pytest.mark.parametrize("what", ["draft", "down"])
def test_a_showcase_that_cannot_be_opened_is_not_linked(provisioned_site, what):
    showcase = make.showcase("Ada Prova", live=what != "draft")
    page = make.episode(guests=[showcase.member])
    if what == "down":
        showcase.unpublish()
    html = html_of(page)
    assert '<span class="strong">Ada Prova</span>' in html
    assert showcase.slug not in re.sub(r"<title>.*?</title>", "", html)


def test_neighbours_are_the_numbers_beside_it(provisioned_site):
    make.episode(1, season=1, title="Vecchia")
    first = make.episode(1, season=2, title="Prima")
    make.episode(2, season=2, title="Bozza nascosta", live=False)
    make.episode(3, season=2, title="Tolta nascosta").unpublish()
    private = make.episode(4, season=2, title="Riservata nascosta")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    last = make.episode(5, season=2, title="Ultima")

    def beside(page) -> list[tuple[str, str]]:
        html = html_of(page)
        assert "nascosta" not in html
        return re.findall(
            r'class="eyebrow">(Puntata \w+)</p> <h2 class="episode-row-title"><a href="[^"]+">([^<]+)', html
        )

    assert beside(first) == [("Puntata precedente", "Vecchia"), ("Puntata successiva", "Ultima")]
    assert beside(last) == [("Puntata precedente", "Prima")]


def test_a_showcase_says_alla_radio_newest_first(provisioned_site):
    showcase, other = make.showcase("Ada Prova"), make.showcase("Bea Altra")
    make.episode(1, title="La prima", guests=[showcase.member])
    make.episode(2, title="La seconda", guests=["Renzo Fuori", showcase.member])
    make.episode(3, title="Altra nascosta", guests=[other.member])
    make.episode(4, title="Bozza nascosta", guests=[showcase.member], live=False)
    make.episode(5, title="Tolta nascosta", guests=[showcase.member]).unpublish()
    (works,) = contributions_of([showcase.member])
    assert (works.kind, works.label) == ("episodes", "Alla radio")
    assert [(work.title, work.url, work.day) for work in works.items] == [
        ("La seconda", "/radio/puntata-1-2/", date(2026, 1, 15)),
        ("La prima", "/radio/puntata-1-1/", date(2026, 1, 8)),
    ]
    html = html_of(showcase)
    assert '<h2 id="works-episodes">Alla radio</h2>' in html and "nascosta" not in html


def test_at_its_foot_what_else_the_guests_did(provisioned_site):
    member = make.showcase("Ada Prova").member
    make.episode(1, title="La prima", guests=[member])
    page = make.episode(2, title="La seconda", guests=[member])
    html = html_of(page)
    foot = html[html.index('id="works-episodes"') :].split("</section>")[0]
    assert "La prima" in foot and "La seconda" not in foot


def test_a_draft_is_nobodys_to_open(people):
    page = make.episode(live=False, title="Bozza nascosta", audio=make.audio())
    for client in (Client(), people.member.client, people.desk.client):
        assert client.get(page.url).status_code == 404


def test_the_desk_previews_it_with_its_player(people):
    audio = make.audio()
    page = make.episode(live=False, audio=audio, guests=[make.showcase("Ada Prova").member, "Renzo Fuori"])
    response = people.desk.client.get(url("view_draft", page.pk))
    html = response.content.decode()
    assert response.status_code == 200
    assert f'src="{audio.url}"' in html and "Ada Prova" in html and "Renzo Fuori" in html


def test_the_site_search_finds_what_was_said(provisioned_site, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make.episode(1, title="Il piombo", transcript="La stampa a caratteri mobili.", summary="Duecento casse.")
        make.episode(2, title="Bozza nascosta", transcript="caratteri", live=False)
    response = Client().get("/cerca/?q=caratteri")
    assert [(result.title, result.kind_label, result.summary) for result in response.context["results"]] == [
        ("Il piombo", "Puntata", "Duecento casse.")
    ]


def test_the_sitemap_names_what_is_on_the_site(provisioned_site):
    make.episode(1)
    make.episode(2, live=False)
    found = [path for path in in_sitemap() if path.startswith("/radio/")]
    assert sorted(found) == ["/radio/", "/radio/puntata-1-1/"]


def test_day_and_season_are_shown_as_they_are_in_the_row(provisioned_site):
    page = make.episode(1)
    EpisodePage.objects.filter(pk=page.pk).update(season=4, first_broadcast=date(2020, 2, 29))
    assert "Stagione 4, puntata 1" in html_of(page)
    assert "sabato 29 febbraio 2020" in html_of(page)
