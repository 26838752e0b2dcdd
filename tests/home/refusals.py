"""Hand-made requests as every role of the demo: refused, and the database as it was. One class of tests a tree."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from unittest.mock import patch

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from modelcluster.fields import ParentalKey
from wagtail.admin.views.pages.edit import EditView
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupPagePermission, Page, Revision, TaskState

from cms.users.models import User
from editorial.consent import services as consent_services
from editorial.consent.links import GuestToken
from editorial.content.digest import content_digest
from editorial.models import Approval
from editorial.pages import ModeratedPage
from home.demo.accounts import address
from tests.support.editor_post import editor_form, new_form, rich_text
from tests.support.http import JSON, READING, url
from tests.support.images import upload
from tests.support.moderation import fresh, seen_by_guest, seen_data

from .small_demo import ROLES, SMALL_DEMO

CANARY = "Zibibbo"
REASON = "un motivo abbastanza lungo"
API = "/admin/api/main/pages/{}/action/{}/"
XHR = {"headers": {"x-requested-with": "XMLHttpRequest"}}
# Redazione's two accounts differ where one has sent or written, and neither has here.
ONCE = tuple(role for role in ROLES if role != "redazione2")
REFUSED = (302, 400, 403, 404, 405, 409)
APPS = ("home", "profiles", "blog", "radio", "pillole")
PAGE_TYPES = [
    model for model in apps.get_models() if issubclass(model, ModeratedPage) and model._meta.app_label in APPS
]
# (model, its key to the page)
CHILDREN = [
    (model, field.name)
    for model in apps.get_models()
    if model._meta.app_label in APPS
    for field in model._meta.concrete_fields
    if isinstance(field, ParentalKey)
]
# A draft over a live page may move these: they show nothing.
NOT_SHOWN = {"numchild", "latest_revision", "latest_revision_created_at", "has_unpublished_changes", "draft_title"}


def guests_agree(page: Page) -> None:
    """In the radio they come last; elsewhere there is nobody to ask."""
    for ask in consent_services.requests_at(page):
        consent_services.answer(GuestToken(ask, ask.Channel.MAIL), yes=True, user=None, seen=seen_by_guest(ask))


def bytes_of(image) -> bytes:
    with image.file.storage.open(image.file.name) as file:
        return file.read()


def rows_of(model, key: str = "") -> list:
    """Every column of what is live."""
    names = [field.name for field in model._meta.concrete_fields if field.name not in NOT_SHOWN]
    rows = model.objects.filter(**{f"{key}__live" if key else "live": True})
    return list(rows.order_by("pk").values_list(*names))


def everything() -> dict:
    """Every row that the site's content is made of."""
    tables = {
        "pages": Page.objects.order_by("pk").values_list(
            "pk", "path", "live", "owner", "title", "slug", "url_path", "alias_of",
            "live_revision", "latest_revision", "go_live_at", "expire_at", "locked",
        ),
        "revisions": [
            (one.pk, content_digest(one.content), one.approved_go_live_at) for one in Revision.objects.order_by("pk")
        ],
        "states": TaskState.objects.order_by("pk").values_list("pk", "status", "revision"),
        "yeses": Approval.objects.order_by("pk").values_list("pk", "digest", "user"),
        "images": get_image_model().objects.order_by("pk").values_list("pk", "file", "title"),
        "rights": GroupPagePermission.objects.order_by("pk").values_list("pk", flat=True),
    }  # fmt: skip
    return {name: list(rows) for name, rows in tables.items()}


def public() -> dict:
    """What a visitor could tell apart."""
    return {
        **{model.__name__: rows_of(model) for model in PAGE_TYPES},
        **{model.__name__: rows_of(model, key) for model, key in CHILDREN},
        "places": list(Page.objects.live().order_by("pk").values_list("pk", "path", "live_revision")),
        "scheduled": list(Revision.objects.exclude(approved_go_live_at=None).values_list("pk", flat=True)),
        "aliases": list(Page.objects.exclude(alias_of=None).values_list("pk", flat=True)),
        "yeses": Approval.objects.filter(as_reviewer=True).count(),
    }


def rolled_back(attempt) -> None:
    with transaction.atomic():
        attempt()
        transaction.set_rollback(True)


@contextmanager
def undrawn() -> Iterator[None]:
    """A POST that is not saved leads back to the editor, whose drawing is test_walk's and takes most of the time."""
    with (
        patch.object(EditView, "get_context_data", lambda view, **kwargs: {}),
        patch.object(EditView, "render_to_response", lambda view, context, **kwargs: HttpResponse()),
    ):
        yield


def entity(text: str, data: dict) -> str:
    """A Draftail paragraph whose whole text is one entity."""
    return json.dumps(
        {
            "blocks": [
                {
                    "key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
                    "entityRanges": [{"key": 0, "offset": 0, "length": len(text)}],
                }
            ],
            "entityMap": {"0": {"mutability": "MUTABLE", **data}},
        }
    )  # fmt: skip


def new_page_form(model, parent: Page, user: User) -> dict:
    """The POST of «Aggiungi», as somebody with every right would build it."""
    page = model()
    form = page.get_edit_handler().get_form_class()(instance=page, for_user=user, parent_page=parent)
    return new_form(form)


