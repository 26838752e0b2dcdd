"""/area-soci/pillole/: who finds it, and how a pillola begins and comes to the site."""

import re

import pytest
from django.test import Client

from editorial import roles
from editorial.desk.quick_actions import quick_actions_for
from editorial.review.state import open_state
from pillole.models import Consultant, NotePage, PillolaPage
from tests.factories import pages as make
from tests.support.editor_post import editor_form, rich_text
from tests.support.http import url
from tests.support.moderation import ask, fresh, read, review_url, state, yes
from tests.support.people import make_user

from .consultants import ADD, AREA, LIST, MINE, NEW, PEOPLE, TITLE, author, group, main, names, topic


@pytest.fixture
def people(provisioned_site):
    return PEOPLE.put()


def those(people, allowed) -> set[str]:
    return {who for who, user in people.items() if allowed(user)}


# Who finds what ----------------------------------------------------------------------------------------


def test_the_dashboard_offers_everybody_their_own(people):
    shown = {who: main(user.client.get(AREA)) for who, user in people.items()}
    assert {who for who, html in shown.items() if "Le mie pillole" in re.findall(r"<h2[^>]*>([^<]+)<", html)} == {
        "consultant",
        "stopped",
        "both",
    }
    assert {who for who, html in shown.items() if "Consulenti delle Pillole" in html} == {"desk", "chief", "both"}
    assert {who for who, html in shown.items() if NEW in html} == {"consultant", "desk", "chief", "both"}
    assert [html.count(NEW) for html in shown.values() if NEW in html] == [1, 1, 1, 1]


def test_the_desk_begins_one_with_a_tap_from_what_is_to_be_read(people):
    assert those(people, lambda user: "Nuova pillola" in [one.label for one in quick_actions_for(user)]) == {
        "desk",
        "chief",
        "both",
    }


def test_each_address_opens_for_its_people_alone(people):
    own = make.pillola("Di Ada", by=people["consultant"].member.consultant)
    allowed = {
        MINE: {"consultant", "stopped", "both"},
        NEW: {"consultant", "desk", "chief", "both"},
        f"{MINE}{own.pk}/nota/": {"consultant"},
        LIST: {"desk", "chief", "both"},
        ADD: {"desk", "chief", "both"},
    }
    for address, who in allowed.items():
        answers = {name: user.client.get(address).status_code for name, user in people.items()}
        assert answers == {name: 200 if name in who else 403 for name in people}, address


def test_hand_made_posts_make_nothing(people):
    own = make.pillola("Di Ada", by=people["consultant"].member.consultant)
    row = Consultant.objects.get(member=people["consultant"].member)
    counts = [PillolaPage.objects.count(), NotePage.objects.count(), Consultant.objects.count()]
    data = {
        "title": TITLE,
        "topic": topic(),
        "member": people["consultant"].member.pk,
        "active": "0",
    }
    closed = {
        NEW: ("stopped", "member", "another desk", "office", "superuser", "nobody"),
        f"{MINE}{own.pk}/nota/": ("stopped", "desk", "chief", "both", "member", "superuser", "nobody"),
        ADD: ("consultant", "stopped", "member", "another desk", "office", "superuser", "nobody"),
        f"{LIST}{row.pk}/": ("consultant", "stopped", "member", "another desk", "office", "superuser", "nobody"),
    }
    for address, who in closed.items():
        assert {name: people[name].client.post(address, data).status_code for name in who} == dict.fromkeys(who, 403)
    assert counts == [PillolaPage.objects.count(), NotePage.objects.count(), Consultant.objects.count()]
    row.refresh_from_db()
    assert row.active


def test_a_visitor_is_asked_to_log_in(provisioned_site):
    for address in (MINE, NEW, LIST, ADD, f"{MINE}1/nota/", f"{LIST}1/"):
        for answer in (Client().get(address), Client().post(address)):
            assert answer.status_code in (302, 405)
            assert answer.status_code == 405 or answer.url.startswith("/accedi/?next=")


def test_what_is_not_there_is_a_404(people):
    assert people["consultant"].client.get(f"{MINE}999999/nota/").status_code == 404
    assert people["desk"].client.post(f"{LIST}999999/", {"active": "1"}).status_code == 404
    note = make.note(below=make.pillola(by=people["consultant"].member.consultant))
    assert people["consultant"].client.get(f"{MINE}{note.pk}/nota/").status_code == 404  # a page, but no pillola


# Beginning ---------------------------------------------------------------------------------------------


def test_a_consultant_is_asked_title_and_topic_and_lands_in_the_editor(people):
    user = people["consultant"]
    html = main(user.client.get(NEW))
    assert re.findall(r'<(?:input|select)[^>]* name="(\w+)"', html) == ["csrfmiddlewaretoken", "title", "topic"]
    response = user.client.post(NEW, {"title": TITLE, "topic": topic(), "member": people["both"].member.pk})
    page = PillolaPage.objects.get()
    assert (response.status_code, response.url) == (302, url("edit", page.pk))
    assert (page.title, page.owner, page.member, page.live) == (TITLE, user, user.member, False)
    assert user.client.get(response.url).status_code == 200


@pytest.mark.parametrize("who", ["desk", "chief"])
def test_the_desk_is_asked_for_whom_and_owns_what_it_began(people, who):
    user, ada = people[who], people["consultant"].member
    html = main(user.client.get(NEW))
    assert names(html) == ["Ada Prova", "Dea Doppia"]
    response = user.client.post(NEW, {"title": TITLE, "topic": topic(), "member": ada.pk})
    page = PillolaPage.objects.get()
    assert (response.status_code, response.url) == (302, url("edit", page.pk))
    assert (page.owner, page.member) == (user, ada)
    assert user.client.get(response.url).status_code == 200
    assert people["consultant"].client.get(response.url).status_code == 403  # the desk's own draft


