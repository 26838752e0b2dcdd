"""One file a table, each with its QuerySet."""

from .approval import Approval
from .change_request import AskedChange
from .consent import GuestAsk
from .notification import MailPreference, Notice
from .queue_entry import Waiting
from .takedown import TakeDown
from .tasks import DeskTask, GuestTask

__all__ = [
    "Approval", "AskedChange", "DeskTask", "GuestAsk", "GuestTask", "MailPreference", "Notice", "TakeDown", "Waiting",
]  # fmt: skip
