"""Who may do what to which page in which state: every cell, in memory."""

from itertools import product
from typing import Any

from django.db import transaction
from django.test import TestCase
from wagtail.models import Page

from cms.exceptions import ActionRefused
from editorial.author.status import status_of
from editorial.consent import services as consent_services
from editorial.models import ConsentRequest, QueueEntry
from editorial.publication import takedown
from editorial.review import claims
from editorial.review.state import ReviewItem, open_state

from .matrix import (
    ASKED,
    DESK_ROLES,
    EVERY_STATE,
    REASON,
    ROLES,
    STATES,
    TREES,
    Found,
    difference,
    held_by,
    lines,
    states_of,
)

# An x: may. Who is in no line of an action may not, in any state. A page is one's «own» (written and sent), one that
# this person asked to publish for somebody else («asker»: only while something is asked), or an «other»'s; «any» is
# all three. «readers» are the desk of the tree and Redazione; of the home's own pages Redazione alone. A state that a
# tree does not have (editorial/matrix.py) is no cell there. After «in»: only in these trees, nobody in the others.
TABLE = """
                                          draft waits fixed asked live newer update timed hidden down guest
see edit
  any    readers superuser                  x     x     x     x    x     x     x      x     x     x    x
  own    member consultant                  x     x     x     x    x     x     x      x     x     x    x
write
  other  readers                            x     x     x     x    x     x     x      .     x     x    x
  asker  readers                            .     .     .     x    .     .     .      .     .     .    .
  own    readers member consultant          x     .     .     x    x     x     .      .     x     x    .
  any    superuser                          x     .     .     x    x     x     .      .     x     x    .
submit
  any    readers superuser                  x     .     .     x    x     x     .      .     x     x    .
  own    member consultant                  x     .     .     x    x     x     .      .     x     x    .
lock
  other  readers                            x     x     x     x    x     x     x      x     x     x    x
  asker  readers                            .     .     .     x    .     .     .      .     .     .    .
  own    readers                            x     .     .     x    x     x     .      x     x     x    .
  any    superuser                          x     x     x     x    x     x     x      x     x     x    x
unlock
  other  readers                            x     x     x     x    x     x     x      x     x     x    x
  asker  readers                            .     .     .     x    .     .     .      .     .     .    .
  own    readers                            x     .     .     x    x     x     .      x     x     x    .
  any    superuser                          x     x     x     x    x     x     x      x     x     x    x
delete in blog radio pillole pagine
  own    readers                            x     .     .     .    .     .     .      x     .     .    .
  own    superuser                          x     .     .     .    .     .     .      x     .     x    .
move in blog radio pillole pagine
  any    readers superuser                  x     .     .     .    .     .     .      .     .     .    .
copy in blog pillole pagine
  any    readers superuser                  x     x     x     x    x     x     x      x     x     x    .
add in pillole
  any    readers superuser                  x     x     x     x    x     x     x      x     x     x    .
publish publish_below unpublish reorder restrict
  any    nobody                             .     .     .     .    .     .     .      .     .     .    .
unschedule
  any    redazione                          x     x     x     x    x     x     x      x     x     x    x
task_editor task_lock task_unlock task_open read claim release
  other  readers                            .     x     x     .    .     .     x      .     .     .    x
moderate queue
  other  readers                            .     x     x     .    .     .     x      .     .     .    .
remind waive in radio
  other  readers                            .     .     .     .    .     .     .      .     .     .    x
yes
  other  readers                            .     x     x     .    .     .     x      .     .     .    .
  own    everybody                          .     .     x     .    .     .     .      .     .     .    .
author withdraw
  own    everybody                          .     x     x     .    .     .     x      .     .     .    x
send
  own    everybody                          x     .     .     x    .     x     .      .     x     x    .
agree
  own    everybody                          .     .     x     .    .     .     .      .     .     .    .
hide in soci
  own    everybody                          .     .     .     .    x     x     x      .     .     .    .
take_down
  other  readers                            .     .     .     .    x     x     x      .     x     .    .
  asker  readers                            .     .     .     .    .     .     x      .     .     .    .
return_
  other  readers                            .     .     .     .    .     .     .      .     x     x    .
  own    everybody                          .     .     .     .    .     .     .      .     x     .    .
bring_back
  own    everybody                          .     .     .     .    .     .     .      .     x     .    .
"""
HOLDS = ("own", "asker", "other")


