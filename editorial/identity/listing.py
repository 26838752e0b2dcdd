"""What «Chi è chi» shows: who sits in which desk, since when and by whom, and what waits to be seen."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from cms.users.models import User
from editorial.models import IdentityChange
from editorial.models.identity import Identity, read_identities, unseen_in_desks
from editorial.roles import DESKS, OFFICE

from .services import changes_since_seen, pending_changes, possible_viewers, why_not_seen_by
from .wording import sentence_of

MOST_FOUND = 30
TECHNICAL = "Amministrazione tecnica"


@dataclass(frozen=True)
class Seat:
    """A person in a desk."""

    person: User
    since: datetime | None  # None: since before there was a list
    by: str
    is_seen: bool


@dataclass(frozen=True)
class PendingAccount:
    """An account that changed, for whoever may say «Visto» and for whoever may not."""

    person: User
    token: str
    sentences: list[tuple[str, datetime]]
    why_not: str  # why the one who looks may not say «Visto»; "" if they may
    stopped_by: str
    counts_alone: bool  # nobody is there who could see it: it counts after three days without an objection


@dataclass(frozen=True)
class Desk:
    name: str
    seats: list[Seat] = field(default_factory=list)


def desks() -> list[Desk]:
    """Return the desks, the office and the superusers with their people by name, closed accounts left out."""
    found = [Desk(name) for name in (*DESKS, OFFICE)]
    reviewed = {identity.number: identity for identity in read_identities(Q(groups__name__in=[*DESKS, OFFICE]))}
    for desk in found:
        joined = _who_let_them_in(desk.name)
        for person in User.objects.active_in(desk.name):
            change = joined.get(person.pk)
            identity = reviewed.get(person.pk)
            desk.seats.append(
                Seat(person, change.at if change else None, change.by_name if change else "",
                     desk.name == OFFICE or bool(identity and identity.is_seen))
            )  # fmt: skip
    technical = [Seat(person, None, "", True) for person in User.objects.active_superusers()]
    return [*found, Desk(TECHNICAL, technical)]


def _who_let_them_in(group: str) -> dict[int, IdentityChange]:
    """Return, by the number of the person, the latest change that put them into the group."""
    latest: dict[int, IdentityChange] = {}
    for change in IdentityChange.objects.joining(group):
        if group in change.after.split(", ") and group not in change.before.split(", "):
            latest.setdefault(change.person_number, change)
    return latest


def pending(user: User) -> list[PendingAccount]:
    """Return the accounts of desks that wait to be seen, as ``user`` may or may not see them."""
    return [pending_account(identity, user) for identity in unseen_in_desks()]


def pending_account(identity: Identity, user: User) -> PendingAccount:
    changes = pending_changes(identity)
    stopped = next((change.stopped_by for change in changes if change.stopped_at), "")
    return PendingAccount(
        User.objects.get(pk=identity.number), identity.token,
        [(sentence_of(change), change.at) for change in changes_since_seen(identity)],
        why_not_seen_by(user, identity, changes), stopped,
        not stopped and not possible_viewers(identity, changes),
    )  # fmt: skip
