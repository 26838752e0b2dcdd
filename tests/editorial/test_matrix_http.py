"""The matrix over HTTP: one request for each role, ownership, state and action; what was written, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import product
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, PageViewRestriction, Revision, TaskState

from editorial.content.digest import content_digest
from editorial.models import Approval, ConsentRequest, Takedown
from editorial.review.state import open_state
from tests.support.editor_post import editor_form
from tests.support.http import JSON, READING, url

from .matrix import ASKED, EVERY_STATE, LONG_AGO, REASON, held_by, lines, states_of

# One desk stands for the others, a member for a consultant, the blog for the other trees; only showcases are hidden,
# and only an episode waits for a guest.
ROLES = ("visitor", "member", "blog", "radio", "redazione", "segreteria", "superuser")
READS = ("see", "provenance", "own_text", "read", "text")
SOCI = ("hide", "author_back", "take_down", "bring_back")
SOCI_STATES = ["live", "newer", "update", "hidden", "down"]
# What says the same in other states is not asked for there, and in memory Redazione's own page is as a desk's own.
SOME = ["draft", "fixed", "update", "timed", "down"]
WRITES = ["draft", "fixed", "asked", "newer", "update", "timed", "down"]
ANYWHERE = (*READS[:3], "copy", "publish", "unpublish", "stock_unpublish", "restrict", "unschedule")
FEWER = dict.fromkeys(("save", "submit"), WRITES) | dict.fromkeys(ANYWHERE, SOME)
GUESTS = ("remind", "waive")
RADIO = (
    *READS, "yes", "ask", "claim", "release", *GUESTS, "save", "submit", "send", "withdraw", "agree", "take_down",
)  # fmt: skip
HOLDS = ("own", "asker", "other")

# Who is refused: led to the login, to their own side of the site (302), or told no. Whose address it is decides.
REFUSED = {
    "page": {"visitor": "in", "member": 403, "radio": 403, "segreteria": 302, "": 302},
    "desk": {"visitor": "in", "member": 403, "radio": 302, "segreteria": 302, "": 302},
    "gone": {"visitor": "in", "member": 404, "radio": 404, "segreteria": 302, "": 404},
    "area": {"visitor": "in", "member": 403, "radio": 403, "segreteria": 403, "": 403},
}
# An x: done, with the status that the heading gives. A number: nothing is written, and it answers so where the
# refusals above are not what happens. A dot leaves it to the line before, or to REFUSED. ``readers`` here are the
# tree's desk and Redazione (for a showcase Redazione alone); ``staff`` everybody who has any business in the admin.
# What is unlocked or released another of Redazione holds.
TABLE = """
                                          draft waits fixed asked live newer update timed hidden down guest
see 200 page
  own    member                             x     x     x     x    x     x     x      x     x     x    x
  any    readers superuser                  x     x     x     x    x     x     x      x     x     x    x
provenance 200 page
  any    readers superuser                  x     x     x     x    x     x     x      x     x     x    x
own_text 200 area
  own    everybody                          x     x     x     x    x     x     x      x     x     x    x
read text 200 desk
  any    staff                             404    .     .     .    .     .     .      .     .     .    .
  other  readers                            .     x     x     .    .     .     x      .     .     .    x
yes 302 desk
  any    staff                             404    .     .     .    .     .     .      .     .     .    .
  other  readers                            .     x     x     .    .     .     x      .     .     .    .
  own    readers radio superuser            .     .     x     .    .     .     .      .     .     .    .
ask 302 desk
  any    staff                             404    .     .     .    .     .     .      .     .     .    .
  other  readers                            .     x     x     .    .     .     x      .     .     .    .
claim 302 desk
  any    staff                             404    .     .     .    .     .     .      .     .     .    .
  other  readers                            .     x     x     .    .     .     x      .     .     .    x
release 302 desk
  any    staff                             404    .     .     .    .     .     .      .     .     .    .
  other  redazione                          .     x     x     .    .     .     x      .     .     .    x
remind waive 302 desk in radio
  other  readers                            .     .     .     .    .     .     .      .     .     .    x
