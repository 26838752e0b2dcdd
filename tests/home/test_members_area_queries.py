"""How many times a page of the members' area asks the database: a ceiling, and the same with three times the rows."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from editorial import roles
from editorial.publication.takedown import take_down
from editorial.review import services
from editorial.review.change_requests import ChangePoint
from editorial.review.state import open_state
from pillole.models import Consultant, PillolaPage
from tests.factories import pages as make
from tests.support.http import with_client
from tests.support.moderation import digest, fresh, last, seen_by
from tests.support.people import ensure_house, join, make_member, make_user
from tests.support.worlds import shared

pytestmark = pytest.mark.django_db

CEILING = 25
A_DAY = datetime(2100, 1, 1, tzinfo=UTC)
AREA = "/area-soci/"
ARTICLES, PILLOLE = f"{AREA}articoli/", f"{AREA}pillole/"


# --- a page in each state that its owner can find it in


def send(page: Page) -> Page:
    services.send(page.pk, page.owner, seen_by(page.owner, page))
    return page


def say_yes(page: Page, reader: Any) -> None:
    services.approve(open_state(page).pk, reader, seen_by(reader, page))


def ask_for_changes(page: Page, reader: Any) -> None:
    points = [ChangePoint("Manca la fine."), ChangePoint("È lungo.", "title", "Titolo")]
    services.request_changes(open_state(page).pk, reader, digest(last(page)), points)


def write(page: Page, user: Any) -> None:
    text = fresh(page).get_latest_revision_as_object()
    text.title += " ancora"
    text.save_revision(user=user)


Begin = Callable[..., Page]  # (title, live, fields)


def in_every_state(begin: Begin, reader: Any, turn: str) -> None:
    begin(f"Sul sito {turn}", live=True)
    write(changed := begin(f"Cambiata {turn}", live=True), changed.owner)
    dated = send(begin(f"Programmata {turn}", live=False, go_live_at=A_DAY))
    say_yes(dated, reader)
    ask_for_changes(send(begin(f"Da sistemare {turn}", live=False)), reader)
    begin(f"Bozza {turn}", live=False)
    write(asked := send(begin(f"Corretta {turn}", live=False)), reader)
    say_yes(asked, reader)
    gone = send(begin(f"Tolta {turn}", live=False))
    say_yes(gone, reader)
    take_down(gone.pk, reader, "Non è più vero")
    held = send(begin(f"In mano {turn}", live=False))
    Page.objects.filter(pk=held.pk).update(locked=True, locked_by=reader, locked_at=timezone.now())


STATES = [
    "Pubblicata", "Pubblicata", "Programmata", "Da sistemare", "Bozza", "Aspetta il tuo sì", "Tolta dal sito",
    "In lettura",
]  # fmt: skip


# --- people, and their rows


DESKS = {
    "blog": roles.BLOG_DESK,
    "radio": roles.RADIO_DESK,
    "pillole": roles.PILLOLE_DESK,
    "showcases": roles.PROFILES_DESK,
    "chief": roles.CHIEF,
    "office": roles.OFFICE,
}


def people() -> dict[str, Any]:
    provisioned_site = ensure_house()
    found = {who: make_user(who, Group.objects.get(name=name)) for who, name in DESKS.items()}
    found["consultant"] = with_client(make.consultant("Ada Prova", live=False).member.user)
    found["member"] = make_member("Bea Altra")
    found["superuser"] = make_user("su", superuser=True)
    found["nobody"] = make_user("nobody")
    found["reader"] = make_user("lea", provisioned_site.chief)
    return found


def fill(found: dict[str, Any], turn: int) -> None:
    """Of the consultant, everything there is; and what is sent waits for the desks."""
    ada, reader = found["consultant"], found["reader"]
    row = Consultant.objects.get(member__user=ada)
    in_every_state(lambda title, **fields: make.post(title, owner=ada, **fields), reader, f"A{turn}")
    in_every_state(lambda title, **fields: make.pillola(title, by=row, **fields), reader, f"P{turn}")
    above = PillolaPage.objects.get(title=f"Sul sito P{turn}")
    in_every_state(lambda title, **fields: make.note(title, below=above, **fields), reader, f"N{turn}")
    write(above, ada)  # and so it is on the first page of the list
    episode = make.episode(turn, live=False, owner=found["radio"], guests=[row.member, "Olga"])
    say_yes(send(episode), reader)  # and now the guests
    send(make_member(f"Socia{turn} Terza").member.showcase)


PAGES = [
    *((who, AREA) for who in ("member", "consultant", *DESKS, "superuser", "nobody")),
    ("consultant", ARTICLES),
    ("consultant", PILLOLE),
    ("pillole", f"{PILLOLE}consulenti/"),
    ("office", f"{AREA}soci/"),
]


def queries(client: Client, address: str) -> int:
    """Of a second look, as every look after the first: the site's root and content types are known."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.fixture(scope="module")
def counted(django_db_setup, django_db_blocker):
    """(people, the counts of every page with a row in each state and with three)."""
    with shared(django_db_blocker):
        found = people()
        ask_for_changes(send(found["consultant"].member.showcase), found["reader"])
        counts = []
        for turns in ((1,), (2, 3)):
            for turn in turns:
                fill(found, turn)
            counts.append({(who, address): queries(found[who].client, address) for who, address in PAGES})
        yield found, *counts


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_a_page_asks_little_whatever_the_rows(counted, page):
    _people, few, many = counted
    assert many[page] <= few[page] <= CEILING


def test_who_has_all_of_it_and_sits_in_every_desk_too(counted):
    """No person should: a dashboard of everything at once, eight queries above the ceiling."""
    ada = counted[0]["consultant"]
    join(ada, *Group.objects.filter(name__in=DESKS.values()))
    assert queries(ada.client, AREA) <= CEILING + 8


def test_the_rows_are_there_in_every_state(counted):
    client = counted[0]["consultant"].client
    articles = client.get(ARTICLES).context["items"]
    assert [row["state_label"] for row in articles] == (STATES * 3)[:3:-1]
    pillole = client.get(PILLOLE).context
    assert (len(pillole["entries"]), pillole["pagination"].total) == (10, 24)
    assert [note.label for note in pillole["entries"][0].notes] == STATES[::-1]
    dashboard = client.get(AREA).context
    assert [row["state_label"] for row in dashboard["articles"]] == STATES[:-4:-1]
    assert len(dashboard["status"].points) == 2 and len(dashboard["consent_requests"]) == 3
