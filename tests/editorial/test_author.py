"""The author's screen: what the desk asks for is ticked off on sending again, and the desk sees it."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from editorial.models import ChangeRequestItem
from tests.support.http import messages_of, url
from tests.support.moderation import (
    agree,
    author_action_url,
    create,
    digest,
    edit,
    fresh,
    last,
    live,
    review_url,
    seen_data,
    sent,
    state,
    submit,
    yes,
)
from tests.support.showcases import live_showcase

REASON = "manca la data dell’evento"
ATTACK = "<script>alert('x')</script> è lungo"


@pytest.fixture
def page(newsroom):
    """Sent back by r1 with two points: about the title, and about the whole page."""
    page = sent(newsroom.anna, newsroom.blog, "T", "uno due")
    asks(newsroom.r1, page)
    return fresh(page)


def asks(user, page, title: str = "è troppo lungo"):
    data = {"digest": digest(last(page)), "reason": REASON, "field": ["title"], "text": [title]}
    return user.client.post(review_url("request_changes", state(page)), data)


def send(user, page, *ticked, seen=None):
    data = seen_data(user, page) | ({} if seen is None else {"digest": seen}) | {"ticked": list(ticked)}
    return user.client.post(author_action_url("send", page), data, follow=True)


def shown(user, page) -> str:
    return user.client.get(author_action_url("author", page)).content.decode()


def points() -> list[tuple[str, str, bool]]:
    rows = ChangeRequestItem.objects.order_by("pk").values_list("label", "ticked_by__first_name", "ticked_at")
    return [(label, by, at is not None) for label, by, at in rows]


UNTICKED = [("Tutta la pagina", None, False), ("Titolo", None, False)]
TITLE_TICKED = [("Tutta la pagina", None, False), ("Titolo", "anna", True)]


def marks(user, page) -> list[str]:
    """What the desk reads of each point."""
    html = user.client.get(review_url("reading", state(page))).content.decode()
    found = re.findall(r'class="reading-mark">(.*?)</p>', html, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", mark).split()) for mark in found]


def test_each_point_is_a_box_to_tick_beside_where_it_is_mended(newsroom, page):
    html = shown(newsroom.anna, page)
    whole, title = ChangeRequestItem.objects.order_by("pk")
    boxes = re.findall(r'<input type="checkbox" name="ticked" value="(\d+)" id="asked-(\d+)">', html)
    assert boxes == [(str(whole.pk), str(whole.pk)), (str(title.pk), str(title.pk))]
    assert "r1 ti chiede" in html and REASON in html and "Manda di nuovo</button>" in html
    [(anchor, words)] = re.findall(rf'href="{url("edit", page.pk)}#([^"]+-title-section)">([^<]+)<', html)
    assert words == "Sistema «Titolo»"
    assert f'id="{anchor}"' in newsroom.anna.client.get(url("edit", page.pk)).content.decode()


def test_what_is_ticked_is_kept_on_sending_and_the_desk_sees_it(newsroom, page):
    title = ChangeRequestItem.objects.get(field="title")
    edit(newsroom.anna, page, "uno due tre")
    send(newsroom.anna, page, title.pk)
    assert points() == TITLE_TICKED
    assert marks(newsroom.r2, page) == ["non spuntata · la pagina è cambiata", "spuntata · questa parte è come prima"]


def test_the_editors_own_button_ticks_nothing(newsroom, page):
    submit(newsroom.anna, page, "uno due tre", title="T corto")
    assert state(page) and points() == UNTICKED
    assert marks(newsroom.r2, page) == ["non spuntata · la pagina è cambiata", "non spuntata · questa parte è cambiata"]


def test_a_text_that_comes_back_as_it_was(newsroom, page):
    send(newsroom.anna, page)
    assert marks(newsroom.r2, page) == [
        "non spuntata · la pagina è come prima",
        "non spuntata · questa parte è come prima",
    ]


@pytest.mark.parametrize("ticked", [["x"], ["-1"], ["9" * 40], [""], ["<script>"], ["1.0"], ["٣"]])
def test_boxes_by_hand_tick_nothing(newsroom, page, ticked):
    send(newsroom.anna, page, *ticked)
    assert state(page) and points() == UNTICKED


def test_nobody_ticks_points_of_another_page(newsroom, page):
    other = sent(newsroom.bruno, newsroom.blog, "Q")
    asks(newsroom.r1, other)
    foreign = ChangeRequestItem.objects.filter(task_state__workflow_state__object_id=str(other.pk))
    send(newsroom.anna, page, *foreign.values_list("pk", flat=True))
    assert points() == UNTICKED * 2


def test_a_send_that_is_refused_ticks_nothing(newsroom, page):
    title = ChangeRequestItem.objects.get(field="title")
    assert "Il testo è cambiato" in messages_of(send(newsroom.anna, page, title.pk, seen="x"))
    for user in (newsroom.bruno, newsroom.r1, newsroom.ed, newsroom.su):
        assert send(user, page, title.pk).status_code == 403
    assert Client().post(author_action_url("send", page), {"ticked": [title.pk]})["Location"].startswith("/accedi/")
    assert points() == UNTICKED and state(page) is None


def test_asked_twice_only_the_last_points_are_to_be_ticked(newsroom, page):
    first = list(ChangeRequestItem.objects.values_list("pk", flat=True))
    send(newsroom.anna, page)
    asks(newsroom.r2, page, "ancora troppo lungo")
    html = shown(newsroom.anna, page)
    assert "ancora troppo lungo" in html and "è troppo lungo" not in html.replace("ancora troppo lungo", "")
    send(newsroom.anna, page, *first)
    assert points() == UNTICKED * 2


def test_words_of_the_desk_are_words(newsroom, page):
    send(newsroom.anna, page)
    asks(newsroom.r1, page, ATTACK)
    html = shown(newsroom.anna, page)
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; è lungo" in html and "<script>alert" not in html


def test_a_reason_from_before_there_were_points_is_quoted(newsroom, page):
    ChangeRequestItem.objects.all().delete()
    html = shown(newsroom.anna, page)
    assert "<blockquote" in html and f"{REASON}<br>Titolo: è troppo lungo" in html
    assert "Manda alla redazione</button>" in html and 'name="ticked"' not in html


def test_the_same_on_the_dashboard(provisioned_site):
    owner, page, (reviewer, _second) = live_showcase(provisioned_site)
    page.title = "Carla Conti, sarta"
    page.save_revision(user=owner)
    send(owner, page)
    asks(reviewer, page)
    html = owner.client.get("/area-soci/").content.decode()
    assert 'name="ticked"' not in html and html.count("è troppo lungo") == 1  # read here, ticked where it is sent
    assert (
        f'<a class="button button-secondary" href="{author_action_url("author", page)}">Spunta e manda di nuovo</a>'
        in html
    )
    assert shown(owner, page).count('name="ticked"') == 2
    send(owner, page, *ChangeRequestItem.objects.values_list("pk", flat=True))
    assert [(label, ticked) for label, _by, ticked in points()] == [("Tutta la pagina", True), ("Nome", True)]


# --- «Va bene così»: what becomes of the page is said as it is

A_DAY = datetime(2100, 3, 4, 9, tzinfo=UTC)
ON_THE_SITE = "Hai detto sì: la pagina è sul sito, proprio così."
DATED = "Hai detto sì: la pagina va sul sito da sola, al giorno e all’ora scelti."
GUESTS = "Hai detto sì: ora la guardano le persone ospiti. Appena dicono sì va sul sito, proprio così."
GUESTS_THEN_THE_DAY = (
    "Hai detto sì: ora la guardano le persone ospiti. "
    "Quando hanno detto sì va sul sito da sola, al giorno e all’ora scelti."
)
THE_DESK_FIRST = "Abbiamo il tuo sì. Ora manca quello della redazione."


def corrected(newsroom, section, *, says_yes: bool = True, **fields):
    """Anna's, and r1 changed a word of it."""
    page = submit(newsroom.anna, create(newsroom.anna, section, "T", "uno", **fields))
    edit(newsroom.r1, page, "due")
    if says_yes:
        yes(newsroom.r1, page)
    return page


