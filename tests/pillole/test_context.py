"""The public pages: what each shows, with drafts and pages off the site beside it."""

import json
import re
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.documents import get_document_model

from editorial.roles import PILLOLE_DESK
from pillole.models import NotePage, PillolaPage, PilloleIndexPage
from profiles.contributions import contributions_of
from tests.factories import pages as make
from tests.support.editor_post import new_form
from tests.support.http import url, with_client
from tests.support.people import make_user

INDEX = "/pillole/"


def get(address: str, status: int = 200) -> str:
    response = Client().get(address)
    assert response.status_code == status
    return response.content.decode()


def main(address: str) -> str:
    html = get(address)
    return html[html.index("<main") : html.index("</main>")]


def links(html: str, below: str = "/") -> list[str]:
    return [address for address in re.findall(r'href="([^"]+)"', html) if address.startswith(below)]


def machine(address: str) -> dict:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', get(address))
    return json.loads(found[1])["@graph"][1]


# The list --------------------------------------------------------------------------------------------------------


def test_the_list_shows_what_is_on_the_site_topic_by_topic(provisioned_site):
    ada, zoe = make.consultant("Ada Prova"), make.consultant("Zoe Schiva", live=False)
    make.pillola("Impresa", by=ada, topic="start-up", duration=30, intro="La forma giusta.")
    make.pillola("Fondi", by=zoe, topic="fund-raising")
    make.pillola("Bozza nascosta", by=ada, live=False)
    make.pillola("Tolta nascosta", by=ada).unpublish()
    response = Client().get(INDEX)
    assert [page.title for page in response.context["pillole"]] == ["Fondi", "Impresa"]
    html = main(INDEX)
    assert re.findall(r'<h3><a href="([^"]+)">([^<]+)</a></h3>', html) == [
        ("/pillole/fondi/", "Fondi"),
        ("/pillole/impresa/", "Impresa"),
    ]
    assert re.findall(r'pillola-card-topic">([^<]+)<', html) == ["Fund raising", "Start up"]
    assert re.findall(r"(\d+) minuti", html) == ["45", "30"]
    assert ["con Zoe Schiva" in html, "con Ada Prova" in html, "La forma giusta." in html] == [True] * 3
    assert "nascosta" not in html
    assert "Le prime pillole stanno arrivando." not in html


def test_an_empty_list_says_so_and_leads_on(provisioned_site):
    make.pillola("Bozza", live=False)
    html = main(INDEX)
    assert "Le prime pillole stanno arrivando." in html
    assert "/soci/" in links(html)


def test_it_says_how_it_works_in_three_steps(provisioned_site):
    html = main(INDEX)
    assert re.findall(r"<li><strong>([^<]+)</strong>", html) == [
        "Scegli la pillola",
        "Scrivi a chi la tiene",
        "Arriva con una domanda",
    ]
    assert PilloleIndexPage.objects.get().intro in html


def test_the_list_is_turned_page_by_page(provisioned_site):
    ada = make.consultant()
    for number in range(25):
        make.pillola(f"Numero {number:02}", by=ada)
    assert [len(Client().get(f"{INDEX}{query}").context["pillole"]) for query in ("", "?pagina=2")] == [24, 1]
    assert '<link rel="canonical" href="http://testserver/pillole/?pagina=2">' in get(f"{INDEX}?pagina=2")


@pytest.mark.parametrize("number", ["2", "0", "-1", "abc", "", "%00", "9" * 4000])
@pytest.mark.parametrize("address", [INDEX, "/pillole/una-pillola/"])
def test_a_page_that_is_not_there_is_a_404(provisioned_site, address, number):
    make.note(below=make.pillola())
    assert Client().get(f"{address}?pagina=1").status_code == 200
    assert Client().get(f"{address}?pagina={number}").status_code == 404


@pytest.mark.parametrize("query", ["?tema=%00", "?x=" + "y" * 4000, "?tema=marketing"])
def test_other_values_are_ignored(provisioned_site, query):
    make.note(below=make.pillola())
    for address in (INDEX, "/pillole/una-pillola/", "/pillole/una-pillola/una-nota/"):
        assert main(f"{address}{query}") == main(address)


# A pillola ---------------------------------------------------------------------------------------------------------


