"""The radio's people: who makes episodes, who reads them, and who may not."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group

from editorial import roles
from radio.models import RadioIndexPage
from tests.support.people import make_member, make_user


def radio_people(provisioned_site) -> SimpleNamespace:
    group = lambda name: Group.objects.get(name=name)  # noqa: E731
    return SimpleNamespace(
        show=RadioIndexPage.objects.get(),
        desk=make_user("onda", group(roles.RADIO_DESK)),
        desk2=make_user("onda2", group(roles.RADIO_DESK)),
        chief=make_user("capo", provisioned_site.chief),
        other_desk=make_user("vetrine", provisioned_site.desk),
        blog_desk=make_user("blog", group(roles.BLOG_DESK)),
        office=make_user("ufficio", provisioned_site.office),
        member=make_member("Socia Prova"),
        superuser=make_user("tecnica", superuser=True),
    )


@pytest.fixture
def people(provisioned_site):
    return radio_people(provisioned_site)
