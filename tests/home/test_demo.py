"""The demo site: made through the real workflow, once, and whole after an interruption."""

import json
import re

import pytest
from django.core.cache import cache
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState

from blog.models import BlogPage
from cms.models import CustomImage
from cms.navigation.context import site_layout
from cms.provisioning import provision
from cms.users.models import User
from editorial.author.status import status_of
from editorial.content.digest import content_digest, reviewable_content
from editorial.models import Approval, ConsentRequest
from editorial.models.approval import has_quorum
from editorial.publication.gate import LOG_PROVISIONED
from editorial.review.queue import waiting_for
from home.content.texts import legal_texts
from home.demo import loading, trees
from home.demo.info import ACCOUNTS, lines
from home.demo.loading import PASSWORD, address, is_loaded, load
from home.demo.texts import RECORDINGS, episodes, members, pillole, posts, site_texts
from home.models import StandardPage
from pillole.models import Consultant, NotePage, PillolaPage
from profiles.models import Member, ProfilePage
from radio.models import EpisodePage, RadioAudio, RadioIndexPage
from tests.support.people import ensure_house

from .small_demo import ROLES, SMALL_DEMO

COUNTED = (
    User, Member, Page, ProfilePage, StandardPage, BlogPage, EpisodePage, RadioAudio, PillolaPage, NotePage, Consultant,
    Revision, CustomImage, Approval, TaskState, WorkflowState,
)  # fmt: skip
CEILING = 15
# How many of each are on the site; the rest waits, was sent back, or is nobody's business yet.
LIVE = {ProfilePage: 36, BlogPage: 30, EpisodePage: 29, PillolaPage: 4, NotePage: 9}


def quiet(text: str) -> None:
    """Where progress goes in a test."""


def counts() -> dict[str, int]:
    return {model._meta.label: model.objects.count() for model in COUNTED}


def words_of(content: dict) -> dict:
    """A content's text with its streams read: PostgreSQL keeps their keys in an order of its own."""
    text = reviewable_content(content)
    streams = {key: json.loads(value) for key, value in text.items() if isinstance(value, str) and value[:1] == "["}
    return json.loads(json.dumps({**text, **streams}, cls=DjangoJSONEncoder))


def differences(page: Page) -> dict:
    """Field → (what was agreed, what the public reads) where the live row is not its live revision."""
    agreed = words_of(page.live_revision.content)
    row = words_of(Page.objects.get(pk=page.pk).specific.serializable_data())
    return {key: (agreed.get(key), row.get(key)) for key in {*agreed, *row} if agreed.get(key) != row.get(key)}


