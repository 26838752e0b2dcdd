"""What is wrong with the moderation, if anything. Each check reads and tells; what may be mended alone is in mending.

A check is a function without arguments that yields findings. Live pages are read in slices: no check holds the site
in memory, and the number of queries grows with the slices, not with the pages.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, TaskState, WorkflowPage, WorkflowState, WorkflowTask

from cms.mail.models import Mail
from cms.text import single_spaced
from editorial import roles
from editorial.models import DeskTask, Takedown
from editorial.provisioning import tree_of
from editorial.publication.gate import LOG_PROVISIONED
from editorial.review.links import edit_url

from .live_pages import Fault, audit_live_pages

FEWEST_READERS = 2
# A lock is also how somebody of the desk keeps a page to themselves for an hour.
CLAIM_FORGOTTEN = timedelta(days=1)
MAIL_LATE = timedelta(days=1)
A_SCREEN = 500  # live pages compared in one request
ALL_WELL = "Tutto a posto."


@dataclass(frozen=True)
class HealthIssue:
    code: str
    text: str  # one line, for whoever has to do something about it
    url: str = ""  # in the admin, where there is a place to do it
    fixable: bool = False  # ``manage.py doctor --fix`` mends it
    mail: int | None = None  # number of the message that somebody of Redazione may put aside, having read this


# --- desks, steps, trees


def thin_desks() -> Iterator[HealthIssue]:
    """Two people have to say yes, and a reviewer is nobody for their own text. Redazione reads for every desk; a
    superuser for none."""
    chief = Q(groups__name=roles.CHIEF)
    for desk in DeskTask.objects.filter(active=True, workflow_tasks__workflow__active=True).distinct().order_by("pk"):
        readers = get_user_model().objects.filter(is_active=True, is_superuser=False)
        there = readers.filter(chief | Q(groups__in=desk.groups.all())).distinct().count()
        if there < FEWEST_READERS:
            who = "non c’è nessuno" if there == 0 else "c’è una persona sola"
            yield HealthIssue("thin-desk", f"«{desk.name}»: {who}, ne servono almeno due.")


def steps_asleep() -> QuerySet[WorkflowTask]:
    """Inactive steps of workflows that some tree uses. Stock skips them; our finish refuses everything."""
    rows = WorkflowTask.objects.filter(task__active=False, workflow__active=True)
    return rows.filter(workflow__workflow_pages__isnull=False).distinct().order_by("pk")


def inactive_steps() -> Iterator[HealthIssue]:
    named = {task for _name, _tree, tasks in roles.WORKFLOWS for task, _readers in tasks}
    for row in steps_asleep().select_related("task", "workflow"):
        text = f"«{row.workflow.name}»: il passo «{row.task.name}» è spento, e niente può più andare sul sito."
        yield HealthIssue("inactive-step", text, fixable=row.task.name in named)


def trees_without_workflow() -> Iterator[HealthIssue]:
    """Below a tree without its own workflow pages fall to the home's, another desk's, or to nobody's."""
    for name, label, _tasks in roles.WORKFLOWS:
        tree = tree_of(label)
        if tree is None:
            yield HealthIssue("tree-missing", f"Manca la pagina {label}: esegui «manage.py provision».")
        elif not WorkflowPage.objects.filter(page=tree, workflow__name=name, workflow__active=True).exists():
            text = f"«{tree.title}» non passa più da «{name}»."
            yield HealthIssue("tree-without-workflow", text, edit_url(tree), fixable=True)


# --- what waits


def stuck_requests() -> QuerySet[WorkflowState]:
    """Running, but at no step that anybody could answer: nobody may read it, nor send it again."""
    running = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    stuck = running.exclude(current_task_state__status=TaskState.STATUS_IN_PROGRESS)
    return stuck.annotate(page_number=_page_number("object_id")).order_by("pk")


def without_step() -> QuerySet[WorkflowState]:
    """Of those, the ones that no step at all waits in: nothing is lost when they end."""
    waiting = TaskState.objects.filter(workflow_state=OuterRef("pk"), status=TaskState.STATUS_IN_PROGRESS)
    page = Page.objects.filter(pk=OuterRef("page_number"))
    return stuck_requests().filter(~Exists(waiting), Exists(page), current_task_state=None)


def requests_without_step() -> Iterator[HealthIssue]:
    fixable = set(without_step().values_list("pk", flat=True))
    for request in stuck_requests().iterator():
        page = Page.objects.filter(pk=request.page_number).first()
        title = page.draft_title if page else f"pagina {request.page_number}"
        what = "non è a nessun passo" if request.current_task_state_id is None else "è a un passo già finito"
        text = f"«{title}» risulta in attesa ma {what}: nessuno può rispondere."
        yield HealthIssue("stuck-request", text, edit_url(page) if page else "", fixable=request.pk in fixable)


