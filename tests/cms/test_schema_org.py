"""What every page says to machines, against what they ask for.

Required and recommended fields: developers.google.com/search/docs/appearance/structured-data (article, profile-page,
breadcrumb, organization), schema.org for the types that Google has no feature for.
"""

import json
import re
from datetime import date, datetime

import pytest
from django.test import Client
from wagtail.rich_text import RichText

from cms.navigation.settings import SiteSettings
from cms.seo import schema_org
from home.models import StandardPage
from profiles.models import ProfileGalleryItem, ProfileLink
from tests.factories import pages as make
from tests.factories.pages import SAMPLES
from tests.support.images import picture
from tests.support.moderation import fresh

pytestmark = pytest.mark.django_db

PAGE = {"@id", "url", "name", "description", "inLanguage", "isPartOf", "primaryImageOfPage", "dateModified",
        "datePublished"}  # fmt: skip
ARTICLE = {
    "@id", "headline", "image", "datePublished", "dateModified", "author", "publisher", "mainEntityOfPage",
    "inLanguage", "description", "url",
}  # fmt: skip
# Of each type of node: the fields that it must have when its page is filled in.
FIELDS = {
    "WebPage": PAGE,
    "CollectionPage": PAGE | {"breadcrumb"},
    "ProfilePage": PAGE | {"mainEntity", "breadcrumb"},
    "NGO": {
        "@id", "name", "url", "logo", "image", "description", "address", "email", "telephone", "sameAs", "areaServed",
    },
    "Organization": {"@id", "name", "url"},
    "WebSite": {"@id", "name", "url", "publisher", "inLanguage"},
    "BreadcrumbList": {"@id", "itemListElement"},
    "ItemList": {"itemListElement", "numberOfItems"},
    "Person": {
        "@id", "name", "url", "image", "description", "jobTitle", "knowsAbout", "sameAs", "workLocation", "memberOf",
        "mainEntityOfPage",
    },
    "BlogPosting": ARTICLE | {"articleSection", "keywords"},
    "Article": ARTICLE | {"about"},
    "PodcastSeries": {"@id", "name", "url", "description", "image", "webFeed", "inLanguage", "publisher"},
    "PodcastEpisode": {
        "@id", "name", "url", "description", "image", "datePublished", "duration", "episodeNumber", "partOfSeason",
        "partOfSeries", "associatedMedia", "actor", "inLanguage", "mainEntityOfPage", "publisher",
    },
    "Service": {
        "@id", "name", "url", "serviceType", "description", "image", "provider", "areaServed", "mainEntityOfPage",
    },
    "AudioObject": {"name", "contentUrl", "encodingFormat", "duration", "contentSize"},
    "PodcastSeason": {"name", "seasonNumber"},
    "Place": {"name", "address"},
    "PostalAddress": {"addressLocality", "addressCountry"},
    "ImageObject": {"url"},
    "ListItem": {"position", "name"},
    "SearchAction": {"target", "query-input"},
    "EntryPoint": {"urlTemplate"},
}  # fmt: skip
# Which nodes each page type is made of, in order.
COMMON = ("BreadcrumbList", "WebSite", "NGO")
NODES = {
    "home.HomePage": ("WebPage", "WebSite", "NGO"),
    "home.StandardPage": ("WebPage", *COMMON),
    "blog.BlogIndexPage": ("CollectionPage", *COMMON),
    "blog.BlogPage": ("WebPage", "BlogPosting", *COMMON),
    "profiles.ProfileIndexPage": ("CollectionPage", *COMMON),
    "profiles.ProfilePage": ("ProfilePage", "Person", *COMMON),
    "radio.RadioIndexPage": ("CollectionPage", "PodcastSeries", *COMMON),
    "radio.EpisodePage": ("WebPage", "PodcastEpisode", *COMMON),
    "pillole.PilloleIndexPage": ("CollectionPage", *COMMON),
    "pillole.PillolaPage": ("WebPage", "Service", *COMMON),
    "pillole.NotePage": ("WebPage", "Article", *COMMON),
}
SECRET = "+39 0131 999999"


def graph_of(url: str) -> list[dict]:
    html = Client().get(url).content.decode()
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    data = json.loads(script)
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def kind_of(node: dict) -> str:
    return node["@type"][0] if isinstance(node["@type"], list) else node["@type"]


