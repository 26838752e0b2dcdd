"""The provisioned site, its people, and the newsroom that most tests begin with."""

from datetime import UTC, datetime
from types import SimpleNamespace

import time_machine
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from wagtail.models import (
    Collection,
    GroupPagePermission,
    Locale,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.provisioning import provision
from cms.users.models import User
from editorial import roles
from editorial.identity.services import mark_born
from editorial.models import DeskTask, GuestTask
from home.models import HomePage
from profiles.services import create_member
from tests.pages.models import Section

from .http import with_client
from .worlds import World


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


def make_user(name: str, *groups: Group, superuser: bool = False) -> User:
    user = User.objects.create_user(f"{name}@example.org", "p", first_name=name, is_superuser=superuser)
    join(user, *groups)
    return with_client(user)


def join(user: User, *groups: Group) -> None:
    """Put somebody into groups, as if Redazione had seen it."""
    user.groups.add(*groups)
    mark_born([user])


def leave(user: User, *groups: Group) -> None:
    user.groups.remove(*groups)
    mark_born([user])


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
    provisioned_site = ensure_house()
    home = provisioned_site.home
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
        task.groups.add(desk, provisioned_site.chief)
    guest = GuestTask.objects.create(name="ospiti")
    # «Bare» stands below the home, whose own workflow would be inherited.
    WorkflowPage.objects.filter(page=home).delete()
    return SimpleNamespace(
        root=provisioned_site.root,
        home=home,
        blog=blog,
        radio=radio,
        bare=bare,
        members=provisioned_site.members,
        desk=desk,
        chief=provisioned_site.chief,
        office=provisioned_site.office,
        blog_desk=blog_desk,
        radio_desk=radio_desk,
        blog_workflow=make_workflow("Gazzetta", blog, blog_desk),
        guest=guest,
        radio_workflow=make_workflow("Onde", radio, radio_desk, guest),
        anna=make_user("anna", provisioned_site.members),
        bruno=make_user("bruno", provisioned_site.members),
        r1=make_user("r1", desk),
        r2=make_user("r2", desk),
        ed=make_user("ed", provisioned_site.chief),
        su=make_user("su", superuser=True),
    )


LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)  # before today, and before whatever moment a test stops the clock at


@time_machine.travel(LONG_AGO)
def build_logged_in() -> SimpleNamespace:
    """The newsroom, whose people are logged in once for all tests: their sessions end when nobody tests any more."""
    made = build()
    for thing in vars(made).values():
        if isinstance(thing, User):
            thing.client.force_login(thing)
    Session.objects.update(expire_date=datetime(2099, 1, 1, tzinfo=UTC))
    return made


NEWSROOM = World(build_logged_in)
