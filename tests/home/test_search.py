"""/cerca/ and the sitemap: what is live and public, beside a draft, a hidden page and the private guide."""

from urllib.parse import quote

import pytest
from django.core.management import call_command, get_commands
from django.test import Client

from home.models import GuidePage
from tests.factories import pages as make
from tests.support.http import in_sitemap
from tests.support.people import ensure_house, make_member
from tests.support.worlds import shared


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with shared(django_db_blocker):
        ensure_house()
        trade = make.profession("aviatrice", "aviatore", synonyms="pilota")
        make.showcase("Ada Perché", headline="Mongolfiere in città", professions=[trade], skills=["Alianti"])
        make.standard_page("Dove siamo", intro="Una mongolfiera sopra Alessandria")
        make.standard_page("Volare", body=[("paragraph", "<p>La storia della <b>mongolfiera</b> nel testo.</p>")])
        make.showcase("Bea Bozza", headline="mongolfiera", live=False)
        make.standard_page("Pagina bozza", intro="mongolfiera", live=False)
        make.showcase("Cia Nascosta", headline="mongolfiera").unpublish()
        guide = GuidePage.objects.get()
        guide.intro = "Una mongolfiera segreta"
        make.publish(guide)
        call_command("rebuild_modelsearch_index" if _has_command() else "update_index", verbosity=0)
        yield


def _has_command() -> bool:
    return "rebuild_modelsearch_index" in get_commands()


@pytest.fixture
def pages(made, db):
    return made


def found(words: str, client: Client | None = None) -> list[str]:
    response = (client or Client()).get(f"/cerca/?q={quote(words)}")
    assert response.status_code == 200
    assert response.context["total"] == len(response.context["results"])
    html = response.content.decode()
    for result in response.context["results"]:
        assert result.title in html
    for hidden in ("Bea Bozza", "Pagina bozza", "Cia Nascosta", "Una mongolfiera segreta"):
        assert hidden not in html
    return sorted(result.title for result in response.context["results"])


@pytest.mark.parametrize(
    "words, titles",
    [
        ("mongolfiera", ["Dove siamo", "Volare"]),
        ("MONGOLFIERA", ["Dove siamo", "Volare"]),
        ("mongolfier", ["Ada Perché", "Dove siamo", "Volare"]),
        ("perche", ["Ada Perché", "Informativa sulla privacy"]),
        ("perché", ["Ada Perché", "Informativa sulla privacy"]),
        ("citta", ["Ada Perché"]),
        ("aviatore", ["Ada Perché"]),
        ("pilota", ["Ada Perché"]),
        ("alianti", ["Ada Perché"]),
        ("mongolfiera alessandria", ["Dove siamo"]),
        ('"mongolfiera" alessandria', ["Dove siamo"]),
        ("mongolfiera zanzibar", []),
        ("segreta", []),
    ],
)
def test_words_find_what_the_public_may_read(pages, words, titles):
    assert found(words) == titles


@pytest.mark.parametrize(
    "words", ["", " ", '"', '" "', "\t", "*", "-", "!!!", "'", "\\", "%", "\x01", "😀", ":*", "&|()"]
)
def test_a_question_without_a_word_finds_nothing(pages, words):
    assert found(words) == []


@pytest.mark.parametrize(
    "words", ["x" * 10_000, "mongolfiera " * 1000, "AND", "mongolfiera OR", "NEAR(", "a:b", "-x", "x*"]
)
def test_strange_questions_are_answered(pages, words):
    assert Client().get("/cerca/", {"q": words}).status_code == 200


@pytest.mark.parametrize("number", ["999", "2", "0", "-1", "abc", ""])
def test_a_page_of_results_that_is_not_there_is_a_404(pages, number):
    assert Client().get(f"/cerca/?q=mongolfiera&pagina={number}").status_code == 404


def test_the_guide_is_not_found_by_members_either(pages):
    """Search answers the same to everybody: a page cache stands in front of it."""
    assert found("segreta", make_member("Zoe Socia").client) == []


def test_a_result_says_what_it_is_and_where(pages):
    (result,) = Client().get("/cerca/?q=alianti").context["results"]
    assert (result.title, result.url, result.kind_label) == ("Ada Perché", "/soci/ada-perche/", "Vetrina")
    assert result.summary == "Mongolfiere in città"


def test_words_typed_are_shown_as_text(pages):
    attack = '"><script>alert(1)</script>'
    assert attack not in Client().get("/cerca/", {"q": attack}).content.decode()


# Addresses for machines ------------------------------------------------------------------------------------


def test_the_sitemap_lists_what_is_live_and_public(pages):
    paths = in_sitemap()
    skeleton = ["/", "/accessibilita/", "/blog/", "/pillole/", "/privacy/", "/radio/", "/soci/"]
    assert sorted(paths) == sorted([*skeleton, "/dove-siamo/", "/soci/ada-perche/", "/volare/"])
