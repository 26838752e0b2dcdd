"""No link, button or redirect that a person can see ends in a refusal. A class for those who are alike."""

from typing import Any

import pytest
from django.apps import apps
from django.test import Client, TestCase
from wagtail.models import Page

from cms.models import SiteSettings
from cms.users.models import User
from editorial.author.status import status_of
from home.demo.accounts import address
from home.models import HomePage
from tests.support.crawler import Screen, Walk
from tests.support.editor_post import editor_form, new_form, setting_form

from .small_demo import ROLES, SMALL_DEMO

PAGE_TYPES = {
    "BlogIndexPage", "BlogPage", "HomePage", "NotePage", "PillolaPage", "PilloleIndexPage", "ProfileIndexPage",
    "ProfilePage", "EpisodePage", "RadioIndexPage", "StandardPage",
}  # fmt: skip


HISTORY = {
    f"wagtailadmin_pages:{name}"
    for name in ("history", "history_results", "workflow_history", "workflow_history_detail", "usage", "usage_results")
} | {"wagtailadmin_explore_results", "editorial_history"}


def page_of(match) -> Page | None:
    if match.view_name == "wagtail_serve":
        above = HomePage.objects.get().url_path
        return Page.objects.filter(url_path=above + match.args[0]).first()
    if not match.view_name.startswith(("wagtailadmin_", "editorial_")):
        return None
    keys = ("page_id", "page_to_move_id", "parent_page_id", "pk")
    number = next((match.kwargs[key] for key in keys if key in match.kwargs), None)
    return Page.objects.filter(pk=number).first()


def kind_of(match):
    """Page type and state: what differs otherwise is only a number. A page's history reads the same of every type."""
    page = page_of(match)
    if page is None:
        return ()
    if match.view_name == "wagtail_serve":
        return (page.specific_class.__name__,)
    request = page.current_workflow_state
    state = (page.live, page.has_unpublished_changes, request and request.status)
    return (state,) if match.view_name in HISTORY else (page.specific_class.__name__, state)


def state_of(match):
    return kind_of(match)[-1:]


# What the site shows to anybody alike: the first of each class walks it.
PUBLIC = frozenset({"wagtail_serve", "search", "blog_feed", "radio_feed", "radio_audio"})


class Walking:
    roles: tuple[str, ...] = ()

    @classmethod
    def setUpTestData(cls):
        SMALL_DEMO.put()

    def walk(self, user: User, **how: Any) -> Walk:
        client = Client()
        client.force_login(user)

        def fill(match):
            if "page_id" in match.kwargs:
                return editor_form(Page.objects.get(pk=match.kwargs["page_id"]), user)
            if match.view_name == "wagtailsettings:edit":
                return setting_form(SiteSettings.objects.get(), user)
            model = apps.get_model(match.kwargs["content_type_app_name"], match.kwargs["content_type_model_name"])
            form = model.get_edit_handler().get_form_class()(instance=model(), for_user=user)
            return new_form(form) | {"title": "Pagina nuova", "slug": "pagina-nuova"}

        return Walk(client, fill=fill, **{"kind": kind_of, **how}).go("/area-soci/", "/admin/", "/")

    def walk_every_role(self):
        for account in self.roles:
            with self.subTest(account):
                first = account == self.roles[0]
                walk = self.walk(User.objects.get(email=address(account)), leave=frozenset() if first else PUBLIC)
                assert walk.refused == [], "\n".join(walk.refused)
                if first:
                    assert walk.names >= PUBLIC
                    public = {key[1] for key in walk.seen if key[0] == "wagtail_serve" and len(key) > 1}
                    assert public >= PAGE_TYPES, PAGE_TYPES - public
                assert self.own_names(account) <= walk.names, self.own_names(account) - walk.names

    def own_names(self, account: str) -> set[str]:
        """What this role is led to, and so was walked."""
        names = {
            "socia": {"wagtailadmin_pages:edit"},  # what socio has written waits, and is withdrawn first
            "consulente": {"my_pillole", "new_pillola", "new_note", "wagtailadmin_pages:edit"},
            "pillole": {"new_pillola", "consultants", "consultant_add"},
            "segreteria": {"office_members", "office_new_member"},
        }
        member = {"my_articles", "propose_article", "contacts"}
        desk = {"editorial_reading", "wagtailadmin_explore", "wagtailadmin_pages:edit"}
        kinds = member if account in ("socia", "socio", "consulente") else set()
        if account in ("blog", "vetrine", "radio", "pillole", "redazione", "redazione2"):
            kinds = desk
        return kinds | names.get(account, set()) | {"members_area"}


class ShortWalk(Walking, TestCase):
    """A member and a desk, each screen of their own once: in every run of the suite."""

    def test_a_member_and_a_desk(self):
        for account in ("consulente", "vetrine"):
            with self.subTest(account):
                walk = self.walk(
                    User.objects.get(email=address(account)), kind=lambda match: (), leave=PUBLIC, enough=1
                )
                assert walk.refused == [], "\n".join(walk.refused)
                assert self.own_names(account) <= walk.names, self.own_names(account) - walk.names


@pytest.mark.exhaustive
class WalkOfMembers(Walking, TestCase):
    """The office too: neither costs as much as the demo that they walk in."""

    roles = ("socia", "socio", "consulente", "segreteria")

    def test_every_role(self):
        self.walk_every_role()

    def test_every_member_in_whatever_state(self):
        states = set()
        for user in User.objects.filter(member__isnull=False).order_by("pk"):
            standing = status_of(user.member.showcase, user)
            if standing.state in states:
                continue
            states.add(standing.state)
            walk = self.walk(user, leave=PUBLIC, enough=0)
            assert walk.refused == [], f"{standing.state}:\n" + "\n".join(walk.refused)
        assert states >= {"draft", "waiting", "changes", "asks_author", "live"}


@pytest.mark.exhaustive
class WalkOfDesks(Walking, TestCase):
    roles = ("blog", "vetrine", "radio", "pillole")

    def test_every_role(self):
        self.walk_every_role()


@pytest.mark.exhaustive
class WalkOfRedazione(Walking, TestCase):
    roles = ("redazione",)

    def test_every_role(self):
        self.walk_every_role()

    def test_the_superuser(self):
        """Redazione has opened the same editors: what may differ are the states, and screens that only this one has."""
        walk = self.walk(User.objects.get(email=address("admin")), kind=state_of, leave=PUBLIC, enough=0)
        assert walk.refused == [], "\n".join(walk.refused)
        assert walk.names >= {"editorial_accounts", "editorial_account"}


WALKS = (WalkOfMembers, WalkOfDesks, WalkOfRedazione)


def test_every_role_walks():
    """Two accounts are of Redazione, which is one role."""
    assert sorted(role for walk in WALKS for role in walk.roles) == sorted(set(ROLES) - {"redazione2", "admin"})


@pytest.mark.parametrize("html, links", [('<a href="/x/">x</a>', ["/x/"]), ("<p>no</p>", [])])
def test_the_walker_sees_links(html, links):
    screen = Screen()
    screen.feed(html)
    assert list(screen.all_links()) == links
