"""«Le mie pillole»: each with its state, and its notes below."""

import re

import pytest
from django.test import Client

from pillole.models import PillolaPage
from tests.factories import pages as make
from tests.support.moderation import seen_data

from .consultants import MINE, NEW, PEOPLE, author, main


@pytest.fixture
def people(provisioned_site):
    return PEOPLE.put()


def listed(user) -> list[tuple]:
    """(title, state, address, notes as the same, may add a note) of each pillola."""
    context = user.client.get(MINE).context
    row = lambda entry: (entry.title, entry.label, entry.url)  # noqa: E731
    return [(*row(entry), [row(note) for note in entry.notes], entry.may_add) for entry in context["entries"]]


def test_each_stands_with_its_state_and_its_notes_below(people):
    user, row = people["consultant"], people["consultant"].member.consultant
    live = make.pillola("Sul sito", by=row)
    waiting, draft_note = make.note("Aspetta", below=live, live=False), make.note("In bozza", below=live, live=False)
    user.client.post(f"{author(waiting)}manda/", seen_data(user, waiting))
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