class Cell:
    """One person before one page. Each action is a method that says whether they may."""

    def __init__(self, user: Any, page: Page) -> None:
        self.user, self.page = user, page
        self.tester = page.permissions_for_user(user)
        state = open_state(page)
        self.reading = ReviewItem.get(state.pk) if state else None
        self.task = page.current_workflow_task
        self.standing = status_of(page, user).actions if user.pk and user.pk == page.owner_id else frozenset()

    # through the tester
    def see(self):
        return self.tester.can_view_revisions()

    def edit(self):
        return self.tester.can_edit()

    def write(self):
        return self.tester.can_edit() and not self.tester.page_locked()

    def submit(self):
        return self.tester.can_submit_for_moderation()

    def lock(self):
        return self.tester.can_lock()

    def unlock(self):
        return self.tester.can_unlock()

    def delete(self):
        return self.tester.can_delete()

    def move(self):
        return self.tester.can_move()

    def copy(self):
        return self.tester.can_copy()

    def publish(self):
        return self.tester.can_publish()

    def publish_below(self):
        return self.tester.can_publish_subpage()

    def unpublish(self):
        return self.tester.can_unpublish()

    def reorder(self):
        return self.tester.can_reorder_children()

    def add(self):
        return self.tester.can_add_subpage()

    def restrict(self):
        return self.tester.can_set_view_restrictions()

    def unschedule(self):
        return self.tester.can_unschedule()

    # through the desk's step
    def task_editor(self):
        return bool(self.task and self.task.user_can_access_editor(self.page, self.user))

    def task_lock(self):
        return bool(self.task and self.task.user_can_lock(self.page, self.user))

    def task_unlock(self):
        return bool(self.task and self.task.user_can_unlock(self.page, self.user))

    def task_open(self):
        return bool(self.task and not self.task.locked_for_user(self.page, self.user))

    def moderate(self):
        if self.task is None or not self.user.pk:
            return False
        return (
            self.task.get_task_states_user_can_moderate(self.user)
            .filter(workflow_state__object_id=str(self.page.pk))
            .exists()
        )

    def queue(self):
        if not self.user.pk:
            return False
        return (
            QueueEntry.objects.open()
            .for_reviewer(self.user)
            .filter(task_state__workflow_state__object_id=str(self.page.pk))
            .exists()
        )

    def read(self):
        return bool(self.reading and self.reading.is_reviewer(self.user))

    def author(self):
        return bool(self.reading and self.reading.is_author(self.user))

    def yes(self):
        return bool(self.reading and self.reading.can_approve(self.user))

    # who has it, and whom it waits for: these write, so each is tried and undone
    def claim(self):
        return self._tried(lambda: claims.claim(self.reading.state.pk, self.user))

    def release(self):
        return self._tried(lambda: claims.release(self.reading.state.pk, self.user))

    def remind(self):
        return self._tried(lambda: consent_services.remind(self._ask, self.user))

    def waive(self):
        return self._tried(lambda: consent_services.waive(self._ask, self.user, REASON))

    @property
    def _ask(self):
        return self.reading.state.consent_requests.get().pk

    def _tried(self, attempt):
        if self.reading is None:
            return False
        try:
            with transaction.atomic():
                attempt()
                transaction.set_rollback(True)
        except (ActionRefused, ConsentRequest.DoesNotExist):
            return False
        return True

    # the author's side
    def send(self):
        return "send" in self.standing

    def withdraw(self):
        return "withdraw" in self.standing

    def agree(self):
        return "yes" in self.standing

    def bring_back(self):
        return "return" in self.standing

    def hide(self):
        return takedown.can_hide(self.user, self.page)

    def take_down(self):
        return takedown.can_take_down(self.user, self.page)

    def return_(self):
        return takedown.can_restore(self.user, self.page)


