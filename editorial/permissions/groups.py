"""Roles by the names of a person's groups, for screens and access.

User.group_names is read once a request; what judges an approval asks the database instead (DeskTask.can_review).
"""

from django.core.exceptions import PermissionDenied

from cms.users.types import AnyUser
from editorial.models.identity import is_seen_in_lists
from editorial.models.tasks import may_review
from editorial.roles import CHIEF, DESKS, MEMBERS, OFFICE


def is_office(user: AnyUser) -> bool:
    """Tell whether this person, with an open account, is of the Segreteria, which invites and deactivates members."""
    return user.is_active and OFFICE in user.group_names


def is_member_only(user: AnyUser) -> bool:
    """Tell whether this person is in «Soci» and in no desk. False for a superuser."""
    if user.is_superuser or not user.is_authenticated:
        return False
    return MEMBERS in user.group_names and user.group_names.isdisjoint(DESKS)


def is_chief(user: AnyUser) -> bool:
    """Tell whether this person is of Redazione, which sits in every desk."""
    return user.is_authenticated and CHIEF in user.group_names


def sees_health(user: AnyUser) -> bool:
    """Tell whether this person may open «Stato di salute»."""
    return user.is_superuser or is_chief(user)


def check_health(user: AnyUser) -> None:
    """Raise PermissionDenied for whoever is neither of Redazione nor superuser."""
    if not sees_health(user):
        raise PermissionDenied("Lo stato di salute è per la Redazione.")


def sits_in_a_desk(user: AnyUser) -> bool:
    """Tell whether this person is a member of a desk. False for a superuser, who reviews nothing."""
    return user.is_authenticated and not user.is_superuser and not user.group_names.isdisjoint(DESKS)


def waits_to_be_seen(user: AnyUser) -> bool:
    """Tell whether this person sits in a desk and reviews nothing, because their account changed and nobody else of
    Redazione has seen it."""
    return may_review(user) and bool(user.group_names - {MEMBERS, OFFICE}) and not is_seen_in_lists(user)
