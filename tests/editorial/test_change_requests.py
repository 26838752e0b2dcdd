"""«Chiedi modifiche», point by point: what is taken, what is not, and what becomes of it."""

import pytest

from blog.models import BlogPage
from editorial.models import ChangeRequestItem
from editorial.review.change_requests import STARTERS, ChangePoint, as_text, askable_fields
from profiles.models import ProfilePage
from tests.pages.models import Article, Story, Timed
from tests.support.http import messages_of
from tests.support.mailbox import asked, body, letter
from tests.support.moderation import author_action_url, digest, edit, fresh, last, review_url, sent, state, submit
from tests.support.stories import post_story, sent_story

REASON = "manca la data dell’evento"
ATTACK = "<script>alert('x')</script> & <b>grassetto</b>"
ESCAPED = "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &lt;b&gt;grassetto&lt;/b&gt;"


SENT = [("submitted", "ed"), ("submitted", "r1"), ("submitted", "r2")]


@pytest.fixture
def page(newsroom, settings):
    settings.EMAIL_BACKEND = "cms.mail.queue.QueueBackend"
    return sent(newsroom.anna, newsroom.blog, "T", "uno due")


def ask(user, page, *points, at=None, follow=True, **data):
    """Points as (field, words), by the POST that the form makes."""
    fields, texts = [field for field, _text in points], [text for _field, text in points]
    data = {"digest": digest(last(page)), "field": fields, "text": texts} | data
    return user.client.post(review_url("request_changes", at or state(page)), data, follow=follow)


def rows() -> list[tuple[str, str, str]]:
    return list(ChangeRequestItem.objects.values_list("field", "label", "text"))


def errors(response) -> list[str]:
    form = response.context["change_request_form"]
    found = [*form.non_field_errors(), *form["reason"].errors]
    return found + [error for row in form.rows for field in row for error in field.errors]


def test_points_are_kept_one_by_one_and_told_as_a_whole(newsroom, page):
    at = state(page)
    response = ask(
        newsroom.r1,
        page,
        ("title", "è troppo lungo"),
        ("", "   "),
        ("body", " spiega chi viene \r\ne perché "),
        reason=REASON,
    )
    assert "Hai chiesto modifiche" in messages_of(response)
    assert rows() == [
        ("", "Tutta la pagina", REASON),
        ("title", "Titolo", "è troppo lungo"),
        ("body", "Body", "spiega chi viene \r\ne perché"),
    ]
    assert fresh(page).current_workflow_state.status == "needs_changes"
    at.refresh_from_db()
    assert at.comment == f"{REASON}\nTitolo: è troppo lungo\nBody: spiega chi viene \r\ne perché"
    assert at.revision_id == last(page).pk
    assert asked() == [("changes", "anna"), *SENT]
    assert f"{REASON}\nTitolo: è troppo lungo" in body(letter("changes", "anna")).replace("\r", "")


def test_what_was_read_is_what_the_answer_is_judged_against(newsroom, page):
    edit(newsroom.r1, page, "uno due tre")
    read = last(page)
    at = state(page)
    ask(newsroom.r1, page, ("body", REASON))
    at.refresh_from_db()
    assert at.revision == read


def test_a_point_alone_is_enough_and_so_is_the_whole_page(newsroom, page):
    ask(newsroom.r1, page, ("title", REASON))
    assert rows() == [("title", "Titolo", REASON)]
    ChangeRequestItem.objects.all().delete()
    submit(newsroom.anna, page)
    ask(newsroom.r1, page, ("", REASON))
    assert rows() == [("", "Tutta la pagina", REASON)]


NOTHING = "Scrivi che cosa va cambiato: senza un motivo non si può chiedere."
SHORT = "Spiegalo con qualche parola in più (almeno dieci lettere)."
INCOMPLETE = "C’è qualcosa da completare nei punti qui sotto."
MANY = "Al massimo 10 punti per volta: comincia dai più importanti."


@pytest.mark.parametrize(
    "points, reason, expected",
    [
        ([], "", [NOTHING]),
        ([("title", ""), ("body", "   ")], "  ", [NOTHING]),
        ([], "corto", [SHORT]),
        ([("title", "corto")], "", [INCOMPLETE, SHORT]),
        ([("title", REASON), ("body", "   corto   ")], "", [INCOMPLETE, SHORT]),
        ([("owner", REASON)], "", [INCOMPLETE, "Scegli una parte di questa pagina."]),
        ([("slug", REASON)], "", [INCOMPLETE, "Scegli una parte di questa pagina."]),
        ([("<script>", REASON)], "", [INCOMPLETE, "Scegli una parte di questa pagina."]),
        ([("title", REASON)] * 11, "", [MANY]),
        ([("title", REASON)] * 10, REASON, [MANY]),
    ],
)
def test_what_is_not_enough(newsroom, page, points, reason, expected):
    at = state(page)
    response = ask(newsroom.r1, page, *points, reason=reason, follow=False)
    assert response.status_code == 200
    assert errors(response) == expected
    assert rows() == [] and state(page) == at and asked() == SENT
    assert "open" in response.content.decode().split('id="ask"')[1].split(">")[0]


