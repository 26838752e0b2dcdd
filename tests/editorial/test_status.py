"""How a page stands in its author's eyes: each state, its words and its buttons."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, TaskState, Workflow

from blog.models import BlogPage
from blog.services import propose
from editorial.author import status
from editorial.author.status import status_of, statuses_of
from editorial.models import DeskTask, QueueEntry
from editorial.publication.takedown import restore, take_down
from editorial.review.turnaround import median_turnaround
from tests.support.http import url
from tests.support.moderation import (
    ask,
    author_action_url,
    create,
    digest,
    edit,
    fresh,
    last,
    seen_data,
    sent,
    state,
    submit,
    withdraw,
    yes,
)
from tests.support.people import make_member, make_user, make_workflow
from tests.support.showcases import live_showcase

NOW = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)
REASON = "manca la data dell’evento"


def now(page, user) -> tuple[str, set[str]]:
    found = status_of(fresh(page), user)
    return found.state, set(found.actions)


def buttons(user, page) -> set[str]:
    """What the author's page offers, by what each button or link leads to."""
    text = user.client.get(author_action_url("author", page)).content.decode()
    addresses = {name: author_action_url(name, page) for name in ("send", "withdraw", "agree", "hide", "author_back")}
    addresses["edit"] = url("edit", page.pk)
    return {name for name, target in addresses.items() if f'"{target}"' in text}


@pytest.fixture
def page(newsroom):
    return create(newsroom.anna, newsroom.blog)


def test_a_draft(newsroom, page):
    assert now(page, newsroom.anna) == ("draft", {"edit", "send"})
    assert buttons(newsroom.anna, page) == {"edit", "send"}
    found = status_of(page, newsroom.anna)
    assert (found.label, found.tone, found.digest) == ("Bozza", "plain", digest(last(page)))
    assert not found.has_draft and found.task_state_id is None


def test_a_withdrawn_page_is_a_draft_again(newsroom, page):
    submit(newsroom.anna, page)
    withdraw(newsroom.anna, page)
    assert now(page, newsroom.anna) == ("draft", {"edit", "send"})


def test_waiting(newsroom, page):
    submit(newsroom.anna, page)
    assert now(page, newsroom.anna) == ("waiting", {"withdraw"})
    assert buttons(newsroom.anna, page) == {"withdraw"}
    found = status_of(fresh(page), newsroom.anna)
    assert found.label == "In lettura" and found.task_state_id == state(page).pk
    assert found.desk_name == "Redazione" and "lo legge entro 5 giorni" in found.explanation
    assert "Sul sito resta" not in found.explanation


def test_a_reviewers_save_alone_asks_nothing_of_the_author(newsroom, page):
    submit(newsroom.anna, page)
    edit(newsroom.r1, page, "corretto")
    assert now(page, newsroom.anna) == ("waiting", {"withdraw"})
    # but what was changed is shown
    assert "corretto" in newsroom.anna.client.get(author_action_url("author", page)).content.decode()


def test_a_reviewer_corrected_and_agreed(newsroom, page):
    submit(newsroom.anna, page)
    edit(newsroom.r1, page, "corretto")
    yes(newsroom.r1, page)
    assert now(page, newsroom.anna) == ("asks_author", {"yes", "withdraw"})
    assert buttons(newsroom.anna, page) == {"agree", "withdraw"}
    found = status_of(fresh(page), newsroom.anna)
    assert found.label == "Aspetta il tuo sì" and found.digest == digest(last(page))
    # The desk changed it again: nobody agreed to that yet.
    edit(newsroom.r2, page, "corretto ancora")
    assert now(page, newsroom.anna) == ("waiting", {"withdraw"})


def test_changes_asked(newsroom, page):
    submit(newsroom.anna, page)
    ask(newsroom.r1, page, REASON)
    assert now(page, newsroom.anna) == ("changes", {"edit", "send"})
    assert buttons(newsroom.anna, page) == {"edit", "send"}
    found = status_of(fresh(page), newsroom.anna)
    assert (found.label, found.reason, found.by) == ("Da sistemare", REASON, "r1")
    assert REASON in newsroom.anna.client.get(author_action_url("author", page)).content.decode()


def test_live(newsroom, page):
    submit(newsroom.anna, page)
    yes(newsroom.r1, page)
    assert now(page, newsroom.anna) == ("live", {"edit"})
    assert buttons(newsroom.anna, page) == {"edit"}
    found = status_of(fresh(page), newsroom.anna)
    assert found.label == "Pubblicata" and not found.has_draft


