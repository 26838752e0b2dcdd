"""Who is told what about the desk's work. Called inside the transaction of the event: what is rolled back was never
told. One message for each event, object and person; nobody is told of what they did themselves."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import Comment, CommentReply, Page, Revision, TaskState, WorkflowState

from cms.mail.templates import one_line
from cms.text import long_datetime
from cms.users.models import User
from editorial.content.digest import content_digest
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
    return User.objects.readers().in_group(CHIEF).distinct().order_by("pk")


# --- words


def name_of(person: Any) -> str:
    return one_line(person) if person else SOMEBODY


def title_of(page: Page, revision: Revision | None = None) -> str:
    return one_line(revision.object_str if revision else page.draft_title or page.title)


def page_path(page: Page) -> str:
    parts = page.get_url_parts()
    return parts[2] if parts and parts[2] else author_url(page)


# --- a text on its way


@dataclass(frozen=True)
class ReviewMessageContext:
    """What waits at a desk's step."""

    state: TaskState
    task: DeskTask
    page: Page
    request: WorkflowState
    revision: Revision

    @classmethod
    def at(cls, state: TaskState) -> "ReviewMessageContext":
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
        """The name of the workflow that the text goes through."""
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
        return f"{event}:{self.state.pk}:{content_digest(self.revision.content)}"

    def notification(self, key: str, subject: str, *text: str, why: str = TO_DESK, **more: Any) -> Notification:
        """To the desk, unless told otherwise."""
        filled: dict[str, Any] = {"button": "Leggi", "path": self.url, "reply_to": reply_address(self.page, self.task)}
        return Notification(key=key, subject=subject, text=text, why=why, **(filled | more))


def submitted(state: TaskState, by: Any) -> None:
    """A desk's step begins: the first time, or again after changes were asked."""
    if is_quiet():
        return
    context = ReviewMessageContext.at(state)
    others = context.request.task_states.filter(task=state.task_id).exclude(pk=state.pk)
    again = others.filter(status=TaskState.STATUS_REJECTED).exists()
    sender, author = name_of(by or context.author), name_of(context.author)
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


def corrected(state: TaskState, by: Any) -> None:
    """A reviewer said yes to a text they changed: one more yes is needed, the first suffices."""
    context, who = ReviewMessageContext.at(state), name_of(by)
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


def changes_requested(state: TaskState, by: Any, reason: str) -> None:
    context = ReviewMessageContext.at(state)
    notification = context.notification(
        f"changes:{state.pk}",
        f"Ti chiediamo una modifica: «{context.title}»",
        f"{name_of(by)} ha letto «{context.title}» e, prima di dire sì, ti chiede questo:",
        "Fallo con calma, poi manda di nuovo il testo.",
        quote=reason, why=TO_AUTHOR, button="Apri la pagina", path=author_url(context.page), is_outcome=True,
    )  # fmt: skip
    notify([context.author], notification, by)


def withdrawn(state: TaskState, by: Any) -> None:
    context = ReviewMessageContext.at(state)
    notification = context.notification(
        f"withdrawn:{state.pk}",
        f"Non più da leggere: «{context.title}»",
        f"{name_of(by)} ha ritirato «{context.title}»: per ora non c’è niente da leggere. Se torna, te lo scriviamo.",
        button="Vedi che cosa aspetta", path=reverse("editorial_queue"),
    )  # fmt: skip
    notify(context.reviewers, notification, by)


# --- a page and its author


def to_author(page: Page, key: str, subject: str, *text: str, by: Any = None, **more: Any) -> None:
    filled: dict[str, Any] = {"button": "Vedi come sta la pagina", "path": author_url(page)}
    filled |= {"reply_to": reply_address(page), "why": TO_AUTHOR, "is_outcome": True}
    notify([author_of(page)], Notification(key=key, subject=subject, text=text, **(filled | more)), by)


def published(revision: Revision, by: Any) -> None:
    """On the site now, or agreed for a day to come."""
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
        to_author(page, key, f"Programmata: «{title}»", line, by=by)
        return
    assert page.last_published_at is not None  # just now
    key = f"published:{revision.pk}:{page.last_published_at.isoformat()}"
    line = f"«{title}» è sul sito, proprio come l’avete concordata."
    to_author(page, key, f"È sul sito: «{title}»", line, by=by, button="Guarda la pagina", path=page_path(page))


def schedule_dropped(revision: Revision, reason: str) -> None:
    page = Page.objects.select_related("owner").get(pk=revision.object_id)
    title = title_of(page, revision)
    line = f"«{title}» doveva andare sul sito da sola, ma non è stato possibile: l’appuntamento è annullato."
    to_author(page, f"dropped:{revision.pk}:{timezone.now().isoformat()}", f"Non programmata: «{title}»", line,
              quote=reason)  # fmt: skip