def _page_number(name: str) -> Cast:
    return Cast(name, IntegerField())


def _requests(*states: str) -> QuerySet[WorkflowState]:
    """Of the outer query's page."""
    rows = WorkflowState.objects.filter(status__in=states)
    return rows.annotate(page_number=_page_number("object_id")).filter(page_number=OuterRef("pk"))


def forgotten() -> QuerySet[Page]:
    """Locked for more than a day although nothing of theirs waits: the author is kept out for nobody's sake."""
    old = Q(locked_at=None) | Q(locked_at__lt=timezone.now() - CLAIM_FORGOTTEN)
    waits = Exists(_requests(WorkflowState.STATUS_IN_PROGRESS))
    return Page.objects.filter(old, ~waits, locked=True).order_by("pk")


def forgotten_claims() -> Iterator[HealthIssue]:
    for page in forgotten().select_related("locked_by").iterator():
        who = page.locked_by.get_full_name() if page.locked_by else ""
        text = f"«{page.draft_title}» non aspetta nessuno, ma è ancora tenuta da {who or 'qualcuno'}."
        yield HealthIssue("forgotten-claim", text, edit_url(page), fixable=True)


def orphans() -> Iterator[HealthIssue]:
    """Nobody would send, withdraw or agree to them. The house's own pages belong to nobody; what was taken down when
    somebody left may rest."""
    skeleton = PageLogEntry.objects.filter(page=OuterRef("pk"), action=LOG_PROVISIONED)
    down = Takedown.objects.open().filter(page=OuterRef("pk"))
    pages = Page.objects.filter(Q(owner=None) | Q(owner__is_active=False), ~Exists(skeleton), depth__gt=1)
    running = _requests(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
    pages = pages.annotate(waits=Exists(running))
    unfinished = Q(waits=True) | (~Exists(down) & (Q(live=False) | Q(has_unpublished_changes=True)))
    for page in pages.filter(unfinished).select_related("owner").order_by("pk").iterator():
        name = page.owner.get_full_name() if page.owner else ""
        who = f"chi l’ha scritta ({name or 'senza nome'}) non entra più" if page.owner else "non è più di nessuno"
        what = "è in lavorazione" if page.waits else "ha un testo non mandato"
        yield HealthIssue("orphan", f"«{page.draft_title}» {what}, ma {who}.", edit_url(page))


# --- what the public reads


def live_pages() -> Iterator[HealthIssue]:
    """Live pages whose text two people did not say yes to, or that were changed behind everybody's back."""
    for page, faults in audit_live_pages():
        yield from _told(page, faults)


def _told(page: Page, faults: list[Fault]) -> Iterator[HealthIssue]:
    url = reverse("editorial_provenance", args=[page.pk])
    for code, text in faults:
        yield HealthIssue(code, f"«{page.title}»: {text}", url)


# --- mail


def failed_mails() -> Iterator[HealthIssue]:
    for mail in Mail.objects.failed().defer("content").order_by("pk").iterator():
        error = single_spaced(mail.error) or "senza un motivo"
        yield HealthIssue("mail-failed", f"E-mail non spedita a {single_spaced(mail.recipient)}: {error}", mail=mail.pk)


def late_mails() -> Iterator[HealthIssue]:
    """The sender does not run, or the server does not answer."""
    count = Mail.objects.waiting().filter(due_at__lt=timezone.now() - MAIL_LATE).count()
    if count:
        how_many = "Un’e-mail aspetta" if count == 1 else f"{count} e-mail aspettano"
        yield HealthIssue("mail-late", f"{how_many} da più di un giorno: guarda se «manage.py send_mail» gira.")


# What takes a moment, whatever the size of the site.
QUICK = (
    thin_desks,
    inactive_steps,
    trees_without_workflow,
    requests_without_step,
    forgotten_claims,
    orphans,
    failed_mails,
    late_mails,
)
CHECKS = (*QUICK, live_pages)


def examine() -> Iterator[HealthIssue]:
    for check in CHECKS:
        yield from check()


@dataclass(frozen=True)
class Screen:
    findings: list[HealthIssue]
    looked: int  # live pages compared on this screen
    after: int | None  # where the next screen begins; None at the end


def screen(after: int = 0) -> Screen:
    """For a web request, which may not take minutes: the live pages some hundreds at a time, the rest on the first."""
    findings = [finding for check in QUICK for finding in check()] if not after else []
    seen = 0
    for page, faults in audit_live_pages(after=after, most=A_SCREEN):
        findings += _told(page, faults)
        seen, after = seen + 1, page.pk
    return Screen(findings, seen, after if seen == A_SCREEN else None)