def test_live_with_changes_that_nobody_read(newsroom, page):
    submit(newsroom.anna, page)
    yes(newsroom.r1, page)
    edit(newsroom.anna, page, "due")
    assert now(page, newsroom.anna) == ("live", {"edit", "send"})
    found = status_of(fresh(page), newsroom.anna)
    assert found.has_draft and "non ancora mandate" in found.explanation
    submit(newsroom.anna, page)
    assert now(page, newsroom.anna) == ("waiting", {"withdraw"})
    assert "Sul sito resta la versione di prima." in status_of(fresh(page), newsroom.anna).explanation


def test_taken_down_by_the_desk(newsroom, page):
    submit(newsroom.anna, page)
    yes(newsroom.r1, page)
    take_down(page.pk, newsroom.r2, REASON)
    assert now(page, newsroom.anna) == ("taken_down", {"edit", "send"})
    assert buttons(newsroom.anna, page) == {"edit", "send"}
    found = status_of(fresh(page), newsroom.anna)
    assert (found.label, found.reason, found.by) == ("Tolta dal sito", REASON, "r2")
    restore(page.pk, newsroom.r1)
    assert now(page, newsroom.anna) == ("live", {"edit"})


def test_a_showcase_of_ones_own_is_hidden_and_put_back(provisioned_site):
    owner, page, _desk = live_showcase(provisioned_site)
    assert now(page, owner) == ("live", {"edit", "hide"})
    assert buttons(owner, page) == {"edit", "hide"}
    take_down(page.pk, owner)
    assert now(page, owner) == ("hidden", {"edit", "send", "return"})
    assert buttons(owner, page) == {"edit", "send", "author_back"}
    found = status_of(fresh(page), owner)
    assert (found.label, found.reason, found.by) == ("Nascosta da te", "", "")


def test_a_live_showcase_may_be_hidden_in_every_state(provisioned_site):
    owner, page, (first, _second) = live_showcase(provisioned_site)
    page.title = "Carla Conti, sarta"
    page.save_revision(user=owner)
    assert now(page, owner) == ("live", {"edit", "send", "hide"})
    owner.client.post(author_action_url("send", page), seen_data(owner, page))
    assert now(page, owner) == ("waiting", {"withdraw", "hide"})
    ask(first, page, REASON)
    assert now(page, owner) == ("changes", {"edit", "send", "hide"})


def test_scheduled(newsroom):
    with time_machine.travel(NOW):
        for user in (newsroom.anna, newsroom.r1):
            user.client.force_login(user)
        at = timezone.localtime(NOW + timedelta(days=3)).strftime("%Y-%m-%d %H:%M")
        page = submit(newsroom.anna, create(newsroom.anna, newsroom.blog, "P", model="timed"), go_live_at=at)
        yes(newsroom.r1, page)
        assert now(page, newsroom.anna) == ("scheduled", {"edit"})
        assert status_of(fresh(page), newsroom.anna).label == "Programmata"


def test_without_a_desk_the_sentence_names_nobody(newsroom):
    assert status_of(create(newsroom.anna, newsroom.bare), newsroom.anna).desk_name == ""


def test_the_desk_is_that_of_the_nearest_workflow(newsroom):
    """As Wagtail's own Page.get_workflow() finds it."""
    pages = [create(newsroom.anna, newsroom.blog), create(newsroom.anna, newsroom.bare)]

    def readers() -> list[str]:
        found = statuses_of([fresh(page) for page in pages], newsroom.anna)
        own = [workflow and workflow.name for workflow in (fresh(page).get_workflow() for page in pages)]
        return [(found[page.pk].desk_name, name) for page, name in zip(pages, own, strict=True)]

    assert readers() == [("Redazione", "Gazzetta"), ("", None)]
    group = Group.objects.create(name="Redazione della Casa")
    task = DeskTask.objects.create(name="casa")
    task.groups.add(group)
    make_workflow("Casa", newsroom.home, task)
    assert readers() == [("Redazione", "Gazzetta"), ("Redazione della Casa", "Casa")]
    Workflow.objects.filter(pk=newsroom.blog_workflow.pk).update(active=False)
    assert readers() == [("Redazione della Casa", "Casa")] * 2
    make_workflow("Di lei", pages[1], newsroom.guest)  # a workflow without a desk
    assert readers() == [("Redazione della Casa", "Casa"), ("", "Di lei")]


def test_every_state_has_a_label_and_a_tone():
    states = {"draft", "waiting", "changes", "asks_author", "asks_guest", "live", "hidden", "taken_down", "scheduled"}
    assert states == set(status.LABELS) == set(status.TONES) == set(status.EXPLANATIONS)


