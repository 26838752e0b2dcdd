"""The people a page is about say yes to it: asked after the desk, each by a link of their own or after login.

Their yes never replaces the desk's: it comes last, and to exactly what the desk agreed. All must say it. Whoever asks
for changes sends the text back to the desk, and so does a word that the desk changes meanwhile.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision, TaskState

from .approvals import CHANGED, CLOSED, Reading, back_to_desk
from .models import GuestAsk
from .rule import Refused, digest
from .tasks import GuestTask, record_guests_yes

SALT = "editorial.guest"
SKIPPED, ASKED = "editorial.guest.skipped", "editorial.guest.asked"
YES, CHANGES, WAIVED, REMINDED = (
    "editorial.guest.yes",
    "editorial.guest.changes",
    "editorial.guest.waived",
    "editorial.guest.reminded",
)
ANSWERED = "Hai già risposto: grazie."
EXPIRED = "Questo link valeva quattordici giorni, e sono passati."
NOT_YET = "Si può andare avanti senza risposta solo dopo quattordici giorni e un promemoria."
CONSENT = "Dico sì a questa pagina, parole e voce, così come la vedo qui, e che lab121 la pubblichi sul suo sito."


@dataclass(frozen=True)
class Person:
    """Somebody a page is about. ``key`` depends on the page's text alone, so that it can be asked again later."""

    key: str
    name: str
    user: Any = None  # may answer after login
    email: str = ""  # empty: the desk hands the link over


# --- the step


def people_of(revision: Revision) -> list[Person]:
    """Each once, in the order of the page."""
    found = revision.as_object().people_to_ask()
    return list({person.key: person for person in reversed(found)}.values())[::-1]


def begin(state: TaskState) -> None:
    """The step starts: ask everybody; with nobody to ask it is passed at once (WorkflowState.update() goes on)."""
    from . import guest_notices

    revision = Revision.objects.get(pk=state.revision_id)
    people = people_of(revision)
    if not people:
        state.status, state.finished_at = TaskState.STATUS_SKIPPED, timezone.now()
        state.save(update_fields=["status", "finished_at"])
        log(revision.content_object, SKIPPED, revision=revision)
        return
    fingerprint = digest(revision.content)
    for person in people:
        ask = GuestAsk.objects.create(
            task_state=state, page_number=revision.object_id, revision_number=revision.pk, digest=fingerprint,
            key=person.key, name=person.name, user=person.user,
        )  # fmt: skip
        log(revision.content_object, ASKED, revision=revision, data={"person": person.name})
        guest_notices.asked(ask, person)


def all_settled(state: TaskState, revision: Revision) -> bool:
    """Everybody whom this content names said yes to exactly it, or was waived."""
    settled = {ask.key for ask in state.asks.filter(digest=digest(revision.content)) if ask.is_settled}
    return all(person.key in settled for person in people_of(revision))


# --- the link


def token_of(ask: GuestAsk) -> str:
    return signing.dumps([ask.pk, ask.digest], salt=SALT)


def link_to(ask: GuestAsk) -> str:
    """Absolute; good for 14 days from now and for one answer."""
    return settings.BASE_URL + reverse("editorial_guest", args=[token_of(ask)])


class Expired(Refused):
    """The link is genuine, and too old."""


def asked_by(token: str) -> GuestAsk:
    """Raises Http404 for a link that we did not write, Expired for an old one, Refused for one that was used or whose
    text is not asked about any more."""
    try:
        number, seen = signing.loads(token, salt=SALT, max_age=GuestAsk.VALID)
    except signing.SignatureExpired:
        raise Expired(EXPIRED) from None
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    ask = GuestAsk.objects.filter(pk=number).first() if isinstance(number, int) else None
    if ask is None or ask.digest != seen:
        raise Http404
    return ask


def reading_of(ask: GuestAsk, *, lock: bool = False) -> Reading:
    """What the person is asked about, as it is now. Raises Refused when it is not asked any more, or was answered."""
    if ask.answer:
        raise Refused(ANSWERED)
    if ask.task_state_id is None:
        raise Refused(CLOSED)
    found = Reading.get(ask.task_state_id, lock=lock)
    if not isinstance(found.task, GuestTask):
        raise Refused(CLOSED)
    if found.digest != ask.digest:
        raise Refused(CHANGED)
    return found