class Demo:
    """What holds of the whole demo and of the small one."""

    def test_every_live_page_is_explained_and_its_row_is_what_was_agreed(self):
        live = Page.objects.live().filter(depth__gt=1)
        unexplained, different, skeleton = [], [], []
        for page in live:
            content = page.live_revision.content
            yeses = Approval.objects.filter(
                page_number=page.pk, digest=content_digest(content), user_number__isnull=False
            )
            if has_quorum(yeses):
                self.assertGreaterEqual(len({row.user_number for row in yeses}), 2)
            elif PageLogEntry.objects.filter(
                page=page.pk, action=LOG_PROVISIONED, revision=page.live_revision
            ).exists():
                skeleton.append(page.specific_class.__name__)
            else:
                unexplained.append(page.title)
            if found := differences(page):
                different.append((page.title, found))
        self.assertEqual((unexplained, different), ([], []))
        provided = [
            "BlogIndexPage",
            "GuidePage",
            "PilloleIndexPage",
            "ProfileIndexPage",
            "StandardPage",
            "StandardPage",
        ]
        self.assertEqual(sorted(skeleton), provided)

    def test_every_guest_said_yes_and_one_is_being_asked(self):
        live = {page.pk: page for page in EpisodePage.objects.live().prefetch_related("guests")}
        said = ConsentRequest.objects.filter(answer="yes")
        self.assertEqual(
            {pk: sorted(person.key for person in page.people_to_ask()) for pk, page in live.items()},
            {pk: sorted(ask.key for ask in said if ask.page_number == pk) for pk in live},
        )
        self.assertTrue(all(ask.digest == content_digest(live[ask.page_number].live_revision.content) for ask in said))
        (open_ask,) = ConsentRequest.objects.open()
        self.assertEqual(open_ask.user, User.objects.get(email=address("socia")))
        self.assertEqual(EpisodePage.objects.get(pk=open_ask.page_number).title, "La balena nel corridoio")

    def test_the_check_of_the_live_row_sees_a_change(self):
        """Were the comparison blind to the row, the walk above would be worth nothing."""
        page = ProfilePage.objects.live().first()
        self.assertEqual(differences(page), {})
        ProfilePage.objects.filter(pk=page.pk).update(headline="altro")
        self.assertEqual(differences(page), {"headline": (page.headline, "altro")})

    def test_something_waits_for_each_desk(self):
        waiting = {
            "blog": {"Come si disegna una strada di casa"},
            "vetrine": {"Davide Ferraris", "Giacomo Repetto", "Samuel Okafor"},
            "radio": {"Quindici bicchieri uguali"},
            "pillole": {"Il partenariato non è una firma"},
        }
        # Whose own text waits does not read it.
        waiting["redazione2"] = set().union(*waiting.values())
        waiting["redazione"] = waiting["redazione2"] - waiting["radio"]
        for account, titles in waiting.items():
            user = User.objects.get(email=address(account))
            self.assertEqual({item.title for item in waiting_for(user)}, titles, account)
            client = Client()
            client.force_login(user)
            self.assertEqual({item.title for item in client.get("/area-soci/").context["items"]}, titles, account)
        for account in ("socia", "socio", "consulente", "segreteria", "admin"):
            self.assertEqual(waiting_for(User.objects.get(email=address(account))), [])

    def test_every_live_page_opens_for_a_visitor_with_its_pictures(self):
        client = Client()
        for page in Page.objects.live().public().filter(depth__gt=1):
            with self.subTest(page.title):
                answer = client.get(page.url)
                self.assertEqual(answer.status_code, 200)
                self.assertNotIn("lorem", answer.content.decode().lower())
                self.assertNotIn("Cookie", answer.headers.get("Vary", ""))

    def test_provisioning_has_nothing_to_say_after_the_demo(self):
        self.assertEqual(provision(commit=False).done, [])


class SmallDemo(Demo, TestCase):
    """In every run of the suite."""

    @classmethod
    def setUpTestData(cls):
        SMALL_DEMO.put()


