"""No link, button or redirect that a person can see ends in a refusal."""

import pytest
from django.apps import apps
from django.test import Client, TestCase
from wagtail.models import Page

from cms.users.models import User
from editorial.standing import standing_of
from home.demo.loading import address, load
from tests.editor_form import editor_form, new_form
from tests.helpers import ensure_house
from tests.walking import Walk


def kind_of(match):
    """One sample per page type and state: what differs otherwise is only a number."""
    keys = ("page_id", "page_to_move_id", "parent_page_id", "pk")
    number = next((match.kwargs[key] for key in keys if key in match.kwargs), None)
    if number is None or not match.view_name.startswith(("wagtailadmin_", "editorial_")):
        return ()
    page = Page.objects.filter(pk=number).first()
    if page is None:
        return ()
    request = page.current_workflow_state
    return (page.specific_class.__name__, page.live, page.has_unpublished_changes, request and request.status)


class Walks(TestCase):
    @classmethod
    def setUpTestData(cls):
        ensure_house()
        load(lambda text: None)

    def walk(self, user: User) -> Walk:
        client = Client()
        client.force_login(user)

        def fill(match):
            if "page_id" in match.kwargs:
                return editor_form(Page.objects.get(pk=match.kwargs["page_id"]), user)
            model = apps.get_model(match.kwargs["content_type_app_name"], match.kwargs["content_type_model_name"])
            form = model.get_edit_handler().get_form_class()(instance=model(), for_user=user)
            return new_form(form) | {"title": "Pagina nuova", "slug": "pagina-nuova"}

        return Walk(client, kind_of, fill).go("/area-soci/", "/admin/", "/")

    def test_every_role(self):
        for account in ("socia", "socio", "vetrine", "redazione", "redazione2", "segreteria", "admin"):
            with self.subTest(account):
                walk = self.walk(User.objects.get(email=address(account)))
                assert walk.refused == [], "\n".join(walk.refused)
                assert "members_area" in walk.names

    def test_every_member_in_whatever_state(self):
        states = set()
        for user in User.objects.filter(member__isnull=False).order_by("pk"):
            standing = standing_of(user.member.showcase, user)
            if standing.state in states:
                continue
            states.add(standing.state)
            walk = self.walk(user)
            assert walk.refused == [], f"{standing.state}:\n" + "\n".join(walk.refused)
        assert states >= {"draft", "waiting", "changes", "asks_author", "live"}


@pytest.mark.parametrize("html, links", [('<a href="/x/">x</a>', ["/x/"]), ("<p>no</p>", [])])
def test_the_walker_sees_links(html, links):
    from tests.walking import Screen

    screen = Screen()
    screen.feed(html)
    assert list(screen.all_links()) == links
