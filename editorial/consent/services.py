"""The people a page is about say yes to it: asked after the desk, each by a link of their own or after login.

Their yes never replaces the desk's: it comes last, and to exactly what the desk agreed. All must say it. Whoever asks
for changes sends the text back to the desk, and so does a word that the desk changes meanwhile.
"""

from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision, TaskState

from cms.exceptions import ActionRefused
from editorial import events
from editorial.content.digest import content_digest
from editorial.content.people import Person, people_of
from editorial.models import Approval, ConsentRequest, GuestTask
from editorial.review.services import return_to_desk
from editorial.review.state import ReviewItem
from editorial.review.wording import CHANGED, CLOSED

from .links import asked_by

SKIPPED, ASKED = "editorial.guest.skipped", "editorial.guest.asked"
YES, CHANGES, WAIVED, REMINDED = (
    "editorial.guest.yes",
    "editorial.guest.changes",
    "editorial.guest.waived",
    "editorial.guest.reminded",
)
ANSWERED = "Hai già risposto: grazie."
NOT_YET = "Si può andare avanti senza risposta solo dopo quattordici giorni e un promemoria."
CONSENT_STATEMENT = (
    "Dico sì a questa pagina, parole e voce, così come la vedo qui, e che lab121 la pubblichi sul suo sito."
)


# --- the step


def start_consent_step(state: TaskState) -> None:
    """The step starts: ask everybody; with nobody to ask it is passed at once (WorkflowState.update() goes on)."""
    revision = Revision.objects.get(pk=state.revision_id)
    people = people_of(revision)
    if not people:
        state.status, state.finished_at = TaskState.STATUS_SKIPPED, timezone.now()
        state.save(update_fields=["status", "finished_at"])
        log(revision.content_object, SKIPPED, revision=revision)
        return
    fingerprint = content_digest(revision.content)
    for person in people:
        ask = ConsentRequest.objects.create(
            task_state=state, page_number=revision.object_id, revision_number=revision.pk, digest=fingerprint,
            key=person.key, name=person.name, user=person.user,
        )  # fmt: skip
        log(revision.content_object, ASKED, revision=revision, data={"person": person.name})
        events.consent_requested.send(ConsentRequest, request=ask, person=person)


# --- the link


def review_item_of(ask: ConsentRequest, *, lock: bool = False) -> ReviewItem:
    """Return what the person is asked about, as it is now.

    Raises ActionRefused when it is not asked any more, has changed since, or was answered.
    """
    if ask.answer:
        raise ActionRefused(ANSWERED)
    if ask.task_state_id is None:
        raise ActionRefused(CLOSED)
    item = ReviewItem.get(ask.task_state_id, lock=lock)
    if not isinstance(item.task, GuestTask):
        raise ActionRefused(CLOSED)
    if item.digest != ask.digest:
        raise ActionRefused(CHANGED)
    return item


def is_named_in(token: str, name: str, value: Any) -> bool:
    """Does the page that this link asks about, as it stands, hold ``value`` in its field ``name``?"""
    try:
        return review_item_of(asked_by(token)).revision.content.get(name) == value
    except (Http404, ActionRefused):
        return False


# --- answers


@transaction.atomic
def answer(ask_id: int, *, yes: bool, channel: str, comment: str = "") -> None:
    """The person's yes, or their wish. Two at once: the page's lock, then the row read again, lets one through."""
    item, ask = _locked(ask_id)
    revision = item.revision
    ask.answer = ConsentRequest.Answer.YES if yes else ConsentRequest.Answer.CHANGES
    ask.answered_at, ask.channel, ask.comment = timezone.now(), channel, comment.strip()
    if yes:
        ask.content = {name: value for name, value in revision.content.items() if name != COMMENTS_RELATION_NAME}
    ask.save()
    log(item.page.specific, YES if yes else CHANGES, revision=revision,
        data={"person": ask.name, "comment": ask.comment, "way": channel})  # fmt: skip
    if yes:
        Approval.objects.record_guest(item.state, revision, ask.name)
        _go_on(item)
    else:
        state = return_to_desk(item.state, None, f"{ask.name}: {ask.comment}")
        events.consent_changes_requested.send(TaskState, state=state, request=ask)


def _locked(ask_id: int) -> tuple[ReviewItem, ConsentRequest]:
    ask = ConsentRequest.objects.filter(pk=ask_id).first()
    if ask is None:
        raise Http404
    item = review_item_of(ask, lock=True)
    ask = ConsentRequest.objects.get(pk=ask_id)  # as it is under the lock
    if ask.answer:
        raise ActionRefused(ANSWERED)
    return item, ask


def _go_on(item: ReviewItem, user: Any = None) -> None:
    if item.task.is_satisfied_by(item.state, item.revision):
        item.state.approve(user=user)


@transaction.atomic
def remind(ask_id: int, user: Any = None) -> bool:
    """Ask once more: by mail, or, where no address is known, by the desk, which takes the link from its screen. True
    if a mail is on its way. Without ``user`` it is the clock, which cannot hand a link over."""
    item, ask = _locked(ask_id)
    if user is not None and not item.is_reviewer(user):
        raise ActionRefused("Il promemoria lo manda chi legge questa sezione.")
    person = person_of(ask, item)
    if user is None and not person.email:
        events.consent_unreachable.send(ConsentRequest, request=ask, item=item)
        return False
    ask.reminded_at = timezone.now()
    ask.save(update_fields=["reminded_at"])
    log(item.page.specific, REMINDED, user=user, data={"person": ask.name})
    events.consent_reminded.send(ConsentRequest, request=ask, person=person)
    return bool(person.email)


def person_of(ask: ConsentRequest, item: ReviewItem) -> Person:
    """With the address as it is known today."""
    people = {person.key: person for person in people_of(item.revision)}
    return people.get(ask.key, Person(ask.key, ask.name))


@transaction.atomic
def waive(ask_id: int, user: Any, reason: str) -> None:
    """Go on without an answer: after two weeks and a reminder, a reviewer, with a reason."""
    item, ask = _locked(ask_id)
    url = item.url_for(user)
    if not item.is_reviewer(user):
        raise ActionRefused("Questo lo decide chi legge la sezione.", url)
    if not ask.may_be_waived:
        raise ActionRefused(NOT_YET, url)
    ask.answer, ask.answered_at = ConsentRequest.Answer.WAIVED, timezone.now()
    ask.waived_by, ask.comment = user, reason.strip()
    ask.save()
    log(item.page.specific, WAIVED, user=user, revision=item.revision,
        data={"person": ask.name, "reason": ask.comment})  # fmt: skip
    _go_on(item, user)


@transaction.atomic
def address_changed(page_id: int) -> None:
    """Somebody's address is known now: if they are being asked, the link goes there. The queue sends it once."""
    for ask in ConsentRequest.objects.open().filter(page_number=page_id):
        item = review_item_of(ask)
        events.consent_requested.send(ConsentRequest, request=ask, person=person_of(ask, item))


def requests_at(page: Page) -> list[ConsentRequest]:
    """Of the step that the page stands at, in the order of the page."""
    return list(ConsentRequest.objects.of_page(page).filter(task_state__status=TaskState.STATUS_IN_PROGRESS))
