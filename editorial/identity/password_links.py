"""The link by which somebody who was invited chooses a password: one at a time, mailed or copied by hand."""

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from cms.users.models import User
from editorial import events
from editorial.models import AccountSetup, IdentityChange, PasswordLink

from .services import end_setups, keep_seen, lock_account, record

SECONDS_A_DAY = 24 * 60 * 60


@transaction.atomic
def mail_link(person: User, by: User | None) -> None:
    """Mail a new link to the person's own address; the one before is void."""
    locked = lock_account(person.pk)
    link = PasswordLink.objects.renew(locked, PasswordLink.Way.MAILED, by)
    events.password_link_made.send(PasswordLink, link=link, url=url_of(locked, link))


@transaction.atomic
def show_link(person: User, by: User) -> str:
    """Return a new link for ``by`` to hand over, and store that they have seen it; the one before is void."""
    locked = lock_account(person.pk)
    link = PasswordLink.objects.renew(locked, PasswordLink.Way.SHOWN, by)
    AccountSetup.objects.create(user=locked, by=by, by_number=by.pk, how=AccountSetup.How.LINK)
    record(locked, IdentityChange.Kind.LINK, by, after=f"copiato da {by}")
    return url_of(locked, link)


def url_of(person: User, link: PasswordLink) -> str:
    """Return the absolute address of a link, which is good for INVITATION_DAYS and for one use."""
    token = signing.dumps([person.pk, _fingerprint(person), link.number], salt=settings.INVITATION_SALT)
    return settings.BASE_URL + reverse("invitation", args=[token])


def person_of(token: str) -> User | None:
    """Return whom a link leads to; None if it is altered, expired, used or replaced, or the account is closed.

    Links of before PasswordLink have no number: they are good as long as no other was made.
    """
    try:
        age = settings.INVITATION_DAYS * SECONDS_A_DAY
        pk, fingerprint, *number = signing.loads(token, salt=settings.INVITATION_SALT, max_age=age)
        person = PasswordLink.objects.person_with(pk, next(iter(number), None))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if person is None:
        return None
    right = _fingerprint(person) if number else _fingerprint_of_before(person)
    return person if right == fingerprint else None


def _fingerprint(person: User) -> str:
    """Return what a link is bound to: choosing a password and changing the address make it void."""
    return _hmac(f"{person.email} {person.password}")


def _fingerprint_of_before(person: User) -> str:
    return _hmac(person.password)


def _hmac(text: str) -> str:
    return salted_hmac(settings.INVITATION_SALT, text).hexdigest()[:20]


@transaction.atomic
def choose_password(token: str, password: str) -> User | None:
    """Set the password of whom the link leads to; None if it is not good any more.

    A link that was mailed proves that the person reads that address. One that was copied proves nothing: whoever copied
    it stays bound to the account, and a desk's account wants to be seen again.
    """
    person = person_of(token)
    if person is None:
        return None
    person = lock_account(person.pk)
    if person_of(token) is None:  # used by another request meanwhile
        return None
    link, old = PasswordLink.objects.of(person), person.password
    person.set_password(password)
    person.save(update_fields=["password"])
    if link is not None and link.way == PasswordLink.Way.MAILED:
        keep_seen(person, old)
        end_setups(person, link.email)
    return person
