"""What a pillola and a note are made of, and the name that stands on them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from cms.provisioning import provision
from cms.seo.share_image.card import share_image_url
from editorial.publication.gate import LOG_RESTORED
from pillole.models import Consultant, NotePage, PillolaPage, PilloleIndexPage, Topic
from profiles.models import ProfilePage
from tests.factories import pages as make
from tests.support.moderation import fresh


def test_the_four_topics_are_there_once_in_their_order(provisioned_site):
    assert list(Topic.objects.values_list("slug", "name")) == [
        ("fund-raising", "Fund raising"),
        ("marketing", "Marketing"),
        ("coaching", "Coaching"),
        ("start-up", "Start up"),
    ]


def test_what_provisioning_made_stays_as_people_change_it(provisioned_site):
    Topic.objects.filter(slug="coaching").update(name="Allenamento", sort_order=9)
    PilloleIndexPage.objects.update(intro="Altro")
    assert provision().done == []
    assert Topic.objects.get(slug="coaching").name == "Allenamento"
    assert PilloleIndexPage.objects.get().intro == "Altro"


def test_who_and_what_a_pillola_names_stays(provisioned_site):
    page = make.pillola()
    with pytest.raises(ProtectedError):
        page.topic.delete()
    with pytest.raises(ProtectedError):
        page.member.delete()


def test_a_member_is_a_consultant_once_and_the_database_says_so(provisioned_site):
    row = make.consultant()
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultant.objects.create(member=row.member)


def test_only_a_consultant_gives_a_pillola_active_or_not(provisioned_site):
    page, other = make.pillola(), make.showcase("Bea Altra").member
    page.member = other
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert caught.value.messages == ["Chi tiene una pillola dev’essere tra i consulenti delle Pillole."]
    Consultant.objects.create(member=other, active=False)  # what they hold stays as it is
    page.full_clean()


@pytest.mark.parametrize("minutes, right", [(9, False), (10, True), (45, True), (240, True), (241, False)])
def test_a_duration_is_of_minutes_that_make_sense(provisioned_site, minutes, right):
    page = make.pillola()
    assert page.duration == 45
    page.duration = minutes
    if right:
        page.full_clean()
        return
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert list(caught.value.message_dict) == ["duration"]


def test_a_note_is_of_the_day_in_rome(provisioned_site, time_machine):
    time_machine.move_to("2026-05-04T22:30:00Z", tick=False)
    assert NotePage().date == date(2026, 5, 5)


# The name -----------------------------------------------------------------------------------------------------


def test_the_name_is_part_of_the_text(provisioned_site):
    page = make.pillola(by=make.consultant("Ada Prova"))
    assert page.known_as == page.latest_revision.content["known_as"] == "Ada Prova"


def test_the_showcase_speaks_while_it_is_on_the_site_and_the_agreed_name_after(provisioned_site):
    page = make.pillola(by=make.consultant("Ada Prova"))
    showcase = page.member.showcase
    assert (page.display_name, page.display_url) == ("Ada Prova", "/soci/ada-prova/")
    ProfilePage.objects.filter(pk=showcase.pk).update(title="Ada Nuova")
    assert fresh(page).display_name == "Ada Nuova"  # two people said yes to it
    ProfilePage.objects.filter(pk=showcase.pk).update(title="Ada Di Nessuno", live=False)
    assert (fresh(page).display_name, fresh(page).display_url) == ("Ada Prova", "")


def test_what_goes_live_keeps_the_name_that_was_agreed(provisioned_site):
    """The row is saved once more when it is published, and again when it comes back."""
    page = make.pillola(by=make.consultant("Ada Prova"))
    agreed = fresh(page).live_revision
    ProfilePage.objects.update(title="Ada Di Nessuno", live=False)
    fresh(page).unpublish()
    agreed.publish(log_action=LOG_RESTORED, skip_permission_checks=True)
    assert fresh(page).known_as == fresh(page).live_revision.content["known_as"] == "Ada Prova"
    assert fresh(page).display_name == "Ada Prova"


def test_a_draft_takes_the_name_of_whom_it_names_now(provisioned_site):
    bea = make.consultant("Bea Altra")
    page = make.pillola(by=make.consultant("Ada Prova"), live=False)
    page.member = bea.member
    page.save()
    assert fresh(page).known_as == "Bea Altra"
    page.save_revision()
    assert fresh(page).latest_revision.content["known_as"] == "Bea Altra"


# What it says to machines --------------------------------------------------------------------------------------


ADA = {
    "@type": "Person",
    "name": "Ada Prova",
    "@id": "http://testserver/soci/ada-prova/#chi",
    "url": "http://testserver/soci/ada-prova/",
}


def test_a_pillola_is_a_service(provisioned_site):
    page = fresh(make.pillola("Farsi trovare", by=make.consultant("Ada Prova"), intro="Tre mosse."))
    url = "http://testserver/pillole/farsi-trovare/"
    assert page.structured_data == {
        "@type": "Service",
        "@id": f"{url}#pillola",
        "name": "Farsi trovare",
        "url": url,
        "mainEntityOfPage": {"@id": url},
        "serviceType": "Marketing",
        "description": "Tre mosse.",
        "image": [f"http://testserver{share_image_url(page)}"],
        "provider": ADA,
        "areaServed": "Alessandria",
    }


def test_a_service_of_a_firm_off_the_site_is_named_without_an_address(provisioned_site):
    page = make.pillola(by=make.consultant("Prova SRL", live=False))
    page.member.kind = "firm"
    page.member.save()
    assert fresh(page).structured_data["provider"] == {"@type": "Organization", "name": "Prova SRL"}


def test_a_note_is_an_article_of_who_gives_the_pillola(provisioned_site):
    note = fresh(make.note("Un bando", below=make.pillola("Fondi"), date=date(2026, 3, 1), lead="In breve."))
    url = "http://testserver/pillole/fondi/un-bando/"
    assert note.structured_data == {
        "@type": "Article",
        "@id": f"{url}#nota",
        "headline": "Un bando",
        "url": url,
        "mainEntityOfPage": {"@id": url},
        "description": "In breve.",
        "image": [f"http://testserver{share_image_url(note)}"],
        "inLanguage": "it",
        "datePublished": "2026-03-01",
        "dateModified": note.last_published_at.isoformat(),
        "author": ADA,
        "publisher": {"@id": "http://testserver/#lab121"},
        "about": {"@id": "http://testserver/pillole/fondi/#pillola"},
    }


def test_search_finds_every_word_of_both(provisioned_site):
    texts = {
        "for_whom": "<p>Sarti &amp; <b>cuoche</b></p>",
        "how_to_prepare": "<p>Porta</p>",
        "you_leave_with": "<p>Idee</p>",
    }
    page = make.pillola("Farsi trovare", intro="Tre mosse", **texts)
    words = "farsi trovare marketing ada prova tre mosse sarti & cuoche porta idee"
    assert page.search_text().split() == words.split()
    note = make.note("Perché no", lead="In breve", body=[("paragraph", "<p>Città</p>")])
    assert note.search_text() == "perche no in breve citta"


def test_headings_without_a_text_stay_away(provisioned_site):
    page = PillolaPage(for_whom="<p></p>", how_to_prepare="<p>Porta un foglio.</p>", you_leave_with="")
    assert page.texts == [("prepare", "Come ti prepari", "<p>Porta un foglio.</p>")]
