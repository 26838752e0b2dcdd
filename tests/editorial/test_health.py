"""Each thing that can be wrong is planted and found; what may be mended alone is mended, the rest stays."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import (
    GroupApprovalTask,
    Page,
    PageLogEntry,
    Revision,
    Task,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowState,
)

from cms.mail.models import Mail
from editorial import roles
from editorial.audit import health, live_pages
from editorial.audit.health import ALL_WELL, HealthIssue
from editorial.desk import views
from editorial.models import Approval, DeskTask, Takedown
from editorial.publication.takedown import restore, take_down
from home.demo import loading
from home.demo.texts import members, site_texts
from profiles.models import ProfileLink, ProfilePage
from profiles.services import deactivate_member
from tests.support.moderation import ask, create, fresh, sent, submit, yes
from tests.support.people import make_member, make_user
from tests.support.showcases import live_showcase, send

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def edit_url(page) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def story_url(page) -> str:
    return f"/admin/pagine/{page.pk}/storia/"


def run(*options: str) -> tuple[int, list[str]]:
    """(exit code, lines) of the command."""
    out, code = StringIO(), 0
    try:
        call_command("doctor", *options, stdout=out)
    except CommandError as error:
        code = error.returncode
    return code, out.getvalue().splitlines()


@pytest.fixture
def staffed(provisioned_site):
    """Two of Redazione: every desk has its two people."""
    provisioned_site.ed, provisioned_site.ada = (
        make_user("ed", provisioned_site.chief),
        make_user("ada", provisioned_site.chief),
    )
    return provisioned_site


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
    assert run() == (1, [f"inactive-step: {text} (lo sistema --fix)"])
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
    Workflow.objects.get(name="Gazzetta").workflow_tasks.create(task=stock)
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


# --- what is live


def not_agreed(page) -> HealthIssue:
    return HealthIssue("live-not-agreed", f"«{page.title}»: è sul sito senza i due sì a questo testo.", story_url(page))


@pytest.mark.parametrize("missing", [{"as_reviewer": True}, {"as_reviewer": False}, {}])
def test_a_live_page_without_its_two_yeses_is_found_and_stays(staffed, missing):
    _owner, page, _desk = live_showcase(staffed)
    assert list(health.live_pages()) == []
    Approval.objects.filter(**missing).delete()
    assert list(health.live_pages()) == [not_agreed(page)]
    assert run("--fix") == (1, [f"live-not-agreed: {not_agreed(page).text}"])
    assert fresh(page).live


def test_yeses_to_another_text_or_of_another_page_or_of_guests_do_not_count(staffed):
    _owner, page, (_first, second) = live_showcase(staffed)
    Approval.objects.update(digest="0" * 64)
    assert list(health.live_pages()) == [not_agreed(page)]
    Revision.objects.filter(pk=page.live_revision_id).update(content=page.live_revision.content | {"headline": "x"})
    codes = [issue.code for issue in health.live_pages()]
    assert codes == ["live-not-agreed", "live-row-differs"]


def test_the_skeleton_is_explained_by_its_log_entry_alone(staffed):
    assert PageLogEntry.objects.filter(action="editorial.skeleton").exists()
    PageLogEntry.objects.filter(action="editorial.skeleton", page=staffed.home.pk).delete()
    assert list(health.live_pages()) == [not_agreed(staffed.home)]


def test_a_return_is_explained_by_its_log_entry_and_what_was_taken_down(staffed):
    owner, page, (first, _second) = live_showcase(staffed)
    take_down(page.pk, owner)
    assert list(health.live_pages()) == []
    restore(page.pk, first)
    Approval.objects.all().delete()
    assert list(health.live_pages()) == []
    Takedown.objects.update(digest="0" * 64)
    assert list(health.live_pages()) == [not_agreed(fresh(page))]


def test_a_row_changed_behind_everybodys_back_is_found_and_stays(staffed):
    _owner, page, _desk = live_showcase(staffed)
    ProfilePage.objects.filter(pk=page.pk).update(headline="altro")
    ProfileLink.objects.create(page=page, kind="website", url="https://example.org/", sort_order=0)
    text = f"«{page.title}»: sul sito non è come l’avete concordata (Dove trovarmi in rete, In una riga)."
    assert list(health.live_pages()) == [HealthIssue("live-row-differs", text, story_url(page))]
    run("--fix")
    assert fresh(page).headline == "altro"


def test_a_live_page_whose_text_was_purged_cannot_be_told(staffed):
    _owner, page, _desk = live_showcase(staffed)
    Page.objects.filter(pk=page.pk).update(live_revision=None)
    text = f"«{page.title}»: il testo che avete concordato non c’è più, e non si può confrontare."
    assert list(health.live_pages()) == [HealthIssue("live-unknown", text, story_url(page))]


def test_a_field_newer_than_the_agreed_text_is_no_difference(staffed):
    _owner, page, _desk = live_showcase(staffed)
    content = {key: value for key, value in page.live_revision.content.items() if key != "headline"}
    Revision.objects.filter(pk=page.live_revision_id).update(content=content | {"was_once": "here"})
    assert [issue.code for issue in health.live_pages()] == ["live-not-agreed"]


def several_live(provisioned_site, names) -> None:
    reader = make_user("lettrice", provisioned_site.desk)
    for name in names:
        owner = make_member(name)
        send(owner, owner.member.showcase)
        yes(reader, owner.member.showcase)


def test_queries_do_not_grow_with_the_pages_of_a_slice(staffed):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert list(health.live_pages()) == []
        return len(queries)

    several_live(staffed, ["Uno Uno", "Due Due"])
    two = asked()
    owners = [make_member(f"{name} {name}") for name in ("Tre", "Quattro", "Cinque", "Sei")]
    reader = make_user("secondo", staffed.desk)
    for owner in owners:
        send(owner, owner.member.showcase)
        yes(reader, owner.member.showcase)
    assert ProfilePage.objects.live().count() == 6
    assert asked() == two


def test_pages_are_read_in_slices(staffed, monkeypatch):
    several_live(staffed, ["Uno Uno", "Due Due", "Tre Tre"])
    numbers = [page.pk for page, _faults in live_pages.audit_live_pages()]
    assert numbers == sorted(Page.objects.live().filter(depth__gt=1).values_list("pk", flat=True))
    monkeypatch.setattr(live_pages, "SLICE_SIZE", 2)
    assert [page.pk for page, _faults in live_pages.audit_live_pages()] == numbers
    assert [page.pk for page, _faults in live_pages.audit_live_pages(after=numbers[1], limit=3)] == numbers[2:5]
    assert (
        list(live_pages.audit_live_pages(after=numbers[-1])) == [] and list(live_pages.audit_live_pages(limit=0)) == []
    )


# --- mail


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


# --- the page


def test_who_sees_the_state_of_health_and_who_does_not(newsroom, provisioned_site):
    target = reverse("editorial_doctor")
    assert target == "/admin/salute/"
    office, vera = make_user("sara", provisioned_site.office), make_user("vera", provisioned_site.desk)
    people = (newsroom.anna, newsroom.r1, vera, office, newsroom.ed, newsroom.su)
    seen = {user.first_name: user.client.get(target).status_code for user in people}
    # The office has no admin: it is led to its area.
    assert seen == {"anna": 403, "r1": 403, "vera": 403, "sara": 302, "ed": 200, "su": 200}
    assert Client().get(target)["Location"].startswith("/accedi/")
    shown = {
        user.first_name: target in user.client.get("/admin/").content.decode()
        for user in (vera, newsroom.ed, newsroom.su)
    }
    assert shown == {"vera": False, "ed": True, "su": True}
    assert newsroom.ed.client.post(target).status_code == 405


def test_the_page_only_reads(staffed):
    Task.objects.filter(name="Lettura Vetrine").update(active=False)
    shown = staffed.ed.client.get(reverse("editorial_doctor"))
    assert [issue.code for issue in shown.context["screen"].issues] == ["inactive-step"]
    text = shown.content.decode()
    assert "il passo «Lettura Vetrine» è spento" in text and "Si sistema con un comando." in text
    assert ALL_WELL not in text and not DeskTask.objects.get(name="Lettura Vetrine").active


def test_the_page_compares_some_hundreds_of_pages_at_a_time(staffed, monkeypatch):
    several_live(staffed, ["Uno Uno", "Due Due"])
    last = ProfilePage.objects.order_by("pk").last()
    ProfilePage.objects.filter(pk=last.pk).update(headline="altro")
    total = Page.objects.live().filter(depth__gt=1).count()
    monkeypatch.setattr(health, "SCREEN_SIZE", total - 1)
    target, client = reverse("editorial_doctor"), staffed.ed.client
    first = client.get(target).context["screen"]
    assert (first.issues, first.page_count) == ([], total - 1) and f"?dopo={first.after}" in client.get(
        target
    ).content.decode()
    rest = client.get(target, {"dopo": first.after}).context["screen"]
    assert ([one.code for one in rest.issues], rest.page_count, rest.after) == (["live-row-differs"], 1, None)
    for bad in ("x", "-1", "1e9", "²", "\0", "9" * 4000):
        again = client.get(target, {"dopo": bad})
        assert again.status_code == 200 and again.context["screen"] == first
    monkeypatch.undo()
    assert client.get(target).context["screen"].after is None
    ProfilePage.objects.filter(pk=last.pk).update(headline=last.headline)
    assert ALL_WELL in client.get(target).content.decode()


def test_the_page_asks_who_it_is_behind_the_guard_too(newsroom):
    request = RequestFactory().get("/")
    for user in (newsroom.anna, newsroom.r1):
        request.user = user
        with pytest.raises(PermissionDenied):
            views.health(request)
