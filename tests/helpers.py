"""A provisioned site with a few people, and the POSTs that a browser makes."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from types import SimpleNamespace
from typing import Any

import time_machine
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.test import Client
from django.test.client import REDIRECT_STATUS_CODES
from django.urls import reverse
from wagtail.models import (
    Collection,
    GroupPagePermission,
    Locale,
    Page,
    Revision,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.provisioning import provision
from cms.users.models import User
from editorial import guests, roles, rule
from editorial.models import Approval, DeskTask, GuestAsk, GuestTask
from home.models import HomePage
from profiles.services import create_member
from tests.pages.models import Article, Interview, Section, Timed
from tests.worlds import World

JSON = {"headers": {"accept": "application/json"}}
# How statements begin that write nothing.
READING = ("SELECT ", "SAVEPOINT ", "RELEASE SAVEPOINT ", "ROLLBACK TO SAVEPOINT ")
MODELS = {"article": Article, "interview": Interview, "timed": Timed}


def ensure_roots() -> None:
    """What Wagtail's migrations make and an emptied database lacks."""
    Locale.objects.get_or_create(language_code="it")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    if not Page.objects.exists():
        Page.add_root(instance=Page(title="Root", slug="root"))


def ensure_house() -> SimpleNamespace:
    """Provision once; again where a test has emptied the database itself."""
    if not HomePage.objects.exists():
        ensure_roots()
        provision()
    return SimpleNamespace(
        root=Page.get_first_root_node(),
        home=HomePage.objects.get(),
        members=Group.objects.get(name=roles.MEMBERS),
        desk=Group.objects.get(name=roles.PROFILES_DESK),
        chief=Group.objects.get(name=roles.CHIEF),
        office=Group.objects.get(name=roles.OFFICE),
    )


def permission(codename: str, app: str = "wagtailcore") -> Permission:
    return Permission.objects.get(codename=codename, content_type__app_label=app)


class Unread:
    """The page that a redirect leads to, asked for when somebody looks at it: it is heavy, and most tests never do.

    Looked at before the next request or not at all: later it would tell of what happened since.
    """

    requests = 0  # of all browsers

    def __init__(self, client: Client, follow: Callable[[], Any]) -> None:
        self._client, self._follow, self._at, self._page = client, follow, Unread.requests, None
        self._said = client.cookies.pop("messages", None)  # nor does what it would say stand on a later page

    def __getattr__(self, name: str) -> Any:
        if self._page is None:
            assert self._at == Unread.requests, "look at the page that answers before the next request"
            if self._said is not None:
                self._client.cookies["messages"] = self._said
            self._page = self._follow()
        return getattr(self._page, name)


class Browser(Client):
    """Logs its user in with the first request: most tests need few of their people there."""

    def __init__(self, user: User) -> None:
        super().__init__()
        self._user: User | None = user

    def force_login(self, user: User, backend: str | None = None) -> None:
        self._user = None
        super().force_login(user, backend)

    def request(self, **request: Any) -> Any:
        if self._user is not None:
            self.force_login(self._user)
        Unread.requests += 1
        return super().request(**request)

    def _handle_redirects(self, response: Any, **how: Any) -> Any:
        follow = partial(super()._handle_redirects, response, **how)
        return Unread(self, follow) if response.status_code in REDIRECT_STATUS_CODES else follow()


def with_client(user: User) -> User:
    """Two threads may use a client at once: those of the tests that keep what they write are logged in from the start,
    and follow every redirect there and then."""
    if connection.in_atomic_block:
        user.client = Browser(user)
    else:
        user.client = Client()
        user.client.force_login(user)
    return user


def make_user(name: str, *groups: Group, superuser: bool = False) -> User:
    user = User.objects.create_user(f"{name}@example.org", "p", first_name=name, is_superuser=superuser)
    user.groups.add(*groups)
    return with_client(user)