def walk(node, inside: bool = False):
    """Every node of the graph, with whether it stands inside another."""
    if isinstance(node, dict):
        yield node, inside
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from walk(child, inside or isinstance(node, dict))


@pytest.fixture
def filled(provisioned_site):
    """One page of each type with everything written, by its label."""
    furniture = SiteSettings.objects.get()
    furniture.phone, furniture.email, furniture.address = (
        "0131 121121",
        "ciao@lab121.example",
        "Via Prova 1\nAlessandria",
    )
    furniture.social = [("profile", {"kind": "mastodon", "url": "https://mastodon.example/@lab121"})]
    furniture.save()
    photo = picture()
    ada = make.showcase(
        "Ada Prova", headline="Vola da vent’anni sopra le colline.", photo=photo, skills=["Vela", "Nodi"],
        professions=[make.profession("aviatrice"), make.profession("marinaia")], address_as="socia",
        place=make.place("Zoagli", "GE"), works_in=[make.place("Altopiano", "VI")],
        contacts={"phone": SECRET, "street": "Via Segreta", "town": "Zoagli", "email": "segreta@prova.example"},
        social_links=[ProfileLink(kind="github", url="https://github.com/ada")],
        gallery_items=[ProfileGalleryItem(image=photo, alt="x")],
    )  # fmt: skip
    pillola = make.pillola(
        by=make.Consultant.objects.create(member=ada.member), intro="Due righe su che cosa ci si porta a casa."
    )
    lead = "Una frase intera, che dice di che cosa si parla qui."
    body = [("paragraph", RichText("<p>Parole</p>"))]
    return {
        "home.StandardPage": make.standard_page(intro=lead),
        "profiles.ProfilePage": ada,
        "blog.BlogPage": make.post(
            lead=lead, authors=[ada], category=make.category("Mare"), tags=["Nodi"], picture=photo, picture_alt="x",
            body=body,
        ),
        "radio.EpisodePage": make.episode(
            7, season=2, guests=[ada.member, "Renzo Fuori"], audio=make.audio(62), summary=lead, picture=photo
        ),
        "pillole.PillolaPage": pillola,
        "pillole.NotePage": make.note(below=pillola, lead=lead, body=body),
        **{label: SAMPLES[label]() for label in SAMPLES if label.endswith("IndexPage") or label == "home.HomePage"},
    }  # fmt: skip


def test_every_page_type_says_what_it_is_whole(filled):
    assert set(filled) == set(NODES) == set(SAMPLES) - {"home.GuidePage"}  # the guide is for who enters
    for label, page in filled.items():
        graph = graph_of(page.url)
        assert tuple(kind_of(node) for node in graph) == NODES[label], label
        for node in graph:
            assert FIELDS[kind_of(node)] - set(node) == set(), (label, kind_of(node))
        for node, inside in walk(graph):
            if inside and "@type" in node and not set(node) <= {"@type", "@id", "name", "url"}:
                wanted = FIELDS[kind_of(node)]
                assert wanted - set(node) == set() or kind_of(node) in ("Person", "Organization"), (label, node)
                assert set(node) <= wanted | {"@type", "@id", "url", "item", "width", "height", "addressRegion",
                                              "streetAddress"}, (label, node)  # fmt: skip


def test_search_and_login_say_what_they_are(filled):
    for address, name in (("/cerca/", "Cerca nel sito di lab121"), ("/accedi/", "Accedi a lab121")):
        page, *others = graph_of(address)
        assert (page["@type"], page["url"], page["name"]) == ("WebPage", f"http://testserver{address}", name)
        assert page["isPartOf"] == {"@id": "http://testserver/#sito"} and page["description"]
        assert [kind_of(node) for node in others] == ["WebSite", "NGO"]
        assert [FIELDS[kind_of(node)] - set(node) for node in others] == [set(), set()]


