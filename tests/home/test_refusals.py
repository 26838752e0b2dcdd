"""The list of refusals for showcases, and for what only they and the plain pages have."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import TestCase
from django.urls import reverse
from wagtail.images import get_image_model

from editorial.models import Approval
from home.models import HomePage, StandardPage
from profiles.models import ProfileIndexPage, ProfilePage
from tests.support.editor_post import editor_form
from tests.support.http import form, url
from tests.support.images import upload
from tests.support.moderation import fresh

from .refusals import CANARY, REASON, XHR, Refusals, everything, public, rolled_back
from .shared_refusals import SharedRefusals
from .small_demo import ROLES

MEMBERS = ("socia", "socio", "consulente")


class ShowcaseRefusals(Refusals, TestCase):
    desk = "vetrine"
    readers = ("vetrine", "redazione", "redazione2")
    picture_field, stream = "photo", "bio"
    lists = ("/soci/", "/soci/?q=zibib")

    @classmethod
    def pages(cls):
        cls.index = ProfileIndexPage.objects.get()
        cls.mine = cls.users["socia"].member.showcase
        cls.waiting = cls.users["socio"].member.showcase
        drafts = ProfilePage.objects.filter(live=False)
        cls.asked = next(
            page for page in drafts if getattr(page.current_workflow_state, "status", "") == "needs_changes"
        )
        cls.first = next(
            page
            for page in drafts
            if page.workflow_in_progress and not Approval.objects.filter(page_number=page.pk, as_reviewer=True)
        )
        cls.draft = cls.hide_a_word(next(page for page in drafts if page.current_workflow_state is None))

    def provisioned_site(self):
        return [HomePage.objects.get()]

    def test_creating_and_publishing_at_once(self):
        data = form(
            title="Nuova", slug="nuova", intro="", menu_order="50", **{"body-count": "0", "action-publish": "1"}
        )
        for role in ROLES:
            for model, parent in (("standardpage", HomePage.objects.get()), ("standardpage", self.index)):
                target = url("add", "home", model, parent.pk)

                def attempt(role=role, target=target):
                    self.refused(role, lambda c: c.post(target, data), same=public, statuses=(302, 403, 404))
                    assert not StandardPage.objects.filter(slug="nuova", live=True).exists()

                rolled_back(attempt)

    def may_copy(self, role, page):
        """Showcases are made with their people."""
        return False

    def changes(self):
        gallery = {
            "gallery_items-TOTAL_FORMS": "1", "gallery_items-INITIAL_FORMS": "0", "gallery_items-0-id": "",
            "gallery_items-0-image": str(self.image.pk), "gallery_items-0-alt": "x", "gallery_items-0-ORDER": "1",
            "gallery_items-0-DELETE": "",
        }  # fmt: skip
        return [*super().changes(), ("gallery", self.mine, gallery)]

    def test_the_same_picture_as_anothers_is_uploaded_without_naming_it(self):
        file = upload(colour="red")  # the same bytes as the other's image
        for role in MEMBERS:

            def attempt(client=self.users[role].client):
                file.seek(0)
                data = {
                    "image-chooser-upload-title": "mia", "image-chooser-upload-file": file,
                    "image-chooser-upload-collection": self.image.collection_id, "image-chooser-upload-tags": "",
                }  # fmt: skip
                response = client.post(reverse("wagtailimages_chooser:create"), data, **XHR)
                assert response.status_code == 200 and CANARY not in response.content.decode()
                assert get_image_model().objects.filter(title="mia").count() == 1

            rolled_back(attempt)

    def test_nobody_of_redazione_approves_their_own_plain_page(self):
        def own():
            chief = self.users["redazione"]
            page = StandardPage.objects.get(slug="il-centro")
            draft = page.get_latest_revision_as_object()
            draft.intro = "Cambiata"
            draft.save_revision(user=chief)
            page.get_workflow().start(fresh(page), chief)
            at = self.step_of(page)
            target, before = reverse("editorial_approve", args=[at]), everything()
            for role in ROLES:
                if role != "redazione2":
                    seen = self.seen(role, page)
                    self.refused(role, lambda c, s=seen: c.post(target, s), before)
            seen = self.seen("redazione2", page)
            assert self.users["redazione2"].client.post(target, seen).status_code == 302
            assert fresh(page).intro == "Cambiata" and fresh(page).live

        rolled_back(own)

    def test_a_second_showcase(self):
        for role in ROLES:
            data = editor_form(self.mine, self.users[role]) | {"slug": "seconda"}
            self.refused(role, lambda c, d=data: c.post(url("add", "profiles", "profilepage", self.index.pk), d))
        with self.assertRaises(ValidationError), transaction.atomic():
            self.index.add_child(instance=ProfilePage(title="Seconda", slug="seconda", member=self.mine.member))
        with self.assertRaises(IntegrityError), transaction.atomic():
            ProfilePage.objects.filter(pk=self.draft.pk).update(member=self.mine.member)

    def may_take_down(self, role, name):
        """Their own, members hide."""
        return super().may_take_down(role, name) or (name == "editorial_hide" and role == "socia")

    def test_the_office_takes_no_page_down_by_the_desks_door(self):
        for role in ("socio", "segreteria", "admin"):
            target = reverse("editorial_take_down", args=[self.mine.pk])
            self.refused(role, lambda c, t=target: c.post(t, {"reason": REASON}))

    def test_a_member_hides_their_own_and_brings_it_back(self):
        socia = self.users["socia"]
        socia.client.post(reverse("editorial_hide", args=[self.mine.pk]))
        assert not fresh(self.mine).live
        socia.client.post(reverse("editorial_author_back", args=[self.mine.pk]))
        assert fresh(self.mine).live

    def test_redazione_writes_a_plain_page_and_another_agrees(self):
        data = form(
            title="Nuova", slug="nuova", intro="Ciao", menu_order="50", **{"body-count": "0", "action-submit": "1"}
        )
        self.users["redazione"].client.post(url("add", "home", "standardpage", HomePage.objects.get().pk), data)
        page = StandardPage.objects.get(slug="nuova")
        state = self.step_of(page)
        self.users["redazione2"].client.post(reverse("editorial_approve", args=[state]), self.seen("redazione2", page))
        assert fresh(page).live


@pytest.mark.exhaustive
class EveryShowcaseRefusal(ShowcaseRefusals, SharedRefusals):
    every_role = True
