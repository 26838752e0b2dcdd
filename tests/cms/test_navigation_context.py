"""Menu, footer and the association's contacts: what Redazione writes is what the next visitor sees."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import OperationalError, connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page, PageViewRestriction

from cms.models import SiteSettings
from cms.navigation.context import Column, Link, Organization, SiteLayout, default_layout, organization, site_layout
from cms.provisioning import provision
from editorial import roles
from home.models import GuidePage, HomePage, StandardPage
from profiles.models import ProfileIndexPage
from tests.factories import pages as make
from tests.support.editor_post import setting_form
from tests.support.people import make_member, make_user

SECTIONS = [("Soci", "/soci/"), ("Blog", "/blog/"), ("Radio", "/radio/"), ("Pillole di Business", "/pillole/")]


@pytest.fixture
def row(provisioned_site) -> SiteSettings:
    return SiteSettings.objects.get()


def seen(path: str = "/") -> SiteLayout:
    """As the next request sees it."""
    request = RequestFactory().get(path)
    return site_layout(request)


def menu(path: str = "/") -> list[tuple[str, str]]:
    return [(link.title, link.url) for link in seen(path).menu]


def put(row: SiteSettings, *pages: Page, label: str = "") -> None:
    row.menu = [("entry", {"page": page, "label": label}) for page in pages]
    row.save()


# What a visitor sees -----------------------------------------------------------------------------------------


def test_without_entries_the_menu_lists_the_sections_that_are_marked_live_and_public(provisioned_site):
    make.standard_page("Nel menu", show_in_menus=True, menu_order=25)
    make.standard_page("Fuori", show_in_menus=True, live=False)
    make.standard_page("Non segnata")
    GuidePage.objects.update(show_in_menus=True)
    assert menu() == [*SECTIONS[:2], ("Nel menu", "/nel-menu/"), *SECTIONS[2:]]


def test_entries_stand_in_their_own_order_by_label_or_live_title(row):
    first, second = make.standard_page("Dove siamo", menu_order=90), make.standard_page("Chi siamo", menu_order=10)
    row.menu = [("entry", {"page": first, "label": "Trovaci"}), ("entry", {"page": second, "label": ""})]
    row.save()
    assert menu() == [("Trovaci", "/dove-siamo/"), ("Chi siamo", "/chi-siamo/")]
    second.title = "Un’altra bozza"
    second.save_revision()
    assert menu()[1] == ("Chi siamo", "/chi-siamo/")
    make.publish(second)
    assert menu()[1] == ("Un’altra bozza", "/chi-siamo/")


def test_a_page_that_is_off_the_site_private_or_gone_does_not_show(row):
    pages = [make.standard_page(f"Pagina {number}") for number in range(4)]
    put(row, *pages)
    Page.objects.filter(pk=pages[0].pk).update(live=False)
    PageViewRestriction.objects.create(page=pages[1], restriction_type=PageViewRestriction.LOGIN)
    StandardPage.objects.filter(pk=pages[2].pk).get().delete()
    assert menu() == [("Pagina 3", "/pagina-3/")]


def test_when_no_entry_is_public_the_sections_are_back(row):
    page = make.standard_page("Sola")
    put(row, page)
    assert menu() == [("Sola", "/sola/")]
    Page.objects.filter(pk=page.pk).update(live=False)
    assert menu() == SECTIONS


@pytest.mark.parametrize(
    "path, current",
    [
        ("/", ["/"]),
        ("/soci/", ["/soci/"]),
        ("/soci/chi/", ["/soci/"]),
        ("/blog/", ["/blog/"]),
        ("/blog/nuovo/", ["/blog/nuovo/"]),
        ("/socievole/", []),
        ("/cerca/", []),
    ],
)
def test_the_nearest_entry_is_the_current_one(row, path, current):
    home, blog = HomePage.objects.get(), Page.objects.get(slug="blog")
    put(row, home, ProfileIndexPage.objects.get(), blog, make.post("Nuovo"))
    assert [link.url for link in seen(path).menu if link.current] == current


def test_the_page_marks_its_entry_for_who_does_not_see_it(row):
    put(row, ProfileIndexPage.objects.get(), Page.objects.get(slug="blog"), label="Una voce")
    html = Client().get("/blog/").content.decode()
    entries = re.findall(r"<li><a href=\"/(\w+)/\"( aria-current=\"page\")?>Una voce</a></li>", html)
    assert entries == [("soci", ""), ("blog", ' aria-current="page"')] * 2  # for wide screens, and for a thumb


def test_the_foot_shows_columns_links_and_profiles(row):
    hidden, page = make.standard_page("Nascosta", live=False), make.standard_page("Statuto")
    away = {"page": None, "url": "https://www.comune.example/", "label": "Il Comune"}
    row.columns = [
        ("column", {"title": "Tutto nascosto", "links": [{"page": hidden, "url": "", "label": ""}]}),
        ("column", {"title": "Amici", "links": [away, {"page": page, "url": "", "label": ""}]}),
    ]
    row.legal = [("link", {"page": hidden, "url": "", "label": ""}), ("link", away)]
    row.social = [
        ("profile", {"kind": "facebook", "url": "https://www.facebook.com/prova"}),
        ("profile", {"kind": "altro", "url": "https://www.prova.example/lab"}),
    ]
    row.save()
    found, comune = seen(), Link("Il Comune", "https://www.comune.example/")
    assert found.columns == (Column("Amici", (comune, Link("Statuto", "/statuto/"))),)
    assert found.legal == (comune,)
    assert found.social == (
        Link("Facebook", "https://www.facebook.com/prova"),
        Link("prova.example", "https://www.prova.example/lab"),
    )
    foot = Client().get("/").content.decode().split("<footer")[1]
    for link in (*found.columns[0].links, *found.social):
        assert f'<a href="{link.url}">{link.title}</a>' in foot
    assert "Nascosta" not in foot and "Tutto nascosto" not in foot


def test_words_and_contacts_stand_in_the_foot_without_any_markup_of_theirs(row):
    row.about, row.address, row.opening = "Un <b>luogo</b>", "Via Prova 1\nAlessandria", "dalle 9 alle 18"
    row.email, row.phone = "ciao@prova.example", "+39 0131 12.34.56"
    row.save()
    foot = Client().get("/").content.decode().split("<footer")[1]
    for words in (
        "Un &lt;b&gt;luogo&lt;/b&gt;",
        "<p>Via Prova 1<br>Alessandria</p>",
        "<p>dalle 9 alle 18</p>",
        '<a href="mailto:ciao@prova.example">ciao@prova.example</a>',
        '<a href="tel:+390131123456">+39 0131 12.34.56</a>',
    ):
        assert words in foot


def test_the_whole_costs_two_queries_and_the_site(row, django_assert_num_queries):
    put(row, *(make.standard_page(f"Pagina {number}") for number in range(3)))
    request = RequestFactory().get("/")
    Client().get("/")  # the site's root is known
    with django_assert_num_queries(3):
        assert len(site_layout(request).menu) == 3
    with django_assert_num_queries(0):
        site_layout(request), organization(request)


def test_it_touches_neither_user_nor_session(row):
    """The request has none: asking would fail."""
    assert seen().words == row


def test_the_association_as_machines_read_it(row, settings):
    settings.BASE_URL = "https://lab121.example"
    row.name, row.about, row.email, row.phone = "Prova APS", "Una frase.", "ciao@prova.example", "0131 123456"
    row.address = "Via Prova 1 \n\n Alessandria"
    row.social = [("profile", {"kind": "altro", "url": "https://prova.example/lab"})]
    row.save()
    assert organization() == Organization(
        name="Prova APS",
        url="https://lab121.example/",
        description="Una frase.",
        email="ciao@prova.example",
        phone="0131 123456",
        address="Via Prova 1, Alessandria",
        social=("https://prova.example/lab",),
    )


# Without a database ------------------------------------------------------------------------------------------


def away(execute, sql, params, many, context):
    raise OperationalError("the database is away")


def is_whole(html: str) -> None:
    head, foot = html.split("<main")[0], html.split("</main>")[1]
    assert re.findall(r'<li><a href="([^"]+)"', head) == ["/soci/", "/soci/", "/cerca/", "/area-soci/"]
    assert "Ex Distretto Militare<br>" in foot
    assert [link.url for link in default_layout().legal] == ["/privacy/", "/accessibilita/"]
    assert all(f'href="{link.url}"' in foot for link in default_layout().legal)


def asked(path: str = "/niente/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.has_no_session = True
    return request


@pytest.mark.parametrize("template", ["403.html", "404.html"])
def test_an_error_page_keeps_head_and_foot_when_the_database_is_away(db, template):
    with connection.execute_wrapper(away):
        is_whole(render_to_string(template, request=asked()))


@pytest.mark.parametrize("template", ["400.html", "413.html", "429.html", "500.html"])
def test_an_error_page_that_stands_alone_keeps_them_and_asks_no_database(template):
    is_whole(render_to_string(template))
    is_whole(render_to_string(template, request=asked()))


def test_a_missing_page_shows_the_menu_of_the_site(row):
    put(row, make.standard_page("Dove siamo"))
    html = Client().get("/niente/").content.decode()
    assert "Questa finestra è chiusa" in html and '<a href="/dove-siamo/">Dove siamo</a>' in html


def test_a_site_that_nobody_has_furnished_yet_shows_its_sections_and_writes_nothing(provisioned_site):
    SiteSettings.objects.all().delete()
    assert menu() == SECTIONS
    assert organization().name == "Lab121 APS"
    assert not SiteSettings.objects.exists()


# In the admin ------------------------------------------------------------------------------------------------


def address(row: SiteSettings) -> str:
    return reverse("wagtailsettings:edit", args=["cms", "sitesettings", row.pk])


def form(row: SiteSettings) -> dict:
    """What the browser would send."""
    return setting_form(SiteSettings.objects.get(pk=row.pk), AnonymousUser())


def entries(*rows: tuple[str, str]) -> dict:
    """Of the menu: (number of a page, label)."""
    data = {"menu-count": len(rows)}
    for number, (page, label) in enumerate(rows):
        slot = f"menu-{number}"
        data |= {f"{slot}-deleted": "", f"{slot}-order": number, f"{slot}-id": "", f"{slot}-type": "entry"}
        data |= {f"{slot}-value-page": page, f"{slot}-value-label": label}
    return data


def one(stream: str, type_: str, **fields) -> dict:
    slot = f"{stream}-0"
    data = {f"{stream}-count": 1, f"{slot}-deleted": "", f"{slot}-order": 0, f"{slot}-id": "", f"{slot}-type": type_}
    return data | {f"{slot}-value-{name}": value for name, value in fields.items()}


@pytest.fixture
def ed(provisioned_site):
    return make_user("ed", provisioned_site.chief)


def test_the_menu_that_redazione_saves_is_the_next_visitors_and_is_logged(row, ed):
    first, second = make.standard_page("Dove siamo"), make.standard_page("Chi siamo")
    response = ed.client.post(address(row), form(row) | entries((second.pk, "Noi"), (first.pk, "")))
    assert (response.status_code, response.url) == (302, address(row))
    html = Client().get("/").content.decode()
    nav = html.split('aria-label="Principale"')[1].split("</nav>")[0]
    assert re.findall(r'<a href="([^"]+)">([^<]+)<', nav) == [("/chi-siamo/", "Noi"), ("/dove-siamo/", "Dove siamo")]
    logged = ModelLogEntry.objects.filter(object_id=str(row.pk), action="wagtail.edit")
    assert [(entry.user, entry.content_changed) for entry in logged] == [(ed, True)]


def test_the_form_of_what_is_there_saves_unchanged(row, ed):
    before = (row.columns.raw_data[0]["value"], [child["value"] for child in row.legal.raw_data])
    assert ed.client.post(address(row), form(row)).status_code == 302
    row = SiteSettings.objects.get()
    kept = row.columns.raw_data[0]["value"], [child["value"] for child in row.legal.raw_data]
    assert [kept[0]["title"], kept[1]] == [before[0]["title"], before[1]]


@pytest.mark.parametrize(
    "role", ["visitor", "member", "office", "superuser", *(desk for desk in roles.DESKS if desk != roles.CHIEF)]
)
def test_nobody_else_opens_or_saves_it(role, row, provisioned_site):
    if role == "visitor":
        client, refused = Client(), 302  # to the login
    elif role == "member":
        client, refused = make_member("Zoe Socia").client, 403
    elif role == "office":
        client, refused = make_user("chi", provisioned_site.office).client, 302  # to their own area
    elif role == "superuser":
        client, refused = make_user("chi", superuser=True).client, 403
    else:
        client, refused = make_user("chi", Group.objects.get(name=role)).client, 403
    data = form(row) | entries((make.standard_page("Altrove").pk, "Altrove"))
    for response in (client.get(address(row)), client.post(address(row), data)):
        assert response.status_code == refused
        if refused == 302:
            assert response.url.startswith(("/accedi/", "/area-soci/"))
    assert menu() == SECTIONS


def test_the_entry_of_the_admins_menu_is_redaziones(row, ed, provisioned_site):
    found = address(row).removesuffix(f"{row.pk}/")
    assert found in ed.client.get("/admin/").content.decode()
    for other in (make_user("r1", provisioned_site.desk), make_user("su", superuser=True)):
        assert found not in other.client.get("/admin/").content.decode()


def messages_of(response) -> str:
    """The answer, with what it says in JSON inside attributes."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), unescape(response.content.decode()))


