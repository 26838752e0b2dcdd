"""What each person finds under «Da leggere», and in which order."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.users.models import User
from editorial.desk.queue_context import queue_context
from editorial.models import QueueEntry
from editorial.notifications.delivery import suppress_notifications
from editorial.review import claims, services
from editorial.review.queue import next_item, waiting_for, waiting_for_guests
from editorial.wagtail_hooks import queue_menu_item
from tests.support.http import url
from tests.support.moderation import (
    ask,
    create,
    digest,
    edit,
    fresh,
    guest_link,
    guest_yes,
    last,
    review_url,
    sent,
    state,
    submit,
    withdraw,
    yes,
)
from tests.support.people import make_user
from tests.support.worlds import World

NOW = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LONG = "abcdefghijklmnopqrst"


@pytest.fixture(autouse=True)
def clock(settings):
    settings.SESSION_COOKIE_AGE = 365 * 24 * 60 * 60  # nobody is logged out while days go by
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def titles(user) -> list[str]:
    return [item.title for item in waiting_for(user)]


def make_four(newsroom, clock):
    """As they were sent: a new one, a change and a correction of live pages, one of r1's own."""
    pages = {}
    for title in ("Modifica", "Correzione"):
        pages[title] = sent(newsroom.anna, newsroom.blog, title)
        yes(newsroom.r1, pages[title])
    pages["Nuova"] = sent(newsroom.anna, newsroom.blog, "Nuova")
    clock.shift(DAY)
    submit(newsroom.anna, pages["Modifica"], " ".join(LONG))
    clock.shift(DAY)
    submit(newsroom.anna, pages["Correzione"], "uno,")
    clock.shift(DAY)
    pages["Propria"] = sent(newsroom.r1, newsroom.blog, "Propria")
    return pages


FOUR = World(make_four)


@pytest.fixture
def four(newsroom, clock):
    pages = FOUR.put(newsroom, clock)
    clock.move_to(NOW + 3 * DAY)
    return pages


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
    newsroom.ed.groups.add(newsroom.desk)
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


# --- the page


def page_of(user, query: str = "", status: int = 200) -> str:
    response = user.client.get(f"{reverse('editorial_queue')}{query}")
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def listed(user, query: str = "") -> list[str]:
    return re.findall(r'<h3><a href="[^"]*">([^<]*)</a></h3>', page_of(user, query))


def shown_choices(user, query: str = "") -> list[tuple[str, str, bool]]:
    html = page_of(user, query)
    found = re.findall(r'<li><a href="([^"]*)"( aria-current="true")?>([^<]*?) <span>(\d+)</span>', html)
    return [(f"{label} {count}", address.replace("&amp;", "&"), bool(on)) for address, on, label, count in found]


def test_the_page_says_everything_in_words(newsroom, four, clock):
    newsroom.r1.client.post(review_url("claim", state(four["Modifica"])))
    html = page_of(newsroom.r2)
    assert "<title>Coda di redazione" in html
    assert "Cambia: Body (1 parola)" in html and "Cambia: Body (20 parole)" in html
    assert "Tutta nuova: 2 parole" in html and "Titolo (1 parola), Body (1 parola)" in html
    assert "Gazzetta · <strong>correzione</strong>" in html and "di anna · passo: redazione" in html
    assert "in ritardo, aspetta da 3 giorni" in html and "</span> aspetta da ieri" in html
    assert "Ce l’ha r1" in html and "Ce l’hai tu" in page_of(newsroom.r1)
    assert "molto in ritardo" not in html
    clock.shift(2 * DAY)
    assert page_of(newsroom.r2).count('<span aria-hidden="true">▲▲</span> molto in ritardo, aspetta da 5 giorni') == 1


