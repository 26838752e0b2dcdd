"""The consent of the people whom a page is about: requested after the desk's yes, given by link or after login.

Their yes never replaces the desk's: it comes last, and is to exactly the content that the desk agreed to. Everybody
has to say it. A text goes back to the desk when one of them asks for changes, or when the desk changes a word.
"""

from django.db import transaction
from django.db.models import Model
from django.http import Http404
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision, TaskState

from cms.exceptions import ActionRefused
from cms.users.models import User
from cms.users.types import AnyUser
from editorial import events
from editorial.content.digest import content_digest
from editorial.content.named_objects import named_in
from editorial.content.people import Person, people_of
from editorial.models import AccountSetup, Approval, ConsentRequest, GuestTask
from editorial.review.services import require_all_there, return_to_desk
from editorial.review.shown import NOTHING_SEEN, Seen, was_shown_to_guest
from editorial.review.state import ReviewItem
from editorial.review.wording import CHANGED, CLOSED, NOT_SHOWN

from .links import Channel, GuestToken, link_to, moment_of, read_token
from .rights import works_on

SKIPPED, ASKED, HANDED = "editorial.guest.skipped", "editorial.guest.asked", "editorial.guest.handed"
YES, CHANGES, WAIVED, REMINDED = (
    "editorial.guest.yes",
    "editorial.guest.changes",
    "editorial.guest.waived",
    "editorial.guest.reminded",
)
ANSWERED = "Hai già risposto: grazie."
REACHABLE = "A {name} la domanda arriva per e-mail o nella sua area: il link non passa da noi."
HANDED_AGAIN = "Questo link è stato sostituito da un altro, consegnato dopo."
SENT_INSTEAD = "Questo link non vale più: la domanda arriva per e-mail, o nella tua area."
PREPARED = (
    "Il tuo account l’ha preparato una persona che ha letto questa pagina. Prima scegli una password che conosci solo "
    "tu: esci, premi «Ho dimenticato la password», e torna qui dopo."
)
NOT_THE_GUEST = "A questa domanda risponde soltanto chi è ospite."
NOT_YET = "Si può andare avanti senza risposta solo dopo quattordici giorni e un promemoria."
CONSENT_STATEMENT = (
    "Dico sì a questa pagina, parole e voce, così come la vedo qui, e che lab121 la pubblichi sul suo sito."
)


# --- the step


def start_consent_step(state: TaskState) -> None:
    """Create a consent request for each person whom the text is about, and announce it.

    With nobody to ask the step is skipped at once; Wagtail's WorkflowState.update() then goes on.
    """
    revision = Revision.objects.get(pk=state.revision_id)
    people = people_of(revision)
    if not people:
        state.status, state.finished_at = TaskState.STATUS_SKIPPED, timezone.now()
        state.save(update_fields=["status", "finished_at"])
        log(revision.content_object, SKIPPED, revision=revision)
        return
    digest = content_digest(revision.content)
    for person in people:
        consent_request = ConsentRequest.objects.create(
            task_state=state, page_number=revision.object_id, revision_number=revision.pk, digest=digest,
            key=person.key, name=person.name, user=person.user,
        )  # fmt: skip
        log(revision.content_object, ASKED, revision=revision, data={"person": person.name})
        events.consent_requested.send(ConsentRequest, consent_request=consent_request, person=person)


# --- the link


def review_item_of(consent_request: ConsentRequest, *, lock: bool = False) -> ReviewItem:
    """Return the text that the person is asked about, as it is now; with ``lock`` under the page's lock.

    Raises ActionRefused if the request is answered or closed, or if the text has changed since.
    """
    if consent_request.answer:
        raise ActionRefused(ANSWERED)
    if consent_request.task_state_id is None:
        raise ActionRefused(CLOSED)
    item = ReviewItem.get(consent_request.task_state_id, lock=lock)
    if not isinstance(item.task, GuestTask):
        raise ActionRefused(CLOSED)
    if item.digest != consent_request.digest:
        raise ActionRefused(CHANGED)
    return item


def item_behind(token: GuestToken) -> ReviewItem:
    """Return the text that somebody with this token is asked about. Raises as review_item_of() and require_valid()."""
    item = review_item_of(token.consent_request)
    require_valid(token, item)
    return item


