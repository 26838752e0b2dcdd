"""What the people a page is about are told, and what their desk is told of them. Called inside the transaction of the
event, as editorial.notifications.messages. A guest has no preference and no account: the mail goes to the address that
is known."""

from wagtail.models import Page, Revision, TaskState

from cms.mail.templates import EmailTemplate, absolute, one_line
from editorial.consent.links import link_to
from editorial.content.people import Person, people_of
from editorial.models import ConsentRequest
from editorial.models.tasks import reply_address
from editorial.review.state import ReviewItem

from .delivery import is_quiet, notify
from .messages import ReviewMessageContext, page_path, title_of

WHY = "Te lo scriviamo perché in questa pagina si parla di te: non va sul sito senza il tuo sì."
VALIDITY = "Il link è solo tuo, vale quattordici giorni e per una risposta. Non serve nessuna password."


def _letter(ask: ConsentRequest, person: Person, event: str, subject: str, *text: str) -> None:
    if is_quiet() or not person.email:
        return
    page = Page.objects.get(pk=ask.page_number)
    letter = EmailTemplate(
        subject=subject, greeting=f"Ciao {one_line(person.name)},", paragraphs=text,
        button="Guarda, ascolta e rispondi", url=link_to(ask), footer=WHY,
    )  # fmt: skip
    letter.send(person.email, key=event, reply_to=reply_address(page))


def requested(ask: ConsentRequest, person: Person) -> None:
    title = _title(ask)
    _letter(
        ask, person, f"guest:{ask.pk}", f"Va bene così? «{title}»",
        f"la redazione di lab121 ha preparato «{title}», dove ci sei anche tu. Prima che vada sul sito ti chiediamo di "
        "guardarla e di ascoltarla con calma: se va bene dici sì, altrimenti ci scrivi che cosa cambiare.",
        VALIDITY,
    )  # fmt: skip


def reminded(ask: ConsentRequest, person: Person) -> None:
    title = _title(ask)
    assert ask.reminded_at is not None
    _letter(
        ask, person, f"guest-reminder:{ask.pk}:{ask.reminded_at.isoformat()}", f"Aspettiamo il tuo sì: «{title}»",
        f"qualche giorno fa ti abbiamo chiesto di guardare «{title}», dove ci sei anche tu. Quando hai un momento: se "
        "va bene dici sì, altrimenti ci scrivi che cosa cambiare.",
        VALIDITY,
    )  # fmt: skip


def published(revision: Revision) -> None:
    """To whoever said yes to this text, when it is on the site: nothing yet if it has a day to come."""
    if is_quiet():
        return
    revision = Revision.objects.get(pk=revision.pk)
    if revision.approved_go_live_at is not None:
        return
    page = Page.objects.get(pk=revision.object_id)
    people = {person.key: person for person in people_of(revision)}
    title = title_of(page, revision)
    for ask in ConsentRequest.objects.said_yes_to(revision):
        person = people.get(ask.key)
        if person is None or not person.email:
            continue
        letter = EmailTemplate(
            subject=f"È sul sito: «{title}»", greeting=f"Ciao {one_line(person.name)},",
            paragraphs=(f"«{title}» è sul sito, proprio come l’hai vista tu. Grazie!",),
            button="Guarda la pagina", url=absolute(page_path(page)),
            footer="Te lo scriviamo perché in questa pagina si parla di te.",
        )  # fmt: skip
        letter.send(person.email, key=f"guest-published:{ask.pk}", reply_to=reply_address(page))


def _title(ask: ConsentRequest) -> str:
    revision = Revision.objects.get(pk=ask.revision_number)
    return one_line(revision.object_str)


# --- the desk


def changes_requested(state: TaskState, ask: ConsentRequest) -> None:
    """``state`` is the desk's new one: the text came back."""
    if is_quiet():
        return
    context = ReviewMessageContext.at(state)
    notification = context.notification(
        f"guest-changes:{ask.pk}",
        f"{one_line(ask.name)} chiede una modifica: «{context.title}»",
        f"{one_line(ask.name)} ha guardato «{context.title}» e chiede questo:",
        "Il testo è di nuovo dalla redazione: correggi e di’ sì, poi lo chiediamo di nuovo a chi è ospite.",
        quote=ask.comment,
    )  # fmt: skip
    notify(context.reviewers, notification)


def unreachable(ask: ConsentRequest, item: ReviewItem) -> None:
    """A week has gone by: nobody but the desk can remind this person."""
    _notify_desk(
        item, f"guest-no-address:{ask.pk}", f"Da ricordare a voce: «{_title(ask)}»",
        f"{one_line(ask.name)} non ha ancora risposto, e non abbiamo un indirizzo e-mail: prendi il link dalla pagina "
        "di lettura e faglielo avere tu.",
    )  # fmt: skip


def overdue(ask: ConsentRequest, item: ReviewItem) -> None:
    _notify_desk(
        item, f"guest-overdue:{ask.pk}", f"Due settimane senza risposta: «{_title(ask)}»",
        f"{one_line(ask.name)} non ha risposto in quattordici giorni, nemmeno al promemoria. Se c’è un buon motivo si "
        "può andare avanti: si scrive perché, e resta nella storia della pagina.",
    )  # fmt: skip


def _notify_desk(item: ReviewItem, key: str, subject: str, line: str) -> None:
    desk, request = item.desk, item.state.workflow_state
    if is_quiet() or desk is None:
        return
    context = ReviewMessageContext(item.state, desk, item.page, request, item.revision)
    notify(context.reviewers, context.notification(key, subject, line))
