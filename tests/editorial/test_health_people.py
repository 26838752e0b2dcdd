"""What the doctor finds about people, steps and rights: accounts that nobody has seen, guests who were not asked."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from wagtail.models import WorkflowTask

from cms.users.models import User
from editorial import roles
from editorial.audit import health
from editorial.audit.health import ALL_WELL, HealthIssue
from editorial.identity import services
from editorial.models import Approval, DeskTask, GuestTask
from radio.models import EpisodeGuest
from tests.factories.pages import episode
from tests.support.acting import agree
from tests.support.people import make_user

from .doctor import NOW, run


def test_an_account_that_nobody_has_seen(staffed):
    User.objects.filter(pk=staffed.ada.pk).update(email="altra@example.org")
    text = "L’account di ada è cambiato e nessun altro l’ha guardato: finché è così non legge e non dice sì."
    url = f"/admin/chi-e-chi/{staffed.ada.pk}/"
    assert list(health.unseen_accounts()) == [HealthIssue("unseen-account", text, url)]
    assert run() == (1, [f"unseen-account: {text}"])
    assert run("--fix")[0] == 1


def test_accounts_with_which_the_site_began_are_listed_until_somebody_has_read_them(staffed):
    services.mark_born([staffed.ada, staffed.ed], is_listed=True)
    text = "Chi legge da prima di «Chi è chi»: ada, ed. Li conoscete tutti?"
    assert list(health.unseen_accounts()) == [HealthIssue("accounts-to-read", text, "/admin/chi-e-chi/")]
    services.mark_list_read(staffed.ed)
    assert run() == (0, [ALL_WELL])


def test_members_who_were_let_read_for_one_request(staffed):
    DeskTask.objects.get(name="Lettura Vetrine").groups.add(staffed.members)
    drift = "drift: Non è come dev’essere, lo sistema «manage.py provision»: chi legge «Lettura Vetrine» reso uguale."
    assert run() == (1, [drift])
    assert DeskTask.objects.get(name="Lettura Vetrine").groups.count() == 3, "the doctor changed something"
    assert run("--fix") == (0, ["sistemato: chi legge «Lettura Vetrine» reso uguale", ALL_WELL])


def test_a_group_that_nobody_knows_is_named(staffed):
    Group.objects.create(name="Amici")
    assert run() == (1, ["unknown: Non si sa da dove venga: gruppo «Amici»."])


@pytest.fixture
def interview(staffed):
    """Live, while the guests' step was out of the workflow; then provisioning put it back."""
    GuestTask.objects.update(since=NOW)
    step = WorkflowTask.objects.get(task__name="Sì degli ospiti")
    rada = make_user("rada", Group.objects.get(name=roles.RADIO_DESK))
    page = episode(live=False, owner=rada)
    page.guests.add(EpisodeGuest(name="Ugo Ospite", sort_order=0))
    page.save_revision(user=rada)
    workflow, task = step.workflow, step.task
    step.delete()
    agree(page, rada, staffed.ed)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    return page


def test_an_interview_whose_guest_was_never_asked(interview):
    text = "«Puntata 1»: è sul sito senza il sì di Ugo Ospite."
    assert run() == (1, [f"live-guest-not-asked: {text}"])


def test_what_was_agreed_before_the_step_existed_stays_agreed(interview):
    GuestTask.objects.update(since=Approval.objects.latest("at").at + timedelta(seconds=1))
    assert run() == (0, [ALL_WELL])


def test_an_interview_whose_guest_said_yes_is_well(staffed):
    rada = make_user("rada", Group.objects.get(name=roles.RADIO_DESK))
    page = episode(live=False, owner=rada)
    page.guests.add(EpisodeGuest(name="Ugo Ospite", sort_order=0))
    page.save_revision(user=rada)
    agree(page, rada, staffed.ed)
    page.refresh_from_db()
    assert page.live and run() == (0, [ALL_WELL])
