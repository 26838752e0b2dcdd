"""The matrix over HTTP: one request for each role, ownership, state and action; what was written, or nothing."""

from functools import cache
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, TestCase
from wagtail.models import Page

from tests.support.editor_post import editor_form

from .matrix import EVERY_STATE, held_by
from .matrix_answers import RADIO, READS, ROLES, SOCI, Cells, asked_of, wanted
from .matrix_requests import ACTIONS, Ask, is_done, snapshot, writing


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