@pytest.mark.exhaustive
class LoadedDemo(Demo, TestCase):
    @classmethod
    def setUpTestData(cls):
        ensure_house()
        cls.said = []
        load(cls.said.append)

    def test_so_many_pages_are_live(self):
        self.assertEqual({model: model.objects.live().count() for model in LIVE}, LIVE)

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
        self.assertEqual(tuple(account for account, _who in ACCOUNTS), ROLES)

    def standing(self, account: str) -> str:
        user = User.objects.get(email=address(account))
        return status_of(user.member.showcase, user).state

    def test_the_states_that_the_demo_promises_are_there(self):
        self.assertEqual((self.standing("socia"), self.standing("socio")), ("live", "waiting"))
        states = {status_of(page, page.owner).state for page in ProfilePage.objects.select_related("owner")}
        self.assertGreaterEqual(states, {"live", "draft", "waiting", "changes", "asks_author"})
        self.assertTrue(User.objects.get(email=address("socio")).member.showcase.live)

    def test_what_is_not_live_is_what_the_texts_say(self):
        hidden = {
            model.__name__: sorted(model.objects.filter(live=False).values_list("slug", flat=True)) for model in LIVE
        }
        rows = {
            "ProfilePage": [row for row in members() if row["state"] != "waiting"],
            "BlogPage": posts(),
            "EpisodePage": episodes(),
            "PillolaPage": [],
            "NotePage": [note for row in pillole() for note in row["notes"]],
        }
        expected = {name: sorted(row["slug"] for row in of if row["state"] != "live") for name, of in rows.items()}
        self.assertEqual(hidden, expected)
        self.assertEqual({name: len(slugs) for name, slugs in hidden.items() if slugs}, {
            "ProfilePage": 4, "BlogPage": 3, "EpisodePage": 2, "NotePage": 1,
        })  # fmt: skip

    def test_the_episodes_share_six_recordings_and_say_their_words(self):
        files = {path.name: path.stat().st_size for path in RECORDINGS.glob("*.mp3")}
        self.assertEqual(len(files), 6)
        self.assertLess(sum(files.values()), 3_000_000)
        self.assertEqual(dict(RadioAudio.objects.values_list("original_name", "bytes")), files)
        for audio in RadioAudio.objects.all():
            self.assertTrue(20_000 <= audio.milliseconds <= 60_000, audio)
            self.assertLessEqual(audio.bytes * 8 / audio.milliseconds, 48.5)
        spoken = {row["slug"]: row["recording"]["transcript"] for row in episodes()}
        kept = dict(EpisodePage.objects.values_list("slug", "transcript"))
        self.assertEqual(kept, spoken)
        self.assertFalse(EpisodePage.objects.filter(audio=None).exists())
        for page in EpisodePage.objects.select_related("audio"):
            self.assertEqual(
                page.audio.original_name, next(r for r in episodes() if r["slug"] == page.slug)["recording"]["file"]
            )

    def test_the_episodes_are_weekly_and_the_posts_of_several_years(self):
        show = RadioIndexPage.objects.get()
        days = list(EpisodePage.objects.order_by("season", "number").values_list("first_broadcast", flat=True))
        self.assertEqual({day.weekday() for day in days}, {show.weekday})
        self.assertEqual(days, sorted(set(days)))
        self.assertGreaterEqual(len({day.year for day in BlogPage.objects.live().values_list("date", flat=True)}), 4)

    def test_the_richest_pages_ask_little(self):
        client = Client()
        addresses = [
            "/", "/blog/", "/blog/?pagina=2", "/radio/", "/radio/?stagione=1", "/pillole/", "/soci/",
            "/cerca/?q=lab121", "/blog/feed/", "/radio/feed.xml", "/sitemap.xml",
            *(page.url for page in PillolaPage.objects.live()),
            NotePage.objects.live().first().url,
            ProfilePage.objects.get(slug="alessandra-valmadonna").url,  # two episodes, a post, a pillola with notes
            ProfilePage.objects.get(slug="marta-guazzotti").url,
            BlogPage.objects.get(slug="il-rosso-non-e-mai-lo-stesso").url,
            EpisodePage.objects.get(slug="contratto-e-fattura-a-braccetto").url,
        ]  # fmt: skip
        asked = {}
        for target in addresses:
            cache.clear()
            self.assertEqual(client.get(target).status_code, 200)
            with CaptureQueriesContext(connection) as queries:
                client.get(target)
            asked[target] = len(queries)
        self.assertEqual({target: number for target, number in asked.items() if number > CEILING}, {})

    def test_the_trees_lead_to_each_other_and_never_to_what_is_not_live(self):
        def leads(page) -> set[str]:
            return set(re.findall(r'href="(/[^"#?]*)', Client().get(page.url).content.decode()))

        member = ProfilePage.objects.get(slug="marta-guazzotti")
        post = BlogPage.objects.get(slug="il-regime-forfettario-su-una-tovaglietta")
        episode = EpisodePage.objects.get(slug="la-busta-delle-fatture")
        pillola = PillolaPage.objects.get(slug="start-up")
        pages = [member, post, episode, pillola]
        for page in pages:
            self.assertEqual({other.url for other in pages if other != page} - leads(page), set(), page)
        hidden = {page.url for page in Page.objects.filter(live=False)}
        for page in (*pages, ProfilePage.objects.get(slug="elisa-robotti"), *PillolaPage.objects.live()):
            self.assertEqual(leads(page) & hidden, set(), page)

    def test_pages_and_menu_of_the_texts_are_there(self):
        slugs = sorted(texts["slug"] for texts in site_texts()["pages"] + legal_texts())
        self.assertEqual(sorted(StandardPage.objects.live().values_list("slug", flat=True)), slugs)
        response = Client().get("/")
        found, texts = site_layout(response.wsgi_request), site_texts()["site_settings"]
        self.assertEqual([link.url for link in found.menu], [f"/{link['page']}/" for link in texts["menu"]])
        self.assertEqual([link.url for link in found.legal], ["/privacy/", "/accessibilita/"])
        columns = [(column["title"], len(column["links"])) for column in texts["columns"]]
        self.assertEqual([(column.title, len(column.links)) for column in found.columns], columns)
        self.assertEqual([link.url for link in found.social], [profile["url"] for profile in texts["social"]])


