"""Mail that failed, or waits for too long, is found and stays until somebody has seen it."""

from datetime import timedelta

import time_machine
from django.test import Client
from django.urls import reverse

from cms.mail.models import Mail
from editorial.audit import health
from editorial.audit.health import HealthIssue

from .doctor import DAY, NOW, run


def mail(number: int, **fields) -> Mail:
    return Mail.objects.create(
        key=f"prova:{number}", message_id=f"<{number}@x>", sender="a@example.org", recipient="b@example.org", **fields
    )


def test_mails_that_failed_are_found_and_stay(staffed):
    mail(1, state=Mail.State.SENT)
    one = mail(2, state=Mail.State.FAILED, error="550 no such\nuser", content=b"x").pk
    two = mail(3, state=Mail.State.FAILED).pk
    found = [
        HealthIssue("mail-failed", "E-mail non spedita a b@example.org: 550 no such user", mail=one),
        HealthIssue("mail-failed", "E-mail non spedita a b@example.org: senza un motivo", mail=two),
    ]
    assert list(health.examine()) == found
    assert run("--fix")[0] == 1 and list(health.examine()) == found


def test_a_failed_mail_is_put_aside_by_who_reads_of_it(newsroom):
    sent, failed = mail(1, state=Mail.State.SENT).pk, mail(2, state=Mail.State.FAILED, content=b"x").pk
    address = reverse("editorial_mail_seen", args=[failed])
    for user in (newsroom.anna, newsroom.r1):
        assert user.client.post(address).status_code == 403
    assert Client().post(address)["Location"].startswith("/accedi/")
    assert newsroom.ed.client.get(address).status_code == 405
    assert Mail.objects.failed().count() == 1
    assert address in newsroom.ed.client.get(reverse("editorial_doctor")).content.decode()
    for number in (failed, failed, sent, 999):
        newsroom.ed.client.post(reverse("editorial_mail_seen", args=[number]))
    assert list(Mail.objects.order_by("pk").values_list("state", flat=True)) == ["sent", "seen"]
    assert bytes(Mail.objects.get(pk=failed).content) == b"" and list(health.failed_mails()) == []


def test_mails_that_wait_over_a_day_are_found(staffed):
    mail(1, due_at=NOW)
    mail(2, due_at=NOW - 3 * DAY, state=Mail.State.SENT)
    with time_machine.travel(NOW + DAY, tick=False):
        assert list(health.late_mails()) == []
    with time_machine.travel(NOW + DAY + timedelta(seconds=1), tick=False):
        text = "Un’e-mail aspetta da più di un giorno: guarda se «manage.py send_mail» gira."
        assert list(health.examine()) == [HealthIssue("mail-late", text)]
        mail(3, due_at=NOW - DAY)
        assert [one.text[:18] for one in health.late_mails()] == ["2 e-mail aspettano"]
        assert run("--fix")[0] == 1 and Mail.objects.waiting().count() == 2
