"""Every public address of the design's §3, as a visitor meets it; and the private ones, which nobody keeps."""

import re

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import resolve
from wagtail.models import get_page_models
from wagtail.rich_text import RichText

from cms.models import CustomDocument
from cms.seo.share_image import card
from home.models import HomePage
from pillole.models import Consultant
from tests.factories import pages as make
from tests.support.images import picture
from tests.support.people import make_member

from .addresses import ALL, HTML, MISSING, PRIVATE, PUBLIC, answer, content, private_addresses, wrong

CONTACTS = {"email": "ada@prova.example", "email_visibility": "public"}


def test_no_address_is_forgotten():
    assert set(PUBLIC) | set(private_addresses()) == {*ALL, "(static)", "(admin)"}
    kinds = {name: rows for name, rows in PUBLIC.items() if name != "(static)"}
    for name, addresses in [*kinds.items(), *((name, [row]) for name, row in PRIVATE.items() if name != "(admin)")]:
        for address in addresses:
            if address.startswith("/"):
                match = resolve(address.partition("?")[0])
                assert ALL.get(name) == match.route or name == match.view_name, address


@pytest.fixture
def site(provisioned_site, settings):
    settings.WHITENOISE_USE_FINDERS = True  # nothing is collected for tests
    photo = picture()
    ada = make.showcase(
        "Ada Prova",
        contacts=CONTACTS,
        professions=[make.profession("aviatrice")],
        skills=["Vela"],
        place=make.place("Zoagli"),
        photo=photo,
    )
    make.note(below=make.pillola(by=Consultant.objects.create(member=ada.member)))
    make.pillola("Bozza", live=False)
    make.showcase("Bea Bozza", live=False)
    document = CustomDocument.objects.create(title="Statuto", file=ContentFile(b"%PDF-1.7", name="statuto.pdf"))
    make.standard_page(body=[("document", {"document": document, "label": "Lo statuto"})])
    make.post(
        lead="Una frase.", authors=[ada], category=make.category("Mare"), tags=["Nodi"],
        body=[("paragraph", RichText("<p>Parole.</p>"))],
    )  # fmt: skip
    make.post("Bozza", live=False)
    provisioned_site.audio = make.audio()
    make.episode(audio=provisioned_site.audio, guests=[ada.member, "Olga Neri"], transcript="Buonasera.")
    provisioned_site.files = {
        "(audio)": provisioned_site.audio.url,
        "(picture)": photo.get_rendition("fill-240x240|format-webp").url,
        "(document)": document.url,
        "(share)": card.share_image_url(ada),
    }
    return provisioned_site


def other_visitor() -> Client:
    """Another browser, elsewhere, with things in its cookies that are none of ours."""
    client = Client(
        headers={"user-agent": "Altro/1.0", "accept-language": "en", "referer": "https://altrove.example/"},
        REMOTE_ADDR="203.0.113.7",
    )
    client.cookies.load({"theme": "dark", "_ga": "GA1.2.3", "messages": "x", "csrftoken": "y" * 32})
    return client