def test_nothing_that_was_typed_is_lost(newsroom, page):
    html = ask(newsroom.r1, page, ("title", "corto"), ("body", REASON)).content.decode()
    assert ">\ncorto</textarea>" in html and f">\n{REASON}</textarea>" in html
    assert '<option value="body" selected data-kind="text">' in html


def test_ten_points_are_taken(newsroom, page):
    ask(newsroom.r1, page, *[("title", REASON)] * 9, reason=REASON)
    assert len(rows()) == 10


def test_lists_of_different_length_by_hand(newsroom, page):
    data = {"digest": digest(last(page)), "text": [REASON, REASON], "field": ["title"]}
    newsroom.r1.client.post(review_url("request_changes", state(page)), data)
    assert rows() == [("title", "Titolo", REASON), ("", "Tutta la pagina", REASON)]


def test_a_text_that_changed_meanwhile_is_shown_first(newsroom, page):
    seen = digest(last(page))
    edit(newsroom.r2, page, "uno due tre")
    for points in ([("title", REASON)], [("title", "corto")]):
        response = ask(newsroom.r1, page, *points, digest=seen)
        assert "Il testo è cambiato mentre lo leggevi" in messages_of(response)
    assert rows() == [] and state(page)


def test_who_may_ask_and_who_may_not(newsroom):
    page = sent(newsroom.r2, newsroom.blog, "Desk")
    at = state(page)
    statuses = {}
    for user in (newsroom.anna, newsroom.bruno, newsroom.su, newsroom.r2):
        statuses[user.first_name] = ask(user, page, ("title", REASON), follow=False).status_code
    assert statuses == {"anna": 403, "bruno": 403, "su": 302, "r2": 302}  # 302: told why, nothing done
    assert rows() == [] and state(page) == at
    ask(newsroom.r1, page, ("title", REASON))
    assert rows() == [("title", "Titolo", REASON)]


def test_words_of_a_reviewer_are_words_everywhere(newsroom, page):
    ask(newsroom.r1, page, ("title", ATTACK))
    author = newsroom.anna.client.get(author_action_url("author", page)).content.decode()
    submit(newsroom.anna, page, "uno due tre")
    seen = [
        author,
        newsroom.r2.client.get(review_url("reading", state(page))).content.decode(),
        newsroom.anna.client.get(author_action_url("author_history", page)).content.decode(),
        ask(newsroom.r2, page, ("title", ATTACK), ("body", "corto")).content.decode(),
    ]
    assert [ESCAPED in html for html in seen] == [True] * 4
    assert ["<b>grassetto" in html for html in seen] == [False] * 4


# --- which fields


def test_the_fields_that_a_point_may_name():
    assert {name: (one.label, one.kind) for name, one in askable_fields(Story).items()} == {
        "title": ("Titolo", "short"),
        "body": ("Body", "text"),
        "picture": ("Picture", "picture"),
        "stream": ("Stream", "text"),
        "links": ("Links", "general"),
    }
    assert list(askable_fields(Article)) == ["title", "body"]
    assert "go_live_at" in askable_fields(Timed)  # in everybody's form there


def test_what_is_for_staff_alone_is_no_part_of_the_page_to_its_author():
    for model in (ProfilePage, BlogPage):
        names = askable_fields(model)
        assert "title" in names and not {"slug", "go_live_at", "menu_order", "comments"} & set(names)
    assert askable_fields(ProfilePage)["gallery_items"].kind == "picture"
    assert askable_fields(BlogPage)["picture_alt"].kind == "alt"


def test_every_kind_has_sentences_to_begin_with():
    kinds = {one.kind for model in (Story, ProfilePage, BlogPage) for one in askable_fields(model).values()}
    assert kinds == set(STARTERS)
    assert all(len(words) >= 10 for sentences in STARTERS.values() for words in sentences)


def test_the_readable_whole():
    points = [ChangePoint("Bello!"), ChangePoint("è lungo", "title", "Titolo")]
    assert as_text(points) == "Bello!\nTitolo: è lungo"


def test_a_story_with_rows_and_a_stream(newsroom):
    page = sent_story(newsroom.anna, newsroom.blog)
    ask(newsroom.r1, page, ("links", REASON), ("stream", REASON), ("picture", REASON))
    post_story(newsroom.anna, page, **{"links-0-label": "altro", "action-submit": "1"})
    html = newsroom.r2.client.get(review_url("reading", state(page))).content.decode()
    marks = [part.split("</p>")[0] for part in html.split('class="reading-mark">')[1:]]
    assert marks == [
        "non spuntata · questa parte è cambiata",
        "non spuntata · questa parte è come prima",
        "non spuntata · questa parte è come prima",
    ]