def test_her_yes_is_the_second_and_the_page_is_on_the_site(newsroom):
    page = corrected(newsroom, newsroom.blog)
    assert (messages_of(agree(newsroom.anna, page)), live(page)) == (ON_THE_SITE, "due")


def test_her_yes_is_the_second_and_the_page_waits_for_its_day(newsroom):
    page = create(newsroom.anna, newsroom.blog, "T", "uno", model="timed", go_live_at=A_DAY)
    times = {"go_live_at": "2100-03-04 10:00"}  # in Rome
    submit(newsroom.anna, page, **times)
    edit(newsroom.r1, page, "due", **times)
    yes(newsroom.r1, page)
    assert (messages_of(agree(newsroom.anna, page)), live(page)) == (DATED, None)
    assert fresh(page).scheduled_revision == last(page)


def test_her_yes_is_the_second_and_the_guests_come_next(newsroom):
    page = corrected(newsroom, newsroom.radio, model="interview", people="Olga")
    assert (messages_of(agree(newsroom.anna, page)), live(page), state(page).task.specific) == (
        GUESTS,
        None,
        newsroom.guest,
    )


def test_the_guests_come_next_and_then_the_day(newsroom):
    """The editor of an interview does not offer the date: it keeps the one that the page has."""
    page = corrected(newsroom, newsroom.radio, model="interview", people="Olga", go_live_at=A_DAY)
    assert messages_of(agree(newsroom.anna, page)) == GUESTS_THEN_THE_DAY


def test_an_interview_with_nobody_to_ask_is_on_the_site(newsroom):
    page = corrected(newsroom, newsroom.radio, model="interview")
    assert (messages_of(agree(newsroom.anna, page)), live(page)) == (ON_THE_SITE, "due")


def test_her_yes_is_not_the_desks(newsroom):
    page = corrected(newsroom, newsroom.blog, says_yes=False)
    assert (messages_of(agree(newsroom.anna, page)), live(page)) == (THE_DESK_FIRST, None)
