"""Health checks: what is wrong with the moderation, if anything. They only read; see editorial.audit.repair.

A check is a function without arguments that yields issues. Live pages are read in slices: no check holds the site in
memory, and the number of queries grows with the slices, not with the pages.
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
from cms.provisioning import provision
from cms.text import single_spaced
from editorial import roles
from editorial.content.people import name_of
from editorial.models import DeskTask, SeenIdentity, Takedown
from editorial.models.identity import unseen_in_desks
from editorial.provisioning import provisioned_steps, tree_of
from editorial.publication.audience import extra_restrictions, restricted_collections
from editorial.publication.gate import LOG_PROVISIONED
from editorial.review.links import edit_url

from .live_pages import Fault, audit_live_pages

FEWEST_REVIEWERS = 2
# A day, because a lock is also how somebody of the desk keeps a page to themselves for an hour.
CLAIM_FORGOTTEN = timedelta(days=1)
MAIL_LATE = timedelta(days=1)
MOST_DRIFTS = 5  # named in one line
SCREEN_SIZE = 500  # live pages compared in one request
ALL_WELL = "Tutto a posto."


@dataclass(frozen=True)
class HealthIssue:
    """Something that is wrong."""

    code: str
    text: str  # one line, for whoever has to do something about it
    url: str = ""  # of the admin's screen where it can be done, if there is one
    fixable: bool = False  # ``manage.py doctor --fix`` repairs it
    mail: int | None = None  # number of the mail that somebody of Redazione may put aside after reading this


# --- desks, steps, trees


def thin_desks() -> Iterator[HealthIssue]:
    """Report desks with fewer than two reviewers: nobody reviews their own text. Redazione sits in every desk, a
    superuser in none."""
    chief = Q(groups__name=roles.CHIEF)
    for desk in DeskTask.objects.filter(active=True, workflow_tasks__workflow__active=True).distinct().order_by("pk"):
        accounts = get_user_model().objects.filter(is_active=True, is_superuser=False)
        count = accounts.filter(chief | Q(groups__in=desk.groups.all())).distinct().count()
        if count < FEWEST_REVIEWERS:
            who = "non c’è nessuno" if count == 0 else "c’è una persona sola"
            yield HealthIssue("thin-desk", f"«{desk.name}»: {who}, ne servono almeno due.")


def unseen_accounts() -> Iterator[HealthIssue]:
    """Report accounts of desks that changed and that nobody has seen, and those with which the site began as long as
    nobody has read their list."""
    for identity in unseen_in_desks():
        person = get_user_model().objects.get(pk=identity.number)
        text = f"L’account di {person} è cambiato e nessun altro l’ha guardato: finché è così non legge e non dice sì."
        yield HealthIssue("unseen-account", text, reverse("editorial_account", args=[person.pk]))
    if born := [str(row.user) for row in SeenIdentity.objects.to_list()]:
        text = f"Chi legge da prima di «Chi è chi»: {', '.join(born)}. Li conoscete tutti?"
        yield HealthIssue("accounts-to-read", text, reverse("editorial_accounts"))


def drift() -> Iterator[HealthIssue]:
    """Report that provisioning would change something: groups, rights, steps, workflows, the site. It is no check of
    examine(), because it does all the work of provisioning and rolls it back."""
    changes = provision(commit=False)
    if changes.done:
        yield HealthIssue("drift", f"Non è come dev’essere, lo sistema «manage.py provision»: {_some(changes.done)}")
    if changes.unknown:
        yield HealthIssue("unknown", f"Non si sa da dove venga: {_some(changes.unknown)}")


def _some(things: list[str]) -> str:
    return "; ".join(things[:MOST_DRIFTS]) + ("…" if len(things) > MOST_DRIFTS else ".")


def inactive_steps() -> Iterator[HealthIssue]:
    """Report inactive steps of workflows that some tree uses: Wagtail skips them, and then the gate refuses every text.
    Provisioning repairs its own."""
    provisioned = provisioned_steps()
    steps = WorkflowTask.objects.filter(task__active=False, workflow__active=True)
    steps = steps.filter(workflow__workflow_pages__isnull=False).distinct().order_by("pk")
    for step in steps.select_related("task", "workflow"):
        text = f"«{step.workflow.name}»: il passo «{step.task.name}» è spento, e niente può più andare sul sito."
        yield HealthIssue("inactive-step", text, fixable=step.task_id in provisioned)


def trees_without_workflow() -> Iterator[HealthIssue]:
    """Report trees that lack their own workflow: their pages fall to the home's, another desk's or nobody's."""
    for name, label, _tasks in roles.WORKFLOWS:
        tree = tree_of(label)
        if tree is None:
            yield HealthIssue("tree-missing", f"Manca la pagina {label}: esegui «manage.py provision».")
        elif not WorkflowPage.objects.filter(page=tree, workflow__name=name, workflow__active=True).exists():
            text = f"«{tree.title}» non passa più da «{name}»."
            yield HealthIssue("tree-without-workflow", text, edit_url(tree), fixable=True)


# --- what waits


def stuck_requests() -> QuerySet[WorkflowState]:
    """Return the requests in progress at no step that anybody could answer: nobody can review them, nor send again."""
    running = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    stuck = running.exclude(current_task_state__status=TaskState.STATUS_IN_PROGRESS)
    return stuck.annotate(page_number=_page_number("object_id")).order_by("pk")


def without_step() -> QuerySet[WorkflowState]:
    """Return the stuck requests in which no step at all waits: nothing is lost if they are closed."""
    waiting = TaskState.objects.filter(workflow_state=OuterRef("pk"), status=TaskState.STATUS_IN_PROGRESS)
    page = Page.objects.filter(pk=OuterRef("page_number"))
    return stuck_requests().filter(~Exists(waiting), Exists(page), current_task_state=None)