def require_valid(token: GuestToken, item: ReviewItem) -> None:
    """Raise ActionRefused for a link delivered by hand if it was shown again since, or if the person is reached
    otherwise by now."""
    if token.channel != Channel.HAND:
        return
    if person_of(token.consent_request, item).is_reachable:
        raise ActionRefused(SENT_INSTEAD)
    if token.handed_at != moment_of(token.consent_request):
        raise ActionRefused(HANDED_AGAIN)


def is_named_in(token: str, file: Model) -> bool:
    """Tell whether the text that this link is about names the picture, document or recording. False for a link that is
    unknown, expired or closed."""
    try:
        item = item_behind(read_token(token))
    except (Http404, ActionRefused):
        return False
    return (type(file), file.pk) in named_in(item.page.specific_class, item.revision.content)


# --- answers


class AccountPrepared(ActionRefused):
    """Whoever answers uses an account that somebody who agreed to the page has prepared, and could use as well."""


class NotForTheDesk(ActionRefused):
    """The answer would come from somebody who works on the page."""


@transaction.atomic
def answer(token: GuestToken, *, yes: bool, user: AnyUser | None, comment: str = "", seen: Seen = NOTHING_SEEN) -> None:
    """Store the person's yes to what they have ``seen``, or the changes that they ask for, which send the text back to
    the desk. ``user`` is whose session it is, None for a command.

    Raises Http404 if there is no such request, ActionRefused as item_behind(), for a yes to what they were not shown,
    and for a session that may not answer (require_guest). Of two answers at once the second is refused: the row is
    read again under the page's lock.
    """
    item, consent_request = _locked(token.consent_request.pk)
    token = token._replace(consent_request=consent_request)
    require_valid(token, item)
    require_guest(token, item, user)
    revision = item.revision
    if yes and not was_shown_to_guest(seen, consent_request, item.page, revision, item.state.workflow_state):
        raise ActionRefused(NOT_SHOWN)
    if yes:
        require_all_there(revision)
    consent_request.answer = ConsentRequest.Answer.YES if yes else ConsentRequest.Answer.CHANGES
    consent_request.answered_at, consent_request.channel = timezone.now(), token.channel
    consent_request.comment = comment.strip()
    if yes:
        content = revision.content.items()
        consent_request.content = {name: value for name, value in content if name != COMMENTS_RELATION_NAME}
    consent_request.save()
    data: dict[str, str | int | None] = {
        "person": consent_request.name,
        "comment": consent_request.comment,
        "way": token.channel,
    }
    if token.channel == Channel.HAND:
        data["handed_by"] = consent_request.handed_by_id
    log(item.page.specific, YES if yes else CHANGES, revision=revision, data=data)
    if yes:
        Approval.objects.record_by_guest(item.state, revision, consent_request.name)
        _pass_if_satisfied(item)
    else:
        state = return_to_desk(item.state, None, f"{consent_request.name}: {consent_request.comment}")
        events.consent_changes_requested.send(TaskState, state=state, consent_request=consent_request)


def require_guest(token: GuestToken, item: ReviewItem, user: AnyUser | None) -> None:
    """Raise NotForTheDesk if this session works on the page, unless it is the account of the very person asked.
    Whoever comes after login is that person (see editorial.consent.rights), unless the account is one that somebody who
    said yes to the page could use: then AccountPrepared is raised."""
    if token.channel == Channel.LOGIN:
        prepared_by = AccountSetup.objects.open().filter(user=token.consent_request.user_id).values("by_number")
        if Approval.objects.of_request(item.state.workflow_state).filter(user_number__in=prepared_by).exists():
            raise AccountPrepared(PREPARED)
        if user is not None and user.pk != token.consent_request.user_id:
            raise NotForTheDesk(NOT_THE_GUEST)
    elif user is not None and works_on(user, item):
        raise NotForTheDesk(NOT_THE_GUEST)


def _locked(consent_request_id: int) -> tuple[ReviewItem, ConsentRequest]:
    """Return an unanswered request and its text, both read under the page's lock. Raises as answer()."""
    consent_request = ConsentRequest.objects.filter(pk=consent_request_id).first()
    if consent_request is None:
        raise Http404
    item = review_item_of(consent_request, lock=True)
    consent_request = ConsentRequest.objects.get(pk=consent_request_id)  # as it is under the lock
    if consent_request.answer:
        raise ActionRefused(ANSWERED)
    return item, consent_request


def _pass_if_satisfied(item: ReviewItem, user: User | None = None) -> None:
    if item.task.is_satisfied_by(item.state, item.revision):
        item.state.approve(user=user)