def test_who_sees_how_it_stands(newsroom, page):
    sent(newsroom.anna, newsroom.blog, "Q")
    target = author_action_url("author", page)
    statuses = {
        user.first_name: user.client.get(target).status_code
        for user in (newsroom.anna, newsroom.bruno, newsroom.r1, newsroom.ed, newsroom.su)
    }
    assert statuses == {"anna": 200, "bruno": 403, "r1": 403, "ed": 403, "su": 403}


# --- who has it, and how long it takes


def claim(page, user) -> None:
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=user, locked_at=timezone.now())


def test_who_has_taken_it_in_hand(newsroom, page):
    submit(newsroom.anna, page)
    assert "Nessuno l’ha ancora preso in mano." in status_of(fresh(page), newsroom.anna).explanation
    claim(page, newsroom.r1)
    assert "In mano ce l’ha r1." in status_of(fresh(page), newsroom.anna).explanation
    assert "In mano ce l’ha r1." in newsroom.anna.client.get(author_action_url("author", page)).content.decode()
    newsroom.r1.first_name = ""
    newsroom.r1.save()
    assert "In mano ce l’ha una persona della redazione." in status_of(fresh(page), newsroom.anna).explanation


def answered(newsroom, *hours: float, task=None, status=TaskState.STATUS_APPROVED) -> None:
    """Texts of other people that the desk answered after so many hours, the last of them last."""
    for number, span in enumerate(hours):
        other = sent(newsroom.bruno, newsroom.blog, f"X{Page.objects.count()}")
        at = NOW + timedelta(days=number)
        TaskState.objects.filter(pk=state(other).pk).update(
            status=status, finished_at=at, task=task or newsroom.blog_desk, started_at=at - timedelta(hours=span)
        )
        QueueEntry.objects.filter(task_state__workflow_state__object_id=str(other.pk)).update(
            waiting_since=at - timedelta(hours=span)
        )


@pytest.mark.parametrize(
    "hours, words",
    [
        ([], ""),
        ([3, 3], ""),
        ([0.5, 0.1, 40], "in meno di un’ora"),
        ([1, 1, 200], "in un’ora"),
        ([2, 3, 200], "in 3 ore"),
        ([23.4, 23.4, 23.4], "in 23 ore"),
        ([23.7, 24, 30], "in un giorno"),
        ([1, 47, 49, 300], "in 2 giorni"),
    ],
)
def test_how_long_this_desk_takes(newsroom, page, hours, words):
    answered(newsroom, *hours)
    expected = f"La Redazione di solito risponde {words}." if words else ""
    assert status_of(fresh(page), newsroom.anna).turnaround == expected  # a draft
    submit(newsroom.anna, page)
    assert status_of(fresh(page), newsroom.anna).turnaround == expected
    assert (
        "di solito risponde" in newsroom.anna.client.get(author_action_url("author", page)).content.decode()
    ) is bool(words)


def test_only_the_last_twenty_answers_of_this_very_desk_count(newsroom, page):
    answered(newsroom, 100, 100, *[3] * 20)
    answered(newsroom, *[100] * 25, task=newsroom.radio_desk)
    answered(newsroom, *[100] * 25, status=TaskState.STATUS_CANCELLED)
    assert median_turnaround(newsroom.blog_desk) == timedelta(hours=3)
    answered(newsroom, *[50] * 3, status=TaskState.STATUS_REJECTED)
    assert QueueEntry.objects.answered_lately(newsroom.blog_desk)[0][1] == NOW + timedelta(days=21)
    assert len(QueueEntry.objects.answered_lately(newsroom.blog_desk)) == 20


def test_a_page_at_rest_says_nothing_of_the_time(newsroom, page):
    answered(newsroom, 3, 3, 3)
    submit(newsroom.anna, page)
    yes(newsroom.r1, page)
    assert status_of(fresh(page), newsroom.anna).turnaround == ""
    assert status_of(create(newsroom.anna, newsroom.bare), newsroom.anna).turnaround == ""


# --- how much a list asks


def test_a_list_asks_no_more_for_what_is_in_somebodys_hands(provisioned_site):
    owner = make_member("Ada Prova")
    for number in range(2):
        page = propose(user=owner, title=f"Articolo {number}")
        owner.client.post(author_action_url("send", page), seen_data(owner, page))

    def asked() -> int:
        owner.client.get("/area-soci/articoli/")
        with CaptureQueriesContext(connection) as queries:
            html = owner.client.get("/area-soci/articoli/").content.decode()
        assert html.count("preso in mano") + html.count("In mano ce l’ha") == 2
        return len(queries)

    first, second = BlogPage.objects.filter(owner=owner)
    claim(first, make_user("vera", provisioned_site.desk))
    one = asked()
    claim(second, make_user("piero", provisioned_site.desk))
    assert asked() == one
