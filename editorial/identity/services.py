"""Writes about who is who. Each locks the account first, then judges, leaves a row and announces it."""

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cms.exceptions import ActionRefused
from cms.users.models import User
from editorial import events
from editorial.models import AccountSetup, IdentityChange, SeenIdentity
from editorial.models.identity import (
    IN_A_DESK,
    UNOPPOSED_AFTER,
    Identity,
    fingerprint,
    identity_of,
    is_seen,
    read_identities,
    unseen_among,
)
from editorial.roles import CHIEF

Kind = IdentityChange.Kind

NOT_YOURS = "Chi è chi lo cambiano la Redazione e l’amministrazione tecnica."
FIRST_BE_SEEN = "Il tuo account è cambiato da poco: prima deve guardarlo un’altra persona della Redazione."
CHANGED = "Nel frattempo l’account è cambiato: guarda com’è adesso."
TAKEN = "C’è già un account con questa e-mail."
NOT_YOU = "Un account lo guarda un’altra persona, non la persona stessa."
YOU_CHANGED_IT = "L’hai cambiato tu: lo guarda un’altra persona della Redazione."
ONLY_CHIEF = "«Visto» lo dice la Redazione."
TECHNICAL = "Gli account dell’amministrazione tecnica li cambia solo l’amministrazione tecnica."
YOURSELF_OUT = "Da qui non puoi toglierti l’amministrazione tecnica, né chiudere il tuo account."


@dataclass(frozen=True)
class Account:
    """What a form says about an account."""

    first_name: str
    last_name: str
    email: str
    groups: frozenset[str]  # desks and office; groups that the form does not offer stay as they are
    is_active: bool = True
    is_superuser: bool = False


# --- who may


def may_change_accounts(user: User) -> bool:
    """Tell whether this person may change who is who: a superuser, or somebody of Redazione whose account is seen."""
    return user.is_active and (user.is_superuser or (is_chief_now(user) and is_seen(user)))


def is_chief_now(user: User) -> bool:
    """Tell whether this person is of Redazione; asks the database, as what follows from it is a right."""
    return user.is_active and not user.is_superuser and user.groups.filter(name=CHIEF).exists()


def require_right(user: User) -> None:
    """Raise ActionRefused unless this person may change who is who."""
    if not may_change_accounts(user):
        raise ActionRefused(FIRST_BE_SEEN if is_chief_now(user) else NOT_YOURS)


def lock_account(number: int) -> User:
    """Lock the account's row until the transaction ends. Raises User.DoesNotExist."""
    return User.objects.select_for_update().get(pk=number)


def account_url(person: User) -> str:
    return reverse("editorial_account", args=[person.pk])


# --- rows


def record(
    person: User, kind: str, by: User | None, *, before: str = "", after: str = "", sat_in_a_desk: bool = False
) -> IdentityChange:
    """Store a change that was just made and announce it; ``sat_in_a_desk`` says that it took the person out of one."""
    change = IdentityChange.objects.create(
        person=person, person_number=person.pk, person_name=str(person), by=by, by_number=by.pk if by else None,
        by_name=str(by) if by else "", kind=kind, before=before, after=after,
        fingerprint=identity_of(person).fingerprint,
    )  # fmt: skip
    events.identity_changed.send(
        IdentityChange, change=change, is_urgent=sat_in_a_desk or person.is_superuser or in_a_desk(person)
    )
    return change


def in_a_desk(person: User) -> bool:
    return User.objects.filter(IN_A_DESK, pk=person.pk).exists()


def open_or_closed(is_active: bool) -> str:
    return "aperto" if is_active else "chiuso"


def yes_or_no(value: bool) -> str:
    return "sì" if value else "no"


def names_of(groups: Iterable[str]) -> str:
    return ", ".join(sorted(groups))


# --- our own forms


@transaction.atomic
def create_account(account: Account, by: User) -> User:
    """Create an account without a password, which its person chooses by a link. Raises ActionRefused for whoever may
    not, and where the address is taken."""
    require_right(by)
    if account.is_superuser and not by.is_superuser:
        raise ActionRefused(TECHNICAL)
    try:
        with transaction.atomic():
            person = User.objects.create_user(
                account.email, first_name=account.first_name, last_name=account.last_name,
                is_superuser=account.is_superuser, is_staff=account.is_superuser,
            )  # fmt: skip
    except IntegrityError:
        raise ActionRefused(TAKEN, reverse("editorial_new_account")) from None
    person.groups.set(Group.objects.filter(name__in=account.groups))
    AccountSetup.objects.create(user=person, by=by, by_number=by.pk, how=AccountSetup.How.INVITED, email=person.email)
    record(person, Kind.CREATED, by, after=names_of(account.groups))
    return person


