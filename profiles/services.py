"""Writes about members that touch several rows: create, deactivate, reactivate, invite."""

from datetime import date

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from wagtail.models import Page

from cms.exceptions import ActionRefused
from cms.mail.templates import EmailTemplate
from cms.slugs import free_slug
from cms.users.models import User
from editorial.identity.password_links import mail_link
from editorial.identity.services import lock_account, open_or_closed, record
from editorial.models import AccountSetup, IdentityChange
from editorial.notifications.delivery import greeting, is_quiet
from editorial.permissions.groups import is_office
from editorial.publication.takedown import take_down
from editorial.review.state import lock_page, open_state
from editorial.roles import MEMBERS

from .models import Member, ProfileIndexPage, ProfilePage

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
    by: User | None = None,
) -> Member:
    """Create an account, the member, their group and a draft showcase that they own. The only way to make a member.

    ``password_hash`` is an encoded hash, as the demo hashes its one password once. Without it the member chooses a
    password by the link that is mailed to them if it is somebody's (``by``) doing. Raises AddressTaken where an account
    with this e-mail exists.
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
    if by is not None:
        AccountSetup.objects.create(user=user, by=by, by_number=by.pk, how=AccountSetup.How.INVITED, email=user.email)
        record(user, IdentityChange.Kind.CREATED, by, after=MEMBERS)
        mail_link(user, by)
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
    if user is not None:  # before the page comes down, whose mail would invite them to open a closed account
        _open_account(user, by, is_active=False)
        _farewell(user, page, reason)
    if page.live:
        take_down(page.pk, by, reason)


@transaction.atomic
def reactivate_member(*, member: Member, by: User) -> None:
    """Open a closed account again. The page comes back through a review. Raises ActionRefused if ``by`` does not belong
    to the office."""
    _check_office(by)
    if member.user is not None:
        _open_account(member.user, by, is_active=True)


def _open_account(user: User, by: User, *, is_active: bool) -> None:
    """Open or close an account, and leave a row of it. Does nothing where it is so already."""
    account = lock_account(user.pk)
    if account.is_active != is_active:
        account.is_active = user.is_active = is_active
        account.save(update_fields=["is_active"])
        before, after = open_or_closed(not is_active), open_or_closed(is_active)
        record(account, IdentityChange.Kind.ACTIVE, by, before=before, after=after)


def _farewell(user: User, page: Page, reason: str) -> None:
    """Tell somebody that their account is closed, and where to write if they did not expect it."""
    if is_quiet():
        return
    what = "La tua vetrina non è più sul sito. " if page.live else ""
    EmailTemplate(
        subject="Il tuo account in lab121 è chiuso",
        greeting=greeting(user),
        paragraphs=(
            f"il tuo account sul sito di lab121 è chiuso. {what}Niente è stato cancellato.",
            "Se non te l’aspettavi, rispondi a questa e-mail: la Segreteria può riaprirlo.",
        ),
        quote=reason.strip(),
        footer="Te lo scriviamo perché avevi un account in lab121.",
    ).send(user.email, reply_to=settings.DESK_EMAIL)


def _check_office(user: User) -> None:
    if not is_office(user):
        raise ActionRefused(NOT_THE_OFFICE)


def refresh_directory_text(pages: list[ProfilePage]) -> None:
    """Write the text that the directory searches anew, after a profession, area or place has changed."""
    for page in pages:
        page.directory_text = page.search_text()
    ProfilePage.objects.bulk_update(pages, ["directory_text"], batch_size=200)
