"""Groups and passwords that somebody changed in the admin are told to Redazione."""

import pytest
from wagtail.log_actions import LogContext

from tests.support.mailbox import asked, asked_and_cleared, body, letter

pytestmark = pytest.mark.usefixtures("clock", "queued_mail")


def test_groups_and_passwords_changed_in_the_admin_are_told_to_redazione(newsroom):
    with LogContext(user=newsroom.su):
        newsroom.bruno.groups.add(newsroom.desk)
        newsroom.bruno.set_password("scelta da un’altra persona")
        newsroom.bruno.save()
    assert asked() == [("groups", "ed"), ("password", "ed")]
    assert "su ha messo bruno in: Redazione Gazzetta" in body(letter("groups", "ed"))
    assert letter("password", "ed")["Subject"] == "Accessi cambiati: bruno"
    asked_and_cleared()
    with LogContext(user=newsroom.ed):
        newsroom.bruno.groups.remove(newsroom.desk)  # Redazione itself
    newsroom.bruno.groups.add(newsroom.desk)  # a command of the machine
    assert asked() == []


def test_who_is_taken_out_of_redazione_hears_of_it(newsroom):
    with LogContext(user=newsroom.su):
        newsroom.ed.groups.remove(newsroom.chief)
    assert asked() == [("groups", "ed")]
