"""Every address of the admin: known, and closed to whoever has no business there."""

from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Site, TaskState, Workflow

from blog.models import Category
from cms.mail.models import Mail
from cms.models import SiteSettings
from cms.users.models import User
from editorial.admin.access import CLOSED_NAMESPACES, CLOSED_URL_NAMES, member_url_names
from editorial.consent import services as consent_services
from editorial.models import ConsentRequest
from pillole.models import Topic
from profiles.models import Area, Place, Profession
from tests.factories.pages import audio
from tests.support.admin_urls import known, patterns
from tests.support.images import upload
from tests.support.moderation import fresh
from tests.support.people import ensure_house

from .matrix import BRING, LONG_AGO, MAKERS, make_people

NEW = """
These addresses are not in tests/editorial/admin_urls.txt, or no longer exist. For each new one decide who may use it:
a member only what the editor of their own page asks for (MEMBER_URL_NAMES in editorial.admin.access), nobody what
leads around the one door (CLOSED_URL_NAMES), staff the rest. Then add its line there, in alphabetical order; take
out what is gone.
"""
# Ways in, pictures of the admin's frame and its words in JavaScript: nothing of anybody's.
FOR_VISITORS = {
    "wagtailadmin_login": {"in"},
    "(admin/login/)": {"in"},
    "(admin/^.*/$)": {"302"},  # adds a slash
    "wagtailadmin_sprite": {"200"},
    "wagtailadmin_javascript_catalog": {"200", "405"},
    "admin_account": {"/area-soci/"},
    "wagtailadmin_account": {"/area-soci/"},
}
# What a member's editor asks for and that names nothing of anybody's. Whatever is not here is 403 for another's.
OPEN = {
    "post_tag_autocomplete": {"200", "405"},
    "skill_autocomplete": {"200", "405"},
    "wagtailadmin_block_preview": {"404", "405"},
    "wagtailadmin_choose_page": {"200", "405"},
    "wagtailadmin_choose_page_anchor_link": {"200"},
    "wagtailadmin_choose_page_child": {"200", "405"},
    "wagtailadmin_choose_page_chosen_multiple": {"200", "405"},
    "wagtailadmin_choose_page_email_link": {"200"},
    "wagtailadmin_choose_page_external_link": {"200", "400"},
    "wagtailadmin_choose_page_phone_link": {"200"},
    "wagtailadmin_choose_page_search": {"200", "405"},
    "wagtailadmin_dismissibles": {"200", "405"},
    "wagtailadmin_editing_sessions:ping": {"404", "405"},
    "wagtailadmin_editing_sessions:release": {"200", "405"},
    "wagtailadmin_javascript_catalog": {"200", "405"},
    "wagtailadmin_logout": {"405", "in"},
    "wagtailadmin_sprite": {"200"},
    "wagtaildocs_chooser:choose": {"200", "405"},
    "wagtaildocs_chooser:choose_results": {"200", "405"},
    "wagtaildocs_chooser:chosen": {"/admin/", "405"},
    "wagtaildocs_chooser:chosen_multiple": {"200", "405"},
    "wagtaildocs_chooser:create": {"200"},
    "wagtailimages_chooser:choose": {"200", "405"},
    "wagtailimages_chooser:choose_results": {"200", "405"},
    "wagtailimages_chooser:chosen_multiple": {"200", "405"},
    "wagtailimages_chooser:create": {"200"},
}
LED_AWAY = {
    "wagtailadmin_home": {"/area-soci/"},
    "admin_account": {"/area-soci/"},
    "wagtailadmin_account": {"/area-soci/"},
}
LOGOUTS = ("wagtailadmin_logout",)
OURS = ("/area-soci/", "/admin/")
CLOSED = CLOSED_URL_NAMES | {name for name in known() if name.partition(":")[0] in CLOSED_NAMESPACES}
APIS = ("wagtailadmin_api:images:", "wagtailadmin_api:documents:")
REPORTS = "wagtailadmin_reports:"
WORDS = {
    "content_type_app_name": "blog", "content_type_model_name": "blogpage", "filter_spec": "fill-10x10",
    "action_name": "approve", "action": "delete", "uidb64": "MQ", "token": "x", "object_id": "1", "uploaded_file_id": 1,
    "app_name": "blog", "filename": "x.txt",
}  # fmt: skip
MODELS = {
    "wagtail_bulk_action": ("wagtailcore", "page"), "wagtailadmin_pages:choose_parent": ("blog", "blogpage"),
    "wagtailadmin_workflows:add_task": ("editorial", "desktask"),
}  # fmt: skip


