"""The reading page: what stands beside the text, and the way through the list."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Comment, CommentReply, Page

from editorial.content.comparison import Difference, compare_contents, content_of
from editorial.desk.timeline import open_comments, timeline_of
from editorial.review.queue import place_of
from editorial.review.state import ReviewItem
from tests.factories import pages as make
from tests.support.http import messages_of
from tests.support.images import picture
from tests.support.moderation import (
    agree,
    ask,
    create,
    edit,
    fresh,
    last,
    review_url,
    sent,
    state,
    submit,
    withdraw,
    yes,
)

REASON = "manca la data dell’evento"
NOW = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def page(newsroom):
    return sent(newsroom.anna, newsroom.blog, "T", "uno due")


def shown(user, page) -> str:
    response = user.client.get(review_url("reading", state(page)))
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def said(page) -> list[str]:
    return [f"{one.who} {one.what}" for one in timeline_of(ReviewItem.get(state(page).pk))]


# --- who said what so far


def test_the_sending_is_the_first_word(newsroom, page):
    assert said(page) == ["anna ha mandato questo testo"]
    assert "anna ha mandato questo testo." in words(shown(newsroom.r1, page))


def test_a_correction_makes_a_new_text_and_a_yes_is_to_one_text(newsroom, page):
    edit(newsroom.r1, page, "uno due tre")
    yes(newsroom.r1, page)
    edit(newsroom.r2, page, "uno due quattro")
    assert said(page) == [
        "anna ha mandato un testo di prima",
        "r1 ha detto sì a un testo di prima, per la redazione",
    ]


def test_the_authors_later_yes_is_no_sending(newsroom, page):
    edit(newsroom.r1, page, "uno due tre")
    agree(newsroom.anna, page)
    assert said(page) == [
        "anna ha mandato un testo di prima",
        "anna ha detto sì a questo testo, come chi l’ha scritto",
    ]


def test_a_text_that_came_back_tells_what_was_asked_and_what_became_of_it(newsroom, page):
    ask(newsroom.r1, page, REASON)
    submit(newsroom.anna, page, "uno due tre")
    assert said(page) == [
        "anna ha mandato un testo di prima",
        "r1 ha chiesto modifiche",
        "anna ha mandato questo testo",
    ]
    html = shown(newsroom.r2, page)
    assert f"Tutta la pagina : {REASON} non spuntata · la pagina è cambiata" in words(html)


def test_a_withdrawn_request_is_another_story(newsroom, page):
    ask(newsroom.r1, page, REASON)
    submit(newsroom.anna, page)
    withdraw(newsroom.anna, page)
    submit(newsroom.anna, page)
    assert said(page) == ["anna ha mandato questo testo"]
    assert REASON not in shown(newsroom.r2, page)


def test_a_request_from_before_there_were_points_is_read_too(newsroom, page):
    ask(newsroom.r1, page, REASON)
    fresh(page).current_workflow_state.current_task_state.change_request_items.all().delete()
    submit(newsroom.anna, page)
    assert f"r1 ha chiesto modifiche. {REASON}" in words(shown(newsroom.r2, page))


def test_a_person_who_is_gone_has_no_name(newsroom, page):
    edit(newsroom.r1, page, "uno due tre")
    yes(newsroom.r1, page)
    newsroom.r1.delete()
    assert said(page)[1] == "Una persona che non c’è più ha detto sì a questo testo, per la redazione"


def test_an_address_is_never_shown(newsroom, page):
    newsroom.anna.first_name = ""
    newsroom.anna.save()
    assert said(page) == ["Una persona senza nome ha mandato questo testo"]


# --- a correction wants one more yes


def test_the_second_reviewer_is_told_in_plain_words(newsroom, page):
    edit(newsroom.r1, page, "uno due tre")
    assert "Manca un sì solo" not in shown(newsroom.r2, page)
    yes(newsroom.r1, page)
    assert (
        "r1 ha corretto il testo e ha detto sì. Manca un sì solo, il tuo o quello di chi l’ha scritto: lo abbiamo "
        "chiesto a tutti insieme, e basta il primo." in words(shown(newsroom.r2, page))
    )
    html = shown(newsroom.r1, page)
    assert "Hai già detto sì a questo testo: ora tocca a un’altra persona." in html
    assert "Manca un sì solo" not in html and "Va bene, pubblica</button>" not in html


def test_after_a_yes_the_message_says_what_happens_next(newsroom, page):
    edit(newsroom.r1, page, "uno due tre")
    assert "ora serve ancora un sì, di chi l’ha scritto o di un’altra persona" in messages_of(yes(newsroom.r1, page))
    assert "la pagina è sul sito, proprio così" in messages_of(yes(newsroom.r2, page))


def test_after_a_yes_to_a_day_to_come(newsroom):
    with time_machine.travel(NOW):
        for user in (newsroom.anna, newsroom.r1):
            user.client.force_login(user)
        at = timezone.localtime(NOW + timedelta(days=3)).strftime("%Y-%m-%d %H:%M")
        page = submit(newsroom.anna, create(newsroom.anna, newsroom.blog, "P", model="timed"), go_live_at=at)
        assert "la pagina va sul sito da sola" in messages_of(yes(newsroom.r1, page))


# --- comments


def comment(page, user, text: str, path: str = "body", **fields) -> Comment:
    return Comment.objects.create(page=page, user=user, text=text, contentpath=path, **fields)


def test_open_comments_are_read_here_under_their_fields(newsroom, page):
    one = comment(page, newsroom.anna, "<b>va bene</b> così?")
    CommentReply.objects.create(comment=one, user=newsroom.r1, text="direi di sì")
    comment(page, newsroom.r1, "bello", "title.x.y")
    comment(page, newsroom.r1, "da nessuna parte", "no_such_field")
    comment(page, newsroom.anna, "chiuso da tempo", resolved_at=NOW)
    found = [
        (one.where, one.who, one.comment.text, [(who, reply.text) for who, reply in one.answers])
        for one in open_comments(page)
    ]
    assert found == [
        ("Body", "anna", "<b>va bene</b> così?", [("r1", "direi di sì")]),
        ("Titolo", "r1", "bello", []),
        ("Tutta la pagina", "r1", "da nessuna parte", []),
    ]
    html = shown(newsroom.r2, page)
    assert "&lt;b&gt;va bene&lt;/b&gt; così?" in html and "chiuso da tempo" not in html


def test_without_comments_nothing_is_said_of_them(newsroom, page):
    assert "Commenti aperti" not in shown(newsroom.r1, page)


# --- through the list


@pytest.fixture
def three(newsroom):
    found = []
    for number, title in enumerate(("A", "B", "C")):
        with time_machine.travel(NOW + timedelta(hours=number), tick=False):
            newsroom.anna.client.force_login(newsroom.anna)
            found.append(sent(newsroom.anna, newsroom.blog, title))
    return found


def test_place_in_the_list(newsroom, three):
    places = []
    for page in three:
        place = place_of(newsroom.r1, state(page).pk)
        before, after = (item and item.title for item in (place.before, place.after))
        places.append((place.number, place.total, before, after))
    assert places == [(1, 3, None, "B"), (2, 3, "A", "C"), (3, 3, "B", None)]
    assert place_of(newsroom.bruno, state(three[0]).pk) is None


def links(html: str) -> dict[str, str]:
    return {rel: href for href, rel in re.findall(r'<a href="([^"]+)" rel="(prev|next)"', html)}


def test_the_page_leads_to_the_one_before_and_the_one_after(newsroom, three):
    first, second, third = (review_url("reading", state(page)) for page in three)
    html = shown(newsroom.r1, three[1])
    assert links(html) == {"prev": first, "next": third}
    assert "2 di 3" in html and f'href="{third}">Salta</a>' in html
    html = shown(newsroom.r1, three[2])
    assert links(html) == {"prev": second} and "Salta</a>" not in html


def test_one_alone(newsroom, page):
    html = shown(newsroom.r1, page)
    assert "1 di 1" in html and links(html) == {}


def test_answering_leads_straight_to_the_next(newsroom, three):
    first, second, third = (review_url("reading", state(page)) for page in three)
    assert yes(newsroom.r1, three[0]).redirect_chain == [(second, 302)]
    assert ask(newsroom.r1, three[1], REASON).redirect_chain == [(third, 302)]
    assert yes(newsroom.r1, three[2]).redirect_chain == [("/admin/da-leggere/", 302)]


# --- without a script


def test_three_rows_and_the_sentences_are_there_without_a_script(newsroom, page):
    html = shown(newsroom.r1, page)
    assert html.count("data-row>") == 3 and html.count('name="text"') == 3
    assert "Controlla nomi, date e indirizzi:" in html
    assert 'href="#id_reason"' in html and '<textarea name="reason"' in html


# --- pictures


def figures(found: list[Difference]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Label; (alt, caption) of each picture, in order."""
    pattern = r'<figure[^>]*><img [^>]*?alt="([^"]*)"[^>]*>(?:<figcaption>(\w+)</figcaption>)?</figure>'
    return [(one.label, re.findall(pattern, str(one.html))) for one in found]


