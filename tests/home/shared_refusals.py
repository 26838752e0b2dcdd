"""What every tree refuses alike, of hand-made requests as every role of the demo."""

import json

from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, Revision

from editorial.content.digest import content_digest
from home.models import HomePage
from tests.support.http import JSON, url
from tests.support.images import upload
from tests.support.moderation import fresh, seen_data

from .refusals import (
    API,
    CANARY,
    ONCE,
    REASON,
    REFUSED,
    XHR,
    Refusals,
    bytes_of,
    everything,
    guests_agree,
    new_page_form,
    public,
    rolled_back,
)
from .small_demo import ROLES


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
        state = self.step_of(self.waiting)
        owner = self.owner_of(self.waiting)
        reading, own = reverse("editorial_approve", args=[state]), reverse("editorial_agree", args=[self.waiting.pk])
        for target in (reading, own):
            assert owner.client.post(target, seen_data(owner, self.waiting)).status_code in REFUSED
            self.is_as_before("owner", self.everything, everything)
        for role in self.no_reviewers(self.waiting):
            for target in (reading, own):
                seen = self.seen(role, self.waiting)
                self.refused(role, lambda c, t=target, s=seen: c.post(t, s))

    def test_the_desk_does_not_approve_what_it_asked_for_itself(self):
        """Somebody of the desk who sends a text is its author here."""

        def own():
            sender = self.users["redazione"]
            draft = self.mine.get_latest_revision_as_object()
            setattr(draft, self.word(self.mine), "Cambiata")
            draft.save_revision(user=sender)
            self.mine.get_workflow().start(fresh(self.mine), sender)
            state = self.step_of(self.mine)
            before, target = everything(), reverse("editorial_approve", args=[state])
            # The author's yes would count as theirs.
            for role in {*self.no_reviewers(self.mine), "redazione"} - {self.author}:
                seen = self.seen(role, self.mine)
                self.refused(role, lambda c, s=seen: c.post(target, s), before)
            seen = self.seen("redazione2", self.mine)
            assert self.users["redazione2"].client.post(target, seen).status_code == 302
            guests_agree(self.mine)
            assert getattr(fresh(self.mine), self.word(self.mine)) == "Cambiata"

        rolled_back(own)

    def test_a_text_that_changed_since_it_was_opened(self):
        state, seen = self.step_of(self.waiting), {role: self.seen(role, self.waiting) for role in self.readers}
        draft = fresh(self.waiting).get_latest_revision_as_object()
        setattr(draft, self.word(self.waiting), "Altro")
        draft.save_revision(user=self.users["redazione"])
        before = everything()
        for name, data in (("approve", {}), ("request_changes", {"reason": REASON})):
            target = reverse(f"editorial_{name}", args=[state])
            for role in self.readers:
                self.refused(role, lambda c, d=data, t=target, s=seen[role]: c.post(t, s | d), before)

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
        state = self.step_of(self.first)
        reading, target = reverse("editorial_reading", args=[state]), reverse("editorial_approve", args=[state])
        for role in self.no_reviewers(self.first):
            response = self.refused(role, lambda c: c.get(reading))
            assert fresh(self.first).draft_title not in response.content.decode()
            seen = self.seen(role, self.first)
            self.refused(role, lambda c, s=seen: c.post(target, s))
        desk = self.users[self.desk].client
        assert fresh(self.first).draft_title in desk.get(reading).content.decode()
        desk.post(target, self.seen(self.desk, self.first))
        guests_agree(self.first)
        assert fresh(self.first).live

    def test_each_does_its_own(self):
        author, desk, word = self.users[self.author], self.other_reader(), self.word(self.mine)
        author.client.post(
            url("edit", self.mine.pk), self.form_of(self.mine, self.author) | {word: "Due righe", "action-submit": "1"}
        )
        state = self.step_of(self.mine)
        assert getattr(fresh(self.mine), word) != "Due righe"
        desk.client.post(reverse("editorial_approve", args=[state]), seen_data(desk, self.mine))
        guests_agree(self.mine)
        assert getattr(fresh(self.mine), word) == "Due righe"
        desk.client.post(reverse("editorial_take_down", args=[self.mine.pk]), {"reason": "Da rivedere insieme"})
        assert not fresh(self.mine).live
        author.client.post(reverse("editorial_author_back", args=[self.mine.pk]))
        assert not fresh(self.mine).live
        desk.client.post(reverse("editorial_bring_back", args=[self.mine.pk]))
        assert fresh(self.mine).live and getattr(fresh(self.mine), word) == "Due righe"