@transaction.atomic
def change_account(number: int, account: Account, offered: Iterable[str], seen_token: str, by: User) -> list[str]:
    """Make an account as a form says, one row for each thing that changed; return their kinds.

    ``offered`` are the groups that the form offered. Raises ActionRefused for whoever may not, where the address is
    taken, and where the account is not what the form's screen showed.
    """
    require_right(by)
    person = lock_account(number)
    url = account_url(person)
    if (person.is_superuser or account.is_superuser) and not by.is_superuser:
        raise ActionRefused(TECHNICAL, url)
    if person.pk == by.pk and not (account.is_active and account.is_superuser == person.is_superuser):
        raise ActionRefused(YOURSELF_OUT, url)
    if identity_of(person).token != seen_token:
        raise ActionRefused(CHANGED, url)
    sat, was_technical = in_a_desk(person), person.is_superuser
    changes: list[tuple[str, str, str]] = []
    name = str(person)
    person.first_name, person.last_name = account.first_name, account.last_name
    if str(person) != name:
        changes.append((Kind.NAME, name, str(person)))
    if account.email != person.email:
        changes.append((Kind.EMAIL, person.email, account.email))
        person.email = account.email
    if account.is_active != person.is_active:
        changes.append((Kind.ACTIVE, open_or_closed(person.is_active), open_or_closed(account.is_active)))
        person.is_active = account.is_active
    if account.is_superuser != person.is_superuser:
        changes.append((Kind.SUPERUSER, yes_or_no(person.is_superuser), yes_or_no(account.is_superuser)))
        person.is_superuser = account.is_superuser
    person.is_staff = person.is_superuser
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise ActionRefused(TAKEN, url) from None
    if Kind.EMAIL in {kind for kind, *_rest in changes}:
        EmailAddress.objects.filter(user=person).delete()  # a link mailed to the old address is void, too
        if person.pk != by.pk:
            AccountSetup.objects.create(
                user=person, by=by, by_number=by.pk, how=AccountSetup.How.EMAIL, email=person.email
            )
    held = set(person.groups.filter(name__in=list(offered)).values_list("name", flat=True))
    if held != account.groups:
        person.groups.remove(*Group.objects.filter(name__in=held - account.groups))
        person.groups.add(*Group.objects.filter(name__in=account.groups - held))
        changes.append((Kind.GROUPS, names_of(held), names_of(account.groups)))
    for kind, old, new in changes:
        record(person, kind, by, before=old, after=new, sat_in_a_desk=sat or was_technical)
    return [kind for kind, *_rest in changes]


# --- «Visto»


def pending_changes(identity: Identity) -> list[IdentityChange]:
    """Return the changes that count and that nobody has seen, the latest first; none of an account that is seen."""
    return [change for change in changes_since_seen(identity) if change.counts]


def changes_since_seen(identity: Identity) -> list[IdentityChange]:
    """Return every change after the one that was seen last, the latest first: also a new name and a copied link, which
    whoever says «Visto» has to know of."""
    return list(IdentityChange.objects.of(identity.number).after(identity.seen[1] if identity.seen else 0))


def why_not_seen_by(user: User, identity: Identity, changes: Iterable[IdentityChange]) -> str:
    """Return why this person may not say «Visto» of an account with these changes; "" if they may."""
    if not is_chief_now(user):
        return ONLY_CHIEF
    if user.pk == identity.number:
        return NOT_YOU
    if any(change.by_number == user.pk for change in changes):
        return YOU_CHANGED_IT
    return "" if is_seen(user) else FIRST_BE_SEEN


@transaction.atomic
def mark_seen(number: int, seen_token: str, by: User) -> None:
    """Store that ``by`` has seen the account as it is now. A second press changes nothing.

    Raises ActionRefused where it is not theirs to see, or is another by now than on the screen.
    """
    person = lock_account(number)
    identity, url = identity_of(person), account_url(person)
    if identity.token != seen_token:
        raise ActionRefused(CHANGED, url)
    if identity.is_seen:
        SeenIdentity.objects.filter(user=person).update(is_listed=False)
        return
    if reason := why_not_seen_by(by, identity, pending_changes(identity)):
        raise ActionRefused(reason, url)
    _store_seen(person, identity, SeenIdentity.How.SEEN, by)


