"""Who gives consultations, and who keeps the list of those who do."""

from typing import Any

from .models import Consultant, PillolaPage


def keeps_pillole(user: Any) -> bool:
    """The Pillole desk and Redazione. A superuser, who may do everything in the admin, is not of the desk."""
    return not user.is_superuser and user.has_perm("pillole.change_consultant")


def consultant_of(user: Any) -> Consultant | None:
    """The row of who gives, or once gave, consultations."""
    return Consultant.objects.of_user(user).first()


def gives_consultations(user: Any) -> bool:
    return user.is_active and Consultant.objects.of_user(user).active().exists()


def gives_pillola(user: Any, pillola: PillolaPage) -> bool:
    """Is it this person's own consultation, and do they still give any?"""
    return user.is_active and Consultant.objects.of_user(user).active().filter(member=pillola.member_id).exists()
