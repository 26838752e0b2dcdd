"""The matrix over HTTP: the request of each action, and what it has written."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, PageViewRestriction, Revision, TaskState

from cms.users.models import User
from editorial.content.digest import content_digest
from editorial.models import Approval, ConsentRequest, Takedown
from editorial.review.state import open_state
from tests.support.http import JSON, READING, url
from tests.support.moderation import read_first_url, seen_data

from .matrix import LONG_AGO, REASON
from .matrix_answers import READS

NEW = "Un altro titolo"


def snapshot() -> list[Any]:
    """Whatever an action on a page could write."""
    columns = ("pk", "path", "live", "owner", "live_revision", "latest_revision", "locked_by", "go_live_at")
    return [
        list(Page.objects.order_by("pk").values_list(*columns)),
        list(Page.objects.live().order_by("pk").values_list("title")),  # a draft's row is its text's to write
        list(TaskState.objects.order_by("pk").values_list("pk", "status", "revision")),
        list(Revision.objects.exclude(approved_go_live_at=None).values_list("pk", flat=True)),
        list(ConsentRequest.objects.order_by("pk").values_list("pk", "answer", "reminded_at", "handed_by")),
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

    @property
    def seen(self) -> dict[str, str]:
        """What a screen that showed this person the text would have them send."""
        user = User.objects.filter(pk=self.client.session.get("_auth_user_id")).first()
        return seen_data(user, self.page) if user else {"digest": "x", "shown": "x"}

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
        response = self.client.post(url("edit", self.page.pk), self.form | {"action-submit": "1"})
        read_first = read_first_url(response, self.page)
        return self.client.post(read_first, self.seen) if read_first else response

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

    def hand_over(self):
        return self._post("editorial_hand_over", self._asked)

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
        "hand_over": lambda: ConsentRequest.objects.filter(page_number=page.pk, answer="", handed_by=user),
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
