"""Words planted wherever something is not for everybody: a visitor and another member never meet one."""

import re
from collections.abc import Collection as Some
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Comment, CommentReply, Page, Revision, TaskState, WorkflowState

from cms.mail.models import Mail
from cms.users.models import User
from editorial import roles
from editorial.admin.access import member_url_names
from editorial.consent import services as consent_services
from editorial.consent.links import GuestToken, link_to, token_of
from editorial.models import ChangeRequestItem, ConsentRequest, Takedown
from editorial.review import claims
from editorial.review.state import open_state
from pillole.models import PillolaPage
from profiles.models import Member, ProfilePage
from radio.models import GuestContact, RadioAudio
from tests.editorial.matrix import BRING, MAKERS, ONLY, make_people, states_of
from tests.factories.pages import audio, episode, note
from tests.support.acting import agree, rewrite, send
from tests.support.admin_urls import patterns
from tests.support.crawler import HOST, Screen
from tests.support.images import upload
from tests.support.people import ensure_house, join

# Every planted word begins with this and stands beside the other, which is asked for in searches: what a page repeats
# of a search is then no find.
STEM, BESIDE = "zibibbo", "accanto"
WORD = re.compile(rf"{STEM}[a-z0-9]+", re.IGNORECASE)
PHONE = "+393337412589"
LIVE = ("live", "newer", "update")
SITEMAPS = tuple(f"/sitemap-{name}.xml" for name in ("soci", "blog", "radio", "pillole", "pagine"))
FEEDS = (
    *SITEMAPS,
    "/sitemap.xml",
    "/blog/feed/",
    "/radio/feed.xml",
    "/robots.txt",
    "/documents/",
    "/media/",
    "/healthz/",
    "/",
)
LISTS = ("/blog/", "/soci/", "/radio/", "/pillole/", "/cerca/")
QUERIES = ("q=accanto", "q=zibib", "q=ZIBIBBO", "autore=autrice-prova", "tag=accanto", "competenza=accanto",
           "anno=2026", "stagione=1", "pagina=1")  # fmt: skip


def own_links(links: Iterable[str], base: str) -> list[str]:
    """Addresses of the site, as they are asked for."""
    whole = (urlsplit(urljoin(HOST + base, link)) for link in links)
    return [
        parts.path + (f"?{parts.query}" if parts.query else "")
        for parts in whole
        if parts.netloc == "testserver" and not parts.path.startswith("/static/")
    ]