save 200 page
  own    member                             x    400   400    x    x     x    400    400    x     x   400
  own    readers                            x    400   400    x    x     x    400    400    x     x   400
  asker  readers                            .    400   400    x    .     .    400     .     .     .   400
  other  readers                            x     x     x     x    x     x     x     400    x     x    x
  any    superuser                          x    400   400    x    x     x    400    400    x     x   400
submit 302 page
  own    member                             x    200   200    x    x     x    200    200    x     x   200
  own    readers                            x    200   200    x    x     x    200    200    x     x   200
  asker  readers                            .    200   200    x    .     .    200     .     .     .   200
  other  readers                            x     .     .     x    x     x     .     200    x     x    .
  any    superuser                          x    200   200    x    x     x    200    200    x     x   200
publish unpublish 302 desk
stock_unpublish 302 gone
send 302 area
  own    everybody                          x    302   302    x   302    x    302    302    x     x   302
withdraw 302 area
  own    everybody                         302    x     x    302  302   302    x     302   302   302    x
agree 302 area
  own    everybody                         302   302    x    302  302   302   302    302   302   302   302
hide 302 area
  own    everybody                         302   302   302   302  302   302   302    302   302   302    .
hide 302 area in soci
  own    everybody                          .     .     .     .    x     x     x      .    302   302    .
author_back 302 area
  own    everybody                         302   302   302   302  302   302   302    302    x    302    .
take_down 302 desk
  other  readers                            .     .     .     .    x     x     x      .     .     .    .
  asker  readers                            .     .     .     .    .     .     x      .     .     .    .
bring_back 302 desk
  other  readers                            .     .     .     .    .     .     .      .     x     x    .
lock unlock 302 page
  own    readers                            x     .     .     x    x     x     .      x     x     x    .
  asker  readers                            .     .     .     x    .     .     .      .     .     .    .
  other  readers                            x     x     x     x    x     x     x      x     x     x    .
  any    superuser                          x     x     x     x    x     x     x      x     x     x    .
delete 302 page
  any    readers                            x     .     .     .    .     .     .      x     .     .    .
  any    superuser                          x     .     .     .    .     .     .      x     .     x    .
move 302 page
  any    readers superuser                  x     .     .     .    .     .     .      .     .     .    .
copy 302 page
  any    readers superuser                  x     x     x     x    x     x     x      x     x     x    .
restrict 200 page
  any    redazione                          x     x     x     x    x     x     x      x     x     x    .
unschedule 302 page
  any    redazione                          x     x     x     x    x     x     x      x     x     x    .
