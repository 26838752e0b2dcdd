"""Who is who: changes of accounts, what Redazione has seen of them, and who prepared whose account.

Two people are two as long as nobody can act as another. So whatever makes an account somebody's (address, password,
groups, whether it is open or technical) has a fingerprint; the fingerprint that another person of Redazione has seen is
stored, and an account of a desk that has another one by now is no reviewer, whoever changed it and wherever.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from cms.users.models import User
from cms.users.types import AnyUser

# How long a change waits for an objection where nobody is there who could look at it.
UNOPPOSED_AFTER = timedelta(hours=72)


class IdentityChangeQuerySet(models.QuerySet["IdentityChange"]):
    def of(self, person: User | OuterRef | int) -> "IdentityChangeQuerySet":
        """Filter those of one person (a user, a number, or an OuterRef to one), the latest first."""
        number = person.pk if isinstance(person, User) else person
        return self.filter(person_number=number).order_by("-pk")

    def that_count(self) -> "IdentityChangeQuerySet":
        """Filter those that somebody has to look at before the account reviews again."""
        return self.exclude(kind__in=IdentityChange.UNCOUNTED)

    def after(self, number: int) -> "IdentityChangeQuerySet":
        return self.filter(pk__gt=number)

    def untold(self) -> "IdentityChangeQuerySet":
        """Filter those that stand in no mail yet, the oldest first."""
        return self.filter(told_at=None).order_by("pk")

    def mark_told(self, changes: Iterable["IdentityChange"]) -> int:
        return self.filter(pk__in=[change.pk for change in changes]).update(told_at=timezone.now())

    def joining(self, group: str) -> "IdentityChangeQuerySet":
        """Filter those that may have put somebody into a group, the latest first."""
        kinds = (IdentityChange.Kind.GROUPS, IdentityChange.Kind.CREATED)
        return self.filter(kind__in=kinds, after__contains=group).order_by("-pk")


class IdentityChange(models.Model):
    """One change of who is who: whose account, what, by whom, when."""

    class Kind(models.TextChoices):
        CREATED = "created", "account nuovo"
        NAME = "name", "nome"
        EMAIL = "email", "e-mail"
        ACTIVE = "active", "account aperto o chiuso"
        SUPERUSER = "superuser", "amministrazione tecnica"
        GROUPS = "groups", "redazioni"
        LINK = "link", "link per la password"
        OUTSIDE = "outside", "fuori dal sito"

    UNCOUNTED = (Kind.NAME, Kind.LINK)

    # SET_NULL and copied numbers and names, as in Approval: the row survives the accounts.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="identity_changes")
    person_number = models.PositiveBigIntegerField(db_index=True)
    person_name = models.CharField(max_length=320)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_number = models.PositiveBigIntegerField(null=True)
    by_name = models.CharField(max_length=320, blank=True)  # empty: a command, or whoever changed the database
    kind = models.CharField(max_length=9, choices=Kind.choices)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    fingerprint = models.CharField(max_length=64)  # of the account after the change
    told_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.CharField(max_length=320, blank=True)

    objects = IdentityChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "cambiamento di un account"
        verbose_name_plural = "cambiamenti degli account"

    def __str__(self) -> str:
        return f"{self.person_name}: {self.get_kind_display()}"

    @property
    def counts(self) -> bool:
        return self.kind not in self.UNCOUNTED


class SeenIdentityQuerySet(models.QuerySet["SeenIdentity"]):
    def to_list(self) -> "SeenIdentityQuerySet":
        """Filter the accounts that the site began with and that nobody has read in the list."""
        return self.filter(is_listed=True).select_related("user").order_by("user__email")

    def of_group(self, name: str) -> "SeenIdentityQuerySet":
        return self.filter(user__groups__name=name)


class SeenIdentity(models.Model):
    """The state of an account that another person of Redazione has seen, or with which the site began."""

    class How(models.TextChoices):
        BORN = "born", "c’era già"
        SEEN = "seen", "vista"
        UNOPPOSED = "unopposed", "nessuno ha detto di no in tre giorni"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="seen_identity")
    fingerprint = models.CharField(max_length=64)
    change_number = models.PositiveBigIntegerField(default=0)  # the latest change that counted then
    email = models.EmailField(blank=True)  # where to write if it is another one day
    how = models.CharField(max_length=9, choices=How.choices)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # Accounts that the site began with are listed until somebody has read the list.
    is_listed = models.BooleanField(default=False)

    objects = SeenIdentityQuerySet.as_manager()

    class Meta:
        verbose_name = "account visto dalla Redazione"
        verbose_name_plural = "account visti dalla Redazione"

    def __str__(self) -> str:
        return f"{self.user}: {self.get_how_display()}"


@dataclass(frozen=True)
class Identity:
    """What an account is now, and what Redazione has seen of it."""

    number: int
    fingerprint: str
    change_number: int  # its latest change that counts; 0 without one
    seen: tuple[str, int] | None  # fingerprint and number that were seen

    @property
    def is_seen(self) -> bool:
        return self.seen == (self.fingerprint, self.change_number)

    @property
    def token(self) -> str:
        """Return what a form carries of it, so that one sees what one says to have seen."""
        return f"{self.fingerprint}-{self.change_number}"


def fingerprint(
    *, emails: Iterable[str], is_active: bool, is_superuser: bool, groups: Iterable[str], password: str
) -> str:
    """Return the SHA-256 of everything by which an account could become another person's; ``password`` is the hash."""
    facts = [sorted({email.lower() for email in emails}), is_active, is_superuser, sorted(set(groups)), password]
    return sha256(json.dumps(facts).encode()).hexdigest()


