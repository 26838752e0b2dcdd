"""One file a table, each with its QuerySet."""

from .approval import Approval
from .change_request import ChangeRequestItem
from .consent import ConsentRequest
from .identity import AccountSetup, IdentityChange, PasswordLink, SeenIdentity
from .notification import DigestItem, MailPreference
from .queue_entry import QueueEntry
from .takedown import Takedown
from .tasks import DeskTask, GuestTask

__all__ = [
    "AccountSetup", "Approval", "ChangeRequestItem", "ConsentRequest", "DeskTask", "DigestItem", "GuestTask",
    "IdentityChange", "MailPreference", "PasswordLink", "QueueEntry", "SeenIdentity", "Takedown",
]  # fmt: skip
