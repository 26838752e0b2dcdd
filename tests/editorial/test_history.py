"""The story of one page, line by line; who may read it, and who may not."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision, TaskState

from editorial.audit import history
from editorial.audit.history import history_of
from editorial.consent import services as consent_services
from editorial.content.digest import content_digest as fingerprint
from editorial.models import Approval
from editorial.publication.takedown import restore, take_down
from tests.support.moderation import (
    agree,
    ask,
    consent_requests,
    create,
    edit,
    fresh,
    guest_link,
    guest_no,
    guest_yes,
    last,
    sent,
    state,
    submit,
    withdraw,
    yes,
)
from tests.support.people import make_user
from tests.support.showcases import live_showcase

ASKED = "Manca una frase sul prezzo."
DOWN = "L’evento è stato annullato."


def day(number: int):
    """At ten in the morning (Europe/Rome) of that day of March 2026."""
    return time_machine.travel(datetime(2026, 3, number, 9, 0, tzinfo=UTC), tick=False)


def prints(page) -> dict[str, str]:
    """Body → first letters of the fingerprint of the text that has it."""
    return {row.content["body"]: fingerprint(row.content)[:8] for row in page.revisions.all()}


def messages_of(page) -> list[tuple]:
    """(day and hour, sentence, fingerprint, reason, what changed) of every line."""
    return [
        (
            f"{timezone.localtime(line.at):%d %H:%M}",
            line.sentence,
            line.digest,
            line.reason,
            str(line.changed or ""),
        )
        for line in history_of(fresh(page))
    ]


@pytest.fixture(autouse=True)
def nobody_is_logged_out_while_days_go_by(settings):
    settings.SESSION_COOKIE_AGE = 365 * 24 * 60 * 60


@pytest.fixture
def story(newsroom):
    """Sent, changed by its author, asked, sent again, corrected by the desk, agreed by its author, taken down, back."""
    newsroom.anna.last_name, newsroom.r1.last_name, newsroom.r2.last_name = "Bianchi", "Rossi", "Verdi"
    for user in (newsroom.anna, newsroom.r1, newsroom.r2):
        user.save()
    with day(1):
        page = create(newsroom.anna, newsroom.blog, "Titolo", "Un testo breve.")
    with day(2):
        submit(newsroom.anna, page)
    with day(3):
        withdraw(newsroom.anna, page)
        edit(newsroom.anna, page, "Un testo lungo.")
    with day(4):
        submit(newsroom.anna, page)
    with day(5):
        ask(newsroom.r1, page, ASKED)
    with day(6):
        submit(newsroom.anna, page, "Un testo lungo. Costa dieci euro.")
    with day(7):
        edit(newsroom.r1, page, "Un testo lungo. Costa 10 euro.", title="Il titolo")
        yes(newsroom.r1, page)
    with day(8):
        agree(newsroom.anna, page)
    with day(9):
        take_down(page.pk, newsroom.r2, DOWN)
    with day(10):
        restore(page.pk, newsroom.r1)
    with day(11):  # and it is read on the next day, when nobody's session has ended
        yield fresh(page)


def expected(page, texts: dict[str, str]) -> list[tuple]:
    short, long = texts["Un testo breve."], texts["Un testo lungo."]
    priced, final = texts["Un testo lungo. Costa dieci euro."], texts["Un testo lungo. Costa 10 euro."]
    return [
        ("02 10:00", "anna Bianchi ha scritto il testo", short, "", ""),  # sending from the editor saves once more
        ("02 10:00", "anna Bianchi ha mandato il testo alla redazione", short, "", ""),
        ("03 10:00", "anna Bianchi ha scritto il testo", long, "", ""),
        ("03 10:00", "anna Bianchi ha ritirato il testo", "", "", ""),
        ("04 10:00", "anna Bianchi ha scritto il testo", long, "", ""),
        ("04 10:00", "anna Bianchi ha mandato il testo alla redazione", long, "",
         "Dal sì di prima cambia una parola in: Body."),
        ("05 10:00", "r1 Rossi ha chiesto modifiche", "", ASKED, ""),
        ("06 10:00", "anna Bianchi ha scritto il testo", priced, "", ""),
        ("06 10:00", "anna Bianchi ha mandato il testo alla redazione", priced, "",
         "Dal sì di prima cambiano 3 parole in: Body."),
        ("07 10:00", "r1 Rossi ha scritto il testo", final, "", ""),
        ("07 10:00", "r1 Rossi ha detto sì, per la redazione", final, "",
         "Dal sì di prima cambiano 3 parole in: Titolo, Body."),
        ("08 10:00", "anna Bianchi ha detto sì, come chi l’ha scritta", final, "", ""),
        ("08 10:00", "La pagina è andata sul sito", final, "", ""),
        ("09 10:00", "r2 Verdi ha tolto la pagina dal sito", final, DOWN, ""),
        ("10 10:00", "r1 Rossi ha rimesso la pagina sul sito, com’era", final, "", ""),
    ]  # fmt: skip


def test_every_line_of_one_page(story):
    assert messages_of(story) == expected(story, prints(story))


def test_it_outlives_purged_revisions(newsroom, story):
    texts = prints(story)
    with day(11):
        edit(newsroom.anna, story, "Altro.")
    call_command("purge_revisions")
    assert Revision.objects.filter(object_id=str(story.pk)).count() == 1 and not TaskState.objects.exists()
    lines = messages_of(story)
    assert lines[-1] == ("11 10:00", "anna Bianchi ha scritto il testo", prints(story)["Altro."], "", "")
    gone = "Il testo è un altro rispetto al sì di prima, ma uno dei due non è più conservato."
    kept = [(*line[:4], gone if line[4] else "") for line in expected(story, texts)]
    # Nobody said yes to that save: without its revision its text is not known.
    kept[2] = (*kept[2][:2], "", "", "")
    assert lines[:-1] == kept


def test_it_outlives_accounts_and_two_people_stay_two(newsroom, story):
    anna, reader = newsroom.anna.pk, newsroom.r1.pk
    newsroom.anna.delete()
    newsroom.r1.delete()
    agreed = [(line.sentence, line.digest) for line in history_of(fresh(story)) if line.name == "yes"]
    final = prints(story)["Un testo lungo. Costa 10 euro."]
    assert agreed == [
        (f"Una persona che non c’è più (n. {reader}) ha detto sì, per la redazione", final),
        (f"Una persona che non c’è più (n. {anna}) ha detto sì, come chi l’ha mandata", final),
    ]
    assert history_of(fresh(story))[0].sentence == "Non si sa più chi ha scritto il testo"


def test_several_saves_in_a_row_are_one_line(newsroom):
    with day(1):
        page = create(newsroom.anna, newsroom.blog)
    for number in (2, 3):
        with day(number):
            edit(newsroom.anna, page, f"testo {number}")
    with day(4):
        edit(newsroom.r1, page, "di r1")
    with day(5):
        edit(newsroom.anna, page, "ancora")
    assert [line[:3] for line in messages_of(page)] == [
        ("03 10:00", "anna ha scritto il testo", prints(page)["testo 3"]),
        ("04 10:00", "r1 ha scritto il testo", prints(page)["di r1"]),
        ("05 10:00", "anna ha scritto il testo", prints(page)["ancora"]),
    ]


def test_a_text_altered_after_a_yes_shows_another_fingerprint_and_is_not_compared(newsroom):
    with day(1):
        page = sent(newsroom.anna, newsroom.blog)
    with day(2):
        edit(newsroom.r1, page, "corretto")
        yes(newsroom.r1, page)
    revision = last(page)
    agreed = prints(page)["corretto"]
    Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"body": "HACK"})
    lines = messages_of(page)
    assert lines[-2:] == [
        ("02 10:00", "r1 ha scritto il testo", prints(page)["HACK"], "", ""),
        ("02 10:00", "r1 ha detto sì, per la redazione", agreed, "",
         "Il testo è un altro rispetto al sì di prima, ma uno dei due non è più conservato."),
    ]  # fmt: skip


def test_a_guest_and_a_page_hidden_by_its_author_are_told(provisioned_site):
    owner, page, _desk = live_showcase(provisioned_site)
    row = Approval.objects.get(as_reviewer=True)
    Approval.objects.create(
        page_number=page.pk, revision_number=row.revision_number, digest=row.digest, guest="Piera Sanna"
    )
    take_down(page.pk, owner)
    sentences = [line.sentence for line in history_of(page)]
    assert sentences[-2:] == ["Piera Sanna ha detto sì, come ospite", "Carla Conti ha nascosto la pagina"]


def test_the_skeleton_says_that_it_passed_no_desk(provisioned_site):
    assert [line.sentence for line in history_of(provisioned_site.home)] == [
        "Non si sa più chi ha scritto il testo",
        "La pagina è nata con il sito, senza passare dalla redazione",
    ]


def test_a_request_sent_by_nobody_is_told_once(newsroom):
    page = create(newsroom.anna, newsroom.blog)
    page.get_workflow().start(page, None)
    assert [line.sentence for line in history_of(page)] == [
        "anna ha scritto il testo",
        "Non si sa più chi ha mandato il testo alla redazione",
    ]


# --- the two screens


def history_urls(page) -> tuple[str, str]:
    return reverse("editorial_history", args=[page.pk]), reverse("editorial_author_history", args=[page.pk])


def test_the_addresses(story):
    assert history_urls(story) == (f"/admin/pagine/{story.pk}/storia/", f"/area-soci/pagine/{story.pk}/storia/")


def test_who_reads_the_story_and_who_does_not(newsroom, provisioned_site, story):
    other_desk, office = make_user("vera", provisioned_site.desk), make_user("sara", provisioned_site.office)
    people = (newsroom.anna, newsroom.bruno, newsroom.r1, newsroom.ed, newsroom.su, other_desk, office)
    admin, area = (
        {user.first_name: user.client.get(address).status_code for user in people} for address in history_urls(story)
    )
    # The office has no admin: it is led to its area.
    assert admin == {"anna": 403, "bruno": 403, "r1": 200, "ed": 200, "su": 200, "vera": 403, "sara": 302}
    assert area == {"anna": 200, "bruno": 403, "r1": 403, "ed": 403, "su": 403, "vera": 403, "sara": 403}
    for address in history_urls(story):
        assert Client().get(address)["Location"].startswith("/accedi/")
    nowhere = [address.replace(str(story.pk), "999999") for address in history_urls(story)]
    assert newsroom.r1.client.get(nowhere[0]).status_code == newsroom.su.client.get(nowhere[0]).status_code == 404
    assert newsroom.anna.client.get(nowhere[1]).status_code == 404
    assert (
        newsroom.anna.client.post(history_urls(story)[1]).status_code
        == newsroom.r1.client.post(history_urls(story)[0]).status_code
        == 405
    )


def test_both_screens_say_the_same_and_no_address_of_anybody(newsroom, story):
    # A person without a name must not be shown by their address.
    newsroom.r2.first_name = newsroom.r2.last_name = ""
    newsroom.r2.save()
    for user, address in zip((newsroom.r1, newsroom.anna), history_urls(story), strict=True):
        response = user.client.get(address)
        text = response.content.decode()
        begin, end = text.index('<ol class="provenance">'), text.index("</ol>", text.index('<ol class="provenance">'))
        shown = text[begin:end]
        assert [line.sentence for line in response.context["lines"]] == [row[1] for row in messages_of(story)]
        assert all(f"{row[1]}." in shown.replace("&#x27;", "'") for row in messages_of(story))
        assert '<time datetime="2026-03-02T10:00:00+0100">2 marzo 2026, 10:00</time>' in shown
        assert DOWN in shown and ASKED in shown
        assert f"Una persona senza nome (n. {newsroom.r2.pk}) ha tolto la pagina dal sito." in shown
        assert "@" not in shown
        assert "no-store" in response["Cache-Control"]


def test_the_screens_are_linked_where_people_look(newsroom, story):
    admin, area = history_urls(story)
    assert area in newsroom.anna.client.get(reverse("editorial_author", args=[story.pk])).content.decode()
    editor = newsroom.r1.client.get(f"/admin/pages/{story.pk}/edit/").content.decode()
    assert f'href="{admin}"' in editor
    own = newsroom.anna.client.get(f"/admin/pages/{story.pk}/edit/")
    assert own.status_code == 200 and admin not in own.content.decode()


def test_what_a_text_names_and_is_gone_does_not_break_its_story(provisioned_site):
    _owner, page, _desk = live_showcase(provisioned_site)
    revision = page.live_revision
    Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"photo": 999999, "place": 999999})
    assert len(history_of(page)) == 4


def queries(page) -> int:
    page = fresh(page)
    with CaptureQueriesContext(connection) as asked:
        history_of(page)
    return len(asked)


def test_the_queries_are_as_many_for_any_number_of_saves_and_yeses(newsroom):
    with day(1):
        page = sent(newsroom.anna, newsroom.blog)
        edit(newsroom.r1, page, "corretto")
        yes(newsroom.r1, page)
    few = queries(page)
    for number in range(2, 12):
        with day(number):
            text = fresh(page)
            text.body = f"corretto {number}"
            Approval.objects.record(state(page), text.save_revision(user=newsroom.r1), newsroom.r1, as_reviewer=True)
    lines = history_of(fresh(page))
    assert len([line for line in lines if line.changed and line.changed.known]) == 11
    assert queries(page) == few <= 9


def test_only_texts_that_are_compared_or_shown_are_digested(newsroom, story, monkeypatch):
    digested = []
    monkeypatch.setattr(
        history, "content_digest", lambda content: digested.append(content["body"]) or fingerprint(content)
    )
    with day(12):
        for number in range(20):
            text = fresh(story)
            text.body = f"testo {number}"
            text.save_revision(user=newsroom.anna)
    *before, saved = messages_of(story)
    assert before == expected(story, prints(story))
    assert saved == ("12 10:00", "anna Bianchi ha scritto il testo", prints(story)["testo 19"], "", "")
    # The five lines «ha scritto il testo» above, each once, and the last of the twenty saves.
    assert sorted(digested) == [
        "Un testo breve.",
        "Un testo lungo.",
        "Un testo lungo.",
        "Un testo lungo. Costa 10 euro.",
        "Un testo lungo. Costa dieci euro.",
        "testo 19",
    ]


def test_what_guests_said_is_told_line_by_line(newsroom):
    """Olga asks for a change and then says yes; Piero never answers."""
    with day(1):
        page = sent(newsroom.anna, newsroom.radio, "Voci", "uno", model="interview", people="Olga, Piero")
    with day(2):
        yes(newsroom.r1, page)
    with day(3):
        guest_no(guest_link(page), "il cognome è Neri")
    with day(4):
        edit(newsroom.r1, page, "uno, Neri")
        yes(newsroom.r1, page)
    with day(5):
        yes(newsroom.r2, page)
    with day(6):
        guest_yes(guest_link(page))
        consent_services.remind(consent_requests(page)[1].pk, newsroom.r1)
    with day(20):
        consent_services.waive(consent_requests(page)[1].pk, newsroom.r2, "Me l’ha detto a voce.")
    one, two = prints(page)["uno"], prints(page)["uno, Neri"]
    assert messages_of(page) == [
        ("01 10:00", "anna ha scritto il testo", one, "", ""),
        ("01 10:00", "anna ha mandato il testo alla redazione", one, "", ""),
        ("02 10:00", "r1 ha detto sì, per la redazione", one, "", ""),
        ("02 10:00", "Chiesto il sì di Olga", "", "", ""),
        ("02 10:00", "Chiesto il sì di Piero", "", "", ""),
        ("03 10:00", "Olga ha chiesto modifiche, dal link mandato per e-mail", "", "il cognome è Neri", ""),
        ("04 10:00", "r1 ha scritto il testo", two, "", ""),
        ("04 10:00", "r1 ha detto sì, per la redazione", two, "", "Dal sì di prima cambiano 2 parole in: Body."),
        ("05 10:00", "r2 ha detto sì, per la redazione", two, "", ""),
        ("05 10:00", "Chiesto il sì di Olga", "", "", ""),
        ("05 10:00", "Chiesto il sì di Piero", "", "", ""),
        ("06 10:00", "Olga ha detto sì, come ospite, dal link mandato per e-mail", two, "", ""),
        ("06 10:00", "Promemoria a Piero", "", "", ""),
        ("20 10:00", "r2 ha deciso di andare avanti senza la risposta di Piero", "", "Me l’ha detto a voce.", ""),
        ("20 10:00", "La pagina è andata sul sito", two, "", ""),
    ]