def is_named_in(token: str, name: str, value: Any) -> bool:
    """Does the page that this link asks about, as it stands, hold ``value`` in its field ``name``?"""
    try:
        return reading_of(asked_by(token)).revision.content.get(name) == value
    except (Http404, Refused):
        return False


# --- answers


@transaction.atomic
def answer(ask_id: int, *, yes: bool, way: str, comment: str = "") -> None:
    """The person's yes, or their wish. Two at once: the page's lock, then the row read again, lets one through."""
    from . import guest_notices

    found, ask = _locked(ask_id)
    revision = found.revision
    ask.answer = GuestAsk.Answer.YES if yes else GuestAsk.Answer.CHANGES
    ask.answered_at, ask.way, ask.comment = timezone.now(), way, comment.strip()
    if yes:
        ask.content = {name: value for name, value in revision.content.items() if name != COMMENTS_RELATION_NAME}
    ask.save()
    log(found.page.specific, YES if yes else CHANGES, revision=revision,
        data={"person": ask.name, "comment": ask.comment, "way": way})  # fmt: skip
    if yes:
        record_guests_yes(found.state, revision, ask.name)
        _go_on(found)
    else:
        state = back_to_desk(found.state, None, f"{ask.name}: {ask.comment}")
        guest_notices.changes_asked(state, ask)


def _locked(ask_id: int) -> tuple[Reading, GuestAsk]:
    ask = GuestAsk.objects.filter(pk=ask_id).first()
    if ask is None:
        raise Http404
    found = reading_of(ask, lock=True)
    ask = GuestAsk.objects.get(pk=ask_id)  # as it is under the lock
    if ask.answer:
        raise Refused(ANSWERED)
    return found, ask


def _go_on(found: Reading, user: Any = None) -> None:
    if found.task.holds(found.state, found.revision):
        found.state.approve(user=user)


@transaction.atomic
def remind(ask_id: int, user: Any = None) -> bool:
    """Ask once more: by mail, or, where no address is known, by the desk, which takes the link from its screen. True
    if a mail is on its way. Without ``user`` it is the clock, which cannot hand a link over."""
    from . import guest_notices

    found, ask = _locked(ask_id)
    if user is not None and not found.is_reviewer(user):
        raise Refused("Il promemoria lo manda chi legge questa sezione.")
    person = person_of(ask, found)
    if user is None and not person.email:
        guest_notices.has_no_address(ask, found)
        return False
    ask.reminded_at = timezone.now()
    ask.save(update_fields=["reminded_at"])
    log(found.page.specific, REMINDED, user=user, data={"person": ask.name})
    guest_notices.reminded(ask, person)
    return bool(person.email)


def person_of(ask: GuestAsk, found: Reading) -> Person:
    """With the address as it is known today."""
    people = {person.key: person for person in people_of(found.revision)}
    return people.get(ask.key, Person(ask.key, ask.name))


@transaction.atomic
def waive(ask_id: int, user: Any, reason: str) -> None:
    """Go on without an answer: after two weeks and a reminder, a reviewer, with a reason."""
    found, ask = _locked(ask_id)
    url = found.url_for(user)
    if not found.is_reviewer(user):
        raise Refused("Questo lo decide chi legge la sezione.", url)
    if not ask.may_be_waived:
        raise Refused(NOT_YET, url)
    ask.answer, ask.answered_at = GuestAsk.Answer.WAIVED, timezone.now()
    ask.waived_by, ask.comment = user, reason.strip()
    ask.save()
    log(found.page.specific, WAIVED, user=user, revision=found.revision,
        data={"person": ask.name, "reason": ask.comment})  # fmt: skip
    _go_on(found, user)


@transaction.atomic
def address_changed(page_id: int) -> None:
    """Somebody's address is known now: if they are being asked, the link goes there. The queue sends it once."""
    from . import guest_notices

    for ask in GuestAsk.objects.open().filter(page_number=page_id):
        found = reading_of(ask)
        guest_notices.asked(ask, person_of(ask, found))


def asks_at(page: Page) -> list[GuestAsk]:
    """Of the step that the page stands at, in the order of the page."""
    return list(GuestAsk.objects.of_page(page).filter(task_state__status=TaskState.STATUS_IN_PROGRESS))
