"""What Redazione may do with redirects: lead from an address that was never a page's to a page of this site."""

import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.exceptions import ActionRefused
from cms.redirects import ELSEWHERE, LEFT_BY_A_PAGE, TAKEN, is_own_address
from radio.models import RadioIndexPage
from tests.factories import pages as make
from tests.support.acting import agree, rewrite
from tests.support.http import messages_of
from tests.support.people import make_member, make_user

ADD = reverse("wagtailredirects:add")


@pytest.fixture
def chief(provisioned_site):
    return make_user("ed", provisioned_site.chief)


def add(user, old_path: str, **target):
    data = {"old_path": old_path, "is_permanent": "on", "redirect_page": "", "redirect_link": ""} | target
    return user.client.post(ADD, data, follow=True)


@pytest.mark.parametrize(
    "link",
    [
        "https://altrove.example/", "//altrove.example/", "/\\altrove.example/", "javascript:alert(1)", "altrove", "",
        "http:/x", "/\taltrove", "https:///x", "http://[", "http://testserver.altrove.example/", "http://testserver@x/",
    ],
)  # fmt: skip
def test_elsewhere_is_no_target(provisioned_site, link):
    assert not is_own_address(link)
    with pytest.raises(ActionRefused, match=ELSEWHERE):
        Redirect.objects.create(old_path="/vecchio", redirect_link=link)


def test_own_addresses_and_pages_are(provisioned_site, chief):
    for link in ("/soci/?q=grafica#lista", "/", f"{settings.BASE_URL}/soci/"):
        assert is_own_address(link)
    Redirect.objects.create(old_path="/vecchio", redirect_link="/soci/")
    add(chief, "/piu-vecchio", redirect_page=str(make.post("Nuovo").pk))
    assert [Client().get(path)["Location"] for path in ("/vecchio", "/piu-vecchio")] == [
        "/soci/",
        "/blog/nuovo/",
    ]
    refused = add(chief, "/terzo", redirect_link="https://altrove.example/")
    assert ELSEWHERE in messages_of(refused) and Redirect.objects.count() == 2


def test_from_the_address_of_a_page_live_or_not_nothing_leads(provisioned_site, chief):
    make.post("In bozza", live=False)
    down = make.post("Tolta")
    down.unpublish()
    target = str(RadioIndexPage.objects.get().pk)
    for path in ("/blog/in-bozza", "/blog/in-bozza/", "/blog/tolta/?x=1", "/soci/", "/"):
        assert TAKEN in messages_of(add(chief, path, redirect_page=target))
    assert not Redirect.objects.exists()


def test_those_that_a_changed_slug_leaves_stay(provisioned_site, chief, django_capture_on_commit_callbacks):
    owner, page = make_member("Ada Prova"), make.post("Prima")
    Page.objects.filter(pk=page.pk).update(owner=owner)
    with django_capture_on_commit_callbacks(execute=True):
        rewrite(page, owner, slug="dopo")
        agree(page, owner, chief)
    [left] = Redirect.objects.all()
    assert (left.old_path, left.automatically_created) == ("/blog/prima", True)
    with pytest.raises(ActionRefused, match=LEFT_BY_A_PAGE):
        left.save()
    assert LEFT_BY_A_PAGE in messages_of(
        chief.client.post(reverse("wagtailredirects:delete", args=[left.pk]), follow=True)
    )
    with pytest.raises(ActionRefused, match=TAKEN):
        Redirect.objects.create(old_path="/blog/prima/", redirect_link="/radio/")
    with django_capture_on_commit_callbacks(execute=True):
        rewrite(page, owner, slug="prima")
        agree(page, owner, chief)
    assert sorted(row.old_path for row in Redirect.objects.all()) == ["/blog/dopo", "/blog/prima"]
    Page.objects.get(pk=page.pk).delete()
    assert not Redirect.objects.exists()


def test_an_import_is_asked_the_same(provisioned_site, chief):
    make.post("In bozza", live=False)
    rows = "from,to\n/blog/in-bozza,/radio/\n/libero,https://altrove.example/\n"
    upload = {"import_file": SimpleUploadedFile("r.csv", rows.encode(), "text/csv")}
    html = chief.client.post(reverse("wagtailredirects:start_import"), upload).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(import_file_name|input_format)" value="([^"]+)"', html))
    data = hidden | {"from_index": "0", "to_index": "1", "permanent": "on", "site": ""}
    refused = chief.client.post(reverse("wagtailredirects:process_import"), data, follow=True)
    assert ELSEWHERE in messages_of(refused) and not Redirect.objects.exists()
