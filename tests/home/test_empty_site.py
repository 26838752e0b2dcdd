"""A site that nobody has filled in yet."""

import pytest
from django.test import Client

from cms.users.models import User
from home.models import HomePage
from tests.factories import pages as make
from tests.support.people import make_member, make_user

from .addresses import answer, wrong


@pytest.mark.parametrize(
    "address",
    [
        "/", "/soci/", "/blog/", "/blog/feed/", "/radio/", "/radio/feed.xml", "/pillole/", "/cerca/", "/cerca/?q=ada",
        "/sitemap.xml", "/robots.txt", "/readyz/",
    ],
)  # fmt: skip
def test_an_empty_site_opens_everywhere(provisioned_site, address):
    assert not HomePage.objects.get().sections
    response = Client().get(address)
    assert response.status_code == 200
    assert wrong(address, answer(Client(), address)) == []


def test_an_empty_directory_says_so(provisioned_site):
    response = Client().get("/soci/")
    assert response.context["total"] == 0
    assert "Nessuno, per ora." in response.content.decode()


def test_the_sections_of_a_home_without_members_stay_away(provisioned_site):
    home = HomePage.objects.get()
    home.sections = [
        ("search", {"title": "Trova", "placeholder": "", "suggestions": []}),
        ("members", {"title": "Ultime vetrine", "intro": "", "count": 6}),
        ("areas", {"title": "Le aree", "intro": ""}),
    ]
    make.publish(home)
    html = Client().get("/").content.decode()
    assert ("Trova" in html, "Ultime vetrine" in html, "Le aree" in html) == (True, False, False)


@pytest.mark.parametrize("who", ["member", "desk", "chief", "office", "su"])
def test_an_empty_area_opens_for_everybody(provisioned_site, who):
    users = {
        "member": lambda: make_member("Ada Prova"),
        "desk": lambda: make_user("r", provisioned_site.desk),
        "chief": lambda: make_user("c", provisioned_site.chief),
        "office": lambda: make_user("o", provisioned_site.office),
        "su": lambda: make_user("s", superuser=True),
    }
    user = users[who]()
    assert User.objects.count() == 1
    assert user.client.get("/area-soci/").status_code == 200
    if who in ("desk", "chief", "su"):
        assert user.client.get("/admin/").status_code == 200