def make_member(name: str, **fields) -> User:
    """A member with a draft showcase, as the office makes one."""
    member = create_member(name=name, email=f"{name.split()[0].lower()}@example.org", **fields)
    return with_client(member.user)


def make_workflow(name: str, page: Page, *tasks) -> Workflow:
    workflow = Workflow.objects.create(name=name)
    for order, task in enumerate(tasks):
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.create(workflow=workflow, page=page)
    return workflow


def build() -> SimpleNamespace:
    """A section «Blog» with a desk of its own, «Radio» with another and the guests' step, «Bare» without workflow;
    members anna and bruno; r1 and r2 of the desk, ed of Redazione, su superuser."""
    house = ensure_house()
    home = house.home
    slugs = {"Blog": "gazzetta", "Radio": "onde", "Bare": "bare"}
    blog, radio, bare = (home.add_child(instance=Section(title=title, slug=slug)) for title, slug in slugs.items())
    desk = Group.objects.create(name="Redazione Gazzetta")
    desk.permissions.add(permission("access_admin", "wagtailadmin"))
    for page in (blog, radio, bare):
        for action in ("add", "change"):
            GroupPagePermission.objects.create(group=desk, page=page, permission=permission(f"{action}_page"))
    blog_desk = DeskTask.objects.create(name="redazione")
    radio_desk = DeskTask.objects.create(name="redazione radio")
    for task in (blog_desk, radio_desk):
        task.groups.add(desk, house.chief)
    guest = GuestTask.objects.create(name="ospiti")
    # «Bare» stands below the home, whose own workflow would be inherited.
    WorkflowPage.objects.filter(page=home).delete()
    return SimpleNamespace(
        root=house.root,
        home=home,
        blog=blog,
        radio=radio,
        bare=bare,
        members=house.members,
        desk=desk,
        chief=house.chief,
        office=house.office,
        blog_desk=blog_desk,
        radio_desk=radio_desk,
        blog_workflow=make_workflow("Gazzetta", blog, blog_desk),
        guest=guest,
        radio_workflow=make_workflow("Onde", radio, radio_desk, guest),
        anna=make_user("anna", house.members),
        bruno=make_user("bruno", house.members),
        r1=make_user("r1", desk),
        r2=make_user("r2", desk),
        ed=make_user("ed", house.chief),
        su=make_user("su", superuser=True),
    )


LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)  # before today, and before whatever moment a test stops the clock at
NEWSROOM = World(time_machine.travel(LONG_AGO)(build))


def url(name: str, *args) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def fresh(page: Page) -> Page:
    return Page.objects.get(pk=page.pk).specific


def last(page: Page) -> Revision:
    return Revision.objects.get(pk=fresh(page).latest_revision_id)


def digest(revision: Revision) -> str:
    return rule.digest(Revision.objects.get(pk=revision.pk).content)


def state(page: Page) -> TaskState | None:
    return fresh(page).current_workflow_task_state


def live(page: Page) -> str | None:
    page = fresh(page)
    return page.body if page.live else None


def answers() -> QuerySet[Approval]:
    """The yeses after the sender's own."""
    return Approval.objects.exclude(user=F("task_state__workflow_state__requested_by"))


def told(response) -> str:
    """The messages shown, or the whole answer where there are none."""
    shown = (response.context or {}).get("messages") or ()
    return " ".join(re.sub(r"\s+", " ", str(m)) for m in shown) or response.content.decode()


def form(**data) -> dict:
    management = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""}
    return {f"comments-{key}": value for key, value in management.items()} | data


def loaded(page: Page) -> dict:
    """The two hidden inputs of the editor: what it was opened on."""
    revision = last(page)
    return {"loaded_revision_id": revision.pk, "loaded_revision_created_at": revision.created_at.isoformat()}