def test_the_home_of_the_admin_shows_the_same(newsroom, four):
    html = newsroom.r2.client.get("/admin/").content.decode()
    assert re.findall(r'<h3><a href="[^"]*">([^<]*)</a></h3>', html) == listed(newsroom.r2) == titles(newsroom.r2)
    assert "Coda di redazione" in html and 'href="/admin/da-leggere/">Vedi tutta la coda' in html


def test_who_reads_nothing_finds_an_empty_page(newsroom, four):
    assert listed(newsroom.su) == [] and "Non aspetta niente: tutto letto. Grazie!" in page_of(newsroom.su)
    page_of(newsroom.anna, status=403)


# --- filters


@pytest.fixture
def two_sections(newsroom, four):
    """«Puntata» waits in another section that r2 reads; «Nuova» and «Puntata» are r2's, «Modifica» is r1's."""
    four["Puntata"] = sent(newsroom.anna, newsroom.radio, "Puntata")
    for user, title in ((newsroom.r2, "Nuova"), (newsroom.r2, "Puntata"), (newsroom.r1, "Modifica")):
        user.client.post(review_url("claim", state(four[title])))
    return four


@pytest.mark.parametrize(
    "query, found",
    [
        ("", ["Correzione", "Nuova", "Modifica", "Propria", "Puntata"]),
        ("?mie=1", ["Nuova", "Puntata"]),
        ("?sezione=onde", ["Puntata"]),
        ("?sezione=gazzetta", ["Correzione", "Nuova", "Modifica", "Propria"]),
        ("?ritardo=1", ["Nuova", "Modifica"]),
        ("?mie=1&ritardo=1", ["Nuova"]),
        ("?mie=1&sezione=onde&ritardo=1", []),
        ("?mie=si&sezione=niente&ritardo=0&altro=1", ["Correzione", "Nuova", "Modifica", "Propria", "Puntata"]),
        ("?sezione=onde&sezione=%00%27&mie=", ["Correzione", "Nuova", "Modifica", "Propria", "Puntata"]),
        ("?sezione=vetrine", ["Correzione", "Nuova", "Modifica", "Propria", "Puntata"]),
    ],
)
def test_filters(newsroom, two_sections, query, found):
    assert listed(newsroom.r2, query) == found


def test_a_filter_that_finds_nothing_says_so_and_offers_everything(newsroom, two_sections):
    html = page_of(newsroom.r2, "?mie=1&sezione=onde&ritardo=1")
    assert "Con questi filtri non aspetta niente: un pensiero in meno." in html
    assert '<a href="/admin/da-leggere/">Vedi tutta la coda</a>' in html


def test_filters_are_links_that_add_up_and_come_off(newsroom, two_sections):
    at = "/admin/da-leggere/"
    assert shown_choices(newsroom.r2) == [
        ("Tutte 5", at, True),
        ("Prese da me 2", f"{at}?mie=1", False),
        ("In ritardo 2", f"{at}?ritardo=1", False),
        ("Gazzetta 4", f"{at}?sezione=gazzetta", False),
        ("Onde 1", f"{at}?sezione=onde", False),
    ]
    assert shown_choices(newsroom.r2, "?mie=1&sezione=onde") == [
        ("Tutte 5", at, False),
        ("Prese da me 1", f"{at}?sezione=onde", True),
        ("In ritardo 0", f"{at}?mie=1&sezione=onde&ritardo=1", False),
        ("Gazzetta 1", f"{at}?mie=1&sezione=gazzetta", False),
        ("Onde 1", f"{at}?mie=1", True),
    ]


def test_a_section_is_called_as_its_workflow_whatever_the_step_is(newsroom, two_sections):
    type(newsroom.radio_desk).objects.filter(pk=newsroom.radio_desk.pk).update(name="Lettura Altro")
    assert [item.section for item in waiting_for(newsroom.r2) if item.title == "Puntata"] == ["Onde"]
    assert [label for label, _address, _on in shown_choices(newsroom.r2)][-2:] == ["Gazzetta 4", "Onde 1"]