def requests_without_step() -> Iterator[HealthIssue]:
    """Report stuck requests; the command repairs those without any step that waits."""
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
    """Return the requests of these statuses for the page of the outer query."""
    requests = WorkflowState.objects.filter(status__in=states)
    return requests.annotate(page_number=_page_number("object_id")).filter(page_number=OuterRef("pk"))


def forgotten() -> QuerySet[Page]:
    """Return the pages locked for more than a day that do not wait: the lock keeps the author out for no reason."""
    old = Q(locked_at=None) | Q(locked_at__lt=timezone.now() - CLAIM_FORGOTTEN)
    waits = Exists(_requests(WorkflowState.STATUS_IN_PROGRESS))
    return Page.objects.filter(old, ~waits, locked=True).order_by("pk")


def forgotten_claims() -> Iterator[HealthIssue]:
    """Report claims that outlived the request."""
    for page in forgotten().select_related("locked_by").iterator():
        who = name_of(page.locked_by, missing="qualcuno", nameless="qualcuno")
        text = f"«{page.draft_title}» non aspetta nessuno, ma è ancora tenuta da {who}."
        yield HealthIssue("forgotten-claim", text, edit_url(page), fixable=True)


def orphans() -> Iterator[HealthIssue]:
    """Report unfinished pages without an active owner: nobody would send, withdraw or agree to them.

    Provisioning's pages have no owner, and what was taken down when somebody left may stay down: neither is reported.
    """
    skeleton = PageLogEntry.objects.filter(page=OuterRef("pk"), action=LOG_PROVISIONED)
    down = Takedown.objects.open().filter(page=OuterRef("pk"))
    pages = Page.objects.filter(Q(owner=None) | Q(owner__is_active=False), ~Exists(skeleton), depth__gt=1)
    running = _requests(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
    pages = pages.annotate(waits=Exists(running))
    unfinished = Q(waits=True) | (~Exists(down) & (Q(live=False) | Q(has_unpublished_changes=True)))
    for page in pages.filter(unfinished).select_related("owner").order_by("pk").iterator():
        name = name_of(page.owner, nameless="senza nome")
        who = f"chi l’ha scritta ({name}) non entra più" if page.owner else "non è più di nessuno"
        what = "è in lavorazione" if page.waits else "ha un testo non mandato"
        yield HealthIssue("orphan", f"«{page.draft_title}» {what}, ma {who}.", edit_url(page))


# --- what the public reads


def live_pages() -> Iterator[HealthIssue]:
    """Report live pages that two people did not approve as they are; see audit_live_pages()."""
    for page, faults in audit_live_pages():
        yield from _issues_of(page, faults)


def _issues_of(page: Page, faults: list[Fault]) -> Iterator[HealthIssue]:
    url = reverse("editorial_history", args=[page.pk])
    for code, text in faults:
        yield HealthIssue(code, f"«{page.title}»: {text}", url)


def closed_pages() -> Iterator[HealthIssue]:
    """Report pages and collections that somebody closed to a part of the public, in the database: no screen does."""
    for restriction in extra_restrictions():
        page = restriction.page
        text = f"«{page.title}» non è più per tutti: torna sul sito solo con una nuova richiesta, detto sì in due."
        yield HealthIssue("closed-page", text, edit_url(page))
    for restriction in restricted_collections():
        yield HealthIssue("closed-collection", f"La raccolta «{restriction.collection}» non è più per tutti.")


# --- mail


def failed_mails() -> Iterator[HealthIssue]:
    """Report the mails that could not be sent and that nobody has put aside."""
    for mail in Mail.objects.failed().defer("content").order_by("pk").iterator():
        error = single_spaced(mail.error) or "senza un motivo"
        yield HealthIssue("mail-failed", f"E-mail non spedita a {single_spaced(mail.recipient)}: {error}", mail=mail.pk)


def late_mails() -> Iterator[HealthIssue]:
    """Report that mails wait for over a day: the sending command does not run, or the server does not answer."""
    count = Mail.objects.waiting().filter(due_at__lt=timezone.now() - MAIL_LATE).count()
    if count:
        how_many = "Un’e-mail aspetta" if count == 1 else f"{count} e-mail aspettano"
        yield HealthIssue("mail-late", f"{how_many} da più di un giorno: guarda se «manage.py send_mail» gira.")


# The checks that are quick whatever the size of the site.
QUICK = (
    thin_desks,
    unseen_accounts,
    inactive_steps,
    trees_without_workflow,
    requests_without_step,
    forgotten_claims,
    orphans,
    closed_pages,
    failed_mails,
    late_mails,
)
CHECKS = (*QUICK, live_pages)


def examine() -> Iterator[HealthIssue]:
    """Yield the issues of every check."""
    for check in CHECKS:
        yield from check()


@dataclass(frozen=True)
class Screen:
    """A part of the report, for one web request."""

    issues: list[HealthIssue]
    page_count: int  # live pages compared on this screen
    after: int | None  # where the next screen begins; None at the end


def screen(after: int = 0) -> Screen:
    """Return the quick checks (on the first screen only) and those of the next SCREEN_SIZE live pages with pk >
    ``after``: a web request may not take minutes."""
    issues = [issue for check in (drift, *QUICK) for issue in check()] if not after else []
    count = 0
    for page, faults in audit_live_pages(after=after, limit=SCREEN_SIZE):
        issues += _issues_of(page, faults)
        count, after = count + 1, page.pk
    return Screen(issues, count, after if count == SCREEN_SIZE else None)
