"""The accounts with which a new site begins."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from cms.exceptions import ActionRefused
from cms.users.models import User
from editorial.models import IdentityChange, SeenIdentity
from editorial.roles import CHIEF

from .password_links import mail_link
from .services import TAKEN, mark_born, record

BEGUN = "Il sito ha già la sua Redazione: gli account si fanno da «Chi è chi»."


def has_begun() -> bool:
    """Tell whether an account of Redazione has ever been seen."""
    return SeenIdentity.objects.of_group(CHIEF).exists()


@transaction.atomic
def create_first_accounts(people: Iterable[tuple[str, str, str]]) -> list[User]:
    """Create an account for each (name, address, group), as seen, and mail each the link to a password.

    Raises ActionRefused where the site has begun, or an address is taken.
    """
    if has_begun():
        raise ActionRefused(BEGUN)
    users = []
    for name, address, group in people:
        first, _space, last = name.partition(" ")
        try:
            with transaction.atomic():
                user = User.objects.create_user(address, first_name=first, last_name=last)
        except IntegrityError:
            raise ActionRefused(f"{TAKEN} ({address})") from None
        user.groups.add(Group.objects.get(name=group))
        record(user, IdentityChange.Kind.CREATED, None, after=group)
        mail_link(user, None)
        users.append(user)
    mark_born(users, is_listed=True)
    return users
