"""What an article is made of, and what the database holds to."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import Client, RequestFactory
from wagtail.rich_text import RichText

from blog.forms import RESERVED
from blog.models import BlogAuthor, BlogIndexPage, BlogPage, BlogPostTag, BlogTag, Category
from cms.seo.share_image.card import share_image_url
from editorial.content.digest import content_digest
from profiles.models import ProfilePage
from tests.factories import pages as make
from tests.support.images import picture
from tests.support.moderation import fresh
from tests.support.people import make_user

EVENING = datetime(2026, 5, 3, 22, 30, tzinfo=UTC)  # in Rome it is the fourth already


def test_the_categories_are_the_houses(provisioned_site):
    assert [(row.slug, row.name) for row in Category.objects.all()] == [
        ("vita-da-lab", "Vita da lab"),
        ("mestieri", "Mestieri"),
        ("impresa", "Impresa e lavoro"),
        ("cultura", "Cultura ed eventi"),
        ("coworking", "Coworking"),
        ("comunita", "Comunità"),
    ]


def test_a_post_keeps_its_tags_in_one_order(provisioned_site):
    """PostgreSQL reads rows as they happen to lie: without an order the same text had another fingerprint."""
    post = make.post(tags=["Nodi", "Vele", "Onde"])
    agreed = content_digest(fresh(post).serializable_data())
    first = BlogPostTag.objects.filter(content_object=post).earliest("pk")
    number, tag = first.pk, first.tag
    first.delete()
    BlogPostTag.objects.create(pk=number, tag=tag, content_object=post)  # the same row, and it lies last
    assert [str(link.tag) for link in fresh(post).tag_links.all()] == ["Nodi", "Vele", "Onde"]
    assert content_digest(fresh(post).serializable_data()) == agreed


def test_the_blog_stands_where_the_contract_says(provisioned_site):
    index = BlogIndexPage.objects.get()
    assert (index.url, index.title, index.live, index.show_in_menus) == ("/blog/", "Blog", True, True)
    assert not BlogIndexPage.can_create_at(provisioned_site.home)


def test_the_day_of_a_new_article_is_romes(provisioned_site, time_machine):
    time_machine.move_to(EVENING, tick=False)
    assert BlogPage().date == date(2026, 5, 4)


def test_a_member_signs_once(provisioned_site):
    ada = make.showcase("Ada Prova")
    page = make.post(authors=[ada])
    with pytest.raises(IntegrityError), transaction.atomic():
        BlogAuthor.objects.create(page=page, member=ada.member)


def test_who_signs_stays_and_so_does_the_category_of_an_article(provisioned_site):
    row = make.category("Mare")
    ada = make.showcase("Ada Prova", live=False)
    make.post(authors=[ada], category=row)
    with pytest.raises(ProtectedError):
        row.delete()
    member = ada.member
    with pytest.raises(ProtectedError):
        member.delete()


@pytest.mark.parametrize("slug", ["feed"])
def test_an_address_of_the_site_is_no_articles(provisioned_site, slug):
    with pytest.raises(ValidationError) as caught:
        make.post(slug=slug)
    assert caught.value.message_dict == {"slug": [RESERVED]}


@pytest.mark.parametrize(
    "name, slug",
    [
        ("Vela", "vela"),
        ("però", "però"),
        ("ﬁ" * 100, "fi" * 45),  # two letters of a slug each
        ("e" * 100, "e" * 90),
        ("🎷", "argomento"),
    ],
)
def test_the_slug_of_a_tag_fits_and_is_never_empty(provisioned_site, name, slug):
    tag = BlogTag.objects.create(name=name)
    assert tag.slug == slug
    other = BlogTag.objects.create(name=f"{name[:98]}!")
    assert other.slug != tag.slug and 0 < len(other.slug) <= 100


def test_an_empty_blog_says_so(provisioned_site):
    response = Client().get("/blog/")
    assert response.context["total"] == 0
    assert "Qui non c’è ancora nessun articolo." in response.content.decode()


# Names -----------------------------------------------------------------------------------------------------


def names(page: BlogPage) -> list[tuple[str, str]]:
    return BlogPage.objects.for_detail_page().get(pk=page.pk).signatures


def test_who_signs_is_linked_while_the_showcase_is_on_the_site(provisioned_site):
    ada, bea = make.showcase("Ada Prova"), make.showcase("Bea Bozza", live=False)
    page = make.post(authors=[bea, ada])
    assert names(page) == [("Bea Bozza", ""), ("Ada Prova", "/soci/ada-prova/")]
    ada.unpublish()
    assert names(page) == [("Bea Bozza", ""), ("Ada Prova", "")]


def test_who_signs_in_words(provisioned_site):
    ada, bea, cia = (make.showcase(name) for name in ("Ada Prova", "Bea Altra", "Cia Terza"))
    posts = [
        make.post(f"Di {n}", authors=authors) for n, authors in enumerate([[ada], [ada, bea], [ada, bea, cia], []])
    ]
    assert [BlogPage.objects.for_detail_page().get(pk=page.pk).signed for page in posts] == [
        "di Ada Prova",
        "di Ada Prova e Bea Altra",
        "di Ada Prova, Bea Altra e Cia Terza",
        "della redazione",
    ]


def test_a_hidden_showcase_says_nothing_new_on_an_agreed_page(provisioned_site):
    bea = make.showcase("Bea Bozza", live=False)
    page = make.post(authors=[bea])
    ProfilePage.objects.filter(pk=bea.pk).update(title="Un’altra cosa")
    assert names(page) == [("Bea Bozza", "")]
    assert "Un’altra cosa" not in Client().get(page.url).content.decode()


def test_publishing_keeps_the_name_that_was_agreed(provisioned_site):
    bea = make.showcase("Bea Bozza", live=False)
    page = make.post(authors=[bea], live=False)
    revision = page.save_revision()
    ProfilePage.objects.filter(pk=bea.pk).update(title="Un’altra cosa")
    revision.publish(log_action="editorial.skeleton", skip_permission_checks=True)
    assert names(page) == [("Bea Bozza", "")]
    fresh(page).save_revision()  # a new text takes the new name
    content = fresh(page).latest_revision.content
    assert [row["known_as"] for row in content["author_links"]] == ["Un’altra cosa"]


@pytest.mark.parametrize("byline, shown", [("", "la redazione"), ("Il Piccolo", "Il Piccolo")])
def test_without_a_member_the_byline_signs(provisioned_site, byline, shown):
    page = make.post(byline=byline)
    assert names(page) == [(shown, "")]


def test_a_byline_is_silent_where_a_member_signs(provisioned_site):
    page = make.post(byline="Il Piccolo", authors=[make.showcase("Ada Prova")])
    assert names(page) == [("Ada Prova", "/soci/ada-prova/")]
    assert "Il Piccolo" not in Client().get(page.url).content.decode()


@pytest.mark.parametrize("who, expected", [("member", [("Ada Prova", "")]), ("desk", [("la redazione", "")])])
def test_an_unsigned_article_is_its_writers(provisioned_site, who, expected):
    writer = make.showcase("Ada Prova", live=False).owner if who == "member" else make_user("r", provisioned_site.chief)
    page = make.post(live=False)
    assert page.sign(writer) is True
    page.save()
    assert names(page) == expected
    assert page.sign(make_user("altro", provisioned_site.chief)) is False


# The page --------------------------------------------------------------------------------------------------


def test_a_post_says_all_it_holds(provisioned_site):
    ada, bea = make.showcase("Ada Prova"), make.showcase("Bea Bozza", live=False)
    page = make.post(
        "Perché no?",
        slug="perche-no",
        lead="Una frase.",
        authors=[ada, bea],
        category=make.category("Mare"),
        tags=["Nodi"],
        body=[("paragraph", RichText(f'<p>Parole di <a linktype="page" id="{ada.pk}">Ada</a></p>'))],
    )
    html = Client().get(page.url).content.decode()
    for words in (
        "<h1>Perché no?</h1>",
        "Una frase.",
        '<a class="signature" href="/soci/ada-prova/">',
        '<span class="signature">Bea Bozza</span>',
        '<a class="tag" href="/blog/?categoria=mare">Mare</a>',
        '<a class="tag" href="/blog/?tag=nodi">Nodi</a>',
        '<time datetime="2026-03-01">1 marzo 2026</time>',
        '<p>Parole di <a href="/soci/ada-prova/">Ada</a></p>',
        '<link rel="alternate" type="application/atom+xml" title="Il blog di lab121" href="/blog/feed/">',
    ):
        assert words in html, words
    assert "/soci/bea-bozza/" not in html


def test_showing_an_article_leaves_its_text_as_it_is_stored(provisioned_site):
    link = '<p><a linktype="page" id="{}">la bottega</a></p>'
    page = make.post(body=[("paragraph", RichText(link.format(make.standard_page("Bottega").pk)))])
    stored = page.body.get_prep_value()
    context = page.get_context(RequestFactory().get(page.url))
    assert page.body.get_prep_value() == stored
    assert [block.value.source for block in context["body"]] == ['<p><a href="/bottega/">la bottega</a></p>']


def test_older_newer_and_others_of_its_category(provisioned_site):
    sea, sky = make.category("Mare"), make.category("Cielo")
    rows = [("Uno", 1, sea), ("Due", 2, sky), ("Tre", 2, sea), ("Quattro", 4, sea), ("Cinque", 5, sea), ("Sei", 6, sea)]
    for title, day, row in rows:
        make.post(title, date=date(2026, 3, day), category=row)
    make.post("Bozza", date=date(2026, 3, 3), category=sea, live=False)
    make.post("Tolta", date=date(2026, 3, 3), category=sea).unpublish()

    def around(slug: str):
        context = Client().get(f"/blog/{slug}/").context
        beside = [context[name] and context[name].title for name in ("older", "newer")]
        return beside, [post.title for post in context["related"]]

    assert around("tre") == (["Due", "Quattro"], ["Sei", "Cinque", "Quattro"])
    assert around("due") == (["Uno", "Tre"], [])
    assert around("uno") == ([None, "Due"], ["Sei", "Cinque", "Quattro"])
    assert around("sei") == (["Cinque", None], ["Cinque", "Quattro", "Tre"])


def test_a_post_without_anything_but_a_title_opens(provisioned_site):
    page = make.post()
    response = Client().get(page.url)
    assert response.status_code == 200
    assert "La redazione" in response.content.decode()


@pytest.mark.parametrize("state", ["draft", "taken down"])
def test_what_is_not_on_the_site_is_a_404_for_everybody(provisioned_site, state):
    page = make.post(live=state != "draft", owner=(owner := make.showcase("Ada Prova").owner))
    if state != "draft":
        page.unpublish()
    mine = Client()
    mine.force_login(owner)
    for client in (Client(), mine, make_user("su", superuser=True).client):
        assert client.get("/blog/un-articolo/").status_code == 404


def test_machines_read_who_wrote_what_and_when(provisioned_site):
    ada, coop = make.showcase("Ada Prova"), make.showcase("Coop Prova", live=False)
    coop.member.kind = "firm"
    coop.member.save()
    page = make.post(lead="Una frase.", authors=[ada, coop], category=make.category("Mare"), tags=["Nodi"])
    data = page.structured_data
    modified = data.pop("dateModified")
    assert datetime.fromisoformat(modified) == page.last_published_at
    url = "http://testserver/blog/un-articolo/"
    assert data == {
        "@type": "BlogPosting",
        "@id": f"{url}#articolo",
        "headline": "Un articolo",
        "url": url,
        "mainEntityOfPage": {"@id": url},
        "description": "Una frase.",
        "image": [f"http://testserver{share_image_url(page)}"],
        "inLanguage": "it",
        "datePublished": "2026-03-01",
        "articleSection": "Mare",
        "keywords": "Nodi",
        "author": [
            {
                "@type": "Person",
                "name": "Ada Prova",
                "@id": "http://testserver/soci/ada-prova/#chi",
                "url": "http://testserver/soci/ada-prova/",
            },
            {"@type": "Organization", "name": "Coop Prova"},
        ],
        "publisher": {"@id": "http://testserver/#lab121"},
    }


def test_its_own_picture_comes_before_the_drawn_one(provisioned_site):
    page = make.post("Con", picture=picture(), picture_alt="Una vela")
    own, drawn = page.structured_data["image"]
    assert re.fullmatch(r"http://testserver/media/images/[\w.-]+\.width-\d+\.format-webp\.webp", own)
    assert drawn == f"http://testserver{share_image_url(page)}"


def test_search_reads_the_whole_article(provisioned_site):
    page = make.post(
        "Titolo",
        lead="Frase",
        authors=[make.showcase("Ada Prova")],
        category=make.category("Mare"),
        tags=["Nodi"],
        body=[("heading", {"text": "Capitolo"}), ("paragraph", RichText("<p>Perché sì</p>"))],
    )
    assert page.search_text() == "titolo frase ada prova mare nodi capitolo perche si"


# Works -----------------------------------------------------------------------------------------------------


def works(client_page) -> list[tuple[str, str, list[tuple[str, str, date]]]]:
    groups = Client().get(client_page.url).context["contributions"]
    return [
        (g.kind, g.label, [(newsroom.title, newsroom.url, newsroom.day) for newsroom in g.items])
        for g in groups
        if g.kind == "posts"
    ]


def test_a_showcase_shows_what_its_member_wrote(provisioned_site):
    ada, bea = make.showcase("Ada Prova"), make.showcase("Bea Altra")
    make.post("Prima", authors=[ada], date=date(2025, 3, 1))
    both = make.post("Insieme", authors=[bea, ada], date=date(2026, 3, 1))
    make.post("Bozza", authors=[ada], live=False)
    gone = make.post("Tolta", authors=[ada])
    gone.unpublish()
    together = ("Insieme", "/blog/insieme/", date(2026, 3, 1))
    first = ("Prima", "/blog/prima/", date(2025, 3, 1))
    assert works(ada) == [("posts", "Articoli", [together, first])]
    assert works(bea) == [("posts", "Articoli", [together])]
    assert works(both) == [("posts", "Articoli", [first])]
    html = Client().get(ada.url).content.decode()
    assert '<a href="/blog/insieme/">Insieme</a>' in html
    assert "Bozza" not in html and "Tolta" not in html