ACTIONS = [name for name, value in vars(Cell).items() if callable(value) and not name.startswith("_")]


def roles_of(words: list[str], tree: str) -> set[str]:
    groups = {
        "readers": {DESK_ROLES.get(tree, "redazione"), "redazione"},
        "everybody": set(ROLES) - {"visitor"},
        "nobody": set(),
    }
    return set().union(*(groups.get(word, {word}) for word in words))


def allowed() -> Found:
    """(action, tree, role, hold, state) of every x."""
    (columns, _none), *rest = lines(TABLE)
    found, actions, trees = set(), [], TREES
    for words, marks in rest:
        if not marks:
            actions, _in, limits = " ".join(words).partition(" in ")
            actions, trees = actions.split(), tuple(limits.split()) or TREES
            continue
        hold, who = words[0], words[1:]
        states = [state for state, mark in zip(columns, marks, strict=True) if mark == "x"]
        for tree in trees:
            holds = HOLDS if hold == "any" else (hold,)
            here = set(states) & set(states_of(tree))
            found |= {
                cell for cell in product(actions, [tree], roles_of(who, tree), holds, here)
                if cell[3] != "asker" or cell[4] in ASKED
            }  # fmt: skip
    return found


class Matrix(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.people, cls.pages = EVERY_STATE.put()

    def cells(self, tree: str) -> Found:
        found = set()
        for state, hold, role in product(states_of(tree), HOLDS, ROLES):
            if (hold == "asker" and state not in ASKED) or (hold != "other" and role == "visitor"):
                continue
            pk, user = self.pages[tree, state], self.people[role]
            with held_by(pk, user, hold):
                cell = Cell(user, Page.objects.specific().prefetch_workflow_states().get(pk=pk))
                may = {action: getattr(cell, action)() for action in ACTIONS}
            assert set(may.values()) <= {True, False}, may
            found |= {(action, tree, role, hold, state) for action, yes in may.items() if yes}
        return found

    def check(self, tree: str) -> None:
        found = self.cells(tree)
        wanted = {cell for cell in allowed() if cell[1] == tree}
        assert found == wanted, difference(found, wanted)

    def test_blog(self):
        self.check("blog")

    def test_soci(self):
        self.check("soci")

    def test_radio(self):
        self.check("radio")

    def test_pillole(self):
        self.check("pillole")

    def test_pagine(self):
        self.check("pagine")

    def test_nobody_is_the_owner_of_a_page_without_one(self):
        """A visitor's number is None too."""
        for state in ("live", "hidden"):
            Page.objects.filter(pk=self.pages["soci", state]).update(owner=None)
            page = Page.objects.get(pk=self.pages["soci", state]).specific
            for role in ROLES:
                cell = Cell(self.people[role], page)
                assert not cell.hide()
                assert cell.return_() == (state == "hidden" and role in ("vetrine", "redazione")), role


def test_the_table_names_what_there_is():
    """A word that nobody knows would stand for nothing, and an action without a heading would go untold."""
    (columns, _none), *rest = lines(TABLE)
    assert tuple(columns) == STATES
    headings = [" ".join(words).partition(" in ") for words, marks in rest if not marks]
    assert sorted(word for actions, _in, _trees in headings for word in actions.split()) == sorted(ACTIONS)
    assert {tree for *_rest, trees in headings for tree in trees.split()} <= set(TREES)
    rows = [words for words, marks in rest if marks]
    assert {words[0] for words in rows} <= {*HOLDS, "any"}
    assert {word for words in rows for word in words[1:]} <= {*ROLES, "readers", "everybody", "nobody"}
