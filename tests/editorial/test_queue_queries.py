"""What the queue and its entry in the menu cost."""

import re
from types import SimpleNamespace

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from cms.users.models import User
from editorial.desk.queue_context import queue_context
from editorial.notifications.delivery import suppress_notifications
from editorial.review import claims, services
from editorial.wagtail_hooks import queue_menu_item
from tests.support.moderation import create, fresh, seen_by
from tests.support.people import make_user

from .four_texts import page_of, titles

pytestmark = pytest.mark.usefixtures("clock")


# --- what it costs


def many(newsroom, until: int) -> None:
    """Waiting texts of every kind: free, held by this person and by others, agreed to already."""
    with suppress_notifications():
        for number in range(len(titles(newsroom.r2)), until):
            page = create(newsroom.anna, newsroom.blog, f"N{number}")
            at = services.send(page.pk, newsroom.anna, seen_by(newsroom.anna, page)).pk
            if number % 3 == 0:
                # Another's change and this person's yes, as the editor and the reading page make them.
                draft = fresh(page)
                draft.body = "corretto"
                draft.save_revision(user=newsroom.r1)
                services.approve(at, newsroom.r2, seen_by(newsroom.r2, page))
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
        with django_assert_max_num_queries(13):  # one of them: is the account as Redazione has seen it?
            html, queries = view_of(newsroom.r2)
        assert html.count('<li class="queue-item') == number
        page_of(newsroom.r2)  # the frame's caches, once
        costs.append((queries, frame_and_page(newsroom.r2)))
    assert costs[0] == costs[1] == costs[2]


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