def stale_visitor(cookie: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    return client


def expired() -> str:
    """The cookie of a session that was, of a member who has gone out."""
    client = Client()
    client.force_login(make_member("Zoe Uscita"))
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.logout()
    return key


def test_every_public_address_is_the_same_for_every_visitor(site):
    """Two visitors, somebody whose session is over, and somebody who made one up."""
    one, two, stale = Client(), other_visitor(), [stale_visitor(expired()), stale_visitor("x" * 32)]
    faults = {}
    for addresses in PUBLIC.values():
        for address, (kind, words) in addresses.items():
            address = site.files.get(address, address)
            found = answer(one, address)
            assert (found[0], found[1]["Content-Type"], words.encode() in found[3]) == (200, kind, True), address
            if bad := wrong(address, found):
                faults[address] = bad
            assert answer(two, address) == found, address
            for client in stale:
                # The owner's bar is looked for, and leaves an empty line.
                assert content(client.get(address)).split() == found[3].split(), address
    served = {type(one.get(address).context["page"]) for address in PUBLIC["wagtail_serve"]}
    assert faults == {}
    ours = {model for model in get_page_models() if model._meta.app_label in settings.OURS}
    assert {model.__name__ for model in ours - served} == {"GuidePage"}  # who enters reads it


def test_what_is_not_there_says_so_and_leads_back(site):
    for address in MISSING:
        status, headers, cookies, body = found = answer(Client(), address)
        html = body.decode()
        assert (status, headers["Content-Type"]) == (404, HTML), address
        assert "Questa finestra è chiusa" in html and 'href="/"' in html and 'action="/cerca/"' in html, address
        assert wrong(address, found) == [], address
        assert answer(other_visitor(), address) == found, address


def test_a_recording_is_sent_in_parts_alike(site):
    parts = [answer(client, site.audio.url, headers={"range": "bytes=1-9"}) for client in (Client(), other_visitor())]
    status, headers, _cookies, body = parts[0]
    assert parts[0] == parts[1]
    assert (status, headers["Content-Range"], len(body)) == (206, f"bytes 1-9/{site.audio.bytes}", 9)
    assert wrong(site.audio.url, parts[0]) == []


def test_a_page_that_somebody_logged_in_sees_stays_out_of_shared_caches(site):
    client = make_member("Zoe Socia").client
    texts = [
        address
        for name in ("wagtail_serve", "search", "contact_card", "blog_feed", "radio_feed")
        for address in PUBLIC[name]
    ]
    kept = {client.get(address).headers["Cache-Control"] for address in [*texts, "/niente/"]}
    assert kept == {"private, no-cache"}


def test_private_pages_are_kept_by_nobody(site):
    for client in (Client(), make_member("Zoe Socia").client):
        for address in private_addresses().values():
            assert client.get(address).headers["Cache-Control"] == "no-store, private", address


def test_nothing_public_asks_another_host(site):
    loads = re.compile(
        r'(?:<(?:script|img|iframe|source|video|audio)[^>]*\s(?:src|srcset)|<link[^>]*rel="(?:stylesheet|preload|icon)"[^>]*\shref)="([^"]+)"'
    )
    for address in [*PUBLIC["wagtail_serve"], *PUBLIC["search"], *MISSING]:
        found = loads.findall(Client().get(address).content.decode())
        assert len(found) > 5, address
        assert [url for url in found if "//" in url and not url.startswith("http://testserver/")] == [], address


def test_nobody_logs_in_by_wagtails_own_page(provisioned_site):
    """It has no limits."""
    response = Client().get("/_util/login/?next=/bussola/")
    assert (response.status_code, response.url) == (302, "/accedi/?next=/bussola/")


def test_a_public_page_cannot_be_posted_to_without_a_token(provisioned_site):
    client = Client(enforce_csrf_checks=True)
    for address in ("/", "/soci/", "/cerca/"):
        response = client.post(address, {"x": "1"})
        assert response.status_code in (403, 405)


def test_a_form_left_open_too_long_says_what_to_do(provisioned_site):
    response = Client(enforce_csrf_checks=True).post("/accedi/", {"login": "x", "password": "y"})
    assert response.status_code == 403
    assert "ricaricala e riprova" in response.content.decode()


def test_a_refusal_says_why_and_leads_to_ones_own_area(provisioned_site):
    response = make_member("Zoe Socia").client.get("/area-soci/soci/")
    html = response.content.decode()
    assert response.status_code == 403
    assert "Questa pagina è della Segreteria." in html
    assert 'href="/area-soci/"' in html


def test_a_members_refusal_in_the_admin_leads_to_ones_own_area(provisioned_site):
    response = make_member("Zoe Socia").client.get("/admin/pages/")
    assert response.status_code == 403
    assert 'href="/area-soci/"' in response.content.decode()


def test_the_guide_is_for_who_enters(provisioned_site):
    assert Client().get("/bussola/").url.startswith("/accedi/?next=")
    response = make_member("Zoe Socia").client.get("/bussola/")
    assert response.status_code == 200
    assert "private" in response.headers["Cache-Control"]


def test_a_slug_that_changes_leaves_a_redirect(provisioned_site, django_capture_on_commit_callbacks):
    page = make.standard_page("Dove siamo")
    page.slug = "dove-trovarci"
    with django_capture_on_commit_callbacks(execute=True):
        make.publish(page)
    response = Client().get("/dove-siamo/")
    assert (response.status_code, response.url) == (301, "/dove-trovarci/")
    assert wrong("/dove-siamo/", answer(Client(), "/dove-siamo/")) == []


def test_a_page_without_debug_breaks_in_italian(provisioned_site, monkeypatch):
    monkeypatch.setattr("home.views.search_ids", lambda words: 1 / 0)
    client = Client(raise_request_exception=False)
    response = client.get("/cerca/?q=x")
    assert response.status_code == 500
    assert "Qualcosa si è rotto" in response.content.decode()


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
    html = Client().get("/").content.decode()
    assert re.findall(r'href="/soci/([\w-]+)/">', html) == ["dea-terza", "cia-seconda"]
    areas = re.findall(r'href="/soci/\?area=(\w+)">[^<]+</a></h3>\s*<p class="small">([^<]+)</p>', html)
    assert areas == [("cielo", "2 soci"), ("mare", "1 socio")]


def test_the_settings_of_the_suite_are_as_strict_as_the_sites():
    assert settings.DEBUG is False
