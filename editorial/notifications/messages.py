"""Who is notified of what: one function for each event of a review, called by editorial.receivers.

They run inside the transaction of the event, so that nobody hears of what is rolled back. Each person gets one message
for each event and object, and none of what they did themselves.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, CommentReply, Page, Revision, TaskState, WorkflowState

from cms.mail.templates import one_line
from cms.text import long_datetime
from cms.users.models import User
from editorial.content.digest import content_digest
from editorial.content.people import name_of
from editorial.models import DeskTask, QueueEntry, Takedown
from editorial.models.tasks import reply_address, reviews_section
from editorial.permissions.authors import author_of
from editorial.review.links import author_url, edit_url
from editorial.review.state import open_state
from editorial.roles import CHIEF

from .delivery import Notification, is_quiet, notify

SOMEBODY = "Qualcuno della redazione"
TO_AUTHOR, TO_DESK, TO_CHIEF, IN_THREAD = (
    "il testo è tuo",
    "leggi i testi di questa sezione",
    "fai parte della Redazione",
    "scrivi o leggi in questa pagina",
)


# --- who


def chiefs() -> QuerySet[User]:
    """Return the people of Redazione."""
    return User.objects.readers().in_group(CHIEF).distinct().order_by("pk")


# --- words


def name_in_mail(person: User | None) -> str:
    """Return the person's name on one line, the address of who has none; a phrase for None, an account that is gone or
    a command."""
    return one_line(name_of(person, missing=SOMEBODY, nameless=person.email if person else ""))


def title_of(page: Page, revision: Revision | None = None) -> str:
    """Return the title of the revision, without it the page's newest, on one line."""
    return one_line(revision.object_str if revision else page.draft_title or page.title)


def page_path(page: Page) -> str:
    """Return the path of the public page, the author's screen if it has none."""
    parts = page.get_url_parts()
    return parts[2] if parts and parts[2] else author_url(page)


# --- a text in review


@dataclass(frozen=True)
class ReviewMessageContext:
    """What the messages about a text at a desk's step have in common."""

    state: TaskState
    task: DeskTask
    page: Page
    request: WorkflowState
    revision: Revision

    @classmethod
    def at(cls, state: TaskState) -> "ReviewMessageContext":
        """Read the context of a desk's task state, with the page's latest revision."""
        request = state.workflow_state
        page = Page.objects.select_related("owner", "latest_revision").get(pk=request.object_id)
        return cls(state, state.task.specific, page, request, page.latest_revision)

    @property
    def title(self) -> str:
        return title_of(self.page, self.revision)

    @property
    def url(self) -> str:
        return reverse("editorial_reading", args=[self.state.pk])

    @property
    def section(self) -> str:
        """The name of the text's workflow."""
        return one_line(self.request.workflow.name)

    @property
    def author(self) -> User | None:
        return author_of(self.page, self.request)

    @property
    def is_correction(self) -> bool:
        return QueueEntry.objects.at_step(self.state.pk).corrections().exists()

    @property
    def reviewers(self) -> QuerySet[User]:
        return self.task.reviewers(self.page, self.request)

    def key(self, event: str) -> str:
        """Return the key of an event that may be told again when the content has changed."""
        return f"{event}:{self.state.pk}:{content_digest(self.revision.content)}"

    def notification(self, key: str, subject: str, *text: str, why: str = TO_DESK, **more: Any) -> Notification:
        """Return a notification to the desk; ``why`` and ``more`` (fields of Notification) make it one to others."""
        defaults: dict[str, Any] = {
            "button": "Leggi",
            "path": self.url,
            "reply_to": reply_address(self.page, self.task),
        }
        return Notification(key=key, subject=subject, text=text, why=why, **(defaults | more))


def submitted(state: TaskState, by: User) -> None:
    """Tell the desk that its step begins, the first time or again after changes were asked."""
    if is_quiet():
        return
    context = ReviewMessageContext.at(state)
    others = context.request.task_states.filter(task=state.task_id).exclude(pk=state.pk)
    again = others.filter(status=TaskState.STATUS_REJECTED).exists()
    sender, author = name_in_mail(by or context.author), name_in_mail(context.author)
    whose = "" if sender == author else f", di {author},"
    correction = context.is_correction
    if again:
        key, subject = context.key("resubmitted"), f"Da rileggere: «{context.title}»"
        line = f"{sender} ha sistemato «{context.title}»{whose} e manda di nuovo il testo alla redazione."
    else:
        key, subject = context.key("submitted"), f"Da leggere: «{context.title}»"
        line = f"{sender} manda «{context.title}»{whose} alla redazione ({context.section})."
    more = ("È una correzione: al massimo dieci parole di una pagina che è sul sito.",) if correction else ()
    notify(context.reviewers, context.notification(key, subject, line, *more, is_urgent=correction), by)


