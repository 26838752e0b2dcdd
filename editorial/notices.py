"""Who is told what about the desk's work. Called inside the transaction of the event: what is rolled back was never
told. One message for each event, object and person; nobody is told of what they did themselves."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import Comment, CommentReply, Page, Revision, Task, TaskState, WorkflowState

from cms.mail.letters import Letter, absolute, one_line
from cms.text import long_datetime
from cms.users.models import User

from . import removal
from .approvals import author_url, edit_url, open_state
from .models import Approval, MailPreference, Notice, TakeDown, Waiting
from .roles import CHIEF
from .rule import digest
from .tasks import DeskTask

SOMEBODY = "Qualcuno della redazione"
WHY = "Te lo scriviamo perché {reason}."
TO_AUTHOR, TO_DESK, TO_CHIEF, IN_THREAD = (
    "il testo è tuo",
    "leggi i testi di questa sezione",
    "fai parte della Redazione",
    "scrivi o leggi in questa pagina",
)

_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    """While the demo is loaded nobody is told of what its people do."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def is_quiet() -> bool:
    return _quiet.get()


@dataclass(frozen=True)
class News:
    key: str  # "event:object"
    subject: str
    text: tuple[str, ...]
    button: str
    path: str
    why: str
    quote: str = ""
    reply_to: str = ""
    is_outcome: bool = False  # about one's own text: whoever wants no mail finds it in the digest all the same
    is_urgent: bool = False  # a correction of a live page goes at once, whatever the preference


def tell(people: Iterable[User | None], news: News, by: Any = None) -> None:
    """At once, in the next digest or never, as each person chose. Who did it and closed accounts hear nothing."""
    if is_quiet():
        return
    audience = {person.pk: person for person in people if person is not None and person.is_active and person.email}
    if by is not None:
        audience.pop(by.pk, None)
    chosen = MailPreference.objects.chosen_by(audience)
    later = []
    for pk, person in audience.items():
        how = chosen.get(pk, MailPreference.How.NOW)
        if news.is_urgent or how == MailPreference.How.NOW:
            letter_of(news, person).send(person.email, key=news.key, reply_to=news.reply_to)
        elif news.is_outcome or how == MailPreference.How.DAILY:
            text = " ".join([*news.text[:1], *([f"«{one_line(news.quote, 300)}»"] if news.quote else [])])
            later.append(Notice(user=person, key=news.key, subject=news.subject, text=text, path=news.path))
    Notice.objects.bulk_create(later, ignore_conflicts=True)


def greeting(person: User) -> str:
    name = one_line(person.first_name)
    return f"Ciao {name}," if name else "Ciao,"


def letter_of(news: News, person: User) -> Letter:
    return Letter(
        subject=news.subject,
        greeting=greeting(person),
        paragraphs=news.text,
        quote=news.quote.strip(),
        button=news.button,
        url=absolute(news.path),
        footer=WHY.format(reason=news.why),
        footer_link="Scegli come ricevere gli avvisi",
        footer_url=absolute(reverse("mail_preference")),
    )


# --- who


def author_of(page: Page, request: WorkflowState | None = None) -> User | None:
    """The page's owner; of a page left without owner, whoever asked for it (as rule.is_author)."""
    if page.owner_id:
        return page.owner
    request = request or page.workflow_states.order_by("-pk").first()
    return request.requested_by if request else None


def reviewers_of(task: Task, page: Page, request: WorkflowState) -> QuerySet[User]:
    """As rule.is_reviewer, of everybody."""
    sent = Approval.objects.of_senders(request).values_list("user_number", flat=True)
    not_theirs = [pk for pk in (page.owner_id, request.requested_by_id, *sent) if pk]
    readers = User.objects.readers().filter(groups__desktask=task.pk)
    return readers.exclude(pk__in=not_theirs).distinct().order_by("pk")


def chiefs() -> QuerySet[User]:
    return User.objects.readers().in_group(CHIEF).distinct().order_by("pk")


def desk_address(page: Page, task: Task | None = None) -> str:
    """Where an answer goes; empty: the site's."""
    desk = task.specific if task else None
    if desk is None and (workflow := page.get_workflow()):
        desk = DeskTask.objects.of_workflow(workflow).first()
    return getattr(desk, "reply_to", "")


# --- words


def name_of(person: Any) -> str:
    return one_line(person) if person else SOMEBODY


def title_of(page: Page, revision: Revision | None = None) -> str:
    return one_line(revision.object_str if revision else page.draft_title or page.title)


