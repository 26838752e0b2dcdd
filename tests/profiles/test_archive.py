"""/soci/: who is found by what, with hidden drafts that fit every question and are never shown."""

import re
from urllib.parse import quote

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from profiles.models import Area, Place, Profession, ProfilePage
from tests.factories import pages as make
from tests.support.people import ensure_house
from tests.support.worlds import shared


def make_people():
    """Five live showcases; beside them a draft, one taken off and one for members, each fits everything."""
    provisioned_site = ensure_house()
    sky, sea = make.area("Cielo"), make.area("Mare")
    pilot = make.profession("aviatrice", "aviatore", synonyms="pilota, volo", of=sky)
    sailor = make.profession("marinaia", "marinaio", synonyms="barca", of=sea)
    alps, coast = make.place("Altopiano"), make.place("Zoagli")
    every = {
        "professions": [pilot, sailor],
        "skills": ["Alianti", "Nodi"],
        "place": alps,
        "works_in": [coast],
        "headline": "perché no",
    }
    make.showcase("Èlia Bianchi", professions=[pilot], skills=["Alianti"], place=alps, address_as="socia")
    make.showcase("carla Abate", professions=[pilot, sailor], skills=["Nodi"], place=coast, address_as="socio")
    make.showcase("Dino Costa", professions=[sailor], skills=["Nodi", "Alianti"], place=coast, works_in=[alps])
    make.showcase("Eva Dolce", headline="Perché no?", offers=["un passaggio"], seeks=["una rete"])
    make.showcase("Zeno 100% Vela", place=alps)
    make.showcase("Bozza Nascosta", live=False, **every)
    make.showcase("Tolta Nascosta", **every).unpublish()
    private = make.showcase("Riservata Nascosta", **every)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    return provisioned_site


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with shared(django_db_blocker):
        yield make_people()


@pytest.fixture
def people(made, db):
    return made


def found(query: str = "") -> list[str]:
    """Names in the order shown, out of the page's own text."""
    response = Client().get(f"/soci/{query}")
    assert response.status_code == 200, query
    names = [profile.title for profile in response.context["profiles"]]
    html = response.content.decode()
    shown = re.findall(r'<h3><a href="/soci/[\w-]+/">([^<]+)</a></h3>', html)
    assert shown == names
    assert response.context["total"] == len(names)
    assert "Nascosta" not in html
    return names


EVERYBODY = ["carla Abate", "Dino Costa", "Èlia Bianchi", "Eva Dolce", "Zeno 100% Vela"]


def test_everybody_who_is_live_in_the_order_of_the_folded_name(people):
    assert ProfilePage.objects.count() == 8
    assert found() == EVERYBODY


@pytest.mark.parametrize(
    "query, names",
    [
        ("?professione=aviatrice", ["carla Abate", "Èlia Bianchi"]),
        ("?professione=marinaia", ["carla Abate", "Dino Costa"]),
        ("?area=cielo", ["carla Abate", "Èlia Bianchi"]),
        ("?area=mare", ["carla Abate", "Dino Costa"]),
        ("?luogo=altopiano", ["Dino Costa", "Èlia Bianchi", "Zeno 100% Vela"]),  # there, or works there too
        ("?luogo=zoagli", ["carla Abate", "Dino Costa"]),
        ("?competenza=nodi", ["carla Abate", "Dino Costa"]),
        ("?competenza=alianti", ["Dino Costa", "Èlia Bianchi"]),
        ("?professione=aviatrice&luogo=zoagli", ["carla Abate"]),
        ("?area=mare&competenza=alianti&luogo=altopiano&professione=marinaia&q=dino", ["Dino Costa"]),
        ("?area=mare&luogo=altopiano&professione=aviatrice", []),
        ("?area=&professione=&luogo=&competenza=&q=", EVERYBODY),
    ],
)
def test_filters_narrow_each_and_together(people, query, names):
    assert found(query) == names