def differences(before: Page, after: Page) -> list[Difference]:
    return compare_contents(type(after), content_of(before), content_of(after))


def test_a_picture_of_the_page_stands_beside_the_one_before(newsroom):
    page = make.post("Articolo", picture=picture((90, 60), title="vecchia", name="vecchia.png"), picture_alt="x")
    before, after = fresh(page), fresh(page)
    after.picture = picture((90, 60), title="nuova", name="nuova.png")
    both = [("vecchia", "Prima"), ("nuova", "Dopo")]
    assert figures(differences(before, after)) == [("Immagine", both)]
    after.picture = None
    assert [pair for _label, pair in figures(differences(before, after))] == [[("vecchia", "Tolta")]]
    assert [pair for _label, pair in figures(differences(after, before))] == [[("vecchia", "Aggiunta")]]


def test_a_picture_in_the_text_too(newsroom):
    page = make.standard_page(
        body=[("picture", {"image": picture((90, 60), title="vecchia", name="vecchia.png"), "alt": "un ponte"})]
    )
    before, after = fresh(page), fresh(page)
    after.body[0].value["image"] = picture((90, 60), title="nuova", name="nuova.png")
    [(_label, found)] = figures(differences(before, after))
    assert found == [("vecchia", "Prima"), ("nuova", "Dopo")]


def test_and_a_row_of_a_gallery(newsroom):
    page = make.showcase("Ada Prova")
    before, after = fresh(page), fresh(page)
    after.gallery_items.create(image=picture((90, 60), title="nuova", name="nuova.png"), alt="un ponte")
    found = differences(before, after)
    assert figures(found)[0][1] == [("nuova", "")] and "un ponte" in str(found[1].html)


def test_what_the_live_page_shows_is_compared_with(newsroom, page):
    yes(newsroom.r1, page)
    submit(newsroom.anna, page, "uno tre")
    html = shown(newsroom.r1, page)
    assert "Che cosa cambia</h2>" in html and '<del class="deletion">due</del>' in html
    assert last(page).content["body"] == "uno tre"


def test_the_text_is_read_once_for_a_screen(newsroom, page, monkeypatch):
    calls, get = [], ReviewItem.get.__func__
    monkeypatch.setattr(
        ReviewItem, "get", classmethod(lambda cls, number, **more: calls.append(number) or get(cls, number, **more))
    )
    shown(newsroom.r1, page)
    assert calls == [state(page).pk]
