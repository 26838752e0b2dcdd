"""«I miei articoli» and «Proponi un articolo» in the members' area."""

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from blog.forms import NO_TITLE
from blog.models import BlogPage
from blog.services import propose
from editorial import roles
from editorial.desk.quick_actions import quick_actions_for
from editorial.review import services
from editorial.review.state import open_state
from tests.factories import pages as make
from tests.support.http import with_client
from tests.support.moderation import fresh, seen_by, seen_data
from tests.support.people import make_member, make_user

AREA = "/area-soci/"
MINE = f"{AREA}articoli/"
NEW = f"{MINE}nuovo/"


@pytest.fixture
def people(provisioned_site):
    return {
        "member": make_member("Ada Prova"),
        "blog": make_user("blog", Group.objects.get(name=roles.BLOG_DESK)),
        "chief": make_user("chief", provisioned_site.chief),
        "desk": make_user("desk", provisioned_site.desk),
        "office": make_user("office", provisioned_site.office),
        "superuser": make_user("su", superuser=True),
        "nobody": make_user("nobody"),
    }


WRITERS = {"member", "blog", "chief"}


def test_only_who_writes_is_let_in(people):
    for address in (MINE, NEW):
        answers = {who: user.client.get(address).status_code for who, user in people.items()}
        assert answers == {who: 200 if who in WRITERS else 403 for who in people}
        visitor = Client().get(address)
        assert (visitor.status_code, visitor.url) == (302, f"/accedi/?next={address}")
    refusal = people["office"].client.post(NEW, {"title": "Rubato"})
    assert refusal.status_code == 403
    assert "Gli articoli li propone chi fa parte dell’associazione." in refusal.content.decode()
    assert Client().post(NEW, {"title": "Rubato"}).status_code == 302
    assert not BlogPage.objects.exists()


@pytest.mark.parametrize("who", sorted(WRITERS))
def test_a_title_makes_a_draft_and_opens_its_editor(people, who):
    user = people[who]
    response = user.client.post(NEW, {"title": "  Il  mio banco "})
    page = BlogPage.objects.get()
    assert response.url == f"/admin/pages/{page.pk}/edit/"
    assert (page.title, page.owner, page.live) == ("Il mio banco", user, False)
    assert user.client.get(response.url).status_code == 200
    again = user.client.post(NEW, {"title": "Altro titolo"})
    assert again.url == response.url
    assert BlogPage.objects.get().title == "Altro titolo"


@pytest.mark.parametrize(
    "title, words",
    [
        ("", NO_TITLE),
        ("   ", NO_TITLE),
        ("\u200b", NO_TITLE),
        ("***", NO_TITLE),
        ("x" * 256, "255 caratteri"),
        ("x" * 4000, "255 caratteri"),
        ("\0", NO_TITLE),
    ],
)
def test_a_wrong_title_is_told_and_kept(people, title, words):
    response = people["member"].client.post(NEW, {"title": title})
    assert response.status_code == 200
    assert words in response.context["form"].errors["title"][0]
    html = response.content.decode()
    assert 'role="alert"' in html
    assert f'value="{title.strip()}"' in html or not title.strip("\0 ")
    assert not BlogPage.objects.exists()


def test_a_post_without_a_title_is_told_too(people):
    response = people["member"].client.post(NEW)
    assert response.context["form"].errors["title"] == [NO_TITLE]


# What is shown ---------------------------------------------------------------------------------------------


def listed(response, section: str = "<h1>") -> list[tuple[str, str, str]]:
    """(title, address, state) out of the page's own text."""
    html = response.content.decode()
    html = html[html.index(section) :]
    rows = re.findall(r'<div class="waiting-list-words">(.*?)</li>', html, re.S)
    return [
        (
            *re.search(r'<a href="([^"]+)">([^<]+)</a>', row).group(2, 1),
            re.search(r'class="tag tag-[\w-]+">([^<]+)<', row)[1],
        )
        for row in rows
    ]


def detail(page) -> str:
    return f"{AREA}pagine/{page.pk}/"


@pytest.fixture
def ada(provisioned_site):
    return with_client(make.showcase("Ada Prova").owner)


