"""What each person finds under «Da leggere», and in which order."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from editorial.models import QueueEntry
from editorial.review.queue import next_item, waiting_for, waiting_for_guests
from tests.support.http import url
from tests.support.moderation import (
    ask,
    create,
    edit,
    fresh,
    guest_link,
    guest_yes,
    review_url,
    sent,
    state,
    submit,
    withdraw,
    yes,
)
from tests.support.people import join, make_user

from .four_texts import page_of, titles
from .moments import DAY

pytestmark = pytest.mark.usefixtures("clock")


def test_corrections_first_then_whoever_waits_longest(newsroom, four):
    assert titles(newsroom.r2) == titles(newsroom.ed) == ["Correzione", "Nuova", "Modifica", "Propria"]


def test_nobody_finds_their_own_nor_what_is_not_theirs_to_read(newsroom, four, provisioned_site):
    other_desk = make_user("v1", provisioned_site.desk)
    office = make_user("sara", provisioned_site.office)
    assert titles(newsroom.r1) == ["Correzione", "Nuova", "Modifica"]
    for user in (newsroom.anna, newsroom.bruno, newsroom.su, other_desk, office):
        assert titles(user) == [] and next_item(user) is None
    submit(newsroom.r2, create(newsroom.anna, newsroom.blog, "Chiesta"))
    assert "Chiesta" in titles(newsroom.r1) and "Chiesta" not in titles(newsroom.r2)
    submit(newsroom.ed, create(newsroom.r2, newsroom.blog, "Scritta"))
    assert "Scritta" in titles(newsroom.r1) and "Scritta" not in [*titles(newsroom.r2), *titles(newsroom.ed)]


def test_an_inactive_reviewer_finds_nothing(newsroom, four):
    newsroom.r2.is_active = False
    assert titles(newsroom.r2) == []


def test_a_desk_finds_only_its_own_section(newsroom, clock):
    sent(newsroom.anna, newsroom.blog, "Articolo")
    sent(newsroom.anna, newsroom.radio, "Puntata")
    newsroom.radio_desk.groups.set([newsroom.chief])
    assert titles(newsroom.r1) == ["Articolo"] and titles(newsroom.ed) == ["Articolo", "Puntata"]


def test_who_is_in_two_groups_of_a_desk_finds_each_text_once(newsroom, four):
    join(newsroom.ed, newsroom.desk)
    assert titles(newsroom.ed) == ["Correzione", "Nuova", "Modifica", "Propria"]


def test_what_each_line_says(newsroom, four):
    lines = [
        (
            i.title,
            i.kind.label,
            i.words_changed,
            i.author,
            i.section,
            i.days,
            i.age,
            i.age_label,
            i.has_approved,
            i.claimed_by,
        )
        for i in waiting_for(newsroom.r2)
    ]
    new = waiting_for(newsroom.r2)[1].words_changed
    assert lines == [
        ("Correzione", "correzione", 1, "anna", "Gazzetta", 1, "fresh", "da ieri", False, ""),
        ("Nuova", "nuova", new, "anna", "Gazzetta", 3, "late", "da 3 giorni", False, ""),
        ("Modifica", "modifica", 20, "anna", "Gazzetta", 2, "late", "da 2 giorni", False, ""),
        ("Propria", "nuova", new, "r1", "Gazzetta", 0, "fresh", "da oggi", False, ""),
    ]
    assert [item.url for item in waiting_for(newsroom.r2)] == [
        review_url("reading", state(four[item.title])) for item in waiting_for(newsroom.r2)
    ]


def test_five_days_are_very_late(newsroom, four, clock):
    clock.shift(2 * DAY)
    assert [item.age for item in waiting_for(newsroom.r2)] == ["late", "very-late", "late", "late"]


def test_days_are_counted_by_the_calendar_of_rome(newsroom, clock):
    clock.move_to(datetime(2031, 3, 4, 22, 30, tzinfo=UTC))  # 23:30 there
    sent(newsroom.anna, newsroom.blog)
    clock.shift(timedelta(hours=1))
    assert [item.age_label for item in waiting_for(newsroom.r1)] == ["da ieri"]


def test_who_has_it_is_named(newsroom, four):
    newsroom.r1.client.post(url("lock", four["Nuova"].pk))
    assert [item.claimed_by for item in waiting_for(newsroom.r2)] == ["", "r1", "", ""]


def test_the_title_is_the_one_to_read(newsroom, four):
    edit(newsroom.r1, four["Correzione"], title="Titolo nuovo")
    assert titles(newsroom.r2)[0] == "Titolo nuovo"


def test_what_one_already_agreed_to_goes_last_until_it_changes(newsroom, four):
    edit(newsroom.r1, four["Correzione"], "uno;")
    yes(newsroom.r2, four["Correzione"])
    assert titles(newsroom.r2) == ["Nuova", "Modifica", "Propria", "Correzione"]
    assert [item.has_approved for item in waiting_for(newsroom.r2)] == [False, False, False, True]
    assert titles(newsroom.ed)[0] == "Correzione" and not waiting_for(newsroom.ed)[0].has_approved
    edit(newsroom.ed, four["Correzione"], "uno:")
    assert titles(newsroom.r2)[0] == "Correzione" and not waiting_for(newsroom.r2)[0].has_approved


def test_the_same_words_again_are_agreed_to_already(newsroom, four):
    """A yes is to a content: whoever typed it again, this person cannot say it twice."""
    edit(newsroom.r1, four["Correzione"], "uno;")
    yes(newsroom.r2, four["Correzione"])
    edit(newsroom.r1, four["Correzione"], "uno:")
    edit(newsroom.r1, four["Correzione"], "uno;")
    assert titles(newsroom.r2)[-1] == "Correzione" and waiting_for(newsroom.r2)[-1].has_approved


def test_what_is_no_longer_open_is_not_listed(newsroom, four):
    withdraw(newsroom.anna, four["Nuova"])
    ask(newsroom.r1, four["Modifica"], "manca la data dell’evento")
    yes(newsroom.r1, four["Correzione"])
    assert titles(newsroom.r2) == ["Propria"]


def test_after_an_answer_the_next_one_is_shown(newsroom, four):
    response = yes(newsroom.r2, four["Correzione"])
    assert response.redirect_chain == [(review_url("reading", state(four["Nuova"])), 302)]
    response = ask(newsroom.r2, four["Nuova"], "manca la data dell’evento")
    assert response.redirect_chain == [(review_url("reading", state(four["Modifica"])), 302)]
    yes(newsroom.r2, four["Modifica"])
    response = yes(newsroom.r2, four["Propria"])
    assert response.redirect_chain == [(reverse("editorial_queue"), 302)]
    assert "Non aspetta niente" in response.content.decode()


def test_the_next_one_is_none_that_waits_for_another_person(newsroom, clock):
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "corretto")
    response = yes(newsroom.r2, page)
    assert not fresh(page).live and response.redirect_chain == [(reverse("editorial_queue"), 302)]
    assert "Hai già detto sì: manca quello di un’altra persona." in response.content.decode()


# --- which fields, by how many words


def changes(user) -> dict[str, list[tuple[str, int]]]:
    return {item.title: [(one.field, one.words) for one in item.changes] for item in waiting_for(user)}


def test_which_fields_change_by_how_many_words(newsroom, four):
    assert changes(newsroom.r2) == {
        "Correzione": [("Body", 1)],
        "Nuova": [("Titolo", 1), ("Body", 1)],
        "Modifica": [("Body", 20)],
        "Propria": [("Titolo", 1), ("Body", 1)],
    }
    assert [item.total_words for item in waiting_for(newsroom.r2)] == [1, 2, 20, 2]
    edit(newsroom.r1, four["Correzione"], "uno, due", title="Titolo nuovo")
    assert changes(newsroom.r2)["Titolo nuovo"] == [("Titolo", 2), ("Body", 2)]


def test_an_item_measured_before_there_were_fields_says_how_many_words(newsroom, four):
    QueueEntry.objects.update(changes=[])
    assert [item.changes for item in waiting_for(newsroom.r2)] == [()] * 4
    html = page_of(newsroom.r2)
    assert "20 parole in tutto" in html and "1 parola in tutto" in html


def test_a_row_older_than_its_fingerprint_knows_who_agreed(newsroom, four):
    edit(newsroom.r1, four["Correzione"], "uno;")
    yes(newsroom.r2, four["Correzione"])
    QueueEntry.objects.update(digest="")
    assert [item.has_approved for item in waiting_for(newsroom.r2)] == [False, False, False, True]
    edit(newsroom.r1, four["Correzione"], "uno:")
    QueueEntry.objects.update(digest="")
    assert [item.has_approved for item in waiting_for(newsroom.r2)] == [False] * 4


# --- what waits for a guest


def test_what_waits_for_a_guest_is_a_list_of_its_own(newsroom, clock, django_assert_max_num_queries):
    page = sent(newsroom.anna, newsroom.radio, "Voci", model="interview", people="Olga, Piero")
    yes(newsroom.r1, page)
    clock.shift(3 * DAY)
    other = sent(newsroom.r2, newsroom.radio, "Altra", model="interview", people="Muto")
    yes(newsroom.r1, other)
    assert waiting_for(newsroom.r1) == []
    found = [(wait.title, wait.section, wait.names, wait.age_label) for wait in waiting_for_guests(newsroom.r1)]
    assert found == [("Voci", "Onde", "Olga e Piero", "da 3 giorni"), ("Altra", "Onde", "Muto", "da oggi")]
    assert [wait.title for wait in waiting_for_guests(newsroom.r2)] == ["Voci"]  # the other is r2's own
    for nobody in (newsroom.anna, newsroom.bruno, newsroom.su):
        assert waiting_for_guests(nobody) == []
    guest_yes(guest_link(page))
    assert waiting_for_guests(newsroom.r1)[0].names == "Piero"
    shown = newsroom.r1.client.get(reverse("editorial_queue")).content.decode()
    assert "Aspettano un ospite" in shown and "aspetta Piero" in shown
    with django_assert_max_num_queries(2):
        waiting_for_guests(newsroom.r1)
