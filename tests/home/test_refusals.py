"""Hand-made requests as every role of the demo: refused, and the database as it was."""

import io

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client, TestCase
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupPagePermission, Page, Revision, TaskState

from cms.users.models import User
from editorial.models import Approval
from editorial.rule import digest
from home.demo.loading import address, load
from home.models import GuidePage, HomePage, StandardPage
from profiles.models import (
    ProfileGalleryItem,
    ProfileIndexPage,
    ProfileLink,
    ProfilePage,
    ProfileProfession,
    ProfileSkill,
)
from tests.editor_form import editor_form, rich_text
from tests.helpers import JSON, ensure_house, form, fresh, url

ROLES = ("socia", "socio", "vetrine", "redazione", "redazione2", "segreteria", "admin")
MEMBERS = ("socia", "socio")
CANARY = "Zibibbo"
API = "/admin/api/main/pages/{}/action/{}/"
XHR = {"headers": {"x-requested-with": "XMLHttpRequest"}}


def picture(colour: str) -> SimpleUploadedFile:
    stream = io.BytesIO()
    Pillow.new("RGB", (40, 30), colour).save(stream, "PNG")
    return SimpleUploadedFile("x.png", stream.getvalue(), "image/png")


PAGE_TYPES = (HomePage, StandardPage, GuidePage, ProfileIndexPage, ProfilePage)
CHILDREN = (ProfileProfession, ProfileSkill, ProfileGalleryItem, ProfileLink)
# A draft over a live page may move these: they show nothing.
NOT_SHOWN = {"numchild", "latest_revision", "latest_revision_created_at", "has_unpublished_changes", "draft_title"}


def rows_of(model) -> list:
    """Every column of what is live."""
    names = [field.name for field in model._meta.concrete_fields if field.name not in NOT_SHOWN]
    rows = model.objects.order_by("pk")
    above = "" if model in PAGE_TYPES else "content_object__" if model is ProfileSkill else "page__"
    rows = rows.filter(**{f"{above}live": True})
    return list(rows.values_list(*names))


