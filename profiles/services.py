"""Writes that touch several rows: the one way in, and the owner of a showcase."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from cms.slugs import free_slug
from cms.users.models import User
from editorial.approvals import lock_page, open_state
from editorial.removal import is_office, take_down
from editorial.roles import MEMBERS
from editorial.rule import Refused

from .models import Member, ProfileIndexPage, ProfilePage

SALT = "profiles.invitation"
SECONDS_A_DAY = 24 * 60 * 60
NOT_THE_OFFICE = "Gli account di socie e soci li chiude e li riapre la Segreteria."


class AddressTaken(Exception):
    """There is an account with this e-mail already."""


@transaction.atomic
def create_member(
    *,
    name: str,
    email: str,
    kind: str = Member.Kind.PERSON,
    address_as: str = Member.AddressAs.NEUTRAL,
    joined_on: date | None = None,
    password_hash: str = "",
    is_demo: bool = False,
    slug: str = "",
) -> Member:
    """Account, member, group, draft showcase owned by them. Without a password they choose it by invitation.

    Raises AddressTaken. ``password_hash`` is an encoded hash: the demo hashes its one password once.
    """
    first, _space, last = name.strip().partition(" ")
    try:
        with transaction.atomic():
            user = get_user_model().objects.create_user(
                email, first_name=first[:150], last_name=last[:150], is_demo=is_demo
            )
    except IntegrityError:
        raise AddressTaken(email) from None
    if password_hash:
        user.password = password_hash
        user.save(update_fields=["password"])
    user.groups.add(Group.objects.get(name=MEMBERS))
    member = Member.objects.create(
        user=user, kind=kind, address_as=address_as, joined_on=joined_on, email=user.email, is_demo=is_demo
    )
    # One at a time: people of one name get two addresses and two places in the tree.
    index = lock_page(ProfileIndexPage.objects.values_list("pk", flat=True).get())
    slug = slug or free_slug(index, name, otherwise="vetrina")
    page = ProfilePage(title=name.strip(), slug=slug, member=member, owner=user, live=False)
    index.add_child(instance=page)
    page.save_revision(user=user)
    return member


@transaction.atomic
def deactivate_member(*, member: Member, by: Any, reason: str) -> None:
    """Somebody leaves: their page goes off the site, what waits is withdrawn, the account is closed.

    Nothing is erased: the office may open the account again. Raises Refused where ``by`` is not of the office, or
    gives no reason although the page is on the site.
    """
    _check_office(by)
    page, user = lock_page(member.showcase.pk), member.user
    state = open_state(page)
    if state is not None:
        state.workflow_state.cancel(user=by)
    if page.live:
        take_down(page.pk, by, reason)
    if user is not None:
        user.is_active = False
        user.save(update_fields=["is_active"])


def reactivate_member(*, member: Member, by: Any) -> None:
    """Opens a closed account again; the page comes back through the desk. Raises Refused where ``by`` is not of the
    office."""
    _check_office(by)
    if member.user is not None:
        member.user.is_active = True
        member.user.save(update_fields=["is_active"])


def _check_office(user: Any) -> None:
    if not is_office(user):
        raise Refused(NOT_THE_OFFICE)


def invitation_token(user: User) -> str:
    """A signed link's secret: 14 days, and once, because choosing a password changes the fingerprint."""
    return signing.dumps([user.pk, _fingerprint(user)], salt=SALT)


def invited_user(token: str) -> User | None:
    """The person a token invites; None when it is altered, expired or used."""
    try:
        pk, fingerprint = signing.loads(token, salt=SALT, max_age=settings.INVITATION_DAYS * SECONDS_A_DAY)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user and _fingerprint(user) == fingerprint else None


def _fingerprint(user: User) -> str:
    return salted_hmac(SALT, user.password).hexdigest()[:20]


def refresh_directory_text(pages: list[ProfilePage]) -> None:
    """A profession, area or place got other words: live showcases are found by them at once."""
    for page in pages:
        page.directory_text = page.search_text()
    ProfilePage.objects.bulk_update(pages, ["directory_text"], batch_size=200)