@transaction.atomic
def mark_list_read(by: User) -> int:
    """Store that Redazione has read the list of accounts with which the site began. Return how many they were."""
    if reason := "" if is_chief_now(by) and is_seen(by) else ONLY_CHIEF:
        raise ActionRefused(reason, reverse("editorial_accounts"))
    return SeenIdentity.objects.filter(is_listed=True).update(is_listed=False)


def mark_born(people: Iterable[User], *, is_listed: bool = False) -> None:
    """Store that these accounts are as the site began. For the demo and for the first accounts alone."""
    for person in people:
        _store_seen(person, identity_of(person), SeenIdentity.How.BORN, None, is_listed=is_listed)


def _store_seen(person: User, identity: Identity, how: str, by: User | None, *, is_listed: bool = False) -> None:
    SeenIdentity.objects.update_or_create(
        user=person,
        defaults={
            "fingerprint": identity.fingerprint, "change_number": identity.change_number, "email": person.email,
            "how": how, "seen_by": by, "at": timezone.now(), "is_listed": is_listed,
        },
    )  # fmt: skip


@transaction.atomic
def stop_change(number: int, by: str) -> IdentityChange:
    """Store that somebody objects: the account reviews nothing until another person of Redazione says «Visto»."""
    change = IdentityChange.objects.select_for_update().get(pk=number)
    if change.stopped_at is None:
        change.stopped_at, change.stopped_by = timezone.now(), by
        change.save(update_fields=["stopped_at", "stopped_by"])
        events.identity_change_stopped.send(IdentityChange, change=change)
    return change


# --- one's own password


def keep_seen(person: User, old_password: str) -> None:
    """Let an account that chose a new password itself stay as seen as it was: the hash alone is another.

    ``old_password`` is the hash before. Nothing follows where something else changed as well.
    """
    now = identity_of(person)
    before = _with_password(person, old_password)
    SeenIdentity.objects.filter(user=person, fingerprint=before).update(fingerprint=now.fingerprint)
    IdentityChange.objects.filter(person_number=person.pk, fingerprint=before).update(fingerprint=now.fingerprint)


def _with_password(person: User, password: str) -> str:
    fresh = User.objects.get(pk=person.pk)
    return fingerprint(
        emails=[fresh.email, *EmailAddress.objects.filter(user=fresh).values_list("email", flat=True)],
        is_active=fresh.is_active, is_superuser=fresh.is_superuser,
        groups=fresh.groups.values_list("name", flat=True), password=password,
    )  # fmt: skip


def end_setups(person: User, address: str) -> None:
    """End what people have prepared for this account: its person has set a password by a link mailed to ``address``.
    Whoever set that very address could have read the link: theirs goes on."""
    rows = AccountSetup.objects.open().of(person)
    theirs = rows.filter(email__iexact=address).values_list("by_number", flat=True)
    rows.exclude(by_number__in=list(theirs)).update(ended_at=timezone.now())


# --- what nobody announced, and what nobody is there to see


def notice_outside_changes() -> list[IdentityChange]:
    """Leave a row for each account of a desk that is neither as seen nor as its last row says: somebody changed it by
    a command, a shell or in the database."""
    found = []
    for number in unseen_among(IN_A_DESK):
        with transaction.atomic():
            person = lock_account(number)
            now = identity_of(person)
            last = next(iter(pending_changes(now)), None)
            if not now.is_seen and (last is None or last.fingerprint != now.fingerprint):
                found.append(record(person, Kind.OUTSIDE, None))
    return found


def accept_unopposed() -> list[User]:
    """Let the changes count that wait for over three days without an objection, where nobody is there who could see
    them. Return whose account they were."""
    accepted = []
    for number in unseen_among(IN_A_DESK):
        with transaction.atomic():
            person = lock_account(number)
            now = identity_of(person)
            if _is_unopposed(now):
                _store_seen(person, now, SeenIdentity.How.UNOPPOSED, None)
                accepted.append(person)
    return accepted


def _is_unopposed(identity: Identity) -> bool:
    changes = pending_changes(identity)
    if identity.is_seen or not changes or changes[0].fingerprint != identity.fingerprint:
        return False
    old = changes[0].at <= timezone.now() - UNOPPOSED_AFTER
    stopped = any(change.stopped_at for change in changes)
    return old and not stopped and not possible_viewers(identity, changes)


def possible_viewers(identity: Identity, changes: Iterable[IdentityChange]) -> list[int]:
    """Return the numbers of those who may say «Visto» of an account with these changes."""
    involved = {identity.number, *(change.by_number for change in changes)}
    chiefs = Q(groups__name=CHIEF, is_active=True, is_superuser=False)
    return [one.number for one in read_identities(chiefs) if one.is_seen and one.number not in involved]