@pytest.mark.parametrize(
    "words, names",
    [
        ("elia", ["Èlia Bianchi"]),
        ("ELIA", ["Èlia Bianchi"]),
        ("Èlìa", ["Èlia Bianchi"]),
        ("perche", ["Eva Dolce"]),
        ("perché", ["Eva Dolce"]),
        ("aviatore", ["carla Abate", "Èlia Bianchi"]),
        ("aviatrice", ["carla Abate", "Èlia Bianchi"]),
        ("pilota", ["carla Abate", "Èlia Bianchi"]),
        ("barca", ["carla Abate", "Dino Costa"]),
        ("mare", ["carla Abate", "Dino Costa"]),
        ("alianti", ["Dino Costa", "Èlia Bianchi"]),
        ("zoagli", ["carla Abate", "Dino Costa"]),
        ("passaggio", ["Eva Dolce"]),
        ("rete", ["Eva Dolce"]),
        ("pilota zoagli", ["carla Abate"]),
        ("zoagli    PILOTA", ["carla Abate"]),
        ('"pilota" zoagli', ["carla Abate"]),
        ("100%", ["Zeno 100% Vela"]),
        ("100_", []),
        ("'; drop table", []),
        ("nascosta", []),
        ("x" * 10_000, []),
    ],
)
def test_words_find_names_trades_synonyms_skills_and_places(people, words, names):
    assert found(f"?q={quote(words)}") == names


@pytest.mark.parametrize("query", ["?q=%22", "?q=%00", "?q=%22%20%22", "?q=%25", "?q=!!"])
def test_a_question_without_a_word_finds_nothing_and_says_so(people, query):
    assert found(query) == []
    assert "Nessuno, per ora." in Client().get(f"/soci/{query}").content.decode()


@pytest.mark.parametrize("query", ["?q=%20%20", "?q="])
def test_an_empty_box_asks_nothing(people, query):
    assert found(query) == EVERYBODY


@pytest.mark.parametrize("name", ["professione", "area", "luogo", "competenza"])
@pytest.mark.parametrize("value", ["non-c-e", "%00", "%22", "1", "x" * 2000, "%F0%9F%8E%B7", "..%2F..%2F", "%FF"])
def test_a_wrong_value_finds_nobody_and_says_so(people, name, value):
    query = f"?{name}={value}"
    if value == "%00":  # nothing is left of it
        assert found(query) == EVERYBODY
        return
    assert found(query) == []
    html = Client().get(f"/soci/{query}").content.decode()
    assert "0 soci trovati" in html
    assert "Nessuno, per ora." in html


def test_an_unknown_parameter_is_ignored(people):
    assert found("?colore=blu&utm_source=x&area=cielo") == ["carla Abate", "Èlia Bianchi"]


def test_the_last_of_two_values_counts(people):
    assert found("?area=mare&area=cielo") == ["carla Abate", "Èlia Bianchi"]


@pytest.mark.parametrize("number", ["999", "2", "abc", "0", "-1", "1.5", "", "%00", "+1", "1e1", "٢", "9" * 100])
def test_a_page_that_is_not_there_is_a_404(people, number):
    assert Client().get(f"/soci/?pagina={number}").status_code == 404


def test_the_first_page_is_there_even_when_nobody_is_found(people):
    assert found("?area=niente&pagina=1") == []


def test_pages_of_twenty_four_follow_each_other(people):
    for number in range(25):
        make.showcase(f"Numero {number:02}", place=make.place("Altopiano"))
    first = Client().get("/soci/?luogo=altopiano")
    second = Client().get("/soci/?luogo=altopiano&pagina=2")
    names = [page.title for answer in (first, second) for page in answer.context["profiles"]]
    assert names == ["Dino Costa", "Èlia Bianchi", *(f"Numero {n:02}" for n in range(25)), "Zeno 100% Vela"]
    assert [len(answer.context["profiles"]) for answer in (first, second)] == [24, 4]
    assert first.context["pagination"].next_url == "?luogo=altopiano&pagina=2"
    assert second.context["pagination"].previous_url == "?luogo=altopiano"
    assert Client().get("/soci/?luogo=altopiano&pagina=3").status_code == 404


