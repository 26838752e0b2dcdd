"""The mails to the people whom a page is about, and to their desk about them. Called inside the transaction of the
event, as editorial.notifications.messages. A guest may have no account and has no preference: the mail goes to the
address that the page knows."""

from wagtail.models import Page, Revision, TaskState

from cms.mail.templates import EmailTemplate, absolute, one_line
from cms.users.models import User
from editorial.consent.links import link_to, moment_of
from editorial.content.people import Person, name_of, people_of
from editorial.models import ConsentRequest
from editorial.models.tasks import reply_address
from editorial.review.state import ReviewItem

from .delivery import is_quiet, notify
from .messages import ReviewMessageContext, page_path, title_of

WHY = "Te lo scriviamo perché in questa pagina si parla di te: non va sul sito senza il tuo sì."
VALIDITY = "Il link è solo tuo, vale quattordici giorni e per una risposta. Non serve nessuna password."


def _send(consent_request: ConsentRequest, person: Person, key: str, subject: str, *text: str) -> None:
    """Write a mail with the person's own link; nothing if no address is known."""
    if is_quiet() or not person.email:
        return
    page = Page.objects.get(pk=consent_request.page_number)
    mail = EmailTemplate(
        subject=subject, greeting=f"Ciao {one_line(person.name)},", paragraphs=text,
        button="Guarda, ascolta e rispondi", url=link_to(consent_request), footer=WHY,
    )  # fmt: skip
    mail.send(person.email, key=key, reply_to=reply_address(page))


def requested(consent_request: ConsentRequest, person: Person) -> None:
    """Ask the person for their yes, once for each request."""
    title = _title(consent_request)
    _send(
        consent_request, person, f"guest:{consent_request.pk}", f"Va bene così? «{title}»",
        f"la redazione di lab121 ha preparato «{title}», dove ci sei anche tu. Prima che vada sul sito ti chiediamo di "
        "guardarla e di ascoltarla con calma: se va bene dici sì, altrimenti ci scrivi che cosa cambiare.",
        VALIDITY,
    )  # fmt: skip


def reminded(consent_request: ConsentRequest, person: Person) -> None:
    """Ask the person again."""
    title = _title(consent_request)
    assert consent_request.reminded_at is not None
    _send(
        consent_request, person, f"guest-reminder:{consent_request.pk}:{consent_request.reminded_at.isoformat()}",
        f"Aspettiamo il tuo sì: «{title}»",
        f"qualche giorno fa ti abbiamo chiesto di guardare «{title}», dove ci sei anche tu. Quando hai un momento: se "
        "va bene dici sì, altrimenti ci scrivi che cosa cambiare.",
        VALIDITY,
    )  # fmt: skip


def published(revision: Revision) -> None:
    """Tell whoever said yes to this text that it is on the site; nobody yet if it is scheduled for a later day."""
    if is_quiet():
        return
    revision = Revision.objects.get(pk=revision.pk)
    if revision.approved_go_live_at is not None:
        return
    page = Page.objects.get(pk=revision.object_id)
    people = {person.key: person for person in people_of(revision)}
    title = title_of(page, revision)
    for consent_request in ConsentRequest.objects.granted_for(revision):
        person = people.get(consent_request.key)
        if person is None or not person.email:
            continue
        mail = EmailTemplate(
            subject=f"È sul sito: «{title}»", greeting=f"Ciao {one_line(person.name)},",
            paragraphs=(f"«{title}» è sul sito, proprio come l’hai vista tu. Grazie!",),
            button="Guarda la pagina", url=absolute(page_path(page)),
            footer="Te lo scriviamo perché in questa pagina si parla di te.",
        )  # fmt: skip
        mail.send(person.email, key=f"guest-published:{consent_request.pk}", reply_to=reply_address(page))


def _title(consent_request: ConsentRequest) -> str:
    revision = Revision.objects.get(pk=consent_request.revision_number)
    return one_line(revision.object_str)


# --- the desk


def changes_requested(state: TaskState, consent_request: ConsentRequest) -> None:
    """Tell the desk, at whose new step ``state`` the text is again, what a guest asks to change."""
    if is_quiet():
        return
    context = ReviewMessageContext.at(state)
    notification = context.notification(
        f"guest-changes:{consent_request.pk}",
        f"{one_line(consent_request.name)} chiede una modifica: «{context.title}»",
        f"{one_line(consent_request.name)} ha guardato «{context.title}» e chiede questo:",
        "Il testo è di nuovo dalla redazione: correggi e di’ sì, poi lo chiediamo di nuovo a chi è ospite.",
        quote=consent_request.comment,
    )  # fmt: skip
    notify(context.reviewers, notification)


def unreachable(consent_request: ConsentRequest, item: ReviewItem) -> None:
    """Tell the desk after a week that nobody else can remind this person: no address is known."""
    _notify_desk(
        item, f"guest-no-address:{consent_request.pk}", f"Da ricordare a voce: «{_title(consent_request)}»",
        f"{one_line(consent_request.name)} non ha ancora risposto, e non abbiamo un indirizzo e-mail: "
        "sulla pagina di lettura c’è il link da consegnare a mano.",
    )  # fmt: skip


def handed_over(consent_request: ConsentRequest, item: ReviewItem, user: User) -> None:
    """Tell the others of the desk that ``user`` was shown the link, each time."""
    name, who = one_line(consent_request.name), one_line(name_of(user))
    _notify_desk(
        item, f"guest-handed:{consent_request.pk}:{moment_of(consent_request)}",
        f"Un link consegnato a mano: «{_title(consent_request)}»",
        f"{name} non ha un account né un indirizzo e-mail: {who} ha preso il link per la sua risposta, da consegnare "
        f"a mano. Risponde solo {name}; come è arrivata la risposta si legge nella storia della pagina.",
        by=user,
    )  # fmt: skip


def overdue(consent_request: ConsentRequest, item: ReviewItem) -> None:
    """Tell the desk after two weeks and a reminder that it may go on without this person."""
    _notify_desk(
        item, f"guest-overdue:{consent_request.pk}", f"Due settimane senza risposta: «{_title(consent_request)}»",
        f"{one_line(consent_request.name)} non ha risposto in quattordici giorni, nemmeno al promemoria. Se c’è un "
        "buon motivo si può andare avanti: si scrive perché, e resta nella storia della pagina.",
    )  # fmt: skip


def _notify_desk(item: ReviewItem, key: str, subject: str, line: str, by: User | None = None) -> None:
    desk, request = item.desk, item.state.workflow_state
    if is_quiet() or desk is None:
        return
    context = ReviewMessageContext(item.state, desk, item.page, request, item.revision)
    notify(context.reviewers, context.notification(key, subject, line), by)