def test_addresses_are_whole_days_are_iso_and_what_is_named_is_there(filled):
    there: set[str] = set()
    named: set[str] = set()
    for page in filled.values():
        graph = graph_of(page.url)
        here = {node["@id"] for node in graph if "@id" in node}
        there |= here
        for node, inside in walk(graph):
            if inside and "@id" in node:
                named.add(node["@id"])
            for name, value in node.items():
                if name.startswith("date"):
                    assert datetime.fromisoformat(value), value
                if name in ("@id", "url", "contentUrl", "webFeed", "item", "urlTemplate"):
                    assert value.startswith("http://testserver/"), (name, value)
                if name == "image":
                    for one in value if isinstance(value, list) else [value]:
                        assert one.startswith("http://testserver/"), value
                if name == "sameAs":
                    assert all(one.startswith("https://") for one in value)
        # What a page itself is part of stands beside it.
        web = graph[0]
        assert {web["isPartOf"]["@id"], *([web["breadcrumb"]["@id"]] if "breadcrumb" in web else [])} <= here
    assert named - there == set()


def test_the_same_person_has_one_number_everywhere(filled):
    numbers = {
        (node["@type"], node["@id"])
        for page in filled.values()
        for node, _inside in walk(graph_of(page.url))
        if node.get("name") == "Ada Prova" and kind_of(node) == "Person"
    }
    assert numbers == {("Person", "http://testserver/soci/ada-prova/#chi")}


def test_a_person_in_full(filled):
    page = filled["profiles.ProfilePage"]
    profile, person, *_rest = graph_of(page.url)
    assert profile["mainEntity"] == {"@id": person["@id"]}
    image = person.pop("image")
    assert re.fullmatch(r"http://testserver/media/images/[\w.-]+\.webp", image)
    assert person == {
        "@type": "Person",
        "@id": "http://testserver/soci/ada-prova/#chi",
        "name": "Ada Prova",
        "url": "http://testserver/soci/ada-prova/",
        "mainEntityOfPage": {"@id": "http://testserver/soci/ada-prova/"},
        "description": "Vola da vent’anni sopra le colline.",
        "jobTitle": "aviatrice, marinaia",
        "knowsAbout": ["Vela", "Nodi"],
        "workLocation": [
            {
                "@type": "Place",
                "name": name,
                "address": {
                    "@type": "PostalAddress",
                    "addressLocality": name,
                    "addressRegion": province,
                    "addressCountry": "IT",
                },
            }
            for name, province in (("Zoagli", "GE"), ("Altopiano", "VI"))
        ],
        "sameAs": ["https://github.com/ada"],
        "memberOf": {"@id": "http://testserver/#lab121"},
    }


def test_a_firm_is_an_organization_without_a_trade_of_its_own(provisioned_site):
    page = make.showcase("Prova SRL", professions=[make.profession("aviatrice")], place=make.place("Zoagli", "GE"))
    page.member.kind = "firm"
    page.member.save()
    firm = graph_of(page.url)[1]
    assert (firm["@type"], firm["@id"]) == ("Organization", "http://testserver/soci/prova-srl/#chi")
    assert "jobTitle" not in firm and "workLocation" not in firm
    assert firm["location"][0]["name"] == "Zoagli"


@pytest.mark.parametrize("visibility", ["public", "members", "nobody"])
def test_an_address_that_everybody_may_see_stands_in_its_parts(provisioned_site, visibility):
    address = {"street": "via Verona", "street_number": "95", "postcode": "15121", "town": "Alessandria"}
    page = make.showcase("Ada Prova", contacts={**address, "address_visibility": visibility})
    shown = {
        "@type": "PostalAddress", "streetAddress": "via Verona 95", "postalCode": "15121",
        "addressLocality": "Alessandria", "addressCountry": "IT",
    }  # fmt: skip
    assert graph_of(page.url)[1].get("address") == (shown if visibility == "public" else None)


def test_nothing_private_is_in_it(filled):
    for page in filled.values():
        text = json.dumps(graph_of(page.url))
        for secret in (SECRET, "0131 999999", "Via Segreta", "segreta@"):
            assert secret not in text


def test_who_is_off_the_site_is_named_without_an_address(provisioned_site):
    gone = make.showcase("Cia Prova", live=False)
    posting = graph_of(make.post(authors=[gone]).url)[1]
    assert posting["author"] == [{"@type": "Person", "name": "Cia Prova"}]
    nobody, outside = make.post("Del desk"), make.post("Di fuori", byline="Renzo Fuori")
    assert graph_of(nobody.url)[1]["author"] == [{"@id": "http://testserver/#lab121"}]
    assert graph_of(outside.url)[1]["author"] == [{"@type": "Person", "name": "Renzo Fuori"}]


