"""People of every role, and pages of every tree in every state: what the matrix is asserted on."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group
from django.db import transaction
from wagtail.models import Page, WorkflowState

from cms.users.models import User
from editorial import roles
from editorial.models import Approval, ConsentRequest, Takedown
from editorial.notifications.delivery import suppress_notifications
from editorial.publication import takedown
from editorial.review import services
from editorial.review.change_requests import ChangePoint
from pillole.models import Consultant
from profiles.services import create_member
from radio.models import EpisodeGuest
from tests.factories.pages import episode, pillola, post, showcase, standard_page
from tests.support.acting import agree, latest_digest, rewrite, send
from tests.support.moderation import seen_by
from tests.support.people import ensure_house, join
from tests.support.worlds import World

REASON = "un motivo abbastanza lungo"
MARK = re.compile(r"x|\.|\d{3}")
SOON, LONG_AGO = datetime(2099, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)
GUEST = "Ospite Prova"
Found = set[tuple[str, ...]]

# Those of a desk, by the tree they read; Redazione alone reads the home's own pages.
DESKS = {"blog": roles.BLOG_DESK, "soci": roles.PROFILES_DESK, "radio": roles.RADIO_DESK, "pillole": roles.PILLOLE_DESK}
DESK_ROLES = {"blog": "blog", "soci": "vetrine", "radio": "radio", "pillole": "pillole"}
ROLES = (
    "visitor", "member", "consultant", "blog", "vetrine", "radio", "pillole", "redazione", "segreteria", "superuser",
)  # fmt: skip
MAKERS: dict[str, Callable[[int, User], Page]] = {
    "blog": lambda n, owner: post(f"Articolo {n}", live=False, owner=owner),
    "soci": lambda n, owner: showcase(f"Socia Numero{n}", live=False),
    "radio": lambda n, owner: episode(n + 1, live=False, owner=owner),
    "pillole": lambda n, owner: pillola(f"Pillola {n}", live=False, owner=owner),
    "pagine": lambda n, owner: standard_page(f"Pagina {n}", live=False, owner=owner),
}
TREES = tuple(MAKERS)
STATES = ("draft", "waits", "fixed", "asked", "live", "newer", "update", "timed", "hidden", "down", "guest")
# A state that only some trees have names them; every other is in each.
ONLY = {"hidden": ("soci",), "guest": ("radio",)}
# While they last somebody has asked for the page to be published.
ASKED = ("waits", "fixed", "asked", "update", "guest")


def states_of(tree: str) -> list[str]:
    return [state for state in STATES if tree in ONLY.get(state, TREES)]


def make_people() -> dict[str, Any]:
    """One of each role; ``redazione2`` decides what must be decided to bring a page to its state."""
    people: dict[str, Any] = {"visitor": AnonymousUser()}
    for name in ("member", "consultant"):
        member = create_member(name=f"Persona {name}", email=f"{name}@example.org")
        people[name] = member.user
    Consultant.objects.create(member=people["consultant"].member, active=True)
    groups = {role: DESKS[tree] for tree, role in DESK_ROLES.items()}
    groups |= {"redazione": roles.CHIEF, "redazione2": roles.CHIEF, "segreteria": roles.OFFICE}
    for name, group in groups.items():
        people[name] = User.objects.create_user(f"{name}@example.org", "p", first_name=name)
        join(people[name], Group.objects.get(name=group))
    people["superuser"] = User.objects.create_user("superuser@example.org", "p", is_superuser=True)
    people["author"] = create_member(name="Autrice Prova", email="author@example.org").user
    return people


def _fixed(page: Page, owner: User, reader: User) -> None:
    number = send(page, owner)
    rewrite(page, reader, title=f"{page.title} corretta")
    services.approve(number, reader, seen_by(reader, page))


def _asked(page: Page, owner: User, reader: User) -> None:
    services.request_changes(send(page, owner), reader, latest_digest(page), [ChangePoint(REASON)])


def _newer(page: Page, owner: User, reader: User) -> None:
    agree(page, owner, reader)
    rewrite(page, owner, title=f"{page.title} cambiata")


def _update(page: Page, owner: User, reader: User) -> None:
    _newer(page, owner, reader)
    send(page, owner)


def _timed(page: Page, owner: User, reader: User) -> None:
    rewrite(page, owner, go_live_at=SOON)
    agree(page, owner, reader)


def _hidden(page: Page, owner: User, reader: User) -> None:
    agree(page, owner, reader)
    takedown.take_down(page.pk, owner)


def _down(page: Page, owner: User, reader: User) -> None:
    agree(page, owner, reader)
    takedown.take_down(page.pk, reader, REASON)


def _guest(page: Page, owner: User, reader: User) -> None:
    """Agreed by the desk: it waits for its guest, reminded and for so long that the desk may go on without."""
    page.guests.add(EpisodeGuest(name=GUEST, sort_order=0))
    page.save_revision(user=owner)
    services.approve(send(page, owner), reader, seen_by(reader, page))
    ConsentRequest.objects.filter(page_number=page.pk).update(at=LONG_AGO, reminded_at=LONG_AGO)


BRING = {
    "draft": lambda page, owner, reader: None,
    "waits": lambda page, owner, reader: send(page, owner),
    "fixed": _fixed,
    "asked": _asked,
    "live": agree,
    "newer": _newer,
    "update": _update,
    "timed": _timed,
    "hidden": _hidden,
    "down": _down,
    "guest": _guest,
}


def make_pages(people: dict[str, Any], **wanted: list[str]) -> dict[tuple[str, str], int]:
    """Number of the page of each tree in each state (``wanted`` names some), written and sent by ``author``."""
    pages = {}
    with suppress_notifications():
        for tree, states in (wanted or {tree: states_of(tree) for tree in TREES}).items():
            for n, state in enumerate(states):
                page = MAKERS[tree](n, people["author"])
                owner = page.owner or people["author"]
                BRING[state](page, owner, people["redazione2"])
                pages[tree, state] = page.pk
    return pages


def make_every_state() -> tuple[dict[str, Any], dict[tuple[str, str], int]]:
    ensure_house()
    people = make_people()
    return people, make_pages(people)


EVERY_STATE = World(make_every_state)


def hand_over(pk: int, user: User, how: str) -> None:
    """As if ``user`` had written and sent the page (``own``), or only asked for it (``asker``)."""
    owner = Page.objects.get(pk=pk).owner
    WorkflowState.objects.filter(object_id=str(pk)).update(requested_by=user)
    Approval.objects.filter(page_number=pk, as_reviewer=False).update(user=user, user_number=user.pk)
    if how == "own":
        Page.objects.filter(pk=pk).update(owner=user)
        Takedown.objects.filter(page=pk, by=owner).update(by=user)


@contextmanager
def held_by(pk: int, user: Any, how: str) -> Iterator[None]:
    with transaction.atomic():
        if how != "other":
            hand_over(pk, user, how)
        yield
        transaction.set_rollback(True)


def lines(table: str) -> Iterator[tuple[list[str], list[str]]]:
    """Each line's words and its marks, one for each word of the first line; no marks in a heading."""
    first, *others = table.strip("\n").splitlines()
    columns = first.split()
    yield columns, []
    for line in others:
        words = line.split()
        split = len(words) - len(columns)
        marks = words[split:] if split > 0 and all(MARK.fullmatch(word) for word in words[split:]) else []
        yield words[: len(words) - len(marks)], marks


def difference(found: Found, wanted: Found) -> str:
    rows = [f"may, and should not: {' · '.join(cell)}" for cell in sorted(found - wanted)]
    return "\n".join(rows + [f"should, and may not: {' · '.join(cell)}" for cell in sorted(wanted - found)])
