"""Wagtail's actions on many rows at once: they name and change nothing that the person could not see anyway.

Goes through all that are registered: a model that is new among them wants a row here.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Collection, Page

from cms.models import CustomDocument
from editorial import roles
from home.models import HomePage
from pillole.models import Topic
from tests.factories import pages as make
from tests.support.images import picture
from tests.support.people import make_member, make_user

PLANTED = "zibibbo"


def registered() -> Iterator[tuple[str, str, str]]:
    """(app, model, action) of every bulk action of Wagtail's and of ours."""
    bulk_action_registry._scan_for_bulk_actions()
    for app, models in bulk_action_registry.actions.items():
        for model, actions in models.items():
            yield from ((app, model, action) for action in actions)


def document(collection: Collection, **fields: Any) -> CustomDocument:
    file = ContentFile(b"%PDF-1.7", name="a.pdf")
    return CustomDocument.objects.create(title=PLANTED, file=file, collection=collection, **fields)


@pytest.fixture
def house(provisioned_site):
    def of(name: str, group: str) -> Any:
        return make_user(name, Group.objects.get(name=group))

    house = provisioned_site
    house.radio = of("radio", roles.RADIO_DESK)
    house.collection = Collection.objects.get(name=roles.RADIO_FILES)
    house.people = {
        "member": make_member("Ada Prova"),
        "desk": of("blog", roles.BLOG_DESK),
        "office": of("office", roles.OFFICE),
        "chief": of("chief", roles.CHIEF),
    }
    return house


def planted_row(house: Any, label: str) -> Any:
    """A row that the radio's desk alone may change, or nobody but a superuser."""
    makers = {
        "users.user": lambda: make_user(PLANTED),
        "profiles.area": lambda: make.area(PLANTED),
        "profiles.place": lambda: make.place(PLANTED),
        "profiles.profession": lambda: make.profession(PLANTED),
        "blog.category": lambda: make.category(PLANTED),
        "pillole.topic": lambda: Topic.objects.create(name=PLANTED, slug=PLANTED),
        "cms.customdocument": lambda: document(house.collection, uploaded_by_user=house.radio),
        "cms.customimage": lambda: picture(title=PLANTED, collection=house.collection, uploaded_by_user=house.radio),
        "wagtailcore.page": lambda: make.episode(title=PLANTED, live=False, owner=house.radio),
    }
    return makers[label]()


def form(house: Any) -> dict[str, Any]:
    """What any of the actions asks for."""
    return {
        "tags": "preso", "collection": Collection.objects.get(name=roles.SHARED_FILES).pk, "mark_as_active": "False",
        "role": house.members.pk, "chooser": HomePage.objects.get().pk, "include_descendants": "on",
    }  # fmt: skip


def address(app: str, model: str, action: str, *ids: Any) -> str:
    query = "".join(f"&id={one}" for one in ids)
    return f"{reverse('wagtail_bulk_action', args=[app, model, action])}?next=/admin/{query}"


def state_of(row: Any) -> Any:
    """The row as it is stored, with its tags; None if it is gone."""
    model = Page if isinstance(row, Page) else type(row)
    tags = [str(tag) for tag in row.tags.all()] if hasattr(row, "tags") else []
    return model.objects.filter(pk=row.pk).values().first(), tags


@pytest.mark.parametrize("app, model, action", list(registered()))
def test_no_action_names_or_changes_what_is_not_ones_own(house, app, model, action):
    row = planted_row(house, f"{app}.{model}")
    before = state_of(row)
    people = {who: user for who, user in house.people.items() if who != "chief" or app != "wagtailcore"}
    for who, user in people.items():
        for ids in ([row.pk], ["all"]):
            target = address(app, model, action, *ids)
            for response in (user.client.get(target), user.client.post(target, form(house))):
                assert response.status_code in (200, 302, 403, 404), (who, ids)
                assert PLANTED not in response.content.decode(), (who, ids)
                assert state_of(row) == before, (who, ids)


@pytest.mark.parametrize("model", ["customimage", "customdocument"])
def test_the_desk_of_a_file_does_with_it_what_it_may(house, model):
    row = planted_row(house, f"cms.{model}")
    assert PLANTED in house.radio.client.get(address("cms", model, "delete", row.pk)).content.decode()
    house.radio.client.post(address("cms", model, "delete", row.pk), form(house))
    house.radio.client.post(address("cms", model, "add_tags", row.pk), form(house))
    assert [str(tag) for tag in type(row).objects.get(pk=row.pk).tags.all()] == ["preso"]


@pytest.mark.parametrize("model", ["customimage", "customdocument"])
def test_all_is_all_of_ones_own(house, model):
    row, own = planted_row(house, f"cms.{model}"), planted_row(house, f"cms.{model}")
    own.collection = Collection.objects.get(name=roles.BLOG_FILES)
    own.save()
    house.people["desk"].client.post(address("cms", model, "add_tags", "all"), form(house))
    tags = [[str(tag) for tag in type(row).objects.get(pk=one.pk).tags.all()] for one in (row, own)]
    assert tags == [[], ["preso"]]


@pytest.mark.parametrize("number", ["x", "-1", "1.5", "٣", "9" * 30, ""])
def test_what_is_no_number_is_not_there(house, number):
    for app, model in (("cms", "customimage"), ("cms", "customdocument"), ("wagtailcore", "page")):
        for answer in (house.radio.client.get, house.radio.client.post):
            response = answer(address(app, model, "delete", number))
            assert (response.status_code, apps.get_model(app, model).objects.exists()) == (404, model == "page")