def test_who_is_of_the_desk_and_gives_consultations_finds_themselves_chosen(people):
    html = main(people["both"].client.get(NEW))
    assert re.search(r'<option value="(\d+)" selected>Dea Doppia', html)


def test_without_consultants_the_desk_is_told_what_comes_first(provisioned_site):
    html = main(make_user("desk", group(roles.PILLOLE_DESK)).client.get(NEW))
    assert "Prima di una pillola serve chi la tiene." in html and ADD in html and "<form" not in html


@pytest.mark.parametrize(
    "data, wrong",
    [
        ({"title": ""}, "title"),
        ({"title": "   "}, "title"),
        ({"title": " ... "}, "title"),
        ({"title": "x" * 4000}, "title"),
        ({"topic": ""}, "topic"),
        ({"topic": "999999"}, "topic"),
        ({"topic": "x"}, "topic"),
        ({"topic": "\0"}, "topic"),
        ({"topic": "9" * 40}, "topic"),
    ],
)
def test_a_wrong_value_is_told_makes_nothing_and_keeps_the_rest(people, data, wrong):
    for who in ("consultant", "desk"):
        sent = {"title": TITLE, "topic": topic(), "member": people["consultant"].member.pk, **data}
        response = people[who].client.post(NEW, sent)
        html = main(response)
        assert list(response.context["form"].errors) == [wrong]
        assert 'role="alert"' in html
        assert (f'value="{TITLE}"' in html) is (wrong != "title")
        assert (f'value="{topic()}" selected' in html) is (wrong != "topic")
    assert not PillolaPage.objects.exists()


@pytest.mark.parametrize("member", ["", "999999", "x", "stopped", "member"])
def test_the_desk_is_told_whom_it_cannot_choose(people, member):
    number = people[member].member.pk if member in people else member
    response = people["desk"].client.post(NEW, {"title": TITLE, "topic": topic(), "member": number})
    assert list(response.context["form"].errors) == ["member"]
    assert f'value="{TITLE}"' in main(response)
    assert not PillolaPage.objects.exists()


@pytest.mark.parametrize("title", ["", "  ", "\u200b", "x" * 4000, "\0"])
def test_a_note_without_a_title_is_told(people, title):
    page = make.pillola(by=people["consultant"].member.consultant)
    address = f"{MINE}{page.pk}/nota/"
    assert list(people["consultant"].client.post(address, {"title": title}).context["form"].errors) == ["title"]
    assert not NotePage.objects.exists()


def test_pressing_again_opens_the_untouched_draft(people):
    client = people["consultant"].client
    first = client.post(NEW, {"title": TITLE, "topic": topic()}).url
    assert client.post(NEW, {"title": "Altro", "topic": topic()}).url == first
    address = f"{MINE}{PillolaPage.objects.get().pk}/nota/"
    note = client.post(address, {"title": "Una nota"}).url
    assert client.post(address, {"title": "Un’altra"}).url == note
    assert [page.title for page in (PillolaPage.objects.get(), NotePage.objects.get())] == ["Altro", "Un’altra"]


# The whole way -----------------------------------------------------------------------------------------


def test_a_pillola_and_a_note_go_from_a_tap_to_the_site(people):
    user, desk = people["consultant"], people["desk"]
    editor = user.client.post(NEW, {"title": TITLE, "topic": topic()}).url
    page = PillolaPage.objects.get()
    texts = {"intro": "Tre mosse.", "for_whom": rich_text("Per chi comincia.")}
    sent = editor_form(page, user, **texts) | {"action-submit": "1"}
    assert user.client.post(editor, sent).url == f"{author(page)}?mandata=1"
    assert Client().get(page.url).status_code == 404
    for who in ("consultant", "member", "another desk", "office", "superuser", "nobody"):
        yes(people[who], page)
        assert not fresh(page).live, who
    seen = read(desk, page)
    yes(desk, page, seen)
    assert fresh(page).live and "Tre mosse." in Client().get(page.url).content.decode()
    editor = user.client.post(f"{MINE}{page.pk}/nota/", {"title": "Un esempio"}).url
    note = NotePage.objects.get()
    user.client.post(editor, editor_form(note, user, lead="In breve.") | {"action-submit": "1"})
    ask(desk, note, "Manca un esempio vero.")
    assert "Da sistemare" in main(user.client.get(MINE))
    user.client.post(editor, editor_form(note, user, lead="Con un esempio.") | {"action-submit": "1"})
    assert Client().get(note.url).status_code == 404
    yes(people["chief"], note)
    assert "Con un esempio." in Client().get(note.url).content.decode()
    assert note.url in Client().get(page.url).content.decode()


def test_the_desks_own_draft_is_read_by_somebody_else(people):
    desk = people["desk"]
    editor = desk.client.post(NEW, {"title": TITLE, "topic": topic(), "member": people["consultant"].member.pk}).url
    page = PillolaPage.objects.get()
    desk.client.post(editor, editor_form(page, desk, intro="Tre mosse.") | {"action-submit": "1"})
    assert open_state(fresh(page))
    yes(desk, page)
    assert not fresh(page).live
    assert people["chief"].client.get(review_url("reading", state(page))).status_code == 200
    yes(people["chief"], page)
    assert fresh(page).live