def corrected(state: TaskState, by: User) -> None:
    """Tell the author and the desk that a reviewer corrected the text and approved it: one more yes is needed, and the
    first suffices."""
    context, who = ReviewMessageContext.at(state), name_in_mail(by)
    urgent = context.is_correction
    to_author = context.notification(
        context.key("corrected"),
        f"Va bene così? «{context.title}»",
        f"{who} ha letto «{context.title}», ha corretto qualcosa e ha detto sì.",
        "Guarda che cosa è cambiato: se per te va bene, basta il tuo sì.",
        why=TO_AUTHOR, button="Guarda e rispondi", path=author_url(context.page), is_outcome=True, is_urgent=urgent,
    )  # fmt: skip
    to_desk = context.notification(
        context.key("corrected"),
        f"Manca un sì: «{context.title}»",
        f"{who} ha corretto «{context.title}» e ha detto sì. Serve ancora un sì, di chi l’ha scritto o di un’altra "
        "persona della redazione: il primo basta.",
        is_urgent=urgent,
    )
    notify([context.author], to_author, by)
    notify(context.reviewers, to_desk, by)


def changes_requested(state: TaskState, by: User, reason: str) -> None:
    """Tell the author what the desk asks to change."""
    context = ReviewMessageContext.at(state)
    notification = context.notification(
        f"changes:{state.pk}",
        f"Ti chiediamo una modifica: «{context.title}»",
        f"{name_in_mail(by)} ha letto «{context.title}» e, prima di dire sì, ti chiede questo:",
        "Fallo con calma, poi manda di nuovo il testo.",
        quote=reason, why=TO_AUTHOR, button="Apri la pagina", path=author_url(context.page), is_outcome=True,
    )  # fmt: skip
    notify([context.author], notification, by)


def withdrawn(state: TaskState, by: User | None) -> None:
    """Tell the desk that the text waits no more."""
    context = ReviewMessageContext.at(state)
    notification = context.notification(
        f"withdrawn:{state.pk}",
        f"Non più da leggere: «{context.title}»",
        f"{name_in_mail(by)} ha ritirato «{context.title}»: per ora non c’è niente da leggere. "
        "Se torna, te lo scriviamo.",
        button="Vedi che cosa aspetta", path=reverse("editorial_queue"),
    )  # fmt: skip
    notify(context.reviewers, notification, by)


# --- a page and its author


def notify_author(page: Page, key: str, subject: str, *text: str, by: User | None = None, **more: Any) -> None:
    """Tell the page's author; ``more`` are other fields of Notification."""
    defaults: dict[str, Any] = {"button": "Vedi come sta la pagina", "path": author_url(page)}
    defaults |= {"reply_to": reply_address(page), "why": TO_AUTHOR, "is_outcome": True}
    notify([author_of(page)], Notification(key=key, subject=subject, text=text, **(defaults | more)), by)


def published(revision: Revision, by: User | None) -> None:
    """Tell the author that the page is on the site, or scheduled for a later day."""
    if is_quiet():
        return
    revision = Revision.objects.get(pk=revision.pk)
    page = Page.objects.select_related("owner").get(pk=revision.object_id)
    title = title_of(page, revision)
    go_live_at = revision.approved_go_live_at
    if go_live_at is not None:
        key = f"scheduled:{revision.pk}:{go_live_at.isoformat()}"
        day = long_datetime(go_live_at)
        line = f"La redazione ha detto sì a «{title}»: programmata per il {day}, va sul sito da sola."
        notify_author(page, key, f"Programmata: «{title}»", line, by=by)
        return
    assert page.last_published_at is not None  # just now
    key = f"published:{revision.pk}:{page.last_published_at.isoformat()}"
    line = f"«{title}» è sul sito, proprio come l’avete concordata."
    notify_author(page, key, f"È sul sito: «{title}»", line, by=by, button="Guarda la pagina", path=page_path(page))


def schedule_dropped(revision: Revision, reason: str) -> None:
    """Tell the author that the scheduled publication did not take place."""
    page = Page.objects.select_related("owner").get(pk=revision.object_id)
    title = title_of(page, revision)
    line = f"«{title}» doveva andare sul sito da sola, ma non è stato possibile: l’appuntamento è annullato."
    notify_author(page, f"dropped:{revision.pk}:{timezone.now().isoformat()}", f"Non programmata: «{title}»", line,
              quote=reason)  # fmt: skip