def options(response, name: str) -> list[tuple[str, str, int, bool]]:
    chosen = next(f for f in response.context["filters"] if f.name == name)
    return [(option.value, option.label, option.count, option.selected) for option in chosen.options]


def test_options_count_who_is_shown_and_offer_nothing_that_only_drafts_have(people):
    make.showcase("Bozza Sola", live=False, professions=[make.profession("astronauta")], skills=["Razzi"])
    response = Client().get("/soci/?area=mare")
    assert options(response, "area") == [("cielo", "Cielo", 2, False), ("mare", "Mare", 2, True)]
    assert options(response, "professione") == [
        ("aviatrice", "aviatrice / aviatore", 2, False),
        ("marinaia", "marinaia / marinaio", 2, False),
    ]
    assert sorted(options(response, "competenza")) == [
        ("alianti", "Alianti", 2, False),
        ("nodi", "Nodi", 2, False),
    ]


def test_options_of_places_count_those_who_only_work_there_as_the_filter_finds_them(people):
    response = Client().get("/soci/")
    assert options(response, "luogo") == [
        ("altopiano", "Altopiano", 3, False),
        ("zoagli", "Zoagli", 2, False),
    ]


def test_what_is_chosen_can_be_taken_away_one_by_one(people):
    response = Client().get("/soci/?area=mare&q=dino&competenza=nodi&pagina=1")
    assert [(row.label, row.remove_url) for row in response.context["active"]] == [
        ("Mare", "?q=dino&competenza=nodi"),
        ("Nodi", "?area=mare&q=dino"),
        ("«dino»", "?area=mare&competenza=nodi"),
    ]
    for row in response.context["active"]:
        assert "Dino Costa" in found(row.remove_url)


@pytest.mark.parametrize("attack", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_what_was_typed_is_shown_as_text(people, attack):
    for name in ("q", "area"):
        html = Client().get("/soci/", {name: attack}).content.decode()
        assert attack not in html


# Words that Redazione changes ------------------------------------------------------------------------


def test_a_renamed_trade_is_found_at_once(people):
    row = Profession.objects.get(slug="aviatrice")
    row.feminine, row.masculine, row.synonyms = "astronauta", "astronauta", "luna"
    row.save()
    for words in ("astronauta", "luna"):
        assert found(f"?q={words}") == ["carla Abate", "Èlia Bianchi"]
    assert found("?q=aviatore") == []
    assert found("?q=nodi") == ["carla Abate", "Dino Costa"]  # the rest of the words stayed


def test_a_renamed_area_is_found_at_once(people):
    row = Area.objects.get(slug="mare")
    row.name = "Oceano"
    row.save()
    assert found("?q=oceano") == ["carla Abate", "Dino Costa"]
    assert found("?q=mare") == []


def test_a_renamed_place_is_found_at_once_by_who_only_works_there_too(people):
    row = Place.objects.get(slug="altopiano")
    row.name = "Valsesia"
    row.save()
    assert found("?q=valsesia") == ["Dino Costa", "Èlia Bianchi", "Zeno 100% Vela"]
    assert found("?q=altopiano") == []


def test_a_renamed_word_leaves_revisions_and_dates_alone(people):
    page = ProfilePage.objects.get(title="Èlia Bianchi")
    row = Profession.objects.get(slug="aviatrice")
    row.masculine = "astronauta"
    row.save()
    after = ProfilePage.objects.get(pk=page.pk)
    assert after.latest_revision == page.latest_revision
    assert after.last_published_at == page.last_published_at
    assert after.has_unpublished_changes is False