def taken_down(row: Takedown, by: Any) -> None:
    page = Page.objects.select_related("owner").get(pk=row.page_id)
    title = title_of(page)
    lines = (f"{name_of(by)} ha tolto «{title}» dal sito, con questo motivo:",
             "Puoi sistemare il testo e mandarlo di nuovo alla redazione.")  # fmt: skip
    to_author(page, f"taken_down:{row.pk}", f"Tolta dal sito: «{title}»", *lines, by=by, quote=row.reason)


def restored(row: Takedown, by: Any) -> None:
    page = Page.objects.select_related("owner").get(pk=row.page_id)
    title = title_of(page)
    line = f"{name_of(by)} ha rimesso sul sito «{title}», com’era quando l’avete concordata."
    to_author(page, f"returned:{row.pk}", f"Di nuovo sul sito: «{title}»", line, by=by,
              button="Guarda la pagina", path=page_path(page))  # fmt: skip


def expired(page: Page) -> None:
    title, at = title_of(page), page.expire_at or timezone.now()
    line = f"«{title}» non è più sul sito: la data di scadenza concordata era il {long_datetime(at)}."
    to_author(page, f"expired:{page.pk}:{at.isoformat()}", f"Scaduta: «{title}»", line)


# --- comments in the editor


def commented(note: Comment | CommentReply) -> None:
    """The page's owner and the others in the thread, as far as they still read this section."""
    if is_quiet():
        return
    is_answer = isinstance(note, CommentReply)
    thread = note.comment if is_answer else note
    page = Page.objects.select_related("owner").get(pk=thread.page_id)
    state = open_state(page)
    title, who = title_of(page), name_of(note.user)
    spoke = {thread.user_id, *thread.replies.values_list("user_id", flat=True)} if is_answer else set()
    others = User.objects.in_bulk(spoke - {page.owner_id})
    what = f"ha risposto a un commento su «{title}»" if is_answer else f"ha scritto un commento su «{title}»"
    subject = f"Una risposta su «{title}»" if is_answer else f"Un commento su «{title}»"
    notification = Notification(
        key=f"{'answer' if is_answer else 'comment'}:{note.pk}", subject=subject, text=(f"{who} {what}:",),
        quote=note.text, button="Apri la pagina", path=author_url(page), why=IN_THREAD, reply_to=reply_address(page),
    )  # fmt: skip
    notify([page.owner], notification, note.user)
    readers = [person for _pk, person in sorted(others.items()) if reviews_section(person, page)]
    path = reverse("editorial_reading", args=[state.pk]) if state else edit_url(page)
    notify(readers, replace(notification, path=path), note.user)


# --- rights


def rights_changed(person: User, key: str, what: str, *, also: bool = False) -> None:
    """To Redazione, and with ``also`` to the person: whoever gives groups or passwords could play two people.

    Only what somebody did in the admin: commands and provisioning are the machine's.
    """
    by = get_active_log_context().user
    if by is None or is_quiet():
        return
    notification = Notification(
        key=key,
        subject=f"Accessi cambiati: {one_line(person)}",
        text=(f"{name_of(by)} {what}.", "Se non ne sapevate niente, chiedete subito."),
        button="Apri l’amministrazione",
        path=reverse("wagtailadmin_home"),
        why=TO_CHIEF,
        reply_to=settings.DESK_EMAIL,
    )
    notify([*chiefs(), *([person] if also else [])], notification, by)


# --- what waits too long: see the command send_reminders


def overdue(entry: QueueEntry) -> None:
    """Over 48 hours, to the desk; over five days, to Redazione. Once for each text: the key is since when it waits."""
    context = ReviewMessageContext.at(entry.task_state)
    days = (timezone.now() - entry.waiting_since).days
    escalates = days >= QueueEntry.ESCALATION.days
    agreed = set(
        context.state.approvals.filter(digest=content_digest(context.revision.content)).values_list(
            "user_number", flat=True
        )
    )
    readers = [person for person in context.reviewers if person.pk not in agreed]
    above = set(chiefs().values_list("pk", flat=True)) if escalates else set()
    since = long_datetime(entry.waiting_since)
    line = f"«{context.title}», di {name_of(context.author)}, aspetta da più di {{}}: dal {since}."
    number = f"{context.page.pk}:{entry.waiting_since.isoformat()}"
    reminder = context.notification(
        f"reminder:{number}", f"Aspetta da due giorni: «{context.title}»", line.format("48 ore"),
        f"A chi scrive abbiamo promesso una risposta entro {settings.REVIEW_DAYS} giorni.",
    )  # fmt: skip
    escalation = context.notification(
        f"escalation:{number}", f"Aspetta da cinque giorni: «{context.title}»", line.format("cinque giorni"),
        f"La lettura è di {context.section}: serve qualcuno che la prenda in mano.", why=TO_CHIEF,
    )  # fmt: skip
    notify([person for person in readers if person.pk not in above], reminder)
    notify([person for person in readers if person.pk in above], escalation)