def taken_down(takedown: Takedown, by: User) -> None:
    """Tell the author that the page is off the site."""
    page = Page.objects.select_related("owner").get(pk=takedown.page_id)
    title = title_of(page)
    lines = (f"{name_in_mail(by)} ha tolto «{title}» dal sito, con questo motivo:",
             "Puoi sistemare il testo e mandarlo di nuovo alla redazione.")  # fmt: skip
    key = f"taken_down:{takedown.pk}"
    notify_author(page, key, f"Tolta dal sito: «{title}»", *lines, by=by, quote=takedown.reason)


def restored(takedown: Takedown, by: User) -> None:
    """Tell the author that the page is on the site again."""
    page = Page.objects.select_related("owner").get(pk=takedown.page_id)
    title = title_of(page)
    line = f"{name_in_mail(by)} ha rimesso sul sito «{title}», com’era quando l’avete concordata."
    notify_author(page, f"returned:{takedown.pk}", f"Di nuovo sul sito: «{title}»", line, by=by,
              button="Guarda la pagina", path=page_path(page))  # fmt: skip


def expired(page: Page) -> None:
    """Tell the author that the page has expired."""
    title, at = title_of(page), page.expire_at or timezone.now()
    line = f"«{title}» non è più sul sito: la data di scadenza concordata era il {long_datetime(at)}."
    notify_author(page, f"expired:{page.pk}:{at.isoformat()}", f"Scaduta: «{title}»", line)


# --- comments in the editor


def commented(comment: Comment | CommentReply) -> None:
    """Tell the page's owner, and those in the thread who still review this section, of a comment or a reply."""
    if is_quiet():
        return
    is_answer = isinstance(comment, CommentReply)
    thread = comment.comment if is_answer else comment
    page = Page.objects.select_related("owner").get(pk=thread.page_id)
    state = open_state(page)
    title, who = title_of(page), name_in_mail(comment.user)
    in_thread = {thread.user_id, *thread.replies.values_list("user_id", flat=True)} if is_answer else set()
    others = User.objects.in_bulk(in_thread - {page.owner_id})
    what = f"ha risposto a un commento su «{title}»" if is_answer else f"ha scritto un commento su «{title}»"
    subject = f"Una risposta su «{title}»" if is_answer else f"Un commento su «{title}»"
    notification = Notification(
        key=f"{'answer' if is_answer else 'comment'}:{comment.pk}", subject=subject, text=(f"{who} {what}:",),
        quote=comment.text, button="Apri la pagina", path=author_url(page), why=IN_THREAD, reply_to=reply_address(page),
    )  # fmt: skip
    notify([page.owner], notification, comment.user)
    reviewers = [person for _pk, person in sorted(others.items()) if reviews_section(person, page)]
    path = reverse("editorial_reading", args=[state.pk]) if state else edit_url(page)
    notify(reviewers, replace(notification, path=path), comment.user)


# --- texts that wait too long: see the command send_reminders


def overdue(entry: QueueEntry) -> None:
    """Remind the reviewers who have not approved a text that waits; after five days (ESCALATION), in other words, those
    of Redazione. Each once for each text: the key holds since when it waits."""
    context = ReviewMessageContext.at(entry.task_state)
    days = (timezone.now() - entry.waiting_since).days
    escalates = days >= QueueEntry.ESCALATION.days
    approvals = context.state.approvals.filter(digest=content_digest(context.revision.content))
    approved_by = set(approvals.values_list("user_number", flat=True))
    reviewers = [person for person in context.reviewers if person.pk not in approved_by]
    escalated_to = set(chiefs().values_list("pk", flat=True)) if escalates else set()
    since = long_datetime(entry.waiting_since)
    line = f"«{context.title}», di {name_in_mail(context.author)}, aspetta da più di {{}}: dal {since}."
    number = f"{context.page.pk}:{entry.waiting_since.isoformat()}"
    reminder = context.notification(
        f"reminder:{number}", f"Aspetta da due giorni: «{context.title}»", line.format("48 ore"),
        f"A chi scrive abbiamo promesso una risposta entro {settings.REVIEW_DAYS} giorni.",
    )  # fmt: skip
    escalation = context.notification(
        f"escalation:{number}", f"Aspetta da cinque giorni: «{context.title}»", line.format("cinque giorni"),
        f"La lettura è di {context.section}: serve qualcuno che la prenda in mano.", why=TO_CHIEF,
    )  # fmt: skip
    notify([person for person in reviewers if person.pk not in escalated_to], reminder)
    notify([person for person in reviewers if person.pk in escalated_to], escalation)
