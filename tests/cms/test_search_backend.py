"""Words as people type them, in public search and in the admin's lists: never a 500."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from modelsearch.conf import get_app_config
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from cms.search.text import LONGEST_QUERY, clean_query, normalise, query_text
from tests.factories import pages as make
from tests.support.people import make_user

STRANGE = [
    '"',
    '""',
    '" "',
    " ",
    "\t\n",
    "\x00",
    "\x01\x02",
    "x" * 10_000,
    '"' * 10_000,
    "a" + '"',
    "'",
    "\\",
    "%",
    "*",
    "-",
    "😀",
]


@pytest.mark.parametrize(
    "typed, cleaned",
    [
        ("fotografa", "fotografa"),
        ("  due   parole ", "due parole"),
        ('"due parole"', "due parole"),
        ('a"b', "a b"),
        ("a\x00b\x07c", "a b c"),
        ("a\u200bb", "a b"),
        ("", ""),
        ('"', ""),
        (" \t\n", ""),
        ("\x00", ""),
        ("!?*", ""),
        ("c++", "c++"),
        ("perché", "perché"),
        ("x" * 500, "x" * LONGEST_QUERY),
    ],
)
def test_clean_leaves_what_a_backend_may_be_given(typed, cleaned):
    assert clean_query(typed) == cleaned
    assert clean_query(clean_query(typed)) == cleaned


@pytest.mark.parametrize(
    "text, folded",
    [
        ("Perché", "perche"),
        ("ÀÈÌÒÙ", "aeiou"),
        ("Straße", "strasse"),
        ("cafe\u0301", "cafe"),
        ("ﬁne", "fine"),
        ("", ""),
    ],
)
def test_fold_makes_one_word_of_how_it_is_written(text, folded):
    assert normalise(text) == folded
    assert normalise(normalise(text)) == folded


@pytest.mark.parametrize("words", STRANGE)
@pytest.mark.parametrize("method", ["search", "autocomplete"])
def test_the_backend_answers_whatever_is_asked(provisioned_site, words, method):
    assert isinstance(list(getattr(Page.objects.all(), method)(words)), list)


@pytest.mark.parametrize("words", ["", " ", '"', "\x00", "!!"])
@pytest.mark.parametrize("method", ["search", "autocomplete"])
def test_no_word_finds_nothing(provisioned_site, words, method):
    assert list(getattr(Page.objects.all(), method)(words)) == []


def test_words_still_find(provisioned_site):
    page = make.standard_page("Mongolfiera")
    assert [found.pk for found in Page.objects.search('"mongolfiera')] == [page.pk]
    assert [found.pk for found in Page.objects.autocomplete("mongo")] == [page.pk]


@pytest.mark.parametrize(
    "query, words",
    [("", ""), ("q=", ""), ("q=+vela+", "vela"), ("q=ve%00la", "ve\ufffdla"), ("q=%00", "\ufffd"), ("q=a&q=b", "b")],
)
def test_what_an_address_asks_holds_nothing_that_a_database_refuses(query, words):
    assert query_text(QueryDict(query), "q") == words


IndexEntry = get_app_config().get_model("IndexEntry")

LISTS = {
    "explorer": "wagtailadmin_explore_root",
    "pages": "wagtailadmin_pages:search",
    "images": "wagtailimages:index",
    "documents": "wagtaildocs:index",
    "people": "editorial_accounts",
    "redirects": "wagtailredirects:index",
    "image chooser": "wagtailimages_chooser:choose_results",
    "document chooser": "wagtaildocs_chooser:choose_results",
    "page chooser": "wagtailadmin_choose_page_search",
    "professions": "wagtailsnippets_profiles_profession:list",
    "collections": "wagtailadmin_collections:index",
}


@pytest.mark.parametrize("name", LISTS)
def test_every_list_of_the_admin_answers_strange_words(provisioned_site, name):
    client = make_user("su", superuser=True).client
    address = reverse(LISTS[name])
    answers = {words[:8]: client.get(address, {"q": words}, follow=True).status_code for words in STRANGE}
    assert answers == dict.fromkeys(answers, 200)


@pytest.mark.parametrize("words", STRANGE)
def test_public_search_and_directory_answer_strange_words(provisioned_site, words):
    assert [Client().get(address, {"q": words}).status_code for address in ("/cerca/", "/soci/")] == [200, 200]


WEIGHTS = {"sqlite": (7 / 11, 7 / 3), "postgresql": (2 / 3, 2.0)}  # by letters, and by words


def test_a_save_weighs_its_own_title_and_no_other(provisioned_site):
    """Or two people who save at the same time wait for each other's entry: a deadlock on PostgreSQL."""
    short, long = make.standard_page("Uno"), make.standard_page("Uno due tre")
    entries = IndexEntry.objects.all()
    entries.delete()

    def weigh() -> list[float]:
        return [entries.get(object_id=str(page.pk)).title_norm for page in (short, long)]

    backend = get_search_backend()
    backend.add(short)
    backend.add(long)
    of_long, of_short = WEIGHTS[connection.vendor]
    assert weigh() == pytest.approx([1.0, of_long])
    rebuilder = backend.rebuilder_class(backend.get_index_for_object(short))
    rebuilder.start()
    rebuilder.finish()
    assert weigh() == pytest.approx([of_short, of_long])


def test_the_backend_is_the_one_of_the_settings(provisioned_site):
    assert type(get_search_backend()).__name__ == "CleanSearchBackend"
    assert get_search_backend().search('"', get_image_model()) is not None