def page_path(page: Page) -> str:
    parts = page.get_url_parts()
    return parts[2] if parts and parts[2] else author_url(page)


def desk_name(task: Task) -> str:
    return one_line(task.name.removeprefix("Lettura "))


# --- a text on its way


@dataclass(frozen=True)
class Text:
    """What waits at a desk's step."""

    state: TaskState
    task: Task
    page: Page
    request: WorkflowState
    revision: Revision

    @classmethod
    def at(cls, state: TaskState) -> "Text":
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
    def author(self) -> User | None:
        return author_of(self.page, self.request)

    @property
    def is_correction(self) -> bool:
        return Waiting.objects.at_step(self.state.pk).corrections().exists()

    @property
    def reviewers(self) -> QuerySet[User]:
        return reviewers_of(self.task, self.page, self.request)

    def key(self, event: str) -> str:
        return f"{event}:{self.state.pk}:{digest(self.revision.content)}"

    def news(self, key: str, subject: str, *text: str, why: str = TO_DESK, **more: Any) -> News:
        """To the desk, unless told otherwise."""
        filled: dict[str, Any] = {"button": "Leggi", "path": self.url, "reply_to": desk_address(self.page, self.task)}
        return News(key=key, subject=subject, text=text, why=why, **(filled | more))


def submitted(state: TaskState, by: Any) -> None:
    """A desk's step begins: the first time, or again after changes were asked."""
    if is_quiet():
        return
    text = Text.at(state)
    others = text.request.task_states.filter(task=state.task_id).exclude(pk=state.pk)
    again = others.filter(status=TaskState.STATUS_REJECTED).exists()
    sender, author = name_of(by or text.author), name_of(text.author)
    whose = "" if sender == author else f", di {author},"
    correction = text.is_correction
    if again:
        key, subject = text.key("resubmitted"), f"Da rileggere: «{text.title}»"
        line = f"{sender} ha sistemato «{text.title}»{whose} e manda di nuovo il testo alla redazione."
    else:
        key, subject = text.key("submitted"), f"Da leggere: «{text.title}»"
        line = f"{sender} manda «{text.title}»{whose} alla redazione ({desk_name(text.task)})."
    more = ("È una correzione: al massimo dieci parole di una pagina che è sul sito.",) if correction else ()
    tell(text.reviewers, text.news(key, subject, line, *more, is_urgent=correction), by)


def corrected(state: TaskState, by: Any) -> None:
    """A reviewer said yes to a text they changed: one more yes is needed, the first suffices."""
    text, who = Text.at(state), name_of(by)
    urgent = text.is_correction
    to_author = text.news(
        text.key("corrected"),
        f"Va bene così? «{text.title}»",
        f"{who} ha letto «{text.title}», ha corretto qualcosa e ha detto sì.",
        "Guarda che cosa è cambiato: se per te va bene, basta il tuo sì.",
        why=TO_AUTHOR, button="Guarda e rispondi", path=author_url(text.page), is_outcome=True, is_urgent=urgent,
    )  # fmt: skip
    to_desk = text.news(
        text.key("corrected"),
        f"Manca un sì: «{text.title}»",
        f"{who} ha corretto «{text.title}» e ha detto sì. Serve ancora un sì, di chi l’ha scritto o di un’altra "
        "persona della redazione: il primo basta.",
        is_urgent=urgent,
    )
    tell([text.author], to_author, by)
    tell(text.reviewers, to_desk, by)


def changes_asked(state: TaskState, by: Any, reason: str) -> None:
    text = Text.at(state)
    news = text.news(
        f"changes:{state.pk}",
        f"Ti chiediamo una modifica: «{text.title}»",
        f"{name_of(by)} ha letto «{text.title}» e, prima di dire sì, ti chiede questo:",
        "Fallo con calma, poi manda di nuovo il testo.",
        quote=reason, why=TO_AUTHOR, button="Apri la pagina", path=author_url(text.page), is_outcome=True,
    )  # fmt: skip
    tell([text.author], news, by)


def withdrawn(state: TaskState, by: Any) -> None:
    text = Text.at(state)
    news = text.news(
        f"withdrawn:{state.pk}",
        f"Non più da leggere: «{text.title}»",
        f"{name_of(by)} ha ritirato «{text.title}»: per ora non c’è niente da leggere. Se torna, te lo scriviamo.",
        button="Vedi che cosa aspetta", path=reverse("editorial_queue"),
    )  # fmt: skip
    tell(text.reviewers, news, by)