class Interrupted(Exception):
    """Somebody pressed Ctrl-C."""


# (module, what is being done, after how many of it), in the order of loading: each run gets a little further.
STOPS = (
    (loading, "load_staff", 0), (loading, "load_member", 1), (loading, "play", 2),
    (trees, "load_post", 1), (trees, "play", 1), (trees, "load_show", 0), (trees, "load_episode", 1),
    (trees, "store_recording", 1), (trees, "load_pillola", 0), (trees, "agree", 0), (trees, "load_note", 1),
    (loading, "load_page", 0), (loading, "load_home", 0), (loading, "load_site_settings", 0), (loading, "log", 0),
)  # fmt: skip


@pytest.mark.exhaustive
def test_an_interrupted_run_is_completed_by_the_next(provisioned_site, monkeypatch):
    """However often, and wherever: nothing is there twice, and nothing is missing."""
    people = [row for row in members() if row.get("account") or row["state"] != "live"]
    articles = [
        row for row in posts() if row["owner"] in ("socia", "redazione") and row["authors"] in ([], ["elisa-robotti"])
    ]
    programmes = [
        row for row in episodes() if row["guests"] in ([{"member": "elisa-robotti"}], [{"name": "Fiorenzo Massa"}])
    ]
    programmes.append(next(row for row in episodes() if row["state"] != "live") | {"guests": [{"name": "Ada"}]})
    consultations = [row for row in pillole() if row["consultant"] == "ilaria-zanotti"]
    articles = articles[:2] + [row for row in articles if row["state"] != "live"]
    monkeypatch.setattr(loading, "members", lambda: people)
    for name, rows in (("posts", articles), ("episodes", programmes), ("pillole", consultations)):
        monkeypatch.setattr(trees, name, lambda rows=rows: rows)
    for module, name, after in STOPS:
        interrupt(monkeypatch, module, name, after)
        assert not is_loaded()
    load(quiet)
    assert is_loaded()
    notes = consultations[0]["notes"]
    for model, rows in (
        (ProfilePage, people), (BlogPage, articles), (EpisodePage, programmes), (PillolaPage, consultations),
        (NotePage, notes), (StandardPage, site_texts()["pages"] + legal_texts()),
    ):  # fmt: skip
        assert sorted(model.objects.values_list("slug", flat=True)) == sorted(row["slug"] for row in rows)
        expected = {row["slug"] for row in rows if row.get("state", "live") in ("live", "waiting")}
        assert set(model.objects.live().values_list("slug", flat=True)) == expected
    assert RadioAudio.objects.count() == len({row["recording"]["file"] for row in programmes})
    assert RadioIndexPage.objects.get().station == "Radio Portici"
    before = counts()
    load(quiet)
    assert counts() == before


def interrupt(monkeypatch, module, name: str, after: int) -> None:
    whole, calls = getattr(module, name), []

    def stops(*args, **kwargs):
        calls.append(args)
        if len(calls) > after:
            raise Interrupted
        return whole(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(module, name, stops)
        with pytest.raises(Interrupted):
            load(quiet)