def test_every_name_is_known():
    there = {name for name, _pattern, _route in patterns()}
    listed = known()
    assert listed == sorted(set(listed)), "one name a line, in alphabetical order"
    wrong = [f"+ {name}" for name in sorted(there - set(listed))] + [
        f"- {name}" for name in sorted(set(listed) - there)
    ]
    assert wrong == [], NEW + "\n".join(wrong)


def test_what_the_guard_names_exists():
    there = {name for name, _pattern, _route in patterns()}
    assert member_url_names() <= there and there >= CLOSED_URL_NAMES
    assert not member_url_names() & CLOSED_URL_NAMES


class AdminUrls(TestCase):
    @classmethod
    def setUpTestData(cls):
        ensure_house()
        cls.people = make_people()
        cls.author = cls.people["author"]
        cls.page = MAKERS["blog"](0, cls.author)
        BRING["waits"](cls.page, cls.author, cls.people["redazione2"])
        cls.episode = MAKERS["radio"](0, cls.author)
        BRING["guest"](cls.episode, cls.author, cls.people["redazione2"])
        answered = ConsentRequest.Answer.YES
        consent = ConsentRequest.objects.create(
            page_number=cls.episode.pk, revision_number=1, digest="x", key="name:x", name="X", answer=answered,
            answered_at=LONG_AGO, content=fresh(cls.episode).latest_revision.content,
        )  # fmt: skip
        mail = Mail.objects.create(key="a:1:b", recipient="b@example.org", state=Mail.State.FAILED)
        files = {"uploaded_by_user": cls.author, "collection": Collection.objects.get(name="Soci")}
        image = get_image_model().objects.create(title="sua", file=upload(colour="red"), **files)
        document = get_document_model().objects.create(title="sua", file=SimpleUploadedFile("x.txt", b"x"), **files)
        state = TaskState.objects.get(workflow_state__object_id=str(cls.page.pk))
        cls.numbers = {
            **dict.fromkeys(("page_id", "page_to_move_id", "page_pk"), cls.page.pk),
            **dict.fromkeys(("parent_page_id", "destination_id"), cls.page.get_parent().pk),
            "revision_id": cls.page.latest_revision_id,
            "image_id": image.pk,
            "document_id": document.pk,
            "task_state_id": state.pk,
            "workflow_state_id": state.workflow_state_id,
            "task_id": state.task_id,
            "workflow_pk": state.workflow_state.workflow_id,
            "consent_request_id": consent_services.requests_at(cls.episode)[0].pk,
            "mail_id": mail.pk,
            "user_id": cls.author.pk,
            "collection_id": Collection.objects.get(name="Soci").pk,
        }
        setting = {"app_name": "cms", "model_name": "sitesettings", "pk": SiteSettings.objects.get().pk}
        cls.others = {
            "editorial_consent": {"consent_request_id": consent.pk}, "episode_guests": {"page_id": cls.episode.pk},
            **dict.fromkeys(("wagtailsettings:edit", "wagtailsettings:preview_on_edit"), setting),
        }  # fmt: skip
        cls.keys = {
            "wagtailimages": image.pk, "wagtaildocs": document.pk, "radio_audio": audio(user=cls.people["radio"]).pk,
            "wagtailusers_users": cls.author.pk, "wagtailusers_groups": Group.objects.first().pk,
            "wagtailsites": Site.objects.first().pk, "wagtailadmin_workflows": Workflow.objects.first().pk,
            "wagtailadmin_collections": Collection.objects.get(name="Soci").pk,
            "wagtailadmin_api:pages": cls.page.pk, "wagtailadmin_api:images": image.pk,
            "wagtailadmin_api:documents": document.pk,
            **{f"{kind}_{model._meta.app_label}_{model._meta.model_name}": model.objects.first().pk
               for model in (Area, Place, Profession, Category, Topic)
               for kind in ("wagtailsnippets", "wagtailsnippetchoosers")},
        }  # fmt: skip

    def addresses(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, pattern, route in patterns():
            found.setdefault(name, []).append(self.address(name, pattern, route))
        return found

    def address(self, name: str, pattern: Any, route: str) -> str:
        """With numbers of somebody else's page, picture, document wherever one is asked for."""
        if name.startswith("("):
            return "/" + route.replace("^", "").replace(".*", "nowhere").replace("$", "")
        if name == "wagtailadmin_pages:revisions_compare":
            return reverse(name, args=[self.page.pk, "earliest", "latest"])
        words = dict(zip(("app_label", "model_name"), MODELS.get(name, ("blog", "category")), strict=True))
        values = WORDS | words | self.numbers | self.others.get(name, {})
        key = next((pk for prefix, pk in self.keys.items() if name.startswith(prefix)), 1)
        return reverse(name, kwargs={k: values.get(k, key) for k in pattern.pattern.regex.groupindex})

    def ask(self, client: Client, method: str, address: str) -> Any:
        client.cookies.pop("messages", None)
        with transaction.atomic():
            response = getattr(client, method)(address)
            transaction.set_rollback(True)
        return response

    def answers(self, role: str, methods: Any = ("get", "post"), among: Any = None) -> dict[str, set[str]]:
        """To GET and POST of every address: a status, «in» for the login, where a person is led for the rest."""
        client = Client()
        if role != "visitor":
            client.force_login(self.people[role])
        found: dict[str, set[str]] = {}
        addresses = {name: found for name, found in self.addresses().items() if among is None or name in among}
        for name in sorted(addresses, key=lambda name: (name in LOGOUTS, name)):
            for address, method in product(addresses[name], methods):
                response = self.ask(client, method, address)
                led = response.headers.get("Location", "")
                what = "in" if led.startswith("/accedi/") else led if led in OURS else str(response.status_code)
                found.setdefault(name, set()).add(what)
        return found

    def check(self, role: str, wanted: Any, methods: Any = ("get", "post")) -> None:
        """``wanted`` tells of a name what may be answered."""
        wrong = {
            name: (statuses, wanted(name))
            for name, statuses in self.answers(role, methods).items()
            if not statuses <= wanted(name)
        }
        assert wrong == {}, "\n".join(f"{name}: {sorted(found)}" for name, (found, _wanted) in wrong.items())

    def test_a_visitor_is_led_to_the_login(self):
        def wanted(name: str) -> set[str]:
            if name in FOR_VISITORS:
                return FOR_VISITORS[name]
            # 400 and 403 are said of a POST before anybody asks who it is; nothing answers it otherwise.
            return {"404"} if name.startswith("wagtailadmin_password_reset") else {"in", "400", "403", "405"}

        self.check("visitor", wanted)
        get = {name for name, addresses in self.addresses().items() for address in addresses
               if Client().get(address).status_code == 200}  # fmt: skip
        assert get == {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}

    def test_a_member_has_the_members_names_alone(self):
        """On somebody else's page, picture, document: not even those that name one."""
        own, closed = member_url_names(), CLOSED

        def wanted(name: str) -> set[str]:
            if name in closed or name.startswith(APIS):
                return {"404"}
            if name in LED_AWAY:
                return LED_AWAY[name]
            if name not in own:
                return {"403"}
            return OPEN.get(name, {"403"})

        self.check("member", wanted)
        assert set(OPEN) <= own

    def test_the_office_and_whoever_has_no_group_do_not_enter(self):
        self.people["nobody"] = User.objects.create_user("nobody@example.org", "p")
        for role, methods in (("segreteria", ("get", "post")), ("nobody", ("get",))):
            self.check(role, lambda name: {"/area-soci/"}, methods)

    def test_reports_and_health_are_redaziones(self):
        for role in ("blog", "vetrine", "radio", "pillole"):
            client = Client()
            client.force_login(self.people[role])
            for name, (address, *_more) in self.addresses().items():
                if name.startswith(REPORTS) or name == "editorial_doctor":
                    assert client.get(address).status_code == 403, (role, name)
        for role in ("redazione", "superuser"):
            client = Client()
            client.force_login(self.people[role])
            for name, (address, *_more) in self.addresses().items():
                if name.startswith(REPORTS) or name == "editorial_doctor":
                    assert client.get(address).status_code == 200, (role, name)

    def test_what_is_closed_is_closed_to_all(self):
        closed = CLOSED | {name for name in self.addresses() if name.startswith(APIS)}
        for role in ("blog", "redazione", "superuser"):
            assert self.answers(role, among=closed) == dict.fromkeys(closed, {"404"}), role

    @pytest.mark.exhaustive
    def test_what_is_closed_is_closed_to_all_and_nothing_fails(self):
        """Nothing answers 500, to a POST with nothing in it either. The superuser is asked where Redazione is not
        simply shown the screen; what a desk sees, test_walk opens."""
        chief = self.answers("redazione")
        shown = {name for name, statuses in chief.items() if statuses <= {"200", "405"}}
        superuser = self.answers("superuser", among=set(chief) - shown)
        for found in (chief, superuser, self.answers("blog", methods=["post"])):
            assert {name for name, statuses in found.items() if any(s.startswith("5") for s in statuses)} == set()
            assert {name: found[name] for name in CLOSED} == dict.fromkeys(CLOSED, {"404"})
            apis = {name: statuses for name, statuses in found.items() if name.startswith(APIS)}
            assert apis == dict.fromkeys(apis, {"404"}) and len(apis) == 6
        for name in ("editorial_remind", "editorial_waive", "editorial_consent", "episode_guests"):
            assert {"200", "302"} & chief[name], name  # its number is one of a guest who was asked