def test_a_claim_leads_back_to_the_list_as_it_was(newsroom, two_sections):
    html = page_of(newsroom.r2, "?mie=1&sezione=onde")
    assert (
        f'name="next" value="/admin/da-leggere/?mie=1&amp;sezione=onde#lettura-{state(two_sections["Puntata"]).pk}"'
        in html
    )


def test_who_reads_one_section_chooses_none(newsroom, four):
    newsroom.radio_desk.groups.set([newsroom.chief])
    assert [label for label, _address, _on in shown_choices(newsroom.r1)] == [
        "Tutte 3",
        "Prese da me 0",
        "In ritardo 2",
    ]


# --- what it costs


def many(newsroom, until: int) -> None:
    """Waiting texts of every kind: free, held by this person and by others, agreed to already."""
    with suppress_notifications():
        for number in range(len(titles(newsroom.r2)), until):
            page = create(newsroom.anna, newsroom.blog, f"N{number}")
            at = services.send(page.pk, newsroom.anna, digest(last(page))).pk
            if number % 3 == 0:
                # Another's change and this person's yes, as the editor and the reading page make them.
                draft = fresh(page)
                draft.body = "corretto"
                draft.save_revision(user=newsroom.r1)
                services.approve(at, newsroom.r2, digest(last(page)))
            claims.claim(at, (newsroom.r1, newsroom.r2)[number % 2])


def view_of(user) -> tuple[str, int]:
    """What the view does for a reviewer: choose, count, write the list and what the desk begins."""
    user = User.objects.get(pk=user.pk)
    with CaptureQueriesContext(connection) as found:
        context = queue_context(user, {"mie": "", "ritardo": ""})
        html = "".join(
            render_to_string(f"editorial/{name}.html", context)
            for name in ("queue_filters", "queue_items", "quick_actions")
        )
    return html, len(found)


def frame_and_page(user) -> int:
    with CaptureQueriesContext(connection) as found:
        page_of(user)
    return len(found)


def test_a_hundred_texts_cost_the_queries_of_one(newsroom, django_assert_max_num_queries):
    costs = []
    for number in (1, 16, 100):
        many(newsroom, number)
        view_of(newsroom.r2)  # content types, once
        with django_assert_max_num_queries(12):
            html, queries = view_of(newsroom.r2)
        assert html.count('<li class="queue-item') == number
        page_of(newsroom.r2)  # the frame's caches, once
        costs.append((queries, frame_and_page(newsroom.r2)))
    assert costs[0] == costs[1] == costs[2]


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


# --- the menu's entry


def test_the_menu_asks_nothing_of_the_database_for_its_entry(provisioned_site):
    people = {
        "member": make_user("ada", provisioned_site.members),
        "desk": make_user("vera", provisioned_site.desk),
        "member and desk": make_user("bea", provisioned_site.members, provisioned_site.desk),
        "chief": make_user("capo", provisioned_site.chief),
        "office": make_user("sara", provisioned_site.office),
        "superuser": make_user("su", provisioned_site.desk, superuser=True),
    }
    shown = set()
    for who, user in people.items():
        assert user.group_names is not None  # the guard asks for them before any screen
        with CaptureQueriesContext(connection) as queries:
            if queue_menu_item().is_shown(SimpleNamespace(user=user)):
                shown.add(who)
        assert len(queries) == 0, who
    assert shown == {"desk", "member and desk", "chief"}


def test_no_screen_of_the_admin_asks_for_desks_and_what_waits_to_draw_its_menu(provisioned_site):
    for user, entry in ((make_user("capo", provisioned_site.chief), True), (make_user("su", superuser=True), False)):
        user.client.get("/admin/images/")
        with CaptureQueriesContext(connection) as queries:
            html = user.client.get("/admin/images/").content.decode()
        assert ("Coda di redazione" in html) is entry
        asked = [row["sql"] for row in queries if re.search("editorial_(desktask|waiting)", row["sql"])]
        assert asked == [], user
