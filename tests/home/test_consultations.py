"""/area-soci/pillole/: what consultants and the desk find there, and everybody else does not."""

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from editorial import roles
from editorial.desk.quick_actions import quick_actions_for
from editorial.review.state import open_state
from pillole.models import Consultant, NotePage, PillolaPage, Topic
from tests.factories import pages as make
from tests.support.acting import latest_digest
from tests.support.editor_post import editor_form, rich_text
from tests.support.http import messages_of, url, with_client
from tests.support.moderation import ask, fresh, read, review_url, state, yes
from tests.support.people import make_member, make_user
from tests.support.worlds import World

AREA = "/area-soci/"
MINE, NEW, LIST, ADD = (f"{AREA}pillole/{last}" for last in ("", "nuova/", "consulenti/", "consulenti/aggiungi/"))
TITLE = "Farsi trovare"


def group(name: str) -> Group:
    return Group.objects.get(name=name)


def consultant(name: str, **fields):
    return with_client(make.consultant(name, **fields).member.user)


def make_people():
    return {
        "consultant": consultant("Ada Prova"),
        "stopped": consultant("Bea Smessa", active=False),
        "desk": make_user("desk", group(roles.PILLOLE_DESK)),
        "chief": make_user("chief", group(roles.CHIEF)),
        "both": both(),
        "member": make_member("Cia Socia"),
        "another desk": make_user("vetrine", group(roles.PROFILES_DESK)),
        "office": make_user("office", group(roles.OFFICE)),
        "superuser": make_user("su", superuser=True),
        "nobody": make_user("nobody"),
    }


PEOPLE = World(make_people)


@pytest.fixture
def people(provisioned_site):
    return PEOPLE.put()


def both():
    user = consultant("Dea Doppia")
    user.groups.add(group(roles.PILLOLE_DESK))
    return user


def those(people, allowed) -> set[str]:
    return {who for who, user in people.items() if allowed(user)}


def topic(slug: str = "marketing") -> int:
    return Topic.objects.get(slug=slug).pk


def main(response) -> str:
    assert response.status_code == 200
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


def names(html: str) -> list[str]:
    """Choices of the select called ``member``."""
    select = re.search(r'<select name="member".*?</select>', html, re.S)
    return re.findall(r'<option value="\d+"[^>]*>([^<]+)<', select[0]) if select else []


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
        ({"title": "a\0b"}, "title"),
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


@pytest.mark.parametrize("title", ["", "  ", "\u200b", "x" * 4000, "a\0"])
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


# «Le mie pillole» --------------------------------------------------------------------------------------


def listed(user) -> list[tuple]:
    """(title, state, address, notes as the same, may add a note) of each pillola."""
    context = user.client.get(MINE).context
    row = lambda entry: (entry.title, entry.label, entry.url)  # noqa: E731
    return [(*row(entry), [row(note) for note in entry.notes], entry.may_add) for entry in context["entries"]]


def author(page) -> str:
    return f"/area-soci/pagine/{page.pk}/"


def test_each_stands_with_its_state_and_its_notes_below(people):
    user, row = people["consultant"], people["consultant"].member.consultant
    live = make.pillola("Sul sito", by=row)
    waiting, draft_note = make.note("Aspetta", below=live, live=False), make.note("In bozza", below=live, live=False)
    user.client.post(f"{author(waiting)}manda/", {"digest": latest(waiting)})
    draft = make.pillola("Una bozza", by=row, live=False)
    make.pillola("Di Dea", by=people["both"].member.consultant, live=False)
    notes = [("In bozza", "Bozza", author(draft_note)), ("Aspetta", "In lettura", author(waiting))]
    assert listed(user) == [
        ("Una bozza", "Bozza", author(draft), [], True),
        ("Sul sito", "Pubblicata", author(live), notes, True),
    ]
    html = main(user.client.get(MINE))
    for address in (author(live), author(waiting), author(draft), f"{MINE}{live.pk}/nota/"):
        assert f'href="{address}"' in html
    assert "Di Dea" not in html


def latest(page) -> str:
    return latest_digest(page)


def test_every_link_of_it_opens(people):
    user, row = people["consultant"], people["consultant"].member.consultant
    gone = make.pillola("Tolta", by=row)
    make.note("Sotto", below=gone)
    gone.unpublish()
    waiting, seen = [MINE], set()
    while waiting:
        page = waiting.pop()
        for address in re.findall(r'<a [^>]*href="(/[^"]*)"', main(user.client.get(page))):
            if address in seen or address.startswith(("/password/", "/esci/")):
                continue
            seen.add(address)
            assert user.client.get(address).status_code == 200, (page, address)
            waiting += [address] if "/pagine/" in address else []
    # Each page's own screen, and its story.
    assert len([address for address in seen if "/pagine/" in address]) == 4


def test_a_note_that_waits_for_its_pillola_says_so_and_leads_nowhere_dead(people):
    user = people["consultant"]
    page = make.pillola("Fondi", by=user.member.consultant, live=False)
    note = make.note("Un bando", below=page)
    assert "si vede quando la sua pillola è sul sito" in main(user.client.get(MINE))
    assert note.url not in main(user.client.get(author(note)))
    make.publish(page)
    assert "si vede quando la sua pillola è sul sito" not in main(user.client.get(MINE))
    assert note.url in main(user.client.get(author(note)))


def test_what_the_desk_wrote_for_them_stands_there_once_it_is_on_the_site(people):
    user, desk = people["consultant"], people["desk"]
    live = make.pillola("Della redazione", by=user.member.consultant, owner=desk)
    make.pillola("Bozza della redazione", by=user.member.consultant, owner=desk, live=False)
    assert listed(user) == [("Della redazione", "Sul sito", live.url, [], True)]


