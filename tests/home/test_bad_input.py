"""What nobody means to send, and somebody sends: each has its status, and the page keeps its shape."""

import re

import pytest
from django.test import Client

from tests.factories import pages as make

LISTS = {
    "/soci/": ("area", "luogo", "professione", "competenza", "q"),
    "/blog/": ("categoria", "tag", "autore", "anno"),
    "/radio/": ("stagione",),
    "/pillole/": (),
    "/pillole/una-pillola/": (),
    "/cerca/": ("q",),
}
NO_PAGE = (
    "0",
    "-1",
    "01x",
    "1.0",
    "1e1",
    "2",
    "999999",
    "9" * 30,
    "",
    " 1",
    "%00",
    "%ff",
    "%D9%A1",
    "١",
    "1%0a",
    "1'--",
)
# As they travel: a long one, NUL, what is no UTF-8, half of a surrogate pair, letters that turn the line, numbers no
# column holds, words of a database's own language.
VALUES = (
    "a" * 4000, "a+" * 2000, "%00", "a%00b", "%ff%fe", "%c3%28", "%ed%a0%80", "%e2%80%ae%e2%80%a8", "9" * 30, "-1",
    "%D9%A1", "%27%20OR%201=1--", "%25%5f%5c", "%2a%3a%22%28", "%22%3e%3cb%3e", "..%2f..%2f", "%f0%9f%90%88",
)  # fmt: skip


@pytest.fixture
def site(provisioned_site):
    ada = make.showcase("Ada Prova", skills=["Vela"])
    make.note(below=make.pillola(by=make.Consultant.objects.create(member=ada.member)))
    make.post(authors=[ada], category=make.category("Mare"), tags=["Nodi"])
    make.episode(guests=[ada.member])
    return provisioned_site


def html_of(response) -> str:
    """A whole page of the site."""
    html = response.content.decode()
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert html.lstrip().startswith("<!doctype html>") and html.rstrip().endswith("</html>")
    assert len(re.findall("<h1[ >]", html)) == 1
    assert not response.cookies
    return html


def test_a_number_of_no_page_is_a_404(site):
    client = Client()
    for address in LISTS:
        assert client.get(address + "?pagina=1").status_code == 200
        for number in NO_PAGE:
            response = client.get(f"{address}?pagina={number}")
            assert (response.status_code, address, number) == (404, address, number)
        assert "Questa finestra è chiusa" in html_of(response)


def test_any_other_value_gives_a_page(site):
    """All filters of a list carry the same odd value; what is no filter is not looked at."""
    client = Client()
    for address, parameters in LISTS.items():
        plain = html_of(client.get(address))
        for value in VALUES:
            names = (*parameters, "sconosciuto", "utm_source")
            query = "&".join(f"{name}={value[: 4000 // len(names)]}" for name in names)
            response = client.get(f"{address}?{query}")
            assert (response.status_code, value) == (200, value), address
            html = html_of(response)
            assert "\0" not in html
            assert len(html) < len(plain) + 30_000, (address, value)
            if not parameters:
                assert html == plain


def test_the_same_filter_twice_and_empty_ones_give_a_page(site):
    client = Client()
    for query in ("area=cielo&area=mare", "area=&luogo=&q=", "area", "&&&=&", "area[]=x", "q=ada&q=", "%", "%zz=%zz"):
        assert client.get(f"/soci/?{query}").status_code == 200, query


def test_a_path_that_is_none_is_a_404(site):
    client = Client()
    for path in (
        "/%00/", "/blog/%00/", "/%ff%fe/", "/blog/%ed%a0%80/", "/soci/ada-prova%00/", "/soci//ada-prova/",
        "/%2f%2faltrove.example/", "/soci/" + "a" * 4000 + "/", "/" + "a/" * 500,
        "/soci/ada-prova/contatto.vcf/x/", "/soci/%ff/contatto.vcf", "/radio/audio/" + "A" * 64 + ".mp3",
        "/radio/audio/" + "a" * 63 + ".mp3", "/media/%ff", "/documents/99999999999999999999999/x",
        "/blog/un-articolo/x/", "/static/%00", "/static/niente.css", "/ospite/%ff/",
    ):  # fmt: skip
        response = client.get(path)
        assert (response.status_code, path) == (404, path)
        if not path.startswith(("/ospite/", "/static/")):
            assert "Questa finestra è chiusa" in html_of(response), path


