"""What search engines are told to look at: nothing that a visitor may not open, in a file for each section."""

import re

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from cms.seo import sitemaps
from tests.factories import pages as make
from tests.support.http import in_sitemap

SKELETON = {"/", "/soci/", "/blog/", "/radio/", "/pillole/"}


def listed(address: str) -> list[str]:
    response = Client().get(address)
    assert response.status_code == 200
    return re.findall(r"<loc>http://testserver([^<]+)</loc>", response.content.decode())


def test_it_lists_what_visitors_may_open_with_the_day_of_its_text(provisioned_site, time_machine):
    time_machine.move_to("2026-05-04T22:30:00Z", tick=False)  # the fifth, in Rome
    before = set(in_sitemap())
    shown = make.pillola("Mostrata")
    make.note("Sotto", below=shown)
    gone = make.pillola("Tolta")
    make.note("Nascosta", below=gone)
    gone.unpublish()
    draft = make.pillola("Bozza", live=False)
    make.note("Presto", below=draft)
    private = make.standard_page("Riservata")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    found = in_sitemap()
    assert {address: day for address, day in found.items() if address not in before} == {
        "/soci/ada-prova/": "2026-05-05",
        "/pillole/mostrata/": "2026-05-05",
        "/pillole/mostrata/sotto/": "2026-05-05",
    }
    assert SKELETON <= before
    for address in found:
        assert Client().get(address).status_code == 200, address


def test_a_section_of_the_home_with_pages_of_its_own_has_its_file(provisioned_site):
    make.note("Sotto", below=make.pillola("Mostrata"))
    make.standard_page("Dove siamo")
    make.post("Articolo")
    assert listed("/sitemap.xml") == [
        "/sitemap-soci.xml", "/sitemap-blog.xml", "/sitemap-pillole.xml", "/sitemap-pagine.xml",
    ]  # fmt: skip
    assert listed("/sitemap-pillole.xml") == ["/pillole/", "/pillole/mostrata/", "/pillole/mostrata/sotto/"]
    assert listed("/sitemap-blog.xml") == ["/blog/", "/blog/articolo/"]
    others = listed("/sitemap-pagine.xml")
    assert others[0] == "/" and {"/radio/", "/dove-siamo/"} <= set(others)
    assert not {"/blog/", "/soci/", "/pillole/"} & set(others)


def test_what_has_the_name_of_the_others_is_among_them(provisioned_site):
    """«pagine» is a name that Redazione may give too."""
    make.post("Articolo")
    Page.objects.filter(slug="blog").update(slug="pagine", url_path="/home/pagine/")
    assert [address for address in listed("/sitemap.xml") if "pagine" in address] == ["/sitemap-pagine.xml"]
    assert {"/", "/pagine/"} <= set(listed("/sitemap-pagine.xml"))
    assert len(listed("/sitemap-pagine.xml")) == len(set(listed("/sitemap-pagine.xml")))


def test_more_than_a_file_may_hold_is_split(provisioned_site, monkeypatch):
    for name in ("Uno", "Due", "Tre", "Quattro"):
        make.post(name)
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 2)
    parts = [address for address in listed("/sitemap.xml") if "blog" in address]
    assert parts == ["/sitemap-blog.xml", "/sitemap-blog.2.xml", "/sitemap-blog.3.xml"]
    assert [listed(part) for part in parts] == [
        ["/blog/", "/blog/uno/"],
        ["/blog/due/", "/blog/tre/"],
        ["/blog/quattro/"],
    ]
    assert Client().get("/sitemap-blog.4.xml").status_code == 404


@pytest.mark.parametrize(
    "name", ["niente", "bussola", "blog.0", "blog.9", "blog.02", "blog.1.1", "", "../x", "pagine.2", "-", "x" * 300]
)
def test_a_section_that_is_not_there_is_a_404(provisioned_site, name):
    make.post()
    assert Client().get(f"/sitemap-{name}.xml").status_code == 404


def test_they_name_the_sites_own_host_and_only_answer_reading(provisioned_site):
    make.post()
    for address in ("/sitemap.xml", "/sitemap-blog.xml"):
        response = Client().get(address, headers={"host": "localhost"})
        assert re.findall(r"<loc>(?!http://testserver/)", response.content.decode()) == []
        assert Client().post(address).status_code == 405


def test_an_address_is_written_as_xml(provisioned_site):
    page = make.post()
    Page.objects.filter(pk=page.pk).update(url_path="/home/blog/a&b/")
    assert "<loc>http://testserver/blog/a&amp;b/</loc>" in Client().get("/sitemap-blog.xml").content.decode()
