"""Each thing that can be wrong is planted and found; what may be mended alone is mended, the rest stays."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from wagtail.models import (
    GroupApprovalTask,
    Page,
    PageLogEntry,
    Task,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from editorial import roles
from editorial.audit import health
from editorial.audit.health import ALL_WELL, HealthIssue
from editorial.models import Approval, DeskTask
from home.demo import loading
from home.demo.texts import members, site_texts
from profiles.models import ProfilePage
from profiles.services import deactivate_member
from tests.support.moderation import ask, create, fresh, sent, submit, yes
from tests.support.people import make_user
from tests.support.showcases import live_showcase

from .doctor import DAY, NOW, run


def edit_url(page) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def test_a_provisioned_site_with_two_of_redazione_is_well(staffed):
    assert list(health.examine()) == []
    assert run() == (0, [ALL_WELL])
    assert run("--fix") == (0, [ALL_WELL])


def test_nothing_is_found_on_the_demo(provisioned_site):
    few = ("elisa-robotti", "davide-ferraris", "giacomo-repetto", "caterina-balbo", "samuel-okafor")
    encoded = make_password(loading.PASSWORD)
    staff = loading.load_staff(encoded)
    for row in members():
        if row["slug"] in few:
            loading.load_member(row, encoded, staff)
    for texts in site_texts()["pages"]:
        loading.load_page(texts, staff)
    loading.load_home(staff)
    assert WorkflowState.objects.active().exists() and ProfilePage.objects.live().exists()
    assert list(health.examine()) == []
    # The same walk sees what is planted in it.
    page = ProfilePage.objects.live().first()
    ProfilePage.objects.filter(pk=page.pk).update(headline="altro", bio=[])
    code, lines = run()
    assert code == 1
    fields = "In una riga, Chi sei e come lavori"
    assert lines == [f"live-row-differs: «{page.title}»: sul sito non è come l’avete concordata ({fields})."]


# --- desks


def test_desks_with_fewer_than_two_people(provisioned_site):
    none = [
        HealthIssue("thin-desk", f"«Lettura {desk}»: non c’è nessuno, ne servono almeno due.")
        for desk in ("Blog", "Vetrine", "Radio", "Pillole", "Redazione")
    ]
    assert sorted(health.thin_desks(), key=lambda one: one.text) == sorted(none, key=lambda one: one.text)
    ed = make_user("ed", provisioned_site.chief, provisioned_site.desk)  # twice in the same desk is one person
    one = [f"«Lettura {desk}»: c’è una persona sola, ne servono almeno due." for desk in ("Blog", "Pillole", "Radio")]
    found = sorted(issue.text for issue in health.thin_desks())
    assert [text for text in found if "Vetrine" not in text and "Redazione" not in text] == one and len(found) == 5
    make_user("vera", provisioned_site.desk)
    assert "«Lettura Vetrine»" not in "".join(issue.text for issue in health.thin_desks())
    make_user("ada", provisioned_site.chief)
    assert list(health.thin_desks()) == []
    # A superuser reads for no desk, nor does who no longer enters.
    make_user("su", provisioned_site.chief, superuser=True)
    ed.is_active = False
    ed.save()
    assert len(list(health.thin_desks())) == 4
    assert run("--fix")[0] == 1 and len(list(health.thin_desks())) == 4


# --- steps and trees


def test_an_inactive_step_is_found_and_woken(staffed):
    Task.objects.filter(name="Lettura Vetrine").update(active=False)
    text = "«Vetrine»: il passo «Lettura Vetrine» è spento, e niente può più andare sul sito."
    assert list(health.examine()) == [HealthIssue("inactive-step", text, fixable=True)]
    drift = "drift: Non è come dev’essere, lo sistema «manage.py provision»: passo «Lettura Vetrine» riattivato."
    assert run() == (1, [drift, f"inactive-step: {text} (lo sistema --fix)"])
    assert not DeskTask.objects.get(name="Lettura Vetrine").active
    assert run("--fix") == (0, ["sistemato: passo «Lettura Vetrine» riattivato", ALL_WELL])
    assert DeskTask.objects.get(name="Lettura Vetrine").active


def test_an_inactive_step_that_no_table_names_is_left_to_people(newsroom):
    Task.objects.filter(pk=newsroom.blog_desk.pk).update(active=False)
    found = [("«Gazzetta»: il passo «redazione» è spento, e niente può più andare sul sito.", False)]
    assert [(issue.text, issue.fixable) for issue in health.inactive_steps()] == found
    run("--fix")
    assert not DeskTask.objects.get(pk=newsroom.blog_desk.pk).active and len(list(health.inactive_steps())) == 1


def test_an_inactive_step_that_only_bears_a_name_of_the_table_is_left_to_people(newsroom):
    stock = GroupApprovalTask.objects.create(name="Lettura Blog")
    WorkflowTask.objects.create(workflow=newsroom.blog_workflow, task=stock, sort_order=1)
    Task.objects.filter(pk=stock.pk).update(active=False)
    found = [("«Gazzetta»: il passo «Lettura Blog» è spento, e niente può più andare sul sito.", False)]
    assert [(issue.text, issue.fixable) for issue in health.inactive_steps()] == found
    run("--fix")
    assert not Task.objects.get(pk=stock.pk).active


def test_a_step_asleep_in_a_workflow_that_no_tree_uses_does_no_harm(staffed):
    spare = Workflow.objects.create(name="Di scorta")
    spare.workflow_tasks.create(task=DeskTask.objects.create(name="nessuno", active=False))
    assert list(health.inactive_steps()) == []


@pytest.mark.parametrize(
    "how, done",
    [
        ("taken away", "dato a «Soci»"),
        ("another", "dato a «Soci»"),
        ("asleep", "riattivato"),
    ],
)
def test_a_tree_without_its_workflow_is_found_and_given_it_back(staffed, how, done):
    tree = health.tree_of(roles.PROFILES)
    rows = WorkflowPage.objects.filter(page=tree)
    if how == "taken away":
        rows.delete()
    elif how == "another":
        rows.update(workflow=Workflow.objects.get(name="Blog"))
    else:
        Workflow.objects.filter(name="Vetrine").update(active=False)
    text = f"«{tree.title}» non passa più da «Vetrine»."
    assert list(health.examine()) == [HealthIssue("tree-without-workflow", text, edit_url(tree), fixable=True)]
    code, lines = run("--fix")
    assert (code, lines[-1]) == (0, ALL_WELL) and f"sistemato: percorso «Vetrine» {done}" in lines
    assert WorkflowPage.objects.get(page=tree).workflow.name == "Vetrine"


def test_a_tree_that_is_not_there_is_left_to_provisioning(staffed):
    health.tree_of(roles.RADIO).delete()
    found = [HealthIssue("tree-missing", "Manca la pagina radio.RadioIndexPage: esegui «manage.py provision».")]
    assert list(health.trees_without_workflow()) == found
    assert run("--fix")[0] == 1 and list(health.trees_without_workflow()) == found


# --- requests


@pytest.fixture
def waiting(newsroom):
    return sent(newsroom.anna, newsroom.blog)


def test_a_request_at_no_step_is_found_and_closed(newsroom, waiting):
    TaskState.objects.all().delete()
    text = "«T» risulta in attesa ma non è a nessun passo: nessuno può rispondere."
    assert list(health.requests_without_step()) == [HealthIssue("stuck-request", text, edit_url(waiting), fixable=True)]
    said = Approval.objects.values_list("pk", "digest")
    before = list(said)
    assert "sistemato: richiesta senza passo chiusa: «T» può essere mandata di nuovo" in run("--fix")[1]
    assert list(health.requests_without_step()) == [] and list(said) == before
    assert WorkflowState.objects.get().status == "cancelled" and not fresh(waiting).live
    assert [entry.message for entry in PageLogEntry.objects.filter(action="editorial.request_closed")] == [
        "Richiesta rimasta senza passo: chiusa dal controllo di salute"
    ]
    assert "Storia della pagina" in newsroom.ed.client.get(edit_url(waiting)).content.decode()
    submit(newsroom.anna, waiting)
    yes(newsroom.r1, waiting)
    assert fresh(waiting).live


def test_a_request_at_a_finished_step_is_left_to_people(newsroom, waiting):
    TaskState.objects.update(status=TaskState.STATUS_APPROVED)
    text = "«T» risulta in attesa ma è a un passo già finito: nessuno può rispondere."
    found = [HealthIssue("stuck-request", text, edit_url(waiting))]
    assert list(health.requests_without_step()) == found
    run("--fix")
    assert list(health.requests_without_step()) == found and WorkflowState.objects.get().status == "in_progress"


def test_a_request_that_lost_its_step_while_one_waits_is_left_to_people(newsroom, waiting):
    WorkflowState.objects.update(current_task_state=None)
    assert [issue.fixable for issue in health.requests_without_step()] == [False]
    run("--fix")
    assert WorkflowState.objects.get().status == "in_progress" and TaskState.objects.get().status == "in_progress"


def test_what_waits_as_it_should_is_not_found(newsroom, waiting):
    other = sent(newsroom.anna, newsroom.blog, "Altra")
    ask(newsroom.r1, other, "manca una frase sul prezzo")
    assert list(health.requests_without_step()) == []


# --- claims


def claim(page, user, at=NOW) -> None:
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=user, locked_at=at)


def test_a_claim_on_what_waits_for_nobody_is_found_after_a_day_and_released(newsroom, provisioned_site):
    page = create(newsroom.anna, newsroom.blog)
    claim(page, newsroom.r1)
    with time_machine.travel(NOW + DAY, tick=False):
        assert list(health.forgotten_claims()) == []
        run("--fix")
        assert fresh(page).locked
    with time_machine.travel(NOW + DAY + timedelta(seconds=1), tick=False):
        text = "«T» non aspetta nessuno, ma è ancora tenuta da r1."
        assert list(health.forgotten_claims()) == [HealthIssue("forgotten-claim", text, edit_url(page), fixable=True)]
        assert "sistemato: presa in carico sciolta: «T»" in run("--fix")[1]
        assert list(health.forgotten_claims()) == []
    page = fresh(page)
    assert (page.locked, page.locked_by, page.locked_at) == (False, None, None)


def test_a_claim_on_what_waits_stays_for_as_long_as_it_takes(newsroom, waiting):
    claim(waiting, newsroom.r1, NOW - 300 * DAY)
    assert list(health.forgotten_claims()) == []
    run("--fix")
    assert fresh(waiting).locked
    ask(newsroom.r1, waiting, "manca una frase sul prezzo")
    claim(waiting, newsroom.r1, None)  # it is the author's turn, and the author is locked out
    assert [issue.code for issue in health.forgotten_claims()] == ["forgotten-claim"]


# --- orphans


def test_what_waits_or_is_a_draft_without_anybody_is_found(newsroom, provisioned_site):
    gone, away = sent(newsroom.anna, newsroom.blog, "Dianna"), create(newsroom.bruno, newsroom.blog, "Dibruno")
    sent(newsroom.r1, newsroom.blog, "Altri")
    Page.objects.filter(pk=gone.pk).update(owner=None)
    newsroom.bruno.is_active = False
    newsroom.bruno.save()
    found = [
        HealthIssue("orphan", "«Dianna» è in lavorazione, ma non è più di nessuno.", edit_url(gone)),
        HealthIssue(
            "orphan", "«Dibruno» ha un testo non mandato, ma chi l’ha scritta (bruno) non entra più.", edit_url(away)
        ),
    ]
    # The suite's own sections are drafts of nobody.
    sections = {edit_url(page) for page in (newsroom.blog, newsroom.radio, newsroom.bare)}
    assert [issue for issue in health.orphans() if issue.url not in sections] == found
    run("--fix")
    assert [issue for issue in health.orphans() if issue.url not in sections] == found
    assert Page.objects.filter(pk__in=[gone.pk, away.pk]).count() == 2


def test_who_left_properly_leaves_no_orphan_and_what_is_live_needs_nobody(staffed):
    owner, page, _desk = live_showcase(staffed)
    owner.is_active = False
    owner.save()
    assert list(health.orphans()) == []
    deactivate_member(member=owner.member, by=make_user("sara", staffed.office), reason="non è più tra i soci")
    assert not fresh(page).live and list(health.orphans()) == []
    assert list(health.examine()) == []


def test_a_change_that_was_never_sent_by_who_is_gone_is_found(staffed):
    owner, page, _desk = live_showcase(staffed)
    page.headline = "nuovo"
    page.save_revision(user=owner)
    assert list(health.orphans()) == []
    owner.is_active = False
    owner.save()
    text = f"«{page.title}» ha un testo non mandato, ma chi l’ha scritta ({owner}) non entra più."
    assert list(health.orphans()) == [HealthIssue("orphan", text, edit_url(page))]