def test_what_cannot_be_shown_is_refused_with_a_sentence_each_and_nothing_is_saved(row, ed):
    page = make.standard_page("Dove siamo")
    bad = {
        **entries((page.pk, "x" * 200), ("", "Vuota"), ("99999", "Che non c’è")),
        **one("legal", "link", page="", url="http://prova.example/", label="Statuto"),
        **one("social", "profile", kind="facebook", url="https://finto.example/x"),
        **{"phone": "chiamami", "address": "x" * 300, "about": "Altre parole"},
    }
    response = ed.client.post(address(row), form(row) | bad)
    assert response.status_code == 200
    for words in (
        "Assicurati che questo valore non contenga più di 40 caratteri (ne ha 200).",
        "Questo campo è obbligatorio.",
        "L’indirizzo deve cominciare con https://",
        "Un indirizzo di Facebook è su facebook.com.",
        "Scrivi un numero di telefono, per esempio +39 0131 123456.",
        "Assicurati che questo valore non contenga più di 200 caratteri (ne ha 300).",
    ):
        assert words in messages_of(response)
    assert menu() == SECTIONS
    assert SiteSettings.objects.get().about == row.about


# Provisioning ------------------------------------------------------------------------------------------------


def test_the_foot_links_to_privacy_and_accessibility_from_the_start(provisioned_site):
    links = {"Privacy": "Informativa sulla privacy", "Accessibilità": "Dichiarazione di accessibilità"}
    for link in seen().legal:
        html = Client().get(link.url).content.decode()
        assert f"<h1>{links.pop(link.title)}</h1>" in html
    assert links == {}


def test_provisioning_again_changes_nothing_of_what_redazione_made(row, ed):
    page = StandardPage.objects.get(slug="privacy")
    page.title, page.slug = "I tuoi dati", "dati"
    make.publish(page)
    Page.objects.filter(slug="accessibilita").update(live=False)
    row.legal, row.about = [], "Parole nostre"
    row.save()
    assert provision().done == []
    assert [page.slug for page in StandardPage.objects.order_by("pk")] == ["dati", "accessibilita"]
    assert (SiteSettings.objects.get().about, seen().legal) == ("Parole nostre", ())


def test_a_page_that_has_the_address_already_is_the_one_linked(provisioned_site):
    SiteSettings.objects.all().delete()
    page = StandardPage.objects.get(slug="privacy")
    StandardPage.objects.filter(pk=page.pk).update(intro="Nostra")
    assert provision().done == ["menu e piede di pagina creati"]
    assert StandardPage.objects.get(slug="privacy").intro == "Nostra"
    assert [link.url for link in seen().legal] == ["/privacy/", "/accessibilita/"]