class Refusals:
    """``pages()`` sets the five pages: ``mine`` (live), ``waiting`` (live, with a text that waits), ``draft``,
    ``first`` (waits for its first yes) and ``asked`` (changes were asked)."""

    every_role = False  # one of each kind is asked, unless the class says so
    # What a reader sees first of each page type, in a plain field.
    words = {
        "ProfilePage": "headline", "BlogPage": "lead", "EpisodePage": "summary", "PillolaPage": "intro",
        "NotePage": "lead", "HomePage": "hero_intro",
    }  # fmt: skip
    desk = ""  # whose section it is: besides it Redazione reads
    readers: tuple[str, ...] = ()  # who may open another's draft; the superuser too
    adders: tuple[str, ...] = ()  # who may begin a page by hand in the admin
    picture_field = "picture"
    new_pages: tuple[tuple[type[Page], type[Page]], ...] = ()  # (model, parent)
    lists: tuple[str, ...] = ()  # public addresses that list the tree

    @classmethod
    def setUpTestData(cls):
        SMALL_DEMO.put()
        with cls.captureOnCommitCallbacks(execute=True):  # the search index is written on commit
            cls.users = {role: User.objects.get(email=address(role)) for role in ROLES}
            cls.pages()
            cls.files()
        cls.public, cls.everything = public(), everything()

    @classmethod
    def pages(cls) -> None:
        raise NotImplementedError

    @classmethod
    def hide_a_word(cls, page: Page) -> Page:
        """A draft's row carries its words too, and so does the index."""
        field = cls.words[type(page).__name__]
        draft = fresh(page).get_latest_revision_as_object()
        setattr(draft, field, f"{CANARY} segreto")
        draft.save_revision(user=page.owner)
        draft = fresh(page)
        draft.title = draft.draft_title = f"{CANARY} Bisio"
        setattr(draft, field, f"{CANARY} segreto")
        draft.save()
        return draft

    @classmethod
    def files(cls) -> None:
        """An image and a document of a member's who has no other role here."""
        cls.keeper = User.objects.get(member__showcase__slug="matteo-bisio")
        collection = Collection.objects.get(name="Soci")
        cls.image = get_image_model().objects.create(
            title=f"{CANARY} foto", file=upload(colour="red"), uploaded_by_user=cls.keeper, collection=collection
        )
        cls.document = get_document_model().objects.create(
            title=f"{CANARY} carta",
            file=SimpleUploadedFile("x.txt", b"segreto"),
            uploaded_by_user=cls.keeper,
            collection=collection,
        )

    def setUp(self):
        self.compared = set()
        watched = connection.execute_wrapper(self.watch)
        watched.__enter__()
        self.addCleanup(watched.__exit__, None, None, None)
        for user in (*self.users.values(), self.keeper):
            user.client = Client(raise_request_exception=True)
            user.client.force_login(user)

    @property
    def outsiders(self) -> tuple[str, ...]:
        own = {role for role, user in self.users.items() if user == self.draft.owner}
        return tuple(role for role in ROLES if role not in {*self.readers, *own, "admin"})

    @property
    def one_of_each(self) -> set[str]:
        """A member, a consultant, somebody of another desk, of the office: of those without a right to the draft."""
        kinds = (("socia", "socio"), ("consulente",), ("blog", "vetrine", "radio", "pillole"), ("segreteria",))
        return {next(role for role in kind if role in self.outsiders) for kind in kinds if {*kind} & {*self.outsiders}}

    def some_of(self, roles: tuple[str, ...]) -> tuple[str, ...]:
        """Of these; where not everybody is asked one of each kind."""
        one_of_each = {*self.one_of_each, self.author, self.desk, "redazione", "admin"}
        return roles if self.every_role else tuple(role for role in roles if role in one_of_each)

    @property
    def author(self) -> str:
        """The role that ``mine`` belongs to."""
        return next(role for role, user in self.users.items() if user == self.mine.owner)

    def word(self, page: Page) -> str:
        return self.words[type(page.specific).__name__]

    def owner_of(self, page: Page) -> User:
        user = next((user for user in self.users.values() if user == page.owner), page.owner)
        if not hasattr(user, "client"):
            user.client = Client()
            user.client.force_login(user)
        return user

    def refused(self, role: str, attempt, before=None, *, same=everything, statuses=REFUSED):
        """``attempt`` gives a response; nothing that ``same`` looks at may differ afterwards.

        ``before`` is what it saw then: of a test that changed something first.
        """
        before = before or (self.everything if same is everything else self.public)
        response = attempt(self.users[role].client)
        assert response.status_code in statuses, (role, response.status_code, response.content[:300])
        self.is_as_before(role, before, same)
        return response

    def watch(self, execute, sql: str, *rest):
        if not sql.startswith(READING):
            self.compared.clear()
        return execute(sql, *rest)

    def is_as_before(self, role: str, before: dict, same) -> None:
        """Looked at only after a statement that writes: without one nothing can differ, and most of what is refused
        has none."""
        if same in self.compared:
            return
        after = same()
        for name in before:
            assert after[name] == before[name], (role, name)
        self.compared.add(same)

    def form_of(self, page: Page, role: str) -> dict:
        """The editor's POST: one for each set of rights, because it takes long to build."""
        return dict(self._forms(page.pk, role if role in ("admin", "segreteria") else self._kind(role)))

    def _kind(self, role: str) -> str:
        return "socia" if role in ("socia", "socio", "consulente") else "redazione"

    @cache  # noqa: B019  # a test's own instance
    def _forms(self, pk: int, role: str) -> dict:
        return editor_form(Page.objects.get(pk=pk), self.users[role])

    def edit(self, user: User, page: Page, data: dict, **more):
        with nullcontext() if more else undrawn():  # of the JSON that an autosave gets little is drawn
            return user.client.post(url("edit", page.pk), data, **more)

    def provisioned_site(self) -> list[Page]:
        """Pages of no tree: one of the classes tries them."""
        return []

    def filled(self, model) -> dict:
        """What a new page of the model cannot do without, besides title and slug."""
        return {}

    def copies_are_drafts(self, role: str, page: Page) -> None:
        parent = self.index if page == self.index else page.get_parent()
        for slug, more in (("c", {}), ("c2", {"publish_copies": "on"}), ("c3", {"alias": "on"})):
            data = {"new_title": "C", "new_slug": slug, "new_parent_page": parent.pk, "copy_subpages": "on"} | more
            response = self.users[role].client.post(url("copy", page.pk), data)
            assert response.status_code in (*REFUSED, 200), (role, page, response.status_code)
            made = Page.objects.filter(slug=slug)
            assert not any(one.live or one.alias_of_id for one in made)
            assert len(made) == self.may_copy(role, page) or (more and role == "admin"), (role, page)
        self.is_as_before(role, self.public, public)

    def may_copy(self, role: str, page: Page) -> bool:
        """A copy is a draft, of who may begin one there."""
        return role in (*self.adders, "admin") and page != self.index

    def step_of(self, page: Page) -> int:
        """The step that waits."""
        return fresh(page).current_workflow_task_state.pk

    def seen(self, role: str, page: Page) -> dict[str, str]:
        """The hidden fields of this role's yes, as a screen that showed the latest text would fill them in."""
        return seen_data(self.users[role], page)

    def no_reviewers(self, page: Page) -> tuple[str, ...]:
        """Every role that may not agree to the page."""
        return tuple(r for r in ROLES if r not in self.readers or self.users[r] == page.owner)

    def changes(self) -> list[tuple[str, Page, dict]]:
        """(what, one of the author's pages, fields of the POST that name another's file or draft)."""
        return [
            ("picture", self.mine, {self.picture_field: str(self.image.pk)}),
            *((f"stream: {what}", self.with_stream, data) for what, data in self.in_stream().items()),
        ]

    # Where ``mine`` has no stream, another page of the same person's; None where the tree has none.
    stream = "body"

    @property
    def with_stream(self) -> Page:
        return self.mine

    def entities(self) -> dict[str, str]:
        """Rich text that leads to another's draft, document, image."""
        link = {"type": "LINK", "data": {"id": self.draft.pk, "url": "/x/", "parentId": 5}}
        carta = {"type": "DOCUMENT", "data": {"id": self.document.pk, "url": "/x/", "filename": "x"}}
        embedded = {"type": "IMAGE", "data": {"id": self.image.pk, "format": "fullwidth", "alt": "x", "src": "/x"}}
        return {
            "link": entity("ciao", link),
            "rich text document": entity("ciao", carta),
            "rich text image": rich_text("ciao", embed=embedded),
        }

    def in_stream(self) -> dict[str, dict]:
        name, number = self.stream, str(self.image.pk)
        count = int(self.form_of(self.with_stream, self.author)[f"{name}-count"])
        slot = {
            f"{name}-{count}-deleted": "", f"{name}-{count}-order": count, f"{name}-{count}-id": "",
            f"{name}-count": count + 1,
        }  # fmt: skip

        def block(kind: str, value) -> dict:
            values = value if isinstance(value, dict) else {"": value}
            return slot | {f"{name}-{count}-type": kind} | {
                f"{name}-{count}-value" + (f"-{key}" if key else ""): item for key, item in values.items()
            }  # fmt: skip

        return {
            "picture": block("picture", {"image": number, "alt": "x", "caption": "", "credit": ""}),
            "document": block("document", {"document": str(self.document.pk), "label": "x"}),
            **{what: block("paragraph", text) for what, text in self.entities().items()},
        }

    own_files = "Soci"

    def keeps(self, user: User, page: Page, data: dict, image) -> None:
        assert user.client.post(url("edit", page.pk), data, **JSON).status_code == 200
        assert fresh(page).latest_revision.content[self.picture_field] == image.pk

    def may_take_down(self, role: str, name: str) -> bool:
        return name == "editorial_take_down" and role not in self.no_reviewers(self.mine)

    def other_reader(self) -> User:
        """Of the desk, or of Redazione where the desk wrote it."""
        return self.users[self.desk if self.users[self.desk] != self.mine.owner else "redazione"]