def create(user: User, parent: Page, title: str = "T", body: str = "uno", model: str = "article", **fields) -> Page:
    """A draft owned by user, as «Proponi un articolo» or the desk's «Aggiungi» leave it."""
    page = MODELS[model](title=title, slug=title.lower(), body=body, owner=user, live=False, **fields)
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision(user=user)
    return fresh(page)


def edit(user: User, page: Page, body: str | None = None, *, json: bool = False, follow: bool = True, **data):
    """POST the editor with the latest text, unless told otherwise."""
    draft = fresh(page).get_latest_revision_as_object()
    data = form(title=draft.title, slug=draft.slug, body=draft.body if body is None else body) | data
    if isinstance(draft, Interview):
        data = {"people": draft.people} | data
    return user.client.post(url("edit", page.pk), data, follow=follow and not json, **(JSON if json else {}))


def autosave(user: User, page: Page, body: str | None = None, **data) -> dict:
    return edit(user, page, body, json=True, **data).json()


def submit(user: User, page: Page, body: str | None = None, **data) -> Page:
    edit(user, page, body, **{"action-submit": "1"}, **data)
    return fresh(page)


def sent(user: User, parent: Page, *args, **kwargs) -> Page:
    """A text that its author wrote and sent: what ``create`` and ``submit`` do, without the editor's two requests."""
    page = create(user, parent, *args, **kwargs)
    with transaction.atomic():
        page.get_workflow().start(page, user)
    return fresh(page)


def door(name: str, task_state: TaskState) -> str:
    """reading, text, yes, ask: the reviewer's."""
    return reverse(f"editorial_{name}", args=[task_state.pk])


def author_door(name: str, page: Page) -> str:
    """author, send, withdraw, agree, hide, author_back: the author's, in the members' area."""
    return reverse(f"editorial_{name}", args=[page.pk])


def read(user: User, page: Page) -> str | None:
    """GET the reading page; the digest it shows."""
    response = user.client.get(door("reading", state(page)))
    found = re.search(r'name="digest" value="(\w+)"', response.content.decode())
    return found and found[1]


def yes(user: User, page: Page, seen: str | None = None, at: TaskState | None = None):
    """The reviewer's «Va bene, pubblica», by the same POST for whoever tries."""
    at = at or state(page)
    seen = digest(last(page)) if seen is None else seen
    return user.client.post(door("yes", at), {"digest": seen}, follow=True)


def agree(user: User, page: Page, seen: str | None = None):
    """The author's «Va bene così»."""
    seen = digest(last(page)) if seen is None else seen
    return user.client.post(author_door("agree", page), {"digest": seen}, follow=True)


def ask(user: User, page: Page, reason: str, seen: str | None = None, at: TaskState | None = None):
    data = {"digest": digest(last(page)) if seen is None else seen, "reason": reason}
    return user.client.post(door("ask", at or state(page)), data, follow=True)


def withdraw(user: User, page: Page):
    return user.client.post(author_door("withdraw", page), follow=True)


def asks(page: Page) -> list[GuestAsk]:
    """Of the step that the page stands at."""
    return list(state(page).asks.order_by("pk"))


def guest_link(page: Page, number: int = 0) -> str:
    return guests.link_to(asks(page)[number]).removeprefix("http://testserver")


def guest_yes(link: str, client: Client | None = None):
    return (client or Client()).post(link, {"yes": "1"})


def guest_no(link: str, comment: str, client: Client | None = None):
    return (client or Client()).post(link, {"no": "1", "comment": comment})


def in_sitemap() -> dict[str, str]:
    """Every path that /sitemap.xml and the files it names list, with its day."""
    found: dict[str, str] = {}
    for address in _located("/sitemap.xml"):
        found |= _located(address)
    return found


def _located(address: str) -> dict[str, str]:
    response = Client().get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/xml")
    rows = re.findall(r"<loc>http://testserver([^<]+)</loc><lastmod>([^<]+)</lastmod>", response.content.decode())
    assert len(rows) == response.content.decode().count("<loc>")
    return dict(rows)