class Refusals(TestCase):
    @classmethod
    def setUpTestData(cls):
        with cls.captureOnCommitCallbacks(execute=True):  # the search index is written on commit
            ensure_house()
            load(lambda text: None)
            cls.prepare()

    @classmethod
    def prepare(cls):
        cls.users = {role: User.objects.get(email=address(role)) for role in ROLES}
        cls.mine = cls.users["socia"].member.showcase  # live
        cls.waiting = cls.users["socio"].member.showcase  # live, with a text that waits
        drafts = ProfilePage.objects.filter(live=False)
        cls.draft = next(page for page in drafts if page.current_workflow_state is None)
        cls.asked = next(
            page for page in drafts if getattr(page.current_workflow_state, "status", "") == "needs_changes"
        )
        cls.first = next(
            page
            for page in drafts
            if page.workflow_in_progress and not Approval.objects.filter(page_number=page.pk, as_reviewer=True)
        )
        owner = cls.draft.owner
        draft = fresh(cls.draft).get_latest_revision_as_object()
        draft.headline = f"{CANARY} segreto"
        draft.save_revision(user=owner)
        draft = fresh(cls.draft)
        draft.title = draft.draft_title = f"{CANARY} Bisio"
        draft.headline = f"{CANARY} segreto"
        draft.save()  # a draft's row carries its words too, and so does the index
        collection = Collection.objects.get(name="Soci")
        cls.image = get_image_model().objects.create(
            title=f"{CANARY} foto", file=picture("red"), uploaded_by_user=owner, collection=collection
        )
        cls.document = get_document_model().objects.create(
            title=f"{CANARY} carta",
            file=SimpleUploadedFile("x.txt", b"segreto"),
            uploaded_by_user=owner,
            collection=collection,
        )

    def setUp(self):
        for user in self.users.values():
            user.client = Client(raise_request_exception=True)
            user.client.force_login(user)

    @staticmethod
    def bytes_of(image) -> bytes:
        with image.file.storage.open(image.file.name) as file:
            return file.read()

    # --- what must stay

    def everything(self) -> dict:
        """Every row that the site's content is made of."""
        tables = {
            "pages": Page.objects.order_by("pk").values_list(
                "pk", "path", "live", "owner", "title", "slug", "url_path", "alias_of",
                "live_revision", "latest_revision", "go_live_at", "expire_at", "locked",
            ),
            "revisions": [(r.pk, digest(r.content), r.approved_go_live_at) for r in Revision.objects.order_by("pk")],
            "states": TaskState.objects.order_by("pk").values_list("pk", "status", "revision"),
            "yeses": Approval.objects.order_by("pk").values_list("pk", "digest", "user"),
            "images": get_image_model().objects.order_by("pk").values_list("pk", "file", "title"),
            "rights": GroupPagePermission.objects.order_by("pk").values_list("pk", flat=True),
        }  # fmt: skip
        return {name: list(rows) for name, rows in tables.items()}

    def public(self) -> dict:
        """What a visitor could tell apart."""
        return {
            **{model.__name__: rows_of(model) for model in (*PAGE_TYPES, *CHILDREN)},
            "places": list(Page.objects.live().order_by("pk").values_list("pk", "path", "live_revision")),
            "scheduled": list(Revision.objects.exclude(approved_go_live_at=None).values_list("pk", flat=True)),
            "aliases": list(Page.objects.exclude(alias_of=None).values_list("pk", flat=True)),
            "yeses": Approval.objects.filter(as_reviewer=True).count(),
        }

    def refused(self, role: str, attempt, before=None, *, same=None, statuses=(302, 400, 403, 404, 405, 409)):
        """``attempt`` gives a response; nothing that ``same`` looks at may differ afterwards."""
        same = same or self.everything
        before = same()
        response = attempt(self.users[role].client)
        assert response.status_code in statuses, (role, response.status_code, response.content[:300])
        after = same()
        for name in before:
            assert after[name] == before[name], (role, name)
        return response

    def rolled_back(self, attempt):
        with transaction.atomic():
            attempt()
            transaction.set_rollback(True)

    # --- publishing

    def test_publishing_from_the_editor(self):
        for role in ROLES:
            user = self.users[role]
            for page in (self.mine, self.waiting, self.draft, self.asked, self.first, HomePage.objects.get()):
                for extra in (
                    {"action-publish": "1"},
                    {"action-publish": "1", "go_live_at": "2020-01-01 10:00"},
                    {"go_live_at": "2020-01-01 10:00", "expire_at": "2020-01-02 10:00"},
                ):
                    data = editor_form(page, user) | extra

                    def attempt(page=page, data=data, role=role):
                        for more in ({}, JSON):
                            self.refused(
                                role,
                                lambda client, more=more: client.post(url("edit", page.pk), data, **more),
                                same=self.public,
                                statuses=(200, 302, 400, 403),
                            )

                    self.rolled_back(attempt)

    def test_creating_and_publishing_at_once(self):
        index = ProfileIndexPage.objects.get()
        data = form(
            title="Nuova", slug="nuova", intro="", menu_order="50", **{"body-count": "0", "action-publish": "1"}
        )
        for role in ROLES:
            for model, parent in (("standardpage", HomePage.objects.get()), ("standardpage", index)):
                target = url("add", "home", model, parent.pk)

                def attempt(role=role, target=target):
                    self.refused(role, lambda c: c.post(target, data), same=self.public, statuses=(302, 403, 404))
                    assert not StandardPage.objects.filter(slug="nuova", live=True).exists()

                self.rolled_back(attempt)

    def test_bulk_actions(self):
        pages = (self.mine, self.waiting, self.draft, self.first)
        ids = "&".join(f"id={page.pk}" for page in pages)
        for role in ROLES:
            for action in ("publish", "unpublish", "move", "delete"):
                target = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
                data = {"include_descendants": "on", "chooser": HomePage.objects.get().pk}

                def attempt(role=role, target=target, data=data):
                    self.refused(
                        role,
                        lambda c: c.post(f"{target}?next=/admin/&{ids}", data),
                        same=self.public,
                        statuses=(200, 302, 403),
                    )
                    for page in (self.mine, self.waiting, self.first):
                        assert Page.objects.filter(pk=page.pk, path=page.path).exists()

                self.rolled_back(attempt)

    def test_copying_aliases_moving_reordering(self):
        index, home = ProfileIndexPage.objects.get(), HomePage.objects.get()
        for role in ROLES:
            for page in (self.mine, self.waiting, self.draft, index):
                copy = {
                    "new_title": "C", "new_slug": "c", "new_parent_page": index.pk, "copy_subpages": "on",
                    "publish_copies": "on",
                }  # fmt: skip
                attempts = (
                    lambda c, page=page, copy=copy: c.post(url("copy", page.pk), copy),
                    lambda c, page=page, copy=copy: c.post(url("copy", page.pk), copy | {"alias": "on"}),
                    lambda c, page=page: c.post(url("convert_alias", page.pk)),
                    lambda c, page=page: c.post(url("set_page_position", page.pk) + "?position=0"),
                )
                for attempt in attempts:
                    self.refused(role, attempt)
            for page in (self.mine, self.waiting):
                self.refused(role, lambda c, page=page: c.post(url("move_confirm", page.pk, home.pk)))

    def test_reverting_and_publishing(self):
        first = self.mine.revisions.order_by("pk").first()
        for role in ROLES:
            data = editor_form(self.mine, self.users[role]) | {"action-publish": "1"}
            target = url("revisions_revert", self.mine.pk, first.pk)
            self.rolled_back(
                lambda role=role, data=data, target=target: self.refused(
                    role, lambda c: c.post(target, data), same=self.public, statuses=(200, 302, 403)
                )
            )

    def test_wagtails_own_workflow_actions(self):
        state = fresh(self.waiting).current_workflow_task_state
        for role in ROLES:
            for action in ("approve", "reject", "nonsense"):
                for name in ("workflow_action", "collect_workflow_action_data"):
                    self.refused(
                        role,
                        lambda c, name=name, action=action: c.post(
                            url(name, self.waiting.pk, action, state.pk), {"comment": "perché sì"}
                        ),
                    )
                data = editor_form(self.waiting, self.users[role]) | {
                    "action-workflow-action": "1", "workflow-action-name": action,
                }  # fmt: skip
                self.refused(role, lambda c, data=data: c.post(url("edit", self.waiting.pk), data))

    def test_the_admin_api(self):
        actions = (
            "publish", "unpublish", "copy", "move", "delete", "create_alias", "convert_alias",
            "revert_to_page_revision", "copy_for_translation",
        )  # fmt: skip
        for role in ROLES:
            for action in actions:
                self.refused(role, lambda c, action=action: c.post(API.format(self.draft.pk, action), {}, **JSON))
            for kind in ("images", "documents"):
                for tail in ("", "1/", "find/"):
                    self.refused(role, lambda c, kind=kind, tail=tail: c.get(f"/admin/api/main/{kind}/{tail}"))

    # --- the yes

    def test_nobody_approves_their_own(self):
        """The owner sent it: their «sì» is in it already. Somebody of the desk who sends is its author here."""
        state = fresh(self.waiting).current_workflow_task_state
        seen = digest(fresh(self.waiting).latest_revision.content)
        self.refused("socio", lambda c: c.post(reverse("editorial_yes", args=[state.pk]), {"digest": seen}))
        self.refused("socio", lambda c: c.post(reverse("editorial_agree", args=[self.waiting.pk]), {"digest": seen}))

        def own():
            chief = self.users["redazione"]
            page = StandardPage.objects.get(slug="il-centro")
            draft = page.get_latest_revision_as_object()
            draft.intro = "Cambiata"
            draft.save_revision(user=chief)
            page.get_workflow().start(fresh(page), chief)
            at, now = fresh(page).current_workflow_task_state, digest(fresh(page).latest_revision.content)
            target = reverse("editorial_yes", args=[at.pk])
            self.refused("redazione", lambda c: c.post(target, {"digest": now}))
            for role in ("socia", "vetrine", "segreteria", "admin"):
                self.refused(role, lambda c: c.post(target, {"digest": now}))
            assert self.users["redazione2"].client.post(target, {"digest": now}).status_code == 302
            assert fresh(page).intro == "Cambiata" and fresh(page).live

        self.rolled_back(own)

    def test_a_text_that_changed_since_it_was_opened(self):
        state = fresh(self.waiting).current_workflow_task_state
        seen = digest(fresh(self.waiting).latest_revision.content)

        def attempt():
            draft = fresh(self.waiting).get_latest_revision_as_object()
            draft.headline = "Altro"
            draft.save_revision(user=self.users["redazione"])
            for name, data in (("yes", {}), ("ask", {"reason": "un motivo abbastanza lungo"})):
                target = reverse(f"editorial_{name}", args=[state.pk])
                for role in ("vetrine", "redazione2"):
                    self.refused(role, lambda c, d=data, t=target: c.post(t, {"digest": seen} | d))

        self.rolled_back(attempt)

    def test_overwriting_a_frozen_revision(self):
        for page in (self.mine, self.waiting, self.asked, self.first):
            frozen = list(page.revisions.order_by("pk"))
            before = [digest(revision.content) for revision in frozen]
            for role in ROLES:

                def attempt(role=role, page=page, frozen=frozen, before=before):
                    for revision in frozen:
                        data = editor_form(page, self.users[role]) | {
                            "headline": "HACK", "overwrite_revision_id": revision.pk,
                        }  # fmt: skip
                        for more in ({}, JSON):
                            response = self.users[role].client.post(url("edit", page.pk), data, **more)
                            assert response.status_code < 500
                    now = [digest(Revision.objects.get(pk=revision.pk).content) for revision in frozen]
                    assert now == before, (role, page)

                self.rolled_back(attempt)

    # --- pictures, documents, other people's drafts

    def test_replacing_the_file_of_an_image(self):
        for role in ROLES:
            data = {"title": "t", "collection": self.image.collection_id, "tags": "", "file": picture("blue")}
            name, content = self.image.file.name, self.bytes_of(self.image)

            def attempt(role=role, data=data, name=name, content=content):
                response = self.users[role].client.post(reverse("wagtailimages:edit", args=[self.image.pk]), data)
                assert response.status_code < 500
                now = get_image_model().objects.get(pk=self.image.pk)
                assert (now.file.name, self.bytes_of(now)) == (name, content)

            self.rolled_back(attempt)

    def test_anothers_draft_is_not_seen(self):
        page, revision = self.draft, self.draft.latest_revision
        own = self.draft.owner
        closed = (
            url("edit", page.pk), url("view_draft", page.pk), url("history", page.pk),
            url("revisions_view", page.pk, revision.pk), url("revisions_revert", page.pk, revision.pk),
            reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"]),
            url("preview_on_edit", page.pk), url("workflow_history", page.pk), url("usage", page.pk),
            url("copy", page.pk), url("delete", page.pk), url("move", page.pk), url("lock", page.pk),
            reverse("editorial_author", args=[page.pk]), reverse("editorial_author_text", args=[page.pk]),
        )  # fmt: skip
        lists = (
            "/admin/pages/", f"/admin/pages/{page.get_parent().pk}/", "/admin/pages/search/?q=zibibbo",
            "/admin/choose-page/search/?q=zibibbo", f"/admin/choose-page/{page.get_parent().pk}/",
            "/admin/api/main/pages/?search=zibibbo", f"/admin/api/main/pages/{page.pk}/",
            "/admin/reports/site-history/", "/admin/reports/page-types-usage/",
            f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}", "/cerca/?q=zibibbo", "/soci/?q=zibib",
            "/sitemap.xml", "/soci/", "/",
        )  # fmt: skip
        for role in (*MEMBERS, "segreteria"):
            client = self.users[role].client
            for target in closed:
                response = client.get(target)
                assert response.status_code in (302, 403, 404, 405), (role, target, response.status_code)
                assert CANARY not in response.content.decode(), (role, target)
            for target in lists:
                response = client.get(target)
                body = b"".join(response.streaming_content) if response.streaming else response.content
                assert CANARY not in body.decode(), (role, target)
        client = Client()
        client.force_login(own)
        assert CANARY in client.get(url("edit", page.pk)).content.decode()
        desk = self.users["vetrine"].client
        assert CANARY in desk.get(url("edit", page.pk)).content.decode()
        assert CANARY in desk.get("/admin/pages/search/?q=zibibbo").content.decode()

    def test_anothers_image_is_not_chosen(self):
        number, chooser = self.image.pk, "wagtailimages_chooser"
        upload = picture("red")  # the same bytes as the other's image
        for role in MEMBERS:
            client = self.users[role].client
            for target in (
                reverse(f"{chooser}:chosen", args=[number]), reverse(f"{chooser}:select_format", args=[number]),
                reverse("wagtailimages:edit", args=[number]),
                reverse("wagtailimages:preview", args=[number, "original"]),
            ):  # fmt: skip
                assert client.get(target, **XHR).status_code in (302, 403, 404), target
            for target in (
                reverse(f"{chooser}:choose"), reverse(f"{chooser}:choose_results") + "?q=zibibbo",
                reverse(f"{chooser}:chosen_multiple") + f"?id={number}",
            ):  # fmt: skip
                assert f"{CANARY} foto" not in client.get(target, **XHR).content.decode(), target

            def attempt(client=client):
                upload.seek(0)
                data = {
                    "image-chooser-upload-title": "mia", "image-chooser-upload-file": upload,
                    "image-chooser-upload-collection": self.image.collection_id, "image-chooser-upload-tags": "",
                }  # fmt: skip
                response = client.post(reverse(f"{chooser}:create"), data, **XHR)
                assert response.status_code == 200 and CANARY not in response.content.decode()
                assert get_image_model().objects.filter(title="mia").count() == 1

            self.rolled_back(attempt)
        own = Client()
        own.force_login(self.draft.owner)
        assert f"{CANARY} foto" in own.get(reverse(f"{chooser}:choose"), **XHR).content.decode()

    def test_anothers_files_and_drafts_by_a_hand_made_post(self):
        number = str(self.image.pk)
        count = int(editor_form(self.mine, self.users["socia"])["bio-count"])
        slot = {f"bio-{count}-deleted": "", f"bio-{count}-order": count, f"bio-{count}-id": "", "bio-count": count + 1}

        def block(kind: str, value) -> dict:
            values = value if isinstance(value, dict) else {"": value}
            return slot | {f"bio-{count}-type": kind} | {
                f"bio-{count}-value" + (f"-{key}" if key else ""): item for key, item in values.items()
            }  # fmt: skip

        link = {"type": "LINK", "data": {"id": self.draft.pk, "url": "/x/", "parentId": 5}}
        carta = {"type": "DOCUMENT", "data": {"id": self.document.pk, "url": "/x/", "filename": "x"}}
        embedded = {"type": "IMAGE", "data": {"id": self.image.pk, "format": "fullwidth", "alt": "x", "src": "/x"}}
        changes = {
            "photo": {"photo": number},
            "picture": block("picture", {"image": number, "alt": "x", "caption": "", "credit": ""}),
            "document": block("document", {"document": str(self.document.pk), "label": "x"}),
            "link": block("paragraph", entity("ciao", link)),
            "rich text document": block("paragraph", entity("ciao", carta)),
            "rich text image": block("paragraph", rich_text("ciao", embed=embedded)),
            "gallery": {
                "gallery_items-TOTAL_FORMS": "1", "gallery_items-INITIAL_FORMS": "0", "gallery_items-0-id": "",
                "gallery_items-0-image": number, "gallery_items-0-alt": "x", "gallery_items-0-ORDER": "1",
                "gallery_items-0-DELETE": "",
            },
        }  # fmt: skip
        for what, change in changes.items():

            def attempt(what=what, change=change):
                client = self.users["socia"].client
                data = editor_form(self.mine, self.users["socia"]) | change
                for more in ({}, JSON):
                    assert client.post(url("edit", self.mine.pk), data, **more).status_code in (200, 302, 400), what
                preview = client.post(url("preview_on_edit", self.mine.pk), data)
                assert preview.status_code == 200, what
                shown = client.get(url("preview_on_edit", self.mine.pk)).content.decode()
                latest = str(fresh(self.mine).latest_revision.content)
                for secret in (CANARY, self.image.file.name, f'"image": {number}', f'id=\\\\"{number}\\\\"'):
                    assert secret not in latest and secret not in shown, (what, secret)
                assert f'linktype=\\\\"page\\\\" id=\\\\"{self.draft.pk}' not in latest, what
                assert 'linktype=\\\\"document\\\\"' not in latest, what

            self.rolled_back(attempt)

    def test_a_private_document_is_not_served(self):
        target = self.document.url
        for role in (*MEMBERS, "segreteria"):
            assert self.users[role].client.get(target).status_code == 404
        assert Client().get(target).status_code == 404
        own = Client()
        own.force_login(self.draft.owner)
        assert b"".join(own.get(target).streaming_content) == b"segreto"

    # --- second showcases, deleting

    def test_a_second_showcase(self):
        index = ProfileIndexPage.objects.get()
        for role in ROLES:
            data = editor_form(self.mine, self.users[role]) | {"slug": "seconda"}
            self.refused(role, lambda c, d=data: c.post(url("add", "profiles", "profilepage", index.pk), d))
        with self.assertRaises(ValidationError), transaction.atomic():
            index.add_child(instance=ProfilePage(title="Seconda", slug="seconda", member=self.mine.member))
        with self.assertRaises(IntegrityError), transaction.atomic():
            ProfilePage.objects.filter(pk=self.draft.pk).update(member=self.mine.member)

    def test_deleting_what_is_live_or_waits(self):
        for role in ROLES:
            for page in (self.mine, self.waiting, self.first, self.asked, HomePage.objects.get()):
                self.refused(role, lambda c, page=page: c.post(url("delete", page.pk)))
        for role in MEMBERS:
            self.refused(role, lambda c: c.post(url("delete", self.draft.pk)))

    def test_taking_down_is_for_who_may(self):
        for role in ("socio", "segreteria", "admin"):
            for name in ("editorial_take_down", "editorial_hide"):
                target = reverse(name, args=[self.mine.pk])
                self.refused(role, lambda c, t=target: c.post(t, {"reason": "un motivo abbastanza lungo"}))
        for role in ROLES:
            self.refused(role, lambda c: c.post(url("unpublish", self.mine.pk)))

    # --- and what each should do works

    def test_each_does_its_own(self):
        assert connection.in_atomic_block
        socia, vetrine = self.users["socia"], self.users["vetrine"]
        socia.client.post(
            url("edit", self.mine.pk),
            editor_form(self.mine, socia) | {"headline": "Una riga nuova", "action-submit": "1"},
        )
        state = fresh(self.mine).current_workflow_task_state
        seen = digest(fresh(self.mine).latest_revision.content)
        assert fresh(self.mine).headline != "Una riga nuova"
        vetrine.client.post(reverse("editorial_yes", args=[state.pk]), {"digest": seen})
        assert fresh(self.mine).headline == "Una riga nuova"
        take_down = reverse("editorial_take_down", args=[self.mine.pk])
        vetrine.client.post(take_down, {"reason": "Da rivedere insieme"})
        assert not fresh(self.mine).live
        vetrine.client.post(reverse("editorial_bring_back", args=[self.mine.pk]))
        assert fresh(self.mine).live and fresh(self.mine).headline == "Una riga nuova"
        socia.client.post(reverse("editorial_hide", args=[self.mine.pk]))
        assert not fresh(self.mine).live
        socia.client.post(reverse("editorial_author_back", args=[self.mine.pk]))
        assert fresh(self.mine).live
        data = form(
            title="Nuova", slug="nuova", intro="Ciao", menu_order="50", **{"body-count": "0", "action-submit": "1"}
        )
        self.users["redazione"].client.post(url("add", "home", "standardpage", HomePage.objects.get().pk), data)
        page = StandardPage.objects.get(slug="nuova")
        seen = digest(page.latest_revision.content)
        target = reverse("editorial_yes", args=[page.current_workflow_task_state.pk])
        self.users["redazione2"].client.post(target, {"digest": seen})
        assert fresh(page).live


def entity(text: str, data: dict) -> str:
    """A Draftail paragraph whose whole text is one entity."""
    import json

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
