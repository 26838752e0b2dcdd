"""Every public address of the design's §3, as a visitor meets it."""

import pytest
from django.conf import settings
from django.test import Client

from cms.users.models import User
from home.models import HomePage
from pillole.models import Consultant
from tests.factories import pages as make
from tests.helpers import make_member, make_user

CONTACTS = {"email": "ada@prova.example", "email_visibility": "public"}

# address → (what it is, a piece of its text)
PUBLIC = {
    "/": ("text/html; charset=utf-8", "<h1"),
    "/soci/": ("text/html; charset=utf-8", "Ada Prova"),
    "/soci/?area=cielo&luogo=zoagli&professione=aviatrice&competenza=vela&q=ada&pagina=1": (
        "text/html; charset=utf-8",
        "Ada Prova",
    ),
    "/soci/?area=niente": ("text/html; charset=utf-8", "Nessuno, per ora."),
    "/soci/ada-prova/": ("text/html; charset=utf-8", "Ada Prova"),
    "/soci/ada-prova/contatto.vcf": ("text/vcard; charset=utf-8", "FN:Ada Prova"),
    "/blog/": ("text/html; charset=utf-8", "Un articolo"),
    "/blog/?categoria=mare&tag=nodi&autore=ada-prova&anno=2026&pagina=1": ("text/html; charset=utf-8", "Un articolo"),
    "/blog/?categoria=niente": ("text/html; charset=utf-8", "Nessun articolo così, per ora."),
    "/blog/un-articolo/": ("text/html; charset=utf-8", "Una frase."),
    "/blog/feed/": ("application/atom+xml; charset=utf-8", "Una frase."),
    "/una-pagina/": ("text/html; charset=utf-8", "Una pagina"),
    "/pillole/": ("text/html; charset=utf-8", "Una pillola"),
    "/pillole/una-pillola/": ("text/html; charset=utf-8", "Ada Prova"),
    "/pillole/una-pillola/una-nota/": ("text/html; charset=utf-8", "Una nota"),
    "/cerca/": ("text/html; charset=utf-8", "Cerca"),
    "/cerca/?q=ada": ("text/html; charset=utf-8", "Cerca"),
    "/sitemap.xml": ("application/xml", "/soci/ada-prova/"),
    "/robots.txt": ("text/plain; charset=utf-8", "Sitemap: http://testserver/sitemap.xml"),
    "/healthz/": ("text/plain", "ok"),
    "/readyz/": ("application/json", '"ready": true'),
}
MISSING = ["/niente/", "/soci/nessuno/", "/soci/bea-bozza/", "/soci/?pagina=999", "/cerca/?pagina=2"]
MISSING += ["/blog/nessuno/", "/blog/bozza/", "/blog/?pagina=999", "/pillole/bozza/", "/eventi/"]
PRIVATE = [
    "/accedi/",
    "/esci/",
    "/password/reimposta/",
    "/password/reimposta/inviata/",
    "/password/reimposta/1-x/",
    "/password/fatto/",
    "/password/cambia/",
    "/password/invito/x/",
    "/area-soci/",
    "/area-soci/contatti/",
    "/area-soci/articoli/",
    "/area-soci/articoli/nuovo/",
    "/area-soci/soci/",
    "/area-soci/soci/nuovo/",
    "/area-soci/pillole/",
    "/area-soci/pillole/nuova/",
    "/area-soci/pillole/consulenti/",
    "/admin/",
    "/admin/pages/",
]


@pytest.fixture
def site(house):
    ada = make.showcase(
        "Ada Prova",
        contacts=CONTACTS,
        professions=[make.profession("aviatrice")],
        skills=["Vela"],
        place=make.place("Zoagli"),
    )
    make.note(below=make.pillola(by=Consultant.objects.create(member=ada.member)))
    make.pillola("Bozza", live=False)
    make.showcase("Bea Bozza", live=False)
    make.standard_page()
    make.post(lead="Una frase.", authors=[ada], category=make.category("Mare"), tags=["Nodi"])
    make.post("Bozza", live=False)
    return house


def is_the_same_for_everybody(response) -> None:
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert "no-store" not in response.headers.get("Cache-Control", "") or response.request["PATH_INFO"] in (
        "/healthz/",
        "/readyz/",
    )


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_answers_and_is_the_same_for_every_visitor(site, address):
    kind, words = PUBLIC[address]
    response = Client().get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == kind
    assert words in response.content.decode()
    is_the_same_for_everybody(response)


@pytest.mark.parametrize("address", MISSING)
def test_what_is_not_there_says_so_and_leads_back(site, address):
    response = Client().get(address)
    assert response.status_code == 404
    html = response.content.decode()
    assert "Questa finestra è chiusa" in html
    assert 'href="/"' in html and 'action="/cerca/"' in html
    is_the_same_for_everybody(response)


@pytest.mark.parametrize("address", [address for address in PUBLIC if address not in ("/healthz/", "/readyz/")])
def test_a_page_that_somebody_logged_in_sees_stays_out_of_shared_caches(site, address):
    response = make_member("Zoe Socia").client.get(address)
    assert response.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("address", PRIVATE)
def test_private_pages_are_kept_by_nobody(site, address):
    for client in (Client(), make_member(f"Zoe{len(address)} Socia").client):
        assert client.get(address).headers["Cache-Control"] == "no-store, private"


def test_a_visitors_page_carries_nothing_of_the_admin(site):
    html = Client().get("/soci/ada-prova/").content.decode()
    for word in ("wagtail-userbar", "/admin/", "owner-bar"):
        assert word not in html