@transaction.atomic
def hand_over(consent_request_id: int, user: User) -> str:
    """Return the link that a reviewer delivers by hand to somebody with neither account nor address, and record it:
    their desk and the page's history are told. The link that was shown before is void from now on.

    Raises as _locked(); ActionRefused also if this person is no reviewer of the page, or if the guest is reachable.
    """
    item, consent_request = _locked(consent_request_id)
    if not item.is_reviewer(user):
        raise ActionRefused("Il link lo consegna chi legge questa sezione.", item.url_for(user))
    if person_of(consent_request, item).is_reachable:
        raise ActionRefused(REACHABLE.format(name=consent_request.name), item.url)
    consent_request.handed_by, consent_request.handed_at = user, timezone.now()
    consent_request.save(update_fields=["handed_by", "handed_at"])
    log(item.page.specific, HANDED, user=user, revision=item.revision, data={"person": consent_request.name})
    events.consent_handed_over.send(ConsentRequest, consent_request=consent_request, item=item, user=user)
    return link_to(consent_request, Channel.HAND)


@transaction.atomic
def remind(consent_request_id: int, user: User | None = None) -> bool:
    """Ask once more, and return whether a mail is on its way.

    Where no address is known a reviewer reminds them in person, and this records that they did. Without ``user`` it is
    the clock that reminds, which cannot: then the desk is told, and the request stays to be reminded.
    Raises as answer(); ActionRefused also if this person is no reviewer of the page.
    """
    item, consent_request = _locked(consent_request_id)
    if user is not None and not item.is_reviewer(user):
        raise ActionRefused("Il promemoria lo manda chi legge questa sezione.")
    person = person_of(consent_request, item)
    if user is None and not person.email:
        events.consent_unreachable.send(ConsentRequest, consent_request=consent_request, item=item)
        return False
    consent_request.reminded_at = timezone.now()
    consent_request.save(update_fields=["reminded_at"])
    log(item.page.specific, REMINDED, user=user, data={"person": consent_request.name})
    events.consent_reminded.send(ConsentRequest, consent_request=consent_request, person=person)
    return bool(person.email)


def person_of(consent_request: ConsentRequest, item: ReviewItem) -> Person:
    """Return the person asked, with the address that the page has today."""
    people = {person.key: person for person in people_of(item.revision)}
    return people.get(consent_request.key, Person(consent_request.key, consent_request.name))


@transaction.atomic
def waive(consent_request_id: int, user: User, reason: str) -> None:
    """Go on without an answer, as a reviewer may after two weeks and a reminder, with a reason.

    Raises as answer(); ActionRefused also if this person is no reviewer of the page, or if it is too early.
    """
    item, consent_request = _locked(consent_request_id)
    url = item.url_for(user)
    if not item.is_reviewer(user):
        raise ActionRefused("Questo lo decide chi legge la sezione.", url)
    if not consent_request.may_be_waived:
        raise ActionRefused(NOT_YET, url)
    consent_request.answer, consent_request.answered_at = ConsentRequest.Answer.WAIVED, timezone.now()
    consent_request.waived_by, consent_request.comment = user, reason.strip()
    consent_request.save()
    log(item.page.specific, WAIVED, user=user, revision=item.revision,
        data={"person": consent_request.name, "reason": consent_request.comment})  # fmt: skip
    _pass_if_satisfied(item, user)


@transaction.atomic
def address_changed(page_id: int) -> None:
    """Send the open requests of a page again after an address was written there."""
    for consent_request in ConsentRequest.objects.open().filter(page_number=page_id):
        ask_again(consent_request)


@transaction.atomic
def ask_again(consent_request: ConsentRequest) -> None:
    """Ask the person where they are reached today, by mail and in their area. The mail queue's key keeps a request from
    being sent twice to the same address. Raises as review_item_of()."""
    person = person_of(consent_request, review_item_of(consent_request))
    if person.user is not None and consent_request.user_id is None:
        consent_request.user = person.user
        consent_request.save(update_fields=["user"])
    events.consent_requested.send(ConsentRequest, consent_request=consent_request, person=person)


def requests_at(page: Page) -> list[ConsentRequest]:
    """Return the requests of the step that the page stands at, answered ones too, in the order of the page."""
    return list(ConsentRequest.objects.of_page(page).filter(task_state__status=TaskState.STATUS_IN_PROGRESS))