class Canary(TestCase):
    """Every state of an article; of the other trees one draft, one newer text, and what only they have."""

    step = 3  # in the admin one page in three is named, unless the class says so

    @classmethod
    def setUpTestData(cls):
        with cls.captureOnCommitCallbacks(execute=True):  # the search index is written on commit
            ensure_house()
            cls.people = make_people()
            cls.author, cls.reader = cls.people["author"], cls.people["redazione2"]
            cls.planted: set[str] = set()
            cls.pages()
            cls.files()
            cls.words_about()
            cls.guests()
            cls.mail()
            cls.person()

    @classmethod
    def plant(cls, *names: str) -> str:
        word = STEM + "".join(names)
        cls.planted.add(word)
        return f"{word.capitalize()} {BESIDE}"

    @classmethod
    def pages(cls) -> None:
        """The row of what is not live, the newer text of what is."""
        for tree in MAKERS:
            for n, state in enumerate(states_of(tree)):
                if tree != "blog" and state not in ("draft", "live", "update", *ONLY):
                    continue
                page = MAKERS[tree](n, cls.author)
                cls.bring(page, page.owner or cls.author, tree, state)
        cls.bring(note(below=PillolaPage.objects.live().first(), live=False), cls.author, "note", "draft")

    @classmethod
    def bring(cls, page: Page, owner: User, tree: str, state: str) -> None:
        if state not in LIVE:
            page.title = page.draft_title = cls.plant(tree, state)
            page.save()
            page.save_revision(user=owner)
            return BRING[state](page, owner, cls.reader)
        agree(page, owner, cls.reader)
        if state != "live":
            rewrite(page, owner, title=cls.plant(tree, state))
        if state == "update":
            send(page, owner)

    @classmethod
    def files(cls) -> None:
        keep = {"uploaded_by_user": cls.author, "collection": Collection.objects.get(name="Soci")}
        file = upload(colour="red")
        file.name = f"{STEM}file.png"
        cls.image = get_image_model().objects.create(title=cls.plant("image"), file=file, **keep)
        cls.document = get_document_model().objects.create(
            title=cls.plant("document"),
            file=SimpleUploadedFile("x.txt", cls.plant("bytes").encode()),
            **keep,
        )
        cls.audio = audio(name=f"{cls.plant('audio').split()[0]}.mp3", seed=7, user=cls.people["radio"])
        cls.draft = Page.objects.get(draft_title=f"{STEM.capitalize()}radiodraft {BESIDE}").specific
        rewrite(cls.draft, cls.author, audio=cls.audio, picture=cls.image, picture_alt=cls.plant("alt"))

    @classmethod
    def words_about(cls) -> None:
        """Comments, reasons."""
        blog = Page.objects.get(draft_title=f"{STEM.capitalize()}blogupdate {BESIDE}")
        comment = Comment.objects.create(page=blog, user=cls.author, text=cls.plant("comment"), contentpath="title")
        CommentReply.objects.create(comment=comment, user=cls.reader, text=cls.plant("reply"))
        asked = cls.plant("asked")
        TaskState.objects.filter(status=TaskState.STATUS_REJECTED).update(comment=asked)
        ChangeRequestItem.objects.update(text=asked)
        Takedown.objects.filter(by_author=False).update(reason=cls.plant("reason"))

    @classmethod
    def guests(cls) -> None:
        """One is being asked, by a link and at an address; another has asked for changes; somebody reads the text."""
        page = Page.objects.get(draft_title=f"{STEM.capitalize()}radioguest {BESIDE}")
        ask = consent_services.requests_at(page)[0]
        cls.guest_page = urlsplit(link_to(ask)).path  # which her mail alone tells
        cls.token, _rest = token_of(ask).split(":", 1)  # what follows is the time
        GuestContact.objects.create(page_id=page.pk, key=ask.key, email=f"{STEM}guest@example.org")
        other = episode(90, live=False, owner=cls.author, title="Da rivedere")
        BRING["guest"](other, cls.author, cls.reader)
        consent_services.answer(
            GuestToken(consent_services.requests_at(other)[0], ConsentRequest.Channel.MAIL),
            yes=False,
            user=None,
            comment=cls.plant("wish"),
        )
        cls.sent_back = other.pk
        holder = User.objects.create_user("holder@example.org", "p", first_name=cls.plant("holder").split()[0])
        join(holder, Group.objects.get(name=roles.CHIEF))
        claims.claim(open_state(other).pk, holder)
        cls.planted |= {"token", f"{STEM}guest"}

    @classmethod
    def mail(cls) -> None:
        """One that could not be sent: Redazione is told why, and its bytes are nobody's."""
        content, cls.unseen = cls.plant("mailbytes").encode(), f"{STEM}mailbytes"
        Mail.objects.create(
            key="a:1:b", recipient="b@example.org", content=content, state=Mail.State.FAILED, error=cls.plant("error")
        )

    @classmethod
    def person(cls) -> None:
        """A live showcase whose contacts nobody is to see."""
        member = ProfilePage.objects.live().first().member
        member.phone, member.street, member.email = PHONE, cls.plant("address"), f"{STEM}mail@example.org"
        member.save()
        User.objects.filter(pk=member.user_id).update(email=f"{STEM}login@example.org")
        cls.planted |= {"phone", f"{STEM}mail"}
        cls.kept_to_themselves = member.user

    # --- walking

    def words_in(self, response: Any) -> set[str]:
        """The planted words in the body and the headers, a download's bytes included."""
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = body.decode("utf-8", "replace") + " ".join(f"{key}: {value}" for key, value in response.headers.items())
        found = {word.lower() for word in WORD.findall(text)}
        plain = re.sub(r"[\s./-]|%20", "", text)
        return found | {
            what for what, is_there in (("phone", PHONE[3:] in plain), ("token", self.token in text)) if is_there
        }

    def client_of(self, user: Any = None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    def crawl(self, client: Client, *starts: str) -> tuple[set[str], dict[str, set[str]]]:
        """Every address that a link leads to; what was met where."""
        waiting, seen, met = list(starts), set(), {}
        while waiting:
            address = waiting.pop()
            if address in seen or "/esci/" in address or "/logout/" in address:
                continue
            seen.add(address)
            response = client.get(address)
            found = self.words_in(response)
            if found:
                met[address] = found
            waiting += own_links([response.headers["Location"]], address) if "Location" in response.headers else []
            if "html" in response.headers.get("Content-Type", "") and not response.streaming:
                screen = Screen()
                screen.feed(response.content.decode())
                waiting += own_links(screen.all_links(), address)
        return seen, met

    def look(self, client: Client, addresses: Iterable[str], seen: Some[str] = ()) -> dict[str, set[str]]:
        """What is met at each, but at those that were ``seen`` already."""
        new = [address for address in dict.fromkeys(addresses) if address not in seen]
        return {address: found for address in new if (found := self.words_in(client.get(address)))}

    def public(self) -> Iterator[str]:
        yield from FEEDS
        yield from LISTS
        yield from (f"{above}?{query}" for above, query in product(LISTS, QUERIES))
        for page in Page.objects.filter(depth__gt=1):
            yield page.url
            yield f"{page.url}feed/"
        for slug in ProfilePage.objects.values_list("slug", flat=True):
            yield f"/soci/{slug}/contatto.vcf"
            yield f"/blog/?autore={slug}"
        for recording in RadioAudio.objects.all():
            yield recording.url
            yield f"/media/{recording.file.name}"
        yield from ("/media/", "/media/original_images/", "/media/images/", "/media/documents/", "/media/radio/")
        yield self.document.url

    def in_admin(self, names: Iterable[str], step: int = 1) -> Iterator[str]:
        """Each of these addresses with every number there is to name in it; of pages one in ``step``."""
        pages = list(Page.objects.filter(depth__gt=1).values_list("pk", flat=True))[::step]
        numbers = {
            "page_id": pages, "page_to_move_id": pages, "parent_page_id": pages,
            "revision_id": list(Revision.objects.values_list("pk", flat=True)),
            "image_id": [self.image.pk], "task_state_id": list(TaskState.objects.values_list("pk", flat=True)),
            "workflow_state_id": list(WorkflowState.objects.values_list("pk", flat=True)),
        }  # fmt: skip
        for name, pattern, _route in patterns():
            if name not in names:
                continue
            keys = list(pattern.pattern.regex.groupindex)
            if name == "wagtailadmin_pages:revisions_compare":
                yield from (reverse(name, args=[pk, "earliest", "latest"]) for pk in pages)
            elif keys == ["page_id", "revision_id"]:
                for revision in Revision.objects.order_by("pk")[::step]:
                    yield reverse(name, args=[revision.object_id, revision.pk])
            elif keys == ["page_id", "workflow_state_id"]:
                for state in WorkflowState.objects.order_by("pk")[::step]:
                    yield reverse(name, args=[state.object_id, state.pk])
            elif len(keys) == 1:
                for number in numbers.get(keys[0], [self.image.pk, self.document.pk, self.audio.pk]):
                    yield reverse(name, args=[number])
            elif not keys:
                some = pages if name == "wagtailadmin_choose_page_chosen_multiple" else [self.image.pk]
                for query in ("", f"?q={BESIDE}", f"?q={STEM[:5]}", *(f"?id={number}" for number in some)):
                    yield reverse(name) + query

    def area(self) -> Iterator[str]:
        pages = list(Page.objects.filter(depth__gt=2).values_list("pk", flat=True))
        for name in ("author", "author_text", "author_history", "send", "withdraw", "agree", "hide", "author_back"):
            yield from (reverse(f"editorial_{name}", args=[pk]) for pk in pages)
        yield from (f"/area-soci/pillole/{pk}/nota/" for pk in pages)
        yield from ("/area-soci/soci/", "/area-soci/contatti/", "/area-soci/articoli/", "/area-soci/pillole/")
        for pk in Member.objects.values_list("pk", flat=True):
            yield from (f"/area-soci/soci/{pk}/", f"/area-soci/soci/{pk}/saluta/")

    def sessions(self, client: Client) -> dict[str, set[str]]:
        """Who edits what: asked for by every editor every few seconds."""
        met = {}
        for page in Page.objects.filter(depth__gt=2):
            ours = client.post(reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", page.pk, 1]))
            met[f"session {page.pk}"] = self.words_in(ours)
        return {what: found for what, found in met.items() if found}

    # --- nobody else meets them

    def test_a_visitor_meets_nothing(self):
        client = self.client_of()
        seen, met = self.crawl(client, "/", "/cerca/?q=accanto", "/area-soci/", "/admin/")
        assert met == {} and len(seen) >= 25, seen
        assert self.look(client, self.public(), seen) == {}
        assert self.look(client, self.area(), seen) == {}
        assert self.look(client, self.in_admin(member_url_names(), self.step), seen) == {}

    def test_another_member_meets_nothing(self):
        client = self.client_of(self.people["member"])
        seen, met = self.crawl(client, "/", "/cerca/?q=accanto", "/area-soci/", "/admin/")
        assert met == {} and len(seen) >= 35, seen
        assert self.look(client, self.public(), seen) == {}
        assert self.look(client, self.area(), seen) == {}
        assert self.look(client, self.in_admin(member_url_names(), self.step), seen) == {}
        assert self.look(client, self.apis()) == {}
        assert self.sessions(client) == {}

    def apis(self) -> Iterator[str]:
        tails = ("", f"?search={BESIDE}", f"find/?id={self.image.pk}")
        yield from (f"/admin/api/main/{kind}/{tail}" for kind in ("pages", "images", "documents") for tail in tails)
        yield from (f"/admin/api/main/pages/{pk}/" for pk in Page.objects.values_list("pk", flat=True))

    # --- and the same eyes meet them where they belong

    def test_whoever_should_meets_every_one(self):
        """Were the words not there, or not seen, the tests above would say nothing."""
        own = Page.objects.filter(owner=self.author).values_list("pk", flat=True)
        commented = Comment.objects.get().page_id
        places = {
            self.author: [
                *(reverse("editorial_author", args=[pk]) for pk in own),
                *self.in_admin({"wagtailimages_chooser:choose_results", "wagtaildocs_chooser:choose_results"}),
                reverse("wagtailadmin_pages:edit", args=[commented]),
                self.document.url,
            ],
            self.kept_to_themselves: ["/area-soci/contatti/"],
            self.people["redazione"]: [
                *self.in_admin({"wagtailadmin_pages:view_draft"}),
                *self.in_admin({"editorial_reading", "episode_guests"}),
                reverse("editorial_queue"),
                reverse("editorial_doctor"),
                reverse("editorial_history", args=[self.sent_back]),
                *(f"/admin/pages/{pk}/" for pk in Page.objects.filter(numchild__gt=0).values_list("pk", flat=True)),
            ],
            self.people["radio"]: [*self.in_admin({"radio_audio_chooser:choose_results"}), self.audio.url],
            None: [self.guest_page],
        }
        met: set[str] = set()
        for user, addresses in places.items():
            met |= set().union(*self.look(self.client_of(user), addresses).values())
        assert self.planted - met == {self.unseen}


@pytest.mark.exhaustive
class EveryCanary(Canary):
    step = 1