@pytest.mark.parametrize("address", [*PUBLIC, *MISSING])
def test_nothing_public_asks_another_host(site, address):
    import re

    html = Client().get(address).content.decode()
    loads = re.findall(
        r'(?:<(?:script|img|iframe|source|video|audio)[^>]*\ssrc|<link[^>]*rel="(?:stylesheet|preload|icon)"[^>]*\shref)="([^"]+)"',
        html,
    )
    assert [url for url in loads if "//" in url and not url.startswith("http://testserver/")] == []


def test_a_public_page_cannot_be_posted_to_without_a_token(site):
    client = Client(enforce_csrf_checks=True)
    for address in ("/", "/soci/", "/cerca/"):
        response = client.post(address, {"x": "1"})
        assert response.status_code in (403, 405)


def test_a_form_left_open_too_long_says_what_to_do(site):
    response = Client(enforce_csrf_checks=True).post("/accedi/", {"login": "x", "password": "y"})
    assert response.status_code == 403
    assert "ricaricala e riprova" in response.content.decode()


def test_a_refusal_says_why_and_leads_to_ones_own_area(site):
    response = make_member("Zoe Socia").client.get("/area-soci/soci/")
    html = response.content.decode()
    assert response.status_code == 403
    assert "Questa pagina è della Segreteria." in html
    assert 'href="/area-soci/"' in html


def test_a_members_refusal_in_the_admin_leads_to_ones_own_area(site):
    response = make_member("Zoe Socia").client.get("/admin/pages/")
    assert response.status_code == 403
    assert 'href="/area-soci/"' in response.content.decode()


def test_the_guide_is_for_who_enters(site):
    assert Client().get("/bussola/").url.startswith("/accedi/?next=")
    response = make_member("Zoe Socia").client.get("/bussola/")
    assert response.status_code == 200
    assert "private" in response.headers["Cache-Control"]


def test_a_foreign_host_is_refused(site):
    response = Client().get("/", headers={"host": "finto.example"})
    assert response.status_code == 400


def test_a_slug_that_changes_leaves_a_redirect(site, django_capture_on_commit_callbacks):
    page = make.standard_page("Dove siamo")
    page.slug = "dove-trovarci"
    with django_capture_on_commit_callbacks(execute=True):
        make.publish(page)
    response = Client().get("/dove-siamo/")
    assert (response.status_code, response.url) == (301, "/dove-trovarci/")


def test_a_page_without_debug_breaks_in_italian(site, monkeypatch):
    monkeypatch.setattr("home.views.search_ids", lambda words: 1 / 0)
    client = Client(raise_request_exception=False)
    response = client.get("/cerca/?q=x")
    assert response.status_code == 500
    assert "Qualcosa si è rotto" in response.content.decode()


# A site that nobody has filled in yet ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/", "/soci/", "/blog/", "/blog/feed/", "/radio/", "/radio/feed.xml", "/pillole/", "/cerca/", "/cerca/?q=ada",
        "/sitemap.xml", "/robots.txt", "/readyz/",
    ],
)  # fmt: skip
def test_an_empty_site_opens_everywhere(house, address):
    assert not HomePage.objects.get().sections
    response = Client().get(address)
    assert response.status_code == 200
    is_the_same_for_everybody(response)


def test_an_empty_directory_says_so(house):
    response = Client().get("/soci/")
    assert response.context["total"] == 0
    assert "Nessuno, per ora." in response.content.decode()


def test_the_sections_of_a_home_without_members_stay_away(house):
    home = HomePage.objects.get()
    home.sections = [
        ("search", {"title": "Trova", "placeholder": "", "suggestions": []}),
        ("members", {"title": "Ultime vetrine", "intro": "", "count": 6}),
        ("areas", {"title": "Le aree", "intro": ""}),
    ]
    make.publish(home)
    html = Client().get("/").content.decode()
    assert ("Trova" in html, "Ultime vetrine" in html, "Le aree" in html) == (True, False, False)


def test_the_home_shows_the_newest_live_showcases_and_counts_areas_as_the_directory_does(site):
    home = HomePage.objects.get()
    home.sections = [
        ("members", {"title": "Ultime", "intro": "", "count": 2}),
        ("areas", {"title": "Aree", "intro": ""}),
    ]
    make.publish(home)
    make.showcase("Cia Seconda", professions=[make.profession("aviatrice")])
    make.showcase("Dea Terza", professions=[make.profession("marinaia", of=make.area("Mare"))])
    make.showcase("Eva Bozza", live=False, professions=[make.profession("marinaia")])
    import re

    html = Client().get("/").content.decode()
    assert re.findall(r'href="/soci/([\w-]+)/">', html) == ["dea-terza", "cia-seconda"]
    areas = re.findall(r'href="/soci/\?area=(\w+)">[^<]+</a></h3>\s*<p class="small">([^<]+)</p>', html)
    assert areas == [("cielo", "2 soci"), ("mare", "1 socio")]


@pytest.mark.parametrize("who", ["member", "desk", "chief", "office", "su"])
def test_an_empty_area_opens_for_everybody(house, who):
    users = {
        "member": lambda: make_member("Ada Prova"),
        "desk": lambda: make_user("r", house.desk),
        "chief": lambda: make_user("c", house.chief),
        "office": lambda: make_user("o", house.office),
        "su": lambda: make_user("s", superuser=True),
    }
    user = users[who]()
    assert User.objects.count() == 1
    assert user.client.get("/area-soci/").status_code == 200
    if who in ("desk", "chief", "su"):
        assert user.client.get("/admin/").status_code == 200


def test_the_settings_of_the_suite_are_as_strict_as_the_sites():
    assert settings.DEBUG is False
