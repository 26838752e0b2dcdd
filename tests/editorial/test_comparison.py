"""What a reviewer and an author are shown: field by field, under the fields' Italian names."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.utils.html import escape
from django.utils.safestring import mark_safe
from wagtail.models import Page
from wagtail.rich_text import RichText

from editorial.content.comparison import Difference, compare_contents, content_of, live_content
from editorial.content.comparison_classes import marked
from editorial.content.normalise import changed_field_labels
from editorial.review.shown import shown_to
from radio.models import EpisodePage
from tests.factories import pages as make
from tests.pages.models import Story
from tests.support.moderation import author_action_url, edit, fresh, last, review_url, sent, state, yes
from tests.support.stories import child, counters, post_story, sent_story

ROW = "Links, riga"


def compare_pages(before: Page, after: Page) -> list[Difference]:
    return compare_contents(type(after), content_of(before), content_of(after))


def compare_with_live(page: Page) -> list[Difference]:
    return compare_contents(page.specific_class, live_content(page), last(page).content)


def shown(differences) -> list[tuple[str, str]]:
    """Label, and the words with + and - where they were put in or taken out."""
    found = []
    for one in differences:
        text = re.sub(r'<ins class="addition">(.*?)</ins>', r"[+\1]", str(one.html), flags=re.S)
        text = re.sub(r'<del class="deletion">(.*?)</del>', r"[-\1]", text, flags=re.S)
        found.append((one.label, " ".join(re.sub(r"<[^>]+>", " ", text).split())))
    return found


@pytest.fixture
def story(newsroom):
    """Live, with the children «primo» and «secondo»."""
    page = sent_story(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    return fresh(page)


def after(newsroom, story, **change):
    post_story(newsroom.anna, story, **change)
    return fresh(story).get_latest_revision_as_object()


def test_nothing_changed_nothing_shown(newsroom, story):
    assert compare_pages(story, after(newsroom, story)) == []


@pytest.mark.parametrize(
    "change, expected",
    [
        ({"links-0-label": "altro"}, [(f"{ROW} cambiata (Label)", "[-primo][+altro]")]),
        ({"links-1-DELETE": "on"}, [(f"{ROW} tolta (Label)", "[-secondo]")]),
        (counters(3, 2) | child(2, "terzo"), [(f"{ROW} aggiunta (Label)", "[+terzo]")]),
        (
            {"links-0-label": "altro", "links-1-DELETE": "on"},
            [(f"{ROW} cambiata (Label)", "[-primo][+altro]"), (f"{ROW} tolta (Label)", "[-secondo]")],
        ),
        ({"title": "Nuovo"}, [("Titolo", "[-S][+Nuovo]")]),
    ],
)
def test_rows_below_the_page_are_shown_one_by_one(newsroom, story, change, expected):
    assert shown(compare_pages(story, after(newsroom, story, **change))) == expected


LINKED = '<p>Guarda <a href="{}">qui</a>.</p>'


def led(differences) -> str:
    [(_label, words)] = shown(differences)
    return words


def test_a_link_that_leads_elsewhere_is_a_change_that_is_seen(newsroom, story):
    """Who says yes to a text says yes to its links; stock compares their words alone."""
    before, after = fresh(story), fresh(story)
    before.body, after.body = (LINKED.format(f"https://{host}.example/") for host in ("a", "b"))
    words = "Guarda qui [https://[-a][+b].example/]."
    assert led(compare_pages(before, after)) == words
    assert compare_pages(before, before) == []


def test_so_it_is_in_a_stream_and_in_a_block_that_is_new(provisioned_site):
    page = make.standard_page(body=[("paragraph", RichText(LINKED.format("https://a.example/")))])
    before, after = fresh(page), fresh(page)
    after.body[0].value = RichText(LINKED.format("https://b.example/"))
    assert "Guarda qui [https://[-a][+b].example/]." in led(compare_pages(before, after))
    after = fresh(page)
    after.body.append(("paragraph", RichText(LINKED.format("https://c.example/"))))
    assert "Guarda qui [https://c.example/]." in led(compare_pages(before, after))


def test_a_link_that_stays_is_its_words_alone(newsroom, story):
    before, after = fresh(story), fresh(story)
    before.body = LINKED.format("https://a.example/")
    after.body = LINKED.format("https://a.example/").replace("Guarda", "Leggi")
    assert shown(compare_pages(before, after)) == [("Body", "[-Guarda qui.][+Leggi qui.]")]


def test_numbers_days_and_yes_or_no_are_said_as_a_reader_says_them(provisioned_site):
    """Not «None2», «True» nor «2026-11-26»."""
    before, after = EpisodePage(), make.episode(live=False, number=2, guests=["Olga Neri"], show_in_menus=True)
    after.go_live_at = datetime(2031, 3, 4, 9, 30, tzinfo=UTC)
    new = dict(shown(compare_pages(before, after)))
    assert [new[name] for name in ("Stagione", "Numero", "Andata in onda il")] == ["[+1]", "[+2]", "[+15 gennaio 2026]"]
    assert [label for label in new if label.startswith("Ospiti")] == ["Ospiti, riga aggiunta (Oppure il nome)"]
    other = fresh(after)
    other.number, other.show_in_menus, other.go_live_at = 3, False, None
    changed = dict(shown(compare_pages(after, other)))
    assert changed["Numero"] == "[-2] [+3]"
    assert [word for label, word in changed.items() if word.startswith("[-sì")] == ["[-sì] [+no]"]
    assert [word for label, word in changed.items() if "2031" in word] == ["[-4 marzo 2031, ore 10:30]"]


def test_what_people_wrote_is_escaped(newsroom, story):
    found = compare_pages(story, after(newsroom, story, **{"links-0-label": "<script>x</script>"}))
    assert [one.label for one in found] == [f"{ROW} cambiata (Label)"]
    assert "<script>" not in found[0].html and "&lt;script&gt;" in found[0].html


def test_only_what_a_comparison_says_is_markup_is_markup():
    attack = '<span class="addition"><script>x</script></span>'
    assert marked(attack) == escape(attack)
    assert marked(mark_safe('<span class="addition">due</span>')) == '<ins class="addition">due</ins>'


def test_a_reviewer_sees_a_new_page_whole(newsroom):
    page = sent(newsroom.anna, newsroom.blog, "Titolo", "uno due")
    assert shown(compare_with_live(page)) == [
        ("Titolo", "[+Titolo]"),
        ("Body", "[+uno due]"),
        ("Indirizzo della pagina", "[+titolo]"),
    ]


def test_a_reviewer_sees_a_live_page_from_what_the_public_sees(newsroom):
    page = sent(newsroom.anna, newsroom.blog, "T", "uno due")
    yes(newsroom.r1, page)
    edit(newsroom.anna, page, "uno tre")
    edit(newsroom.anna, page, "uno quattro", **{"action-submit": "1"})
    assert shown(compare_with_live(fresh(page))) == [("Body", "uno [-due][+quattro]")]
    text = newsroom.r2.client.get(review_url("reading", state(page))).content.decode()
    assert '<del class="deletion">due</del>' in text and "tre" not in re.sub(r"altre|mostre", "", body_of(text))


def body_of(text: str) -> str:
    return text[text.index('class="reading-comparison"') : text.index("La pagina come sarà</h2>")]


def test_the_author_sees_what_the_desk_did_to_their_own_last_text(newsroom):
    page = sent(newsroom.anna, newsroom.blog, "T", "uno due")
    yes(newsroom.r1, page)
    edit(newsroom.anna, page, "uno tre", **{"action-submit": "1"})
    edit(newsroom.r1, page, "uno tre!")
    found = shown_to(newsroom.anna, fresh(page), last(page), None).differences
    assert shown(found) == [("Body", "uno tre[+!]")]
    yes(newsroom.r1, page)
    text = newsroom.anna.client.get(author_action_url("author", page)).content.decode()
    assert '<ins class="addition">!</ins>' in text and "Che cosa ha corretto la redazione" in text


def test_of_an_author_who_wrote_nothing_the_live_text_is_compared(newsroom):
    page = sent(newsroom.anna, newsroom.blog, "T", "uno due")
    yes(newsroom.r1, page)
    edit(newsroom.r1, page, "uno tre")
    assert shown(shown_to(newsroom.bruno, fresh(page), last(page), None).differences) == [("Body", "uno [-due][+tre]")]


# --- names of fields, without asking the database


def content(**fields) -> dict:
    return {"pk": 1, "title": "T", "body": "<p>uno</p>", "stream": "[]", "links": [], **fields}


def quote(**value) -> str:
    return json.dumps([{"type": "quote", "value": value, "id": "x"}])


@pytest.mark.parametrize(
    "before, after, names",
    [
        ({}, {}, []),
        ({"title": "A"}, {"title": "B"}, ["Titolo"]),
        ({"live": True, "title": "A"}, {"live": False, "title": "A"}, []),  # bookkeeping
        ({"body": '<p data-block-key="a1b2c">uno</p>'}, {"body": '<p data-block-key="zzzzz">uno</p>'}, []),
        ({"body": '<p data-block-key="a1b2c">uno</p>'}, {"body": '<p data-block-key="a1b2c">due</p>'}, ["Body"]),
        ({"stream": quote(words="a", year=1.5)}, {"stream": quote(year=1.5, words="a")}, []),
        ({"stream": quote(words="a")}, {"stream": quote(words="a", year=None)}, []),  # a part that came later
        ({"stream": quote(words="a")}, {"stream": quote(words="b")}, ["Stream"]),
        ({"stream": "[non è un flusso"}, {"stream": quote(words="b")}, ["Stream"]),
        ({"links": [{"pk": 1, "label": "a"}, {"label": "b"}]}, {"links": [{"label": "b"}, {"label": "a"}]}, []),
        ({"links": [{"pk": 1, "label": "a"}]}, {"links": [{"pk": 1, "label": "c"}]}, ["Links"]),
        ({"picture": 999999}, {"picture": None}, ["Picture"]),  # it names what is gone
        ({"of_yesterday": 1}, {"of_today": 2}, []),
    ],
)  # fmt: skip
def test_names_of_the_fields_that_differ(before, after, names):
    """Without a database: the suite refuses every query here."""
    assert changed_field_labels(Story, content(**before), content(**after)) == names