def test_a_pillola_says_who_for_whom_and_how_long(provisioned_site):
    page = make.pillola(
        "Fondi",
        topic="fund-raising",
        duration=20,
        intro="Da dove partire.",
        for_whom="<p>Per <b>associazioni</b>.</p>",
        how_to_prepare="<p>Porta un foglio.</p>",
        you_leave_with="<p>Tre fonti.</p>",
    )
    html = main(page.url)
    assert re.findall(r'<h2 id="(\w[\w-]*)">([^<]+)</h2>', html) == [
        ("for-whom", "Per chi è"),
        ("prepare", "Come ti prepari"),
        ("leave-with", "Che cosa ti porti via"),
    ]
    for words in ("Fund raising", "20 minuti", "Da dove partire.", "Per <b>associazioni</b>.", "Tre fonti."):
        assert words in html
    assert machine(page.url)["@type"] == "Service"


def test_who_gives_it_is_linked_while_the_showcase_is_on_the_site(provisioned_site):
    page = make.pillola(by=make.consultant("Ada Prova", headline="Volo."))
    html = main(page.url)
    assert links(html, "/soci/") == ["/soci/ada-prova/", "/soci/ada-prova/#contacts"]
    assert "Scrivi a Ada Prova" in html and "Volo." in html
    assert 'id="contacts"' in get("/soci/ada-prova/")
    page.member.showcase.unpublish()
    html = main(page.url)
    assert links(html, "/soci/") == []
    assert "Ada Prova" in html and "Volo." not in html
    assert "Passa a trovarci in sede" in html


def test_nothing_can_be_pressed_that_does_nothing(provisioned_site):
    note = make.note(below=make.pillola())
    for address in (INDEX, "/pillole/una-pillola/", note.url):
        assert re.findall(r"<(?:button|form|input)\b", main(address)) == []


def test_its_notes_stand_newest_first_and_no_other(provisioned_site):
    one, other = make.pillola("Una"), make.pillola("Altra")
    for title, day in (("Vecchia", 1), ("Nuova", 3)):
        make.note(title, below=one, date=date(2026, 5, day), lead=f"Sommario di {title}")
    make.note("Bozza nascosta", below=one, live=False)
    make.note("Tolta nascosta", below=one).unpublish()
    make.note("Di altri", below=other)
    html = main(one.url)
    assert links(html, "/pillole/una/") == ["/pillole/una/nuova/", "/pillole/una/vecchia/"]
    assert "3 maggio 2026" in html and "Sommario di Nuova" in html
    assert "nascosta" not in html and "Di altri" not in html


def test_its_notes_are_turned_page_by_page(provisioned_site):
    page = make.pillola()
    for number in range(13):
        make.note(f"Numero {number:02}", below=page)
    first, second = (Client().get(f"{page.url}{query}") for query in ("", "?pagina=2"))
    assert [len(answer.context["notes"]) for answer in (first, second)] == [12, 1]
    assert [note.title for note in second.context["notes"]] == ["Numero 00"]


def test_a_pillola_leads_to_the_others_of_who_gives_it_and_the_showcase_to_all(provisioned_site):
    ada = make.consultant("Ada Prova")
    one = make.pillola("Una", by=ada)
    make.pillola("Altra", by=ada)
    make.pillola("Bozza", by=ada, live=False)
    make.pillola("Di Zoe", by=make.consultant("Zoe Altra"))
    assert links(main(one.url), "/pillole/") == ["/pillole/", "/pillole/altra/"]
    html = main("/soci/ada-prova/")
    assert sorted(links(html, "/pillole/")) == ["/pillole/altra/", "/pillole/una/"]
    assert "Pillole di Business" in html


def test_works_are_of_the_day_in_rome_and_never_off_the_site(provisioned_site, time_machine):
    time_machine.move_to("2026-05-04T22:30:00Z", tick=False)
    ada = make.consultant("Ada Prova")
    make.pillola("Una", by=ada)
    make.pillola("Bozza", by=ada, live=False)
    (group,) = contributions_of([ada.member])
    assert (group.kind, group.label) == ("pillole", "Pillole di Business")
    assert [(work.title, work.url, work.day) for work in group.items] == [("Una", "/pillole/una/", date(2026, 5, 5))]
    PilloleIndexPage.objects.get().unpublish()
    assert contributions_of([ada.member]) == []


# A note --------------------------------------------------------------------------------------------------------------


LEAD = "In breve: che cosa serve per rispondere a un bando senza perdersi."  # long enough to describe it alone


