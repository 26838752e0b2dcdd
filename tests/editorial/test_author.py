"""The author's screen: what the desk asks for is ticked off on sending again, and the desk sees it."""

import re

import pytest
from django.test import Client

from editorial.models import AskedChange
from tests.editorial.showcases import live_showcase
from tests.helpers import author_door, digest, door, edit, fresh, last, sent, state, submit, told, url

REASON = "manca la data dell’evento"
ATTACK = "<script>alert('x')</script> è lungo"


@pytest.fixture
def page(w):
    """Sent back by r1 with two points: about the title, and about the whole page."""
    page = sent(w.anna, w.blog, "T", "uno due")
    asks(w.r1, page)
    return fresh(page)


def asks(user, page, title: str = "è troppo lungo"):
    data = {"digest": digest(last(page)), "reason": REASON, "field": ["title"], "text": [title]}
    return user.client.post(door("ask", state(page)), data)


def send(user, page, *ticked, seen=None):
    data = {"digest": digest(last(page)) if seen is None else seen, "ticked": list(ticked)}
    return user.client.post(author_door("send", page), data, follow=True)


def shown(user, page) -> str:
    return user.client.get(author_door("author", page)).content.decode()


def points() -> list[tuple[str, str, bool]]:
    rows = AskedChange.objects.order_by("pk").values_list("label", "ticked_by__first_name", "ticked_at")
    return [(label, by, at is not None) for label, by, at in rows]


UNTICKED = [("Tutta la pagina", None, False), ("Titolo", None, False)]
TITLE_TICKED = [("Tutta la pagina", None, False), ("Titolo", "anna", True)]


def marks(user, page) -> list[str]:
    """What the desk reads of each point."""
    html = user.client.get(door("reading", state(page))).content.decode()
    found = re.findall(r'class="reading-mark">(.*?)</p>', html, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", mark).split()) for mark in found]


def test_each_point_is_a_box_to_tick_beside_where_it_is_mended(w, page):
    html = shown(w.anna, page)
    whole, title = AskedChange.objects.order_by("pk")
    boxes = re.findall(r'<input type="checkbox" name="ticked" value="(\d+)" id="asked-(\d+)">', html)
    assert boxes == [(str(whole.pk), str(whole.pk)), (str(title.pk), str(title.pk))]
    assert "r1 ti chiede" in html and REASON in html and "Manda di nuovo</button>" in html
    [(anchor, words)] = re.findall(rf'href="{url("edit", page.pk)}#([^"]+-title-section)">([^<]+)<', html)
    assert words == "Sistema «Titolo»"
    assert f'id="{anchor}"' in w.anna.client.get(url("edit", page.pk)).content.decode()


def test_what_is_ticked_is_kept_on_sending_and_the_desk_sees_it(w, page):
    title = AskedChange.objects.get(field="title")
    edit(w.anna, page, "uno due tre")
    send(w.anna, page, title.pk)
    assert points() == TITLE_TICKED
    assert marks(w.r2, page) == ["non spuntata · la pagina è cambiata", "spuntata · questa parte è come prima"]


def test_the_editors_own_button_ticks_nothing(w, page):
    submit(w.anna, page, "uno due tre", title="T corto")
    assert state(page) and points() == UNTICKED
    assert marks(w.r2, page) == ["non spuntata · la pagina è cambiata", "non spuntata · questa parte è cambiata"]


def test_a_text_that_comes_back_as_it_was(w, page):
    send(w.anna, page)
    assert marks(w.r2, page) == ["non spuntata · la pagina è come prima", "non spuntata · questa parte è come prima"]


@pytest.mark.parametrize("ticked", [["x"], ["-1"], ["9" * 40], [""], ["<script>"], ["1.0"], ["٣"]])
def test_boxes_by_hand_tick_nothing(w, page, ticked):
    send(w.anna, page, *ticked)
    assert state(page) and points() == UNTICKED


def test_nobody_ticks_points_of_another_page(w, page):
    other = sent(w.bruno, w.blog, "Q")
    asks(w.r1, other)
    foreign = AskedChange.objects.filter(task_state__workflow_state__object_id=str(other.pk))
    send(w.anna, page, *foreign.values_list("pk", flat=True))
    assert points() == UNTICKED * 2


def test_a_send_that_is_refused_ticks_nothing(w, page):
    title = AskedChange.objects.get(field="title")
    assert "Il testo è cambiato" in told(send(w.anna, page, title.pk, seen="x"))
    for user in (w.bruno, w.r1, w.ed, w.su):
        assert send(user, page, title.pk).status_code == 403
    assert Client().post(author_door("send", page), {"ticked": [title.pk]})["Location"].startswith("/accedi/")
    assert points() == UNTICKED and state(page) is None


def test_asked_twice_only_the_last_points_are_to_be_ticked(w, page):
    first = list(AskedChange.objects.values_list("pk", flat=True))
    send(w.anna, page)
    asks(w.r2, page, "ancora troppo lungo")
    html = shown(w.anna, page)
    assert "ancora troppo lungo" in html and "è troppo lungo" not in html.replace("ancora troppo lungo", "")
    send(w.anna, page, *first)
    assert points() == UNTICKED * 2


def test_words_of_the_desk_are_words(w, page):
    send(w.anna, page)
    asks(w.r1, page, ATTACK)
    html = shown(w.anna, page)
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; è lungo" in html and "<script>alert" not in html


def test_a_reason_from_before_there_were_points_is_quoted(w, page):
    AskedChange.objects.all().delete()
    html = shown(w.anna, page)
    assert "<blockquote" in html and f"{REASON}<br>Titolo: è troppo lungo" in html
    assert "Manda alla redazione</button>" in html and 'name="ticked"' not in html


def test_the_same_on_the_dashboard(house):
    owner, page, (reviewer, _second) = live_showcase(house)
    page.title = "Carla Conti, sarta"
    page.save_revision(user=owner)
    send(owner, page)
    asks(reviewer, page)
    html = owner.client.get("/area-soci/").content.decode()
    assert html.count('name="ticked"') == 2
    send(owner, page, *AskedChange.objects.values_list("pk", flat=True))
    assert [(label, ticked) for label, _by, ticked in points()] == [("Tutta la pagina", True), ("Nome", True)]