def test_a_list_names_what_it_lists_and_where_it_leads(provisioned_site):
    make.post("Vecchio", date=date(2026, 1, 1))
    make.post("Nuovo", date=date(2026, 2, 1))
    listed = graph_of("/blog/")[0]["mainEntity"]
    assert listed == {
        "@type": "ItemList",
        "numberOfItems": 2,
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "url": "http://testserver/blog/nuovo/", "name": "Nuovo"},
            {"@type": "ListItem", "position": 2, "url": "http://testserver/blog/vecchio/", "name": "Vecchio"},
        ],
    }


def test_only_the_home_says_how_the_site_is_searched(filled):
    asked = {label: [n for n, _ in walk(graph_of(page.url)) if n.get("@type") == "SearchAction"]
             for label, page in filled.items()}  # fmt: skip
    assert [label for label, found in asked.items() if found] == ["home.HomePage"]
    (action,) = asked["home.HomePage"]
    template = action["target"]["urlTemplate"]
    assert template == "http://testserver/cerca/?q={search_term_string}"
    assert Client().get(template.removeprefix("http://testserver").format(search_term_string="ada")).status_code == 200


HOSTILE = [
    "</script><script>alert(1)</script>",
    'Con "virgolette" e \\ barre',
    "riga\u2028altra\u2029riga",
    "<!-- &amp;",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_words_stay_words(provisioned_site, title):
    page = make.standard_page("Ostile")
    StandardPage.objects.filter(pk=page.pk).update(title=title)
    html = Client().get(page.url).content.decode()
    start = html.index('<script type="application/ld+json">')
    script = html[start : html.index("</script>", start)]
    assert not re.search("[\u2028\u2029]|<(?!script type)", script)
    assert graph_of(page.url)[0]["name"] == title


def test_a_headline_is_no_longer_than_search_engines_read():
    assert schema_org.headline("parola " * 40).endswith("…") and len(schema_org.headline("parola " * 40)) == 110
    assert schema_org.headline("Breve") == "Breve"


# What a page says of itself in words ---------------------------------------------------------------------------


def head(url: str) -> tuple[str, str]:
    html = Client().get(url).content.decode()
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1]
    return title.strip(), re.search(r'<meta name="description" content="([^"]*)"', html)[1]


def test_titles_differ_and_are_short_and_descriptions_say_something(filled):
    heads = [head(page.url) for page in filled.values()]
    assert len({title for title, _words in heads}) == len(heads)
    for title, words in heads:
        assert len(re.sub(r" · (Radio )?lab121$", "", title)) <= 70
        assert 50 <= len(words) <= 160, words


def test_a_page_of_nothing_but_a_title_has_a_description_too(provisioned_site):
    bare = make.showcase("Ada Prova", professions=[make.profession("aviatrice")])
    begun = make.post(
        body=[("paragraph", RichText("<p>Comincia <b>così</b> &amp; poi</p><p>va avanti per un bel pezzo ancora.</p>"))]
    )
    pages = [bare, make.episode(3, guests=["Renzo Fuori"]), make.standard_page(), begun]
    assert [head(fresh(page).url)[1] for page in pages] == [
        "Ada Prova. Aviatrice. Su lab121, l’associazione e il coworking di Alessandria.",
        "Puntata 3. Con Renzo Fuori · 22 gennaio 2026. Su lab121, l’associazione e il coworking di Alessandria.",
        "Una pagina. Su lab121, l’associazione e il coworking di Alessandria.",
        "Comincia così &amp; poi va avanti per un bel pezzo ancora.",
    ]


def test_redazione_may_say_it_otherwise(provisioned_site):
    page = make.showcase(
        "Ada Prova",
        seo_title="Ada vola",
        search_description="Parole scelte apposta per chi cerca, lunghe quanto serve.",
    )
    title, words = head(page.url)
    assert (title, words) == ("Ada vola · lab121", "Parole scelte apposta per chi cerca, lunghe quanto serve.")