def read_identities(people: Q) -> Iterator[Identity]:
    """Read, in one query, what the accounts are that ``people`` (a condition on User) describes."""
    latest = IdentityChange.objects.that_count().of(OuterRef("pk")).values("pk")[:1]
    numbers = User.objects.filter(people).values("pk")
    rows = User.objects.filter(pk__in=numbers).annotate(latest_change=Subquery(latest)).order_by("pk")
    columns = (
        "pk", "email", "is_active", "is_superuser", "password", "latest_change", "seen_identity__fingerprint",
        "seen_identity__change_number", "groups__name", "emailaddress__email",
    )  # fmt: skip
    accounts: dict[int, list[dict[str, Any]]] = {}
    for row in rows.values(*columns):
        accounts.setdefault(row["pk"], []).append(row)
    for number, found in accounts.items():
        account = found[0]
        seen = account["seen_identity__fingerprint"]
        yield Identity(
            number,
            fingerprint(
                emails=[account["email"], *(row["emailaddress__email"] for row in found if row["emailaddress__email"])],
                is_active=account["is_active"],
                is_superuser=account["is_superuser"],
                groups=[row["groups__name"] for row in found if row["groups__name"]],
                password=account["password"],
            ),
            account["latest_change"] or 0,
            None if seen is None else (seen, account["seen_identity__change_number"]),
        )


def identity_of(user: User) -> Identity:
    """Read one account. Raises StopIteration if it is gone."""
    return next(read_identities(Q(pk=user.pk)))


def is_seen(user: AnyUser) -> bool:
    """Tell whether another person of Redazione has seen this account as it is now."""
    return any(identity.is_seen for identity in read_identities(Q(pk=user.pk)))


def is_seen_in_lists(user: User) -> bool:
    """Return what is_seen() said when this object was first asked, as every request loads its user again. For lists;
    what judges a yes asks the database."""
    known: dict[str, bool] = user.__dict__
    if "_is_seen" not in known:
        known["_is_seen"] = is_seen(user)
    return known["_is_seen"]


def read_seen(users: Iterable[User]) -> None:
    """Ask at once, for many users, what is_seen_in_lists() would ask for each."""
    people = list(users)
    seen = {identity.number for identity in read_identities(Q(pk__in={user.pk for user in people})) if identity.is_seen}
    for user in people:
        user.__dict__["_is_seen"] = user.pk in seen


def unseen_among(people: Q) -> list[int]:
    """Return the numbers of the accounts that ``people`` describes and that nobody has seen as they are now."""
    return [identity.number for identity in read_identities(people) if not identity.is_seen]


# In a group that reviews at some step.
IN_A_DESK = Q(groups__desktask__isnull=False)


def unseen_in_desks() -> list[Identity]:
    """Return the open accounts of desks that nobody has seen as they are now. A superuser reviews nothing."""
    people = IN_A_DESK & Q(is_active=True, is_superuser=False)
    return [identity for identity in read_identities(people) if not identity.is_seen]


class AccountSetupQuerySet(models.QuerySet["AccountSetup"]):
    def open(self) -> "AccountSetupQuerySet":
        """Filter those whose person has not set a password by a link that somebody else's address received."""
        return self.filter(ended_at=None)

    def by_person(self, user: AnyUser) -> "AccountSetupQuerySet":
        return self.filter(by_number=user.pk)

    def of(self, person: User) -> "AccountSetupQuerySet":
        return self.filter(user=person)


class AccountSetup(models.Model):
    """Somebody invited a person, was shown their link, or set their e-mail: until that person has set a password by a
    link which this somebody cannot have read, both yeses could be one person's."""

    class How(models.TextChoices):
        INVITED = "invited", "ha fatto l’account"
        LINK = "link", "ha visto il link"
        EMAIL = "email", "ha scritto l’e-mail"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="setups")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_number = models.PositiveBigIntegerField(db_index=True)
    how = models.CharField(max_length=7, choices=How.choices)
    email = models.EmailField(blank=True)  # the address that they set, if they set one
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = AccountSetupQuerySet.as_manager()

    class Meta:
        verbose_name = "preparazione di un account"
        verbose_name_plural = "preparazioni degli account"

    def __str__(self) -> str:
        return f"{self.user}: {self.by} {self.get_how_display()}"


class PasswordLinkQuerySet(models.QuerySet["PasswordLink"]):
    def of(self, person: User | None) -> "PasswordLink | None":
        return self.filter(user=person).select_related("by").first() if person else None

    def person_with(self, pk: int, number: int | None) -> User | None:
        """Return the open account ``pk`` if its link has this number, with None if it has no link at all."""
        return User.objects.filter(pk=pk, is_active=True, password_link__number=number).first()

    def renew(self, person: User, way: str, by: User | None) -> "PasswordLink":
        """Make the person's one link a new one, under the lock of their account."""
        link = self.of(person) or self.model(user=person)
        link.number, link.way, link.by, link.at = link.number + 1, way, by, timezone.now()
        link.email = person.email if way == PasswordLink.Way.MAILED else ""
        link.save()
        return link


class PasswordLink(models.Model):
    """The one link by which a person may set a password: the one that was made last."""

    class Way(models.TextChoices):
        MAILED = "mailed", "per e-mail"
        SHOWN = "shown", "copiato a mano"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="password_link")
    number = models.PositiveIntegerField(default=0)
    way = models.CharField(max_length=6, choices=Way.choices)
    email = models.EmailField(blank=True)  # where it was mailed to
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = PasswordLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "link per la password"
        verbose_name_plural = "link per la password"

    def __str__(self) -> str:
        return f"{self.user}: {self.get_way_display()}"
