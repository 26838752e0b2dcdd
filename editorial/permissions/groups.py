"""What the groups that a person is in make of them: for screens and doors. What judges a yes asks the database."""

from typing import Any

from django.core.exceptions import PermissionDenied

from editorial.roles import CHIEF, DESKS, MEMBERS, OFFICE


def is_office(user: Any) -> bool:
    """Of the Segreteria, which invites members and parts with them. A closed account is of no office."""
    return user.is_active and OFFICE in user.group_names


def is_member_only(user: Any) -> bool:
    """In «Soci» and in no desk."""
    if user.is_superuser or not user.is_authenticated:
        return False
    return MEMBERS in user.group_names and user.group_names.isdisjoint(DESKS)


def is_chief(user: Any) -> bool:
    return user.is_authenticated and CHIEF in user.group_names


def sees_health(user: Any) -> bool:
    return user.is_superuser or is_chief(user)


def check_health(user: Any) -> None:
    """Raises PermissionDenied for who is neither of Redazione nor superuser."""
    if not sees_health(user):
        raise PermissionDenied("Lo stato di salute è per la Redazione.")


def sits_in_a_desk(user: Any) -> bool:
    """Sits in a desk: for screens, by the names that the request knows already (User.group_names)."""
    return user.is_authenticated and not user.is_superuser and not user.group_names.isdisjoint(DESKS)