def test_a_pillola_given_to_somebody_else_keeps_their_notes_in_sight(people):
    user, row = people["consultant"], people["consultant"].member.consultant
    mine = make.pillola("Mia", by=row)
    note = make.note("Una nota", below=mine)
    PillolaPage.objects.filter(pk=mine.pk).update(member=people["both"].member, owner=people["both"])
    assert listed(user) == []
    loose = user.client.get(MINE).context["loose"]
    assert [(entry.title, entry.url) for entry in loose] == [("Una nota", author(note))]
    PillolaPage.objects.filter(pk=mine.pk).update(owner=user)
    assert [(row[0], row[4]) for row in listed(user)] == [("Mia", False)]


def test_who_stopped_reads_what_they_wrote_and_begins_nothing(people):
    user = people["stopped"]
    live = make.pillola("Sul sito", by=user.member.consultant)
    draft = make.pillola("In bozza", by=user.member.consultant, live=False)
    assert listed(user) == [
        ("In bozza", "Bozza", author(draft), [], False),
        ("Sul sito", "Pubblicata", author(live), [], False),
    ]
    html = main(user.client.get(MINE))
    assert "Adesso non offri consulenze" in html
    assert NEW not in html and "/nota/" not in html
    assert user.client.get(author(draft)).status_code == 200
    assert Client().get(live.url).status_code == 200


def test_who_has_none_yet_is_told_how_to_begin(people):
    html = main(people["consultant"].client.get(MINE))
    assert "Qui non c’è ancora una pillola" in html and NEW in html


def test_ten_to_a_page_and_the_notes_below_what_others_hold_come_last(people):
    user, row = people["consultant"], people["consultant"].member.consultant
    others = make.pillola("Di Dea", by=people["both"].member.consultant)
    make.note("Rimasta", below=others, owner=user)
    pages = [make.pillola(f"Numero {number:02}", by=row, live=False) for number in range(11)]
    make.note("Sotto", below=pages[0], live=False)
    first, second = user.client.get(MINE), user.client.get(f"{MINE}?pagina=2")
    shown = [[entry.title for entry in answer.context["entries"]] for answer in (first, second)]
    assert shown == [[page.title for page in reversed(pages[1:])], ["Numero 00"]]
    assert [note.title for note in second.context["entries"][0].notes] == ["Sotto"]
    assert [[entry.title for entry in answer.context["loose"]] for answer in (first, second)] == [[], ["Rimasta"]]
    assert '<a href="?pagina=2" rel="next">Avanti</a>' in main(first) and "Rimasta" not in main(first)
    assert "Rimasta" in main(second)
    assert [user.client.get(f"{MINE}?pagina={page}").status_code for page in ("3", "0", "x")] == [404] * 3


# The desk's list ---------------------------------------------------------------------------------------


def test_the_list_names_everybody_with_their_state(people):
    rows = people["desk"].client.get(LIST).context["consultants"]
    assert [(row.member.name, row.active) for row in rows] == [
        ("Ada Prova", True),
        ("Dea Doppia", True),
        ("Bea Smessa", False),
    ]
    html = main(people["desk"].client.get(LIST))
    assert re.findall(r'class="tag tag-\w+">([^<]+)<', html) == ["Offre consulenze", "Offre consulenze", "In pausa"]


def test_an_empty_list_says_what_to_do(provisioned_site):
    assert "Ancora nessuno" in main(make_user("desk", group(roles.PILLOLE_DESK)).client.get(LIST))


def test_somebody_is_added_and_finds_their_pillole(people):
    desk, member = people["desk"], people["member"]
    make.showcase("Zoe Mostrata")
    assert names(main(desk.client.get(ADD))) == ["Zoe Mostrata", "Cia Socia"]
    response = desk.client.post(ADD, {"member": member.member.pk}, follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    assert "Cia Socia offre consulenze" in messages_of(response)
    assert Consultant.objects.get(member=member.member).active
    assert member.client.get(MINE).status_code == 200


@pytest.mark.parametrize("value", ["", "x", "999999", "\0", "there already"])
def test_nobody_is_added_by_a_wrong_value(people, value):
    count = Consultant.objects.count()
    number = people["consultant"].member.pk if value == "there already" else value
    response = people["desk"].client.post(ADD, {"member": number})
    assert list(response.context["form"].errors) == ["member"]
    assert Consultant.objects.count() == count


def test_a_switch_goes_the_way_its_button_says_pressed_twice_too(people):
    desk, ada = people["desk"], people["consultant"]
    row = ada.member.consultant
    for value, active in (("0", False), ("0", False), ("1", True), ("1", True)):
        words = messages_of(desk.client.post(f"{LIST}{row.pk}/", {"active": value}, follow=True))
        row.refresh_from_db()
        assert (row.active, ada.client.get(NEW).status_code) == (active, 200 if active else 403)
        assert ("non offre più" in words) is not active


@pytest.mark.parametrize("data", [{}, {"active": ""}, {"active": "2"}, {"active": "no"}, {"active": "\0"}])
def test_a_switch_that_says_nothing_switches_nothing(people, data):
    row = people["consultant"].member.consultant
    response = people["desk"].client.post(f"{LIST}{row.pk}/", data, follow=True)
    assert "Non ho capito" in messages_of(response)
    row.refresh_from_db()
    assert row.active


def test_a_switch_is_pressed_never_followed(people):
    row = people["consultant"].member.consultant
    assert people["desk"].client.get(f"{LIST}{row.pk}/").status_code == 405


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