def test_each_article_with_its_state_the_last_written_first(ada):
    live = make.post("Pubblicato", owner=ada)
    waiting = make.post("Mandato", owner=ada, live=False)
    services.send(waiting.pk, ada, seen_by(ada, waiting))
    draft = make.post("Bozza", owner=ada, live=False)
    changed = fresh(draft)
    changed.title = "Bozza cambiata"
    changed.save_revision(user=ada)
    make.post("Di un’altra", owner=make_member("Bea Altra"), live=False)
    rows = listed(ada.client.get(MINE))
    assert rows == [
        ("Bozza cambiata", detail(draft), "Bozza"),
        ("Mandato", detail(waiting), "In lettura"),
        ("Pubblicato", detail(live), "Pubblicata"),
    ]
    for _title, address, _state in rows:
        assert ada.client.get(address).status_code == 200


def test_twenty_to_a_page(ada):
    pages = [make.post(f"Numero {number:02}", owner=ada, live=False) for number in range(21)]
    first, second = ada.client.get(MINE), ada.client.get(f"{MINE}?pagina=2")
    assert [title for title, _url, _state in listed(first)] == [page.title for page in reversed(pages[1:])]
    assert [title for title, _url, _state in listed(second)] == ["Numero 00"]
    assert ada.client.get(f"{MINE}?pagina=3").status_code == 404


def test_who_has_written_nothing_is_told_how_to_begin(people):
    html = people["member"].client.get(MINE).content.decode()
    assert "Non hai ancora scritto niente." in html
    assert f'href="{NEW}"' in html


def test_who_may_write_no_more_still_sees_what_they_wrote(ada):
    page = make.post("Pubblicato", owner=ada)
    ada.groups.clear()
    response = ada.client.get(MINE)
    assert listed(response) == [("Pubblicato", detail(page), "Pubblicata")]
    assert f'href="{NEW}"' not in response.content.decode()
    assert ada.client.get(NEW).status_code == 403


def test_the_dashboard_shows_the_newest_three(ada):
    pages = [make.post(f"Numero {number}", owner=ada, live=False) for number in range(4)]
    response = ada.client.get(AREA)
    assert listed(response, 'id="my-articles"') == [(page.title, detail(page), "Bozza") for page in pages[:0:-1]]
    html = response.content.decode()
    assert "Tutti e 4" in html and f'href="{MINE}"' in html and f'href="{NEW}"' in html


def test_the_dashboard_offers_it_to_members_and_to_whoever_wrote(people):
    offered = {who for who, user in people.items() if "I miei articoli" in user.client.get(AREA).content.decode()}
    assert offered == {"member"}  # the desk begins with «Nuovo articolo», beside what it reads
    propose(user=people["blog"], title="Novità")
    assert listed(people["blog"].client.get(AREA), 'id="my-articles"') == [
        ("Novità", detail(BlogPage.objects.get()), "Bozza")
    ]


def test_the_desk_begins_with_one_tap(people):
    may = {
        who for who, user in people.items() if "propose_article" in [one.url_name for one in quick_actions_for(user)]
    }
    assert may == {"blog", "chief"}
    for who in sorted(may):
        for address in (AREA, "/admin/da-leggere/"):
            html = people[who].client.get(address).content.decode()
            assert re.findall(r'<a class="[^"]+" href="([^"]+)">Nuovo articolo</a>', html) == [NEW], (who, address)


# The whole way ---------------------------------------------------------------------------------------------


def test_a_proposed_article_goes_live_when_two_said_yes_to_it(ada, people):
    ada.client.post(NEW, {"title": "Il mio banco"})
    page = BlogPage.objects.get()
    assert Client().get("/blog/il-mio-banco/").status_code == 404
    ada.client.post(f"{detail(page)}manda/", seen_data(ada, page))
    state = open_state(page)
    assert state.task.name == "Lettura Blog"
    assert not fresh(page).live
    others = seen_data(people["desk"], page)
    assert people["desk"].client.post(f"/admin/lettura/{state.pk}/si/", others).status_code in (302, 403)
    assert not fresh(page).live
    people["blog"].client.post(f"/admin/lettura/{state.pk}/si/", seen_data(people["blog"], page))
    assert fresh(page).live
    html = Client().get("/blog/il-mio-banco/").content.decode()
    assert '<a class="signature" href="/soci/ada-prova/">' in html
    assert "Il mio banco" in Client().get("/blog/?autore=ada-prova").content.decode()