def test_a_lost_slash_is_put_back_on_our_own_address_alone(site):
    response = Client().get("/soci")
    assert (response.status_code, response.url) == (301, "/soci/")
    # As a server hands them over: the test client would take the first for a host.
    for path in ("//altrove.example", "//altrove.example/", "/\\altrove.example", "//altrove.example/%2f..", "///x/.."):
        response = Client().get("/", PATH_INFO=path)
        assert response.status_code in (301, 404), path
        if response.status_code == 301:
            assert response.url.startswith("/%2F"), path


def test_what_is_only_read_is_not_written(site):
    """405 with what is allowed; a browser's POST without a token is refused before (403)."""
    client, strict = Client(), Client(enforce_csrf_checks=True)
    readings = [*LISTS, "/", "/blog/un-articolo/", "/soci/ada-prova/", "/soci/ada-prova/contatto.vcf", "/blog/feed/",
                "/radio/feed.xml", "/robots.txt", "/sitemap.xml", "/healthz/"]  # fmt: skip
    for address in readings:
        for method in ("POST", "PUT", "DELETE", "PATCH", "PROPFIND"):
            response = client.generic(method, address)
            assert (response.status_code, address, method) == (405, address, method)
            assert "GET" in response.headers["Allow"]
            assert not response.cookies
        assert strict.post(address, {"x": "1"}).status_code == 403
    assert html_of(strict.post("/", {"x": "1"}))


def test_a_cookie_of_any_size_and_shape_changes_nothing(site):
    plain = Client().get("/soci/").content
    for cookie in (
        "x" * 60_000,
        "=; =;;; ,",
        "sessionid",
        'a="\\',
        "\xff\xfe=\xff",
        "; ".join(f"c{n}=v" for n in range(3000)),
    ):
        response = Client(headers={"cookie": cookie}).get("/soci/")
        assert (response.status_code, response.content, list(response.cookies)) == (200, plain, [])


@pytest.mark.parametrize(
    "host",
    ["finto.example", "testserver.finto.example", "testserver@finto.example", "testserver:80@finto.example", "", "a b",
     "testserver:x", "[::1", "testserver/x", "xn--", "127.0.0.1.finto.example"],
)  # fmt: skip
def test_a_host_that_is_not_ours_is_refused(provisioned_site, host):
    response = Client(headers={"host": host}).get("/")
    assert response.status_code == 400
    html = response.content.decode()
    assert "finto.example" not in html
    assert html.rstrip().endswith("</html>")


def test_no_header_chooses_where_a_page_leads(site):
    headers = {
        "x-forwarded-host": "finto.example", "x-host": "finto.example", "forwarded": "host=finto.example",
        "x-original-url": "/admin/", "x-rewrite-url": "/admin/", "x-forwarded-proto": "gopher",
        "x-forwarded-prefix": "//finto.example",
    }  # fmt: skip
    for address in ("/soci/ada-prova/", "/blog/feed/", "/radio/feed.xml", "/sitemap.xml", "/robots.txt"):
        assert Client(headers=headers).get(address).content == Client().get(address).content
    assert b"finto.example" not in Client(headers=headers).get("/accedi/").content


def test_odd_headers_are_no_fault_of_ours(site):
    for name, value in (
        ("accept-encoding", "gzip;q=0, *;q=x"), ("accept-language", "x" * 5000),
        ("if-none-match", "W/\""), ("if-none-match", "\xff"), ("if-modified-since", "ieri"),
        ("range", "bytes=0-"), ("accept", "\0"), ("content-length", "x"), ("x-requested-with", "XMLHttpRequest"),
        ("referer", "javascript:alert(1)"), ("expect", "100-continue"),
    ):  # fmt: skip
        assert Client(headers={name: value}).get("/soci/").status_code == 200, name
