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
from django.urls import reverse
from modelcluster.fields import ParentalKey
from wagtail.admin.views.pages.edit import EditView
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupPagePermission, Page, Revision, TaskState

from cms.users.models import User
from editorial.consent import services as consent_services
from editorial.content.digest import content_digest
from editorial.models import Approval
from editorial.pages import ModeratedPage
from home.demo.accounts import address
from home.models import HomePage
from tests.support.editor_post import editor_form, new_form, rich_text
from tests.support.http import JSON, READING, url
from tests.support.images import upload
from tests.support.moderation import fresh

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
        consent_services.answer(ask.pk, yes=True, channel=ask.Channel.LINK)


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

    def seen(self, page: Page) -> tuple[int, str]:
        """Number of the step that waits, fingerprint of the text."""
        page = fresh(page)
        return page.current_workflow_task_state.pk, content_digest(page.latest_revision.content)

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


class SharedRefusals(Refusals):
    """What every tree refuses alike: in every run of one tree, in the exhaustive one of each, asking ``every_role``."""

    def test_publishing_from_the_editor(self):
        pages = (self.mine, self.waiting, self.draft, self.asked, self.first, *self.provisioned_site())
        for role in self.some_of(ONCE):
            forms = [(page, self.form_of(page, role)) for page in pages]

            def attempt(role=role, forms=forms):
                ways = (
                    ({"action-publish": "1"}, {}),
                    ({"action-publish": "1", "go_live_at": "2020-01-01 10:00"}, {}),
                    ({"action-publish": "1", "go_live_at": "2020-01-01 10:00"}, JSON),
                    ({"go_live_at": "2020-01-01 10:00", "expire_at": "2020-01-02 10:00"}, {}),
                )
                for page, form in forms:
                    for extra, more in ways if self.every_role or page == self.mine else ways[:1]:
                        response = self.edit(self.users[role], page, form | extra, **more)
                        assert response.status_code in (200, 302, 400, 403), (role, page, response.status_code)
                self.is_as_before(role, self.public, public)

            rolled_back(attempt)

    def test_creating_and_publishing_at_once(self):
        for model, parent_model in self.new_pages:
            parent = parent_model.objects.first()
            form = new_page_form(model, parent, self.users["admin"])
            data = form | self.filled(model) | {"title": "Nuova", "slug": "nuova", "action-publish": "1"}
            target = url("add", model._meta.app_label, model._meta.model_name, parent.pk)
            for role in self.some_of(ROLES):

                def attempt(role=role, data=data, target=target, model=model):
                    statuses = (302,) if role in (*self.adders, "admin") else (302, 403, 404)
                    self.refused(role, lambda c: c.post(target, data), same=public, statuses=statuses)
                    made = model.objects.filter(slug="nuova")
                    assert not any(page.live for page in made)
                    assert len(made) == (role in (*self.adders, "admin")), (role, model)

                rolled_back(attempt)

    def test_bulk_actions(self):
        pages = (self.mine, self.waiting, self.draft, self.first)
        ids = "&".join(f"id={page.pk}" for page in pages)
        for role in self.some_of(ROLES):
            for action in ("publish", "unpublish", "move", "delete"):
                target = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
                data = {"include_descendants": "on", "chooser": HomePage.objects.get().pk}

                def attempt(role=role, target=target, data=data):
                    self.refused(
                        role,
                        lambda c: c.post(f"{target}?next=/admin/&{ids}", data),
                        same=public,
                        statuses=(200, 302, 403),
                    )
                    for page in (self.mine, self.waiting, self.first):
                        assert Page.objects.filter(pk=page.pk, path=page.path).exists()

                rolled_back(attempt)

    def test_copying_aliases_moving_reordering(self):
        home = HomePage.objects.get()
        for role in self.some_of(ONCE):
            for page in (
                (self.mine, self.waiting, self.draft, self.index) if self.every_role else (self.mine, self.draft)
            ):
                for target in (url("convert_alias", page.pk), url("set_page_position", page.pk) + "?position=0"):
                    self.refused(role, lambda c, t=target: c.post(t))
                rolled_back(lambda role=role, page=page: self.copies_are_drafts(role, page))
            for page in (self.mine, self.waiting):
                self.refused(role, lambda c, page=page: c.post(url("move_confirm", page.pk, home.pk)))

    def test_reverting_and_publishing(self):
        first = self.mine.revisions.order_by("pk").first()
        target = url("revisions_revert", self.mine.pk, first.pk)
        for role in self.some_of(ROLES):
            data = self.form_of(self.mine, role) | {"action-publish": "1"}
            rolled_back(
                lambda role=role, data=data: self.refused(
                    role, lambda c: c.post(target, data), same=public, statuses=(200, 302, 403)
                )
            )

    def test_wagtails_own_workflow_actions(self):
        state = fresh(self.waiting).current_workflow_task_state
        for role in self.some_of(ROLES):
            for action in ("approve", "reject", "nonsense"):
                for name in ("workflow_action", "collect_workflow_action_data"):
                    self.refused(
                        role,
                        lambda c, name=name, action=action: c.post(
                            url(name, self.waiting.pk, action, state.pk), {"comment": "perché sì"}
                        ),
                    )
                data = self.form_of(self.waiting, role) | {
                    "action-workflow-action": "1", "workflow-action-name": action,
                }  # fmt: skip
                self.refused(role, lambda c, data=data: c.post(url("edit", self.waiting.pk), data))

    def test_the_admin_api(self):
        actions = (
            "publish", "unpublish", "copy", "move", "delete", "create_alias", "convert_alias",
            "revert_to_page_revision", "copy_for_translation",
        )  # fmt: skip
        for role in self.some_of(ROLES):
            for action in actions:
                self.refused(role, lambda c, action=action: c.post(API.format(self.draft.pk, action), {}, **JSON))
            for kind in ("images", "documents"):
                for tail in ("", "1/", "find/"):
                    self.refused(role, lambda c, kind=kind, tail=tail: c.get(f"/admin/api/main/{kind}/{tail}"))

    def test_nobody_approves_their_own(self):
        """The owner sent it: their «sì» is in it already."""
        state, seen = self.seen(self.waiting)
        owner = self.owner_of(self.waiting)
        reading, own = reverse("editorial_approve", args=[state]), reverse("editorial_agree", args=[self.waiting.pk])
        for target in (reading, own):
            assert owner.client.post(target, {"digest": seen}).status_code in REFUSED
            self.is_as_before("owner", self.everything, everything)
        for role in self.no_reviewers(self.waiting):
            for target in (reading, own):
                self.refused(role, lambda c, t=target: c.post(t, {"digest": seen}))

    def test_the_desk_does_not_approve_what_it_asked_for_itself(self):
        """Somebody of the desk who sends a text is its author here."""

        def own():
            sender = self.users["redazione"]
            draft = self.mine.get_latest_revision_as_object()
            setattr(draft, self.word(self.mine), "Cambiata")
            draft.save_revision(user=sender)
            self.mine.get_workflow().start(fresh(self.mine), sender)
            state, seen = self.seen(self.mine)
            before, target = everything(), reverse("editorial_approve", args=[state])
            # The author's yes would count as theirs.
            for role in {*self.no_reviewers(self.mine), "redazione"} - {self.author}:
                self.refused(role, lambda c: c.post(target, {"digest": seen}), before)
            assert self.users["redazione2"].client.post(target, {"digest": seen}).status_code == 302
            guests_agree(self.mine)
            assert getattr(fresh(self.mine), self.word(self.mine)) == "Cambiata"

        rolled_back(own)

    def test_a_text_that_changed_since_it_was_opened(self):
        state, seen = self.seen(self.waiting)
        draft = fresh(self.waiting).get_latest_revision_as_object()
        setattr(draft, self.word(self.waiting), "Altro")
        draft.save_revision(user=self.users["redazione"])
        before = everything()
        for name, data in (("approve", {}), ("request_changes", {"reason": REASON})):
            target = reverse(f"editorial_{name}", args=[state])
            for role in self.readers:
                self.refused(role, lambda c, d=data, t=target: c.post(t, {"digest": seen} | d), before)

    def test_overwriting_a_frozen_revision(self):
        pages = (self.mine, self.waiting, self.asked, self.first)
        for page in pages if self.every_role else pages[:2]:
            frozen = list(page.revisions.order_by("pk"))
            before = [content_digest(revision.content) for revision in frozen]
            for role in self.some_of(ONCE):

                def attempt(role=role, page=page, frozen=frozen, before=before):
                    for revision in frozen:
                        data = self.form_of(page, role) | {
                            self.word(page): "HACK", "overwrite_revision_id": revision.pk,
                        }  # fmt: skip
                        for more in ({}, JSON) if revision == frozen[-1] else (JSON,):
                            response = self.edit(self.users[role], page, data, **more)
                            assert response.status_code < 500
                    now = [content_digest(Revision.objects.get(pk=revision.pk).content) for revision in frozen]
                    assert now == before, (role, page)

                rolled_back(attempt)

    def test_replacing_the_file_of_an_image(self):
        before = (self.image.file.name, bytes_of(self.image))
        for role in self.some_of(ROLES):
            data = {"title": "t", "collection": self.image.collection_id, "tags": "", "file": upload(colour="blue")}

            def attempt(role=role, data=data):
                response = self.users[role].client.post(reverse("wagtailimages:edit", args=[self.image.pk]), data)
                assert response.status_code < 500
                now = get_image_model().objects.get(pk=self.image.pk)
                assert (now.file.name, bytes_of(now)) == before

            rolled_back(attempt)

    def test_anothers_draft_is_not_seen(self):
        page, revision = self.draft, fresh(self.draft).latest_revision
        closed = (
            url("edit", page.pk), url("view_draft", page.pk), url("history", page.pk),
            url("revisions_view", page.pk, revision.pk), url("revisions_revert", page.pk, revision.pk),
            reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"]),
            url("preview_on_edit", page.pk), url("workflow_history", page.pk), url("usage", page.pk),
            url("copy", page.pk), url("delete", page.pk), url("move", page.pk), url("lock", page.pk),
            reverse("editorial_author", args=[page.pk]), reverse("editorial_author_text", args=[page.pk]),
        )  # fmt: skip
        above = page.get_parent()
        lists = (
            "/admin/", "/admin/pages/", f"/admin/pages/{above.pk}/", f"/admin/pages/{self.index.pk}/",
            "/admin/pages/search/?q=zibibbo", "/admin/choose-page/search/?q=zibibbo",
            f"/admin/choose-page/{above.pk}/", f"/admin/choose-page/{self.index.pk}/",
            "/admin/api/main/pages/?search=zibibbo", f"/admin/api/main/pages/{page.pk}/",
            f"/admin/api/main/pages/?child_of={above.pk}", "/admin/reports/site-history/",
            "/admin/reports/page-types-usage/", f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}",
            "/area-soci/", "/area-soci/articoli/", "/area-soci/pillole/", "/cerca/?q=zibibbo", "/sitemap.xml", "/",
            page.url, *self.lists,
        )  # fmt: skip
        for role in self.some_of(self.outsiders):
            client = self.users[role].client
            for target in closed:
                response = client.get(target)
                assert response.status_code in (302, 403, 404, 405), (role, target, response.status_code)
                assert CANARY not in response.content.decode(), (role, target)
            for target in lists if role in self.one_of_each else ():
                response = client.get(target)
                body = b"".join(response.streaming_content) if response.streaming else response.content
                assert CANARY not in body.decode(), (role, target)
        for user in (self.owner_of(page), *(self.users[role] for role in self.readers)):
            assert CANARY in user.client.get(url("edit", page.pk)).content.decode()
        desk = self.users[self.desk].client
        assert CANARY in desk.get("/admin/pages/search/?q=zibibbo").content.decode()

    def test_anothers_image_is_not_chosen(self):
        number, chooser = self.image.pk, "wagtailimages_chooser"
        for role in self.some_of(ROLES):
            if role == "admin":
                continue
            client = self.users[role].client
            for target in (
                reverse(f"{chooser}:chosen", args=[number]), reverse(f"{chooser}:select_format", args=[number]),
                reverse("wagtailimages:edit", args=[number]),
                reverse("wagtailimages:preview", args=[number, "original"]),
            ):  # fmt: skip
                assert client.get(target, **XHR).status_code in (302, 403, 404), (role, target)
            for target in (
                reverse(f"{chooser}:choose"), reverse(f"{chooser}:choose_results") + "?q=zibibbo",
                reverse(f"{chooser}:chosen_multiple") + f"?id={number}",
            ):  # fmt: skip
                assert f"{CANARY} foto" not in client.get(target, **XHR).content.decode(), (role, target)
        assert f"{CANARY} foto" in self.keeper.client.get(reverse(f"{chooser}:choose"), **XHR).content.decode()

    def test_anothers_files_and_drafts_by_a_hand_made_post(self):
        number, user = str(self.image.pk), self.users[self.author]
        for what, page, change in self.changes():

            def attempt(what=what, page=page, change=change):
                data = self.form_of(page, self.author) | change
                for more in ({}, JSON):
                    assert self.edit(user, page, data, **more).status_code in (200, 302, 400), what
                preview = user.client.post(url("preview_on_edit", page.pk), data)
                assert preview.status_code == 200, what
                shown = user.client.get(url("preview_on_edit", page.pk)).content.decode()
                latest = json.dumps(fresh(page).latest_revision.content)
                for secret in (CANARY, self.image.file.name, f'"image": {number}', f'id=\\\\\\"{number}\\\\\\"'):
                    assert secret not in latest and secret not in shown, (what, secret)
                assert fresh(page).latest_revision.content.get(self.picture_field) != self.image.pk, what
                for quote in ('\\"', '\\\\\\"'):  # of a rich text, and of one inside a stream
                    assert f"linktype={quote}page{quote} id={quote}{self.draft.pk}{quote}" not in latest, what
                    assert f"linktype={quote}document{quote}" not in latest, what

            rolled_back(attempt)

    def test_the_hand_made_posts_would_be_kept_if_they_named_ones_own(self):
        """Were the POST wrong in itself, its refusal above would say nothing."""
        user, page = self.users[self.author], self.mine
        own = get_image_model().objects.create(
            title="mia", file=upload(colour="green"), uploaded_by_user=user,
            collection=Collection.objects.get(name=self.own_files),
        )  # fmt: skip
        data = self.form_of(page, self.author) | {self.picture_field: str(own.pk)}
        rolled_back(lambda: self.keeps(user, page, data, own))

    def test_a_private_document_is_not_served(self):
        target = self.document.url
        for role in self.some_of(ROLES):
            if role != "admin":
                assert self.users[role].client.get(target).status_code == 404, role
        assert Client().get(target).status_code == 404
        assert b"".join(self.keeper.client.get(target).streaming_content) == b"segreto"

    def test_deleting_what_is_live_or_waits(self):
        for role in self.some_of(ROLES):
            for page in (self.mine, self.waiting, self.first, self.asked, self.index, HomePage.objects.get()):
                self.refused(role, lambda c, page=page: c.post(url("delete", page.pk)))
        for role in self.some_of(self.outsiders):
            self.refused(role, lambda c: c.post(url("delete", self.draft.pk)))

    def test_taking_down_is_for_who_may(self):
        for role in self.some_of(ROLES):
            for name in ("editorial_take_down", "editorial_hide"):
                if self.may_take_down(role, name):
                    continue
                target = reverse(name, args=[self.mine.pk])
                self.refused(role, lambda c, t=target: c.post(t, {"reason": REASON}))
            self.refused(role, lambda c: c.post(url("unpublish", self.mine.pk)))

    def test_the_desk_agrees_and_other_desks_cannot(self):
        assert connection.in_atomic_block
        state, seen = self.seen(self.first)
        reading, target = reverse("editorial_reading", args=[state]), reverse("editorial_approve", args=[state])
        for role in self.no_reviewers(self.first):
            response = self.refused(role, lambda c: c.get(reading))
            assert fresh(self.first).draft_title not in response.content.decode()
            self.refused(role, lambda c: c.post(target, {"digest": seen}))
        desk = self.users[self.desk].client
        assert fresh(self.first).draft_title in desk.get(reading).content.decode()
        desk.post(target, {"digest": seen})
        guests_agree(self.first)
        assert fresh(self.first).live

    def test_each_does_its_own(self):
        author, desk, word = self.users[self.author], self.other_reader(), self.word(self.mine)
        author.client.post(
            url("edit", self.mine.pk), self.form_of(self.mine, self.author) | {word: "Due righe", "action-submit": "1"}
        )
        state, seen = self.seen(self.mine)
        assert getattr(fresh(self.mine), word) != "Due righe"
        desk.client.post(reverse("editorial_approve", args=[state]), {"digest": seen})
        guests_agree(self.mine)
        assert getattr(fresh(self.mine), word) == "Due righe"
        desk.client.post(reverse("editorial_take_down", args=[self.mine.pk]), {"reason": "Da rivedere insieme"})
        assert not fresh(self.mine).live
        author.client.post(reverse("editorial_author_back", args=[self.mine.pk]))
        assert not fresh(self.mine).live
        desk.client.post(reverse("editorial_bring_back", args=[self.mine.pk]))
        assert fresh(self.mine).live and getattr(fresh(self.mine), word) == "Due righe"
