"""Who gives consultations, and who keeps the list of consultants."""

from cms.users.models import User
from cms.users.types import AnyUser

from .models import Consultant, PillolaPage


def keeps_pillole(user: AnyUser) -> bool:
    """Whether a user belongs to the Pillole desk or to Redazione.

    A superuser may do everything in the admin, and does not belong to the desk for that.
    """
    return not user.is_superuser and user.has_perm("pillole.change_consultant")


def consultant_of(user: User) -> Consultant | None:
    """Return the consultant of a user, active or not, or None."""
    return Consultant.objects.of_user(user).first()


def gives_consultations(user: AnyUser) -> bool:
    """Whether an active user is an active consultant."""
    return user.is_active and Consultant.objects.of_user(user).active().exists()


def gives_pillola(user: AnyUser, pillola: PillolaPage) -> bool:
    """Whether the user is the consultant of this pillola, and still an active one."""
    return user.is_active and Consultant.objects.of_user(user).active().filter(member=pillola.member_id).exists()
