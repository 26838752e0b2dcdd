"""Writes about members that touch several rows: create, deactivate, reactivate, invite."""

from datetime import date

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from cms.exceptions import ActionRefused
from cms.slugs import free_slug
from cms.users.models import User
from editorial.permissions.groups import is_office
from editorial.publication.takedown import take_down
from editorial.review.state import lock_page, open_state
from editorial.roles import MEMBERS

from .models import Member, ProfileIndexPage, ProfilePage

SALT = "profiles.invitation"
SECONDS_A_DAY = 24 * 60 * 60
NOT_THE_OFFICE = "Gli account di socie e soci li chiude e li riapre la Segreteria."


class AddressTaken(Exception):
    """An account with this e-mail exists already."""


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
    """Create an account, the member, their group and a draft showcase that they own. The only way to make a member.

    ``password_hash`` is an encoded hash, as the demo hashes its one password once. Without it the member chooses a
    password by invitation. Raises AddressTaken where an account with this e-mail exists.
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
    # The lock lets one request in at a time: two people of one name get different slugs and paths in the tree.
    index = lock_page(ProfileIndexPage.objects.values_list("pk", flat=True).get())
    slug = slug or free_slug(index, name, fallback="vetrina")
    page = ProfilePage(title=name.strip(), slug=slug, member=member, owner=user, live=False)
    index.add_child(instance=page)
    page.save_revision(user=user)
    return member


@transaction.atomic
def deactivate_member(*, member: Member, by: User, reason: str) -> None:
    """Close the account of a member who leaves: unpublish their page and withdraw what waits for a review.

    Nothing is erased, so that the office may reactivate them. Raises ActionRefused if ``by`` is not of the office,
    or if ``reason`` is empty although the page is on the site.
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


def reactivate_member(*, member: Member, by: User) -> None:
    """Open a closed account again. The page comes back through a review. Raises ActionRefused if ``by`` does not belong
    to the office."""
    _check_office(by)
    if member.user is not None:
        member.user.is_active = True
        member.user.save(update_fields=["is_active"])


def _check_office(user: User) -> None:
    if not is_office(user):
        raise ActionRefused(NOT_THE_OFFICE)


def invitation_token(user: User) -> str:
    """Return the signed token of an invitation, valid for INVITATION_DAYS and for one use.

    It holds a fingerprint of the password hash, which choosing a password changes.
    """
    return signing.dumps([user.pk, _fingerprint(user)], salt=SALT)


def invited_user(token: str) -> User | None:
    """Return the user whom a token invites, or None if it is altered, expired or used, or the account is closed."""
    try:
        pk, fingerprint = signing.loads(token, salt=SALT, max_age=settings.INVITATION_DAYS * SECONDS_A_DAY)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user and _fingerprint(user) == fingerprint else None


def _fingerprint(user: User) -> str:
    return salted_hmac(SALT, user.password).hexdigest()[:20]


def refresh_directory_text(pages: list[ProfilePage]) -> None:
    """Write the text that the directory searches anew, after a profession, area or place has changed."""
    for page in pages:
        page.directory_text = page.search_text()
    ProfilePage.objects.bulk_update(pages, ["directory_text"], batch_size=200)