"""
NEW = "Un altro titolo"


def snapshot() -> list[Any]:
    """Whatever an action on a page could write."""
    columns = ("pk", "path", "live", "owner", "live_revision", "latest_revision", "locked_by", "go_live_at")
    return [
        list(Page.objects.order_by("pk").values_list(*columns)),
        list(Page.objects.live().order_by("pk").values_list("title")),  # a draft's row is its text's to write
        list(TaskState.objects.order_by("pk").values_list("pk", "status", "revision")),
        list(Revision.objects.exclude(approved_go_live_at=None).values_list("pk", flat=True)),
        list(ConsentRequest.objects.order_by("pk").values_list("pk", "answer", "reminded_at")),
        *(model.objects.count() for model in (Revision, Approval, Takedown, PageViewRestriction, PageLogEntry)),
    ]


@contextmanager
def writing() -> Iterator[list[str]]:
    """Every statement that writes, whatever table it is: without one nothing can differ afterwards."""
    found: list[str] = []

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if not sql.startswith(READING):
            found.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield found


class Ask:
    """One person before one page: each action is the request a browser would make."""

    def __init__(self, client: Client, page: Page, form: dict[str, Any]) -> None:
        self.client, self.page, self.form = client, page, form
        state = TaskState.objects.filter(workflow_state__object_id=str(page.pk)).order_by("-pk").first()
        self.step = state.pk if state else 0
        self.seen = {"digest": content_digest(page.latest_revision.content)}

    def _get(self, name: str, *args: Any):
        return self.client.get(reverse(name, args=args or [self.page.pk]))

    def _post(self, name: str, *args: Any, **data: Any):
        return self.client.post(reverse(name, args=args or [self.page.pk]), data)

    def _page(self, name: str, *args: Any, **data: Any):
        return self.client.post(url(name, self.page.pk, *args), data)

    def _bulk(self, action: str):
        target = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        return self.client.post(f"{target}?next=/admin/&id={self.page.pk}", {"include_descendants": "on"})

    def see(self):
        return self._get("wagtailadmin_pages:view_draft")

    def provenance(self):
        return self._get("editorial_history")

    def own_text(self):
        return self._get("editorial_author_text")

    def read(self):
        return self._get("editorial_reading", self.step)

    def text(self):
        return self._get("editorial_text", self.step)

    def save(self):
        return self.client.post(url("edit", self.page.pk), self.form | {"title": NEW}, **JSON)

    def submit(self):
        return self.client.post(url("edit", self.page.pk), self.form | {"action-submit": "1"})

    def yes(self):
        return self._post("editorial_approve", self.step, **self.seen)

    def ask(self):
        return self._post("editorial_request_changes", self.step, reason=REASON, **self.seen)

    def claim(self):
        return self._post("editorial_claim", self.step)

    def release(self):
        return self._post("editorial_release", self.step)

    def remind(self):
        return self._post("editorial_remind", self._asked)

    def waive(self):
        return self._post("editorial_waive", self._asked, reason=REASON)

    @property
    def _asked(self):
        return ConsentRequest.objects.get(page_number=self.page.pk).pk

    def send(self):
        return self._post("editorial_send", **self.seen)

    def withdraw(self):
        return self._post("editorial_withdraw")

    def agree(self):
        return self._post("editorial_agree", **self.seen)

    def hide(self):
        return self._post("editorial_hide")

    def author_back(self):
        return self._post("editorial_author_back")

    def take_down(self):
        return self._post("editorial_take_down", reason=REASON)

    def bring_back(self):
        return self._post("editorial_bring_back")

    def lock(self):
        return self._page("lock")

    def unlock(self):
        return self._page("unlock")

    def delete(self):
        return self._page("delete")

    def move(self):
        return self._page("move_confirm", self.page.get_parent().pk)

    def copy(self):
        return self._page("copy", new_title="C", new_slug="c", new_parent_page=self.page.get_parent().pk)

    def publish(self):
        return self._bulk("publish")

    def unpublish(self):
        return self._bulk("unpublish")

    def stock_unpublish(self):
        return self._page("unpublish")

    def restrict(self):
        return self._page("set_privacy", restriction_type="login")

    def unschedule(self):
        return self._page("revisions_unschedule", self.page.latest_revision_id)


ACTIONS = [name for name, value in vars(Ask).items() if callable(value) and not name.startswith("_")]
Cells = dict[tuple[str, ...], Any]


def roles_of(words: list[str], tree: str) -> list[str]:
    groups = {
        "readers": ["redazione"] if tree == "soci" else [tree, "redazione"],
        "staff": ["blog", "radio", "redazione", "superuser"],
        "everybody": [role for role in ROLES if role != "visitor"],
    }
    return [role for word in words for role in groups.get(word, [word])]


def wanted() -> Cells:
    """(action, tree, hold, role, state) → a number or «in», and «done» before it where it is done."""
    (columns, _none), *rest = lines(TABLE)
    cells: Cells = {}
    for words, marks in rest:
        if not marks:
            heading, _in, limits = " ".join(words).partition(" in ")
            *actions, status, kind = heading.split()
            trees = limits.split() or ["blog", "soci", "radio"]
            for action, tree in product(actions, trees):
                cells |= {(action, *cell): refusal(kind, cell[0], cell[2]) for cell in asked_of(tree, action)}
            continue
        for tree, action, role in ((t, a, r) for t in trees for a in actions for r in roles_of(words[1:], t)):
            for state, mark in zip(columns, marks, strict=True):
                for hold in HOLDS if words[0] == "any" else words[:1]:
                    cell = (action, tree, hold, role, state)
                    if mark != "." and cell in cells:
                        cells[cell] = f"done {status}" if mark == "x" else mark
    return cells


def refusal(kind: str, tree: str, role: str) -> str:
    if tree == "radio":  # whose desk is the other's outsider
        role = {"blog": "radio", "radio": "blog"}.get(role, role)
    return str(REFUSED[kind].get(role, REFUSED[kind][""]))


@cache
def asked_of(tree: str, action: str) -> list[tuple[str, ...]]:
    """(tree, hold, role, state): what is asked for over HTTP."""
    if (tree == "soci" and action not in SOCI) or (tree == "radio" and action not in RADIO):
        return []
    if tree == "blog" and action in GUESTS:
        return []
    states = {"soci": SOCI_STATES, "radio": ["guest"]}.get(tree) or FEWER.get(action) or states_of(tree)
    cells = [
        (tree, hold, role, state)
        for state, hold, role in product(states, HOLDS, ROLES)
        if not (hold != "other" and role == "visitor")
        and not (hold != "other" and role == "redazione" and tree == "blog")
        and not (hold == "asker" and (state not in ASKED or role not in roles_of(["readers"], tree)))
    ]
    return cells


def is_done(action: str, before: Page, user: Any, answer: str) -> bool:
    """What is there afterwards, of what the action is for."""
    page = Page.objects.filter(pk=before.pk).first()
    if action == "delete":
        return page is None
    title, state = before.draft_title, open_state(page)
    if action in READS:
        return title in answer
    return bool({
        "save": lambda: page.latest_revision.content["title"] == NEW and page.live_revision == before.live_revision,
        "submit": lambda: state and said_yes(page.latest_revision, user),
        "send": lambda: state and said_yes(page.latest_revision, user),
        "withdraw": lambda: state is None and page.latest_revision == before.latest_revision,
        "yes": lambda: went_live(page, before) and said_yes(before.latest_revision, user),
        "agree": lambda: went_live(page, before) and said_yes(before.latest_revision, user),
        "ask": lambda: state is None and page.current_workflow_state.current_task_state.comment == REASON,
        "claim": lambda: page.locked and page.locked_by == user,
        "release": lambda: not page.locked,
        "remind": lambda: ConsentRequest.objects.filter(page_number=page.pk, answer="", reminded_at__gt=LONG_AGO),
        "waive": lambda: went_live(page, before) and ConsentRequest.objects.filter(page_number=page.pk, waived_by=user),
        "hide": lambda: not page.live and Takedown.objects.open().filter(page=page.pk, by=user, by_author=True),
        "take_down": lambda: not page.live and Takedown.objects.open().filter(page=page.pk, by=user, reason=REASON),
        "author_back": lambda: page.live and Takedown.objects.filter(page=page.pk, returned_by=user),
        "bring_back": lambda: page.live and Takedown.objects.filter(page=page.pk, returned_by=user),
        "lock": lambda: page.locked and page.locked_by == user,
        "unlock": lambda: not page.locked,
        "move": lambda: page.get_parent() == before.get_parent() and moved(page, user),
        "copy": lambda: Page.objects.filter(slug="c", live=False, alias_of=None, owner=user),
        "restrict": lambda: PageViewRestriction.objects.filter(page=page.pk, restriction_type="login"),
        "unschedule": lambda: not page.scheduled_revision and page.live == before.live,
    }[action]())  # fmt: skip


def went_live(page: Page, before: Page) -> bool:
    return page.live and page.live_revision == before.latest_revision


def said_yes(revision: Revision, user: Any) -> bool:
    """Sending is saying yes."""
    yeses = Approval.objects.filter(page_number=revision.object_id, user=user, digest=content_digest(revision.content))
    return yeses.exists()


def moved(page: Page, user: Any) -> bool:
    return PageLogEntry.objects.filter(page=page.pk, action="wagtail.reorder", user=user).exists()


class Asking:
    @classmethod
    def setUpTestData(cls):
        cls.people, cls.pages = EVERY_STATE.put()

    def setUp(self):
        self.clients = {role: Client() for role in ROLES}
        for role in ROLES[1:]:
            self.clients[role].force_login(self.people[role])

    @cache  # noqa: B019  # a test's own instance
    def form(self, pk: int, kind: str) -> dict[str, Any]:
        return editor_form(Page.objects.get(pk=pk), self.people[kind])

    def answers(self, tree: str, hold: str, role: str, state: str, actions: list[str]) -> Cells:
        pk, user, found = self.pages[tree, state], self.people[role], {}
        kind = "author" if role in ("visitor", "member", "segreteria") else "redazione2"
        form = self.form(pk, kind) if {"save", "submit"} & {*actions} else {}
        with held_by(pk, user, hold):
            before = snapshot()
            ask = Ask(self.clients[role], Page.objects.get(pk=pk).specific, form)
            for action in actions:
                found[action, tree, hold, role, state] = self.answer(action, ask, role, before)
        return found

    def answer(self, action: str, ask: Ask, role: str, before: list[Any]) -> str:
        page = ask.page
        ask.client.cookies.pop("messages", None)  # what a rolled-back request said
        with transaction.atomic():
            if action in ("unlock", "release"):
                Page.objects.filter(pk=page.pk).update(locked=True, locked_by=self.people["redazione2"])
                before = snapshot()
            with writing() as written:
                response = getattr(ask, action)()
                text = "" if response.streaming else response.content.decode()
            changed = bool(written) and snapshot() != before
            login = response.headers.get("Location", "").startswith("/accedi/")
            status = "in" if login else str(response.status_code)
            reads = action in READS
            if (changed or reads) and is_done(action, page, self.people[role], text):
                status = f"done {status}"
            elif changed:
                status = f"half done {status}"
            transaction.set_rollback(True)
        return status

    def compare(self, found: Cells, expected: Cells) -> None:
        wrong = [
            f"{' · '.join(cell)}: {found.get(cell)}, not {expected.get(cell)}"
            for cell in sorted({*found, *expected})
            if found.get(cell) != expected.get(cell)
        ]
        assert wrong == [], "\n".join(wrong)


class OneOfEachAnswer(Asking, TestCase):
    """Of every action, one cell for each role and way of answering it: in which states each may is asked in memory
    (test_matrix)."""

    def test_over_http(self):
        chosen: dict[tuple[str, str, str], tuple[str, ...]] = {}
        for cell, status in wanted().items():
            action, _tree, _hold, role, _state = cell
            chosen.setdefault((action, role, status), cell)
        found: Cells = {}
        for action, tree, hold, role, state in chosen.values():
            found |= self.answers(tree, hold, role, state, [action])
        self.compare(found, {cell: status for (_action, _role, status), cell in chosen.items()})


@pytest.mark.exhaustive
class MatrixOverHttp(Asking, TestCase):
    def check(self, tree: str, actions: list[str]) -> None:
        """Of actions that are asked for in the same states."""
        found: Cells = {}
        for tree_, hold, role, state in asked_of(tree, actions[0]):
            found |= self.answers(tree_, hold, role, state, actions)
        self.compare(
            found, {cell: status for cell, status in wanted().items() if cell[0] in actions and cell[1] == tree}
        )

    def test_reading(self):
        self.check("blog", ["see", "provenance", "own_text"])

    def test_the_desks_reading(self):
        self.check("blog", ["read", "text"])

    def test_writing(self):
        self.check("blog", ["save", "submit"])

    def test_sending(self):
        self.check("blog", ["send", "withdraw"])

    def test_deciding(self):
        self.check("blog", ["yes", "ask", "agree"])

    def test_who_has_it(self):
        self.check("blog", ["claim", "release"])

    def test_what_waits_for_a_guest(self):
        self.check("radio", list(RADIO))

    def test_down_and_back(self):
        self.check("blog", list(SOCI))

    def test_down_and_back_of_a_showcase(self):
        self.check("soci", list(SOCI))

    def test_moving_and_deleting(self):
        self.check("blog", ["lock", "unlock", "delete", "move"])

    def test_everything_else(self):
        self.check("blog", ["copy", "publish", "unpublish", "stock_unpublish", "restrict", "unschedule"])


def test_every_action_is_asked_for_and_has_its_lines():
    assert {cell[0] for cell in wanted()} == set(ACTIONS)
