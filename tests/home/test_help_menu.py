"""What the admin's help menu offers, to whom."""

import pytest
from django.test import RequestFactory
from wagtail.admin.menu import help_menu

from home.models import GuidePage
from tests.support.people import make_user

GUIDE, STYLE = ("Bussola del socio", "/bussola/"), ("Stile del sito", "/stile/")


def offered(user) -> list[tuple[str, str]]:
    request = RequestFactory().get("/admin/")
    request.user = user
    return [(item.label, item.url) for item in help_menu.menu_items_for_request(request)]


@pytest.mark.parametrize("group, expected", [("members", [GUIDE]), ("desk", [GUIDE, STYLE]), ("office", [GUIDE])])
def test_the_guide_to_everybody_and_the_components_to_the_desks(provisioned_site, group, expected):
    assert offered(make_user("vera", getattr(provisioned_site, group))) == expected


def test_the_guide_is_known_by_its_type_whatever_it_is_called(provisioned_site):
    GuidePage.objects.update(slug="guida", url_path="/home/guida/")
    assert offered(make_user("vera", provisioned_site.desk)) == [("Bussola del socio", "/guida/"), STYLE]


def test_a_guide_that_is_off_the_site_is_not_offered(provisioned_site):
    GuidePage.objects.update(live=False)
    assert offered(make_user("vera", provisioned_site.desk)) == [STYLE]
