"""Told at once, daily or never, as each person chose; and the page where one chooses."""

import pytest

from editorial.models import MailPreference
from editorial.notifications import messages
from editorial.publication import takedown
from tests.support.editor_post import comment
from tests.support.mailbox import asked, asked_and_cleared, body, letter, prefer
from tests.support.moderation import ask, autosave, edit, sent, state, submit, yes
from tests.support.people import make_member

pytestmark = pytest.mark.usefixtures("clock", "queued_mail")

REASON = "manca la data dell’evento"


def lines(user):
    return [(row.key.split(":")[0], row.sent_at is not None) for row in user.digest_items.order_by("pk")]


def test_at_once_daily_or_never(newsroom):
    prefer(newsroom.r1, "daily")
    prefer(newsroom.r2, "never")
    page = sent(newsroom.anna, newsroom.blog)
    assert asked() == [("submitted", "ed")]
    assert (lines(newsroom.r1), lines(newsroom.r2)) == ([("submitted", False)], [])
    messages.submitted(state(page), newsroom.anna)
    assert lines(newsroom.r1) == [("submitted", False)]


def test_outcomes_of_ones_own_text_are_never_lost(newsroom):
    prefer(newsroom.anna, "never")
    page = sent(newsroom.anna, newsroom.blog)
    autosave(newsroom.r1, page, **comment())
    ask(newsroom.r1, page, REASON)
    submit(newsroom.anna, page)
    edit(newsroom.r1, page, "corretto")
    yes(newsroom.r1, page)
    yes(newsroom.r2, page)
    takedown.take_down(page.pk, newsroom.r2, "una foto senza permesso")
    assert [to for _event, to in asked() if to == "anna"] == []
    assert [event for event, _told in lines(newsroom.anna)] == ["changes", "corrected", "published", "taken_down"]


def test_a_correction_of_a_live_page_goes_at_once_whatever_the_preference(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    asked_and_cleared()
    for person, how in ((newsroom.r1, "never"), (newsroom.r2, "daily"), (newsroom.anna, "never")):
        prefer(person, how)
    submit(newsroom.anna, page, "uno, due")
    assert asked() == [("submitted", "ed"), ("submitted", "r1"), ("submitted", "r2")]
    assert "È una correzione" in body(letter("submitted", "r1"))
    asked_and_cleared()
    edit(newsroom.ed, page, "uno due")
    yes(newsroom.ed, page)
    assert asked() == [("corrected", "anna"), ("corrected", "r1"), ("corrected", "r2")]
    assert [user.digest_items.count() for user in (newsroom.anna, newsroom.r1, newsroom.r2)] == [0, 0, 0]


def test_more_than_ten_words_are_no_correction(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    prefer(newsroom.r1, "never")
    asked_and_cleared()
    submit(newsroom.anna, page, "parola " * 12)
    assert asked() == [("submitted", "ed"), ("submitted", "r2")]


# --- the page where one chooses

CHOOSE = "/area-soci/posta/"


def test_choosing_how_to_be_told(provisioned_site):
    ada = make_member("Ada Prova")
    assert f'href="{CHOOSE}"' in ada.client.get("/area-soci/").content.decode()
    shown = ada.client.get(CHOOSE)
    assert shown.status_code == 200 and 'value="now"' in shown.content.decode()
    assert shown.context["form"]["how"].value() == "now"
    assert "Le risposte ai tuoi testi" in shown.content.decode()
    for how in ("daily", "never", "never"):
        assert ada.client.post(CHOOSE, {"how": how}).url == "/area-soci/"
        assert MailPreference.objects.get().how == how
    assert ada.client.get(CHOOSE).context["form"]["how"].value() == "never"
    for wrong in ("", "ieri", "\0", "x" * 4000):
        assert ada.client.post(CHOOSE, {"how": wrong}).status_code == 200
    assert MailPreference.objects.get().how == "never"


def test_a_visitor_chooses_nothing(provisioned_site, client):
    for response in (client.get(CHOOSE), client.post(CHOOSE, {"how": "never"})):
        assert response.status_code == 302 and response.url.startswith("/accedi/")
    assert not MailPreference.objects.exists()