# --- a page and its author


def to_author(page: Page, key: str, subject: str, *text: str, by: Any = None, **more: Any) -> None:
    filled: dict[str, Any] = {"button": "Vedi come sta la pagina", "path": author_url(page)}
    filled |= {"reply_to": desk_address(page), "why": TO_AUTHOR, "is_outcome": True}
    tell([author_of(page)], News(key=key, subject=subject, text=text, **(filled | more)), by)


def published(revision: Revision, by: Any) -> None:
    """On the site now, or agreed for a day to come."""
    from . import guest_notices

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
    guest_notices.published(revision)


def schedule_dropped(revision: Revision, reason: str) -> None:
    page = Page.objects.select_related("owner").get(pk=revision.object_id)
    title = title_of(page, revision)
    line = f"«{title}» doveva andare sul sito da sola, ma non è stato possibile: l’appuntamento è annullato."
    to_author(page, f"dropped:{revision.pk}:{timezone.now().isoformat()}", f"Non programmata: «{title}»", line,
              quote=reason)  # fmt: skip


def taken_down(row: TakeDown, by: Any) -> None:
    page = Page.objects.select_related("owner").get(pk=row.page_id)
    title = title_of(page)
    lines = (f"{name_of(by)} ha tolto «{title}» dal sito, con questo motivo:",
             "Puoi sistemare il testo e mandarlo di nuovo alla redazione.")  # fmt: skip
    to_author(page, f"taken_down:{row.pk}", f"Tolta dal sito: «{title}»", *lines, by=by, quote=row.reason)


def returned(row: TakeDown, by: Any) -> None:
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
    news = News(
        key=f"{'answer' if is_answer else 'comment'}:{note.pk}", subject=subject, text=(f"{who} {what}:",),
        quote=note.text, button="Apri la pagina", path=author_url(page), why=IN_THREAD, reply_to=desk_address(page),
    )  # fmt: skip
    tell([page.owner], news, note.user)
    readers = [person for _pk, person in sorted(others.items()) if removal.reviews_section(person, page)]
    path = reverse("editorial_reading", args=[state.pk]) if state else edit_url(page)
    tell(readers, replace(news, path=path), note.user)


# --- rights


def rights_changed(person: User, key: str, what: str, *, also: bool = False) -> None:
    """To Redazione, and with ``also`` to the person: whoever gives groups or passwords could play two people.

    Only what somebody did in the admin: commands and provisioning are the machine's.
    """
    by = get_active_log_context().user
    if by is None or is_quiet():
        return
    news = News(
        key=key,
        subject=f"Accessi cambiati: {one_line(person)}",
        text=(f"{name_of(by)} {what}.", "Se non ne sapevate niente, chiedete subito."),
        button="Apri l’amministrazione",
        path=reverse("wagtailadmin_home"),
        why=TO_CHIEF,
        reply_to=settings.DESK_EMAIL,
    )
    tell([*chiefs(), *([person] if also else [])], news, by)


# --- what waits too long: see the command send_reminders


def late(waiting: Waiting) -> None:
    """Over 48 hours, to the desk; over five days, to Redazione. Once for each text: the key is since when it waits."""
    text = Text.at(waiting.task_state)
    days = (timezone.now() - waiting.since).days
    escalates = days >= Waiting.ESCALATION.days
    agreed = set(text.state.yeses.filter(digest=digest(text.revision.content)).values_list("user_number", flat=True))
    readers = [person for person in text.reviewers if person.pk not in agreed]
    above = set(chiefs().values_list("pk", flat=True)) if escalates else set()
    line = f"«{text.title}», di {name_of(text.author)}, aspetta da più di {{}}: dal {long_datetime(waiting.since)}."
    number = f"{text.page.pk}:{waiting.since.isoformat()}"
    reminder = text.news(
        f"reminder:{number}", f"Aspetta da due giorni: «{text.title}»", line.format("48 ore"),
        f"A chi scrive abbiamo promesso una risposta entro {settings.REVIEW_DAYS} giorni.",
    )  # fmt: skip
    escalation = text.news(
        f"escalation:{number}", f"Aspetta da cinque giorni: «{text.title}»", line.format("cinque giorni"),
        f"La lettura è di {desk_name(text.task)}: serve qualcuno che la prenda in mano.", why=TO_CHIEF,
    )  # fmt: skip
    tell([person for person in readers if person.pk not in above], reminder)
    tell([person for person in readers if person.pk in above], escalation)