def test_a_note_leads_back_and_to_the_others_of_its_pillola(provisioned_site):
    page = make.pillola("Fondi", by=make.consultant("Ada Prova"))
    note = make.note("Un bando", below=page, lead=LEAD, date=date(2026, 3, 1), body=[("paragraph", "<p>Testo.</p>")])
    make.note("Altra nota", below=page)
    make.note("Bozza", below=page, live=False)
    make.note("Lontana", below=make.pillola("Lontana pillola"))
    html = main(note.url)
    assert links(html, "/pillole/fondi/") == ["/pillole/fondi/", "/pillole/fondi/", "/pillole/fondi/altra-nota/"]
    assert links(html, "/soci/") == ["/soci/ada-prova/"]
    for words in (LEAD, "1 marzo 2026", "Testo."):
        assert words in html
    assert machine(note.url)["@type"] == "Article"
    assert f'<meta name="description" content="{LEAD}">' in get(note.url)
    assert '<meta property="og:type" content="article">' in get(note.url)


@pytest.mark.parametrize("how", ["taken down", "draft"])
def test_a_note_below_a_pillola_off_the_site_is_nowhere(provisioned_site, how):
    page = make.pillola("Fondi", live=how == "taken down")
    note = make.note("Mongolfiera", below=page, lead="mongolfiera")
    if how == "taken down":
        assert Client().get(note.url).status_code == 200
        page.unpublish()
    for client in (Client(), make_user("su", superuser=True).client, make_user("c", provisioned_site.chief).client):
        assert client.get(note.url).status_code == 404
    for address in ("/", INDEX, "/soci/ada-prova/", "/cerca/?q=mongolfiera", "/sitemap-pagine.xml"):
        response = Client().get(address)
        assert response.status_code == 200
        assert note.url not in response.content.decode()
        assert "Mongolfiera" not in response.content.decode()


def test_search_finds_pillole_and_notes_by_their_words(provisioned_site, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = make.pillola("Fondi", for_whom="<p>mongolfiera</p>", intro="Da dove partire.")
        make.note("Un bando", below=page, lead="mongolfiera in breve")
        gone = make.pillola("Tolta", intro="mongolfiera")
        make.note("Sotto la tolta", below=gone, lead="mongolfiera")
        gone.unpublish()
        make.note("Bozza", below=page, lead="mongolfiera", live=False)
    results = Client().get("/cerca/?q=mongolfiera").context["results"]
    assert sorted((row.kind_label, row.title, row.url, row.summary) for row in results) == [
        ("Nota", "Un bando", "/pillole/fondi/un-bando/", "mongolfiera in breve"),
        ("Pillola", "Fondi", "/pillole/fondi/", "Da dove partire."),
    ]
    assert Client().get("/cerca/?q=mongolfiera").context["total"] == 2


def test_a_document_of_a_note_is_served_while_the_pillola_is_on_the_site(provisioned_site):
    document = get_document_model().objects.create(title="Carta", file=SimpleUploadedFile("x.txt", b"segreto"))
    page = make.pillola()
    make.note(below=page, body=[("document", {"document": document, "label": "Carta"})])
    response = Client().get(document.url)
    assert (response.status_code, b"".join(response)) == (200, b"segreto")
    page.unpublish()
    assert Client().get(document.url).status_code == 404


# Before it is on the site ---------------------------------------------------------------------------------------------


def test_drafts_are_shown_to_who_writes_them_as_they_will_be(provisioned_site):
    ada = with_client(make.consultant("Ada Prova", live=False).member.user)
    page = make.pillola("Bozza", live=False, intro="Tre mosse.")
    note = make.note("Nota in bozza", below=page, live=False, lead="In breve.")
    for draft, words in ((page, "Tre mosse."), (note, "In breve.")):
        response = ada.client.get(url("view_draft", draft.pk))
        assert response.status_code == 200
        assert words in response.content.decode() and "Ada Prova" in response.content.decode()


def test_what_the_desk_is_only_typing_is_shown_too(provisioned_site):
    user = make_user("desk", Group.objects.get(name=PILLOLE_DESK))
    row = make.consultant("Ada Prova")
    page = make.pillola("Una", by=row)
    forms = {
        ("pillolapage", PilloleIndexPage.objects.get().pk): PillolaPage(topic=page.topic, member=row.member),
        ("notepage", page.pk): NotePage(),
    }
    for (model, above), instance in forms.items():
        form = instance.get_edit_handler().get_form_class()(instance=instance, for_user=user)
        data = new_form(form) | {"title": "Appena scritta", "slug": "appena-scritta"}
        address = url("preview_on_add", "pillole", model, above)
        assert user.client.post(address, data).json()["is_valid"] is True
        response = user.client.get(address)
        assert response.status_code == 200
        assert "Appena scritta" in response.content.decode() and "Ada Prova" in response.content.decode()
