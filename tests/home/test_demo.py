"""The demo site: made through the real workflow, once, and whole after an interruption."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client, TestCase
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState

from cms.models import CustomImage
from cms.users.models import User
from editorial.finish import SKELETON
from editorial.models import Approval
from editorial.rule import digest, is_enough, text_of
from editorial.standing import standing_of
from home.demo import loading
from home.demo.info import ACCOUNTS, lines
from home.demo.loading import PASSWORD, address, is_loaded, load
from home.demo.texts import members, site_texts
from home.models import StandardPage
from profiles.models import Member, ProfilePage
from tests.helpers import ensure_house

COUNTED = (User, Member, Page, ProfilePage, StandardPage, Revision, CustomImage, Approval, TaskState, WorkflowState)


def quiet(text: str) -> None:
    """Where progress goes in a test."""


def counts() -> dict[str, int]:
    return {model._meta.label: model.objects.count() for model in COUNTED}


def words_of(content: dict) -> dict:
    """A content's text with its streams read: PostgreSQL keeps their keys in an order of its own."""
    text = text_of(content)
    streams = {key: json.loads(value) for key, value in text.items() if isinstance(value, str) and value[:1] == "["}
    return json.loads(json.dumps({**text, **streams}, cls=DjangoJSONEncoder))


def differences(page: Page) -> dict:
    """Field → (what was agreed, what the public reads) where the live row is not its live revision."""
    agreed = words_of(page.live_revision.content)
    row = words_of(Page.objects.get(pk=page.pk).specific.serializable_data())
    return {key: (agreed.get(key), row.get(key)) for key in {*agreed, *row} if agreed.get(key) != row.get(key)}


class LoadedDemo(TestCase):
    @classmethod
    def setUpTestData(cls):
        ensure_house()
        cls.said = []
        load(cls.said.append)

    def test_every_live_page_is_explained_and_its_row_is_what_was_agreed(self):
        live = Page.objects.live().filter(depth__gt=1)
        self.assertGreater(live.count(), 30)
        unexplained, different, skeleton = [], [], []
        for page in live:
            content = page.live_revision.content
            yeses = Approval.objects.filter(page_number=page.pk, digest=digest(content), user_number__isnull=False)
            if is_enough(yeses):
                self.assertGreaterEqual(len({row.user_number for row in yeses}), 2)
            elif PageLogEntry.objects.filter(page=page.pk, action=SKELETON, revision=page.live_revision).exists():
                skeleton.append(page.specific_class.__name__)
            else:
                unexplained.append(page.title)
            if found := differences(page):
                different.append((page.title, found))
        self.assertEqual((unexplained, different), ([], []))
        self.assertEqual(sorted(skeleton), ["GuidePage", "PilloleIndexPage", "ProfileIndexPage"])

    def test_the_check_of_the_live_row_sees_a_change(self):
        """Were the comparison blind to the row, the walk above would be worth nothing."""
        page = ProfilePage.objects.live().first()
        self.assertEqual(differences(page), {})
        ProfilePage.objects.filter(pk=page.pk).update(headline="altro")
        self.assertEqual(differences(page), {"headline": (page.headline, "altro")})

    def test_loading_twice_changes_nothing(self):
        before = counts()
        self.assertTrue(is_loaded())
        load(quiet)
        self.assertEqual(counts(), before)

    def test_forty_members_are_there_and_everybody_is_marked_as_invented(self):
        self.assertEqual(len(members()), 40)
        self.assertEqual(ProfilePage.objects.count(), 40)
        self.assertFalse(Member.objects.filter(is_demo=False).exists())
        self.assertFalse(User.objects.filter(is_demo=False).exists())
        self.assertIn("soci: 40 di 40", self.said)

    def test_the_accounts_printed_enter_with_the_password_printed_and_land_in_their_area(self):
        printed = "\n".join(lines("http://127.0.0.1:8000"))
        self.assertIn(PASSWORD, printed)
        for account, _who in ACCOUNTS:
            with self.subTest(account):
                self.assertIn(address(account), printed)
                answer = Client().post("/accedi/", {"login": address(account), "password": PASSWORD}, follow=True)
                self.assertEqual(answer.redirect_chain, [("/area-soci/", 302)])
        self.assertEqual(
            [account for account, _who in ACCOUNTS],
            ["socia", "socio", "vetrine", "redazione", "redazione2", "segreteria", "admin"],
        )

    def standing(self, account: str) -> str:
        user = User.objects.get(email=address(account))
        return standing_of(user.member.showcase, user).state

    def test_the_states_that_the_demo_promises_are_there(self):
        self.assertEqual((self.standing("socia"), self.standing("socio")), ("live", "waiting"))
        states = {standing_of(page, page.owner).state for page in ProfilePage.objects.select_related("owner")}
        self.assertGreaterEqual(states, {"live", "draft", "waiting", "changes", "asks_author"})
        self.assertTrue(User.objects.get(email=address("socio")).member.showcase.live)

    def test_something_waits_for_the_desk(self):
        for account in ("vetrine", "redazione"):
            client = Client()
            client.force_login(User.objects.get(email=address(account)))
            self.assertGreater(len(client.get("/area-soci/").context["items"]), 0)

    def test_every_live_page_opens_for_a_visitor_with_its_pictures(self):
        client = Client()
        for page in Page.objects.live().public().filter(depth__gt=1):
            with self.subTest(page.title):
                answer = client.get(page.url)
                self.assertEqual(answer.status_code, 200)
                self.assertNotIn("lorem", answer.content.decode().lower())
                self.assertNotIn("Cookie", answer.headers.get("Vary", ""))

    def test_pages_and_menu_of_the_texts_are_there(self):
        slugs = sorted(texts["slug"] for texts in site_texts()["pages"])
        self.assertEqual(sorted(StandardPage.objects.live().values_list("slug", flat=True)), slugs)

    def test_provisioning_has_nothing_to_say_after_the_demo(self):
        from cms.provisioning import provision

        self.assertEqual(provision(commit=False).done, [])


class Interrupted(Exception):
    """Somebody pressed Ctrl-C."""


@pytest.mark.parametrize(
    "name, after", [("load_member", 7), ("play", 5), ("load_page", 0), ("load_home", 0), ("log", 0)]
)
def test_an_interrupted_run_is_completed_by_the_next(house, monkeypatch, name, after):
    few = [row for row in members() if row.get("account")] + members()[:8]
    unique = list({row["slug"]: row for row in few}.values())
    monkeypatch.setattr(loading, "members", lambda: unique)
    whole, calls = getattr(loading, name), []

    def stops(*args, **kwargs):
        calls.append(args)
        if len(calls) > after:
            raise Interrupted
        return whole(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(loading, name, stops)
        with pytest.raises(Interrupted):
            load(quiet)
    assert not is_loaded()
    load(quiet)
    assert is_loaded()
    assert ProfilePage.objects.count() == len(unique)
    assert {page.slug for page in ProfilePage.objects.all()} == {row["slug"] for row in unique}
    expected = {row["slug"] for row in unique if row["state"] in ("live", "waiting")}
    assert {page.slug for page in ProfilePage.objects.live()} == expected
    assert StandardPage.objects.live().count() == len(site_texts()["pages"])
