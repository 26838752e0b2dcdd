"""What the queue holds, by event and person."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from django.core.mail import EmailMultiAlternatives

from cms.mail.models import Mail
from cms.mail.queue import KEY_HEADER
from cms.users.models import User
from editorial.models import MailPreference


def asked() -> list[tuple[str, str]]:
    """(event, first name) of every row, in alphabetical order."""
    return sorted((row.key.split(":")[0], row.recipient.split("@")[0]) for row in Mail.objects.all())


def asked_and_cleared() -> list[tuple[str, str]]:
    found = asked()
    Mail.objects.all().delete()
    return found


def letter(event: str, to: str) -> EmailMessage:
    """The one message of that event to that person."""
    row = Mail.objects.get(key__startswith=f"{event}:", recipient=f"{to}@example.org")
    assert row.state == Mail.State.WAITING, row.error
    return message_from_bytes(bytes(row.content), policy=policy.default)


def mails() -> list[EmailMessage]:
    """Every message, in the order in which they were queued."""
    return [message_from_bytes(bytes(row.content), policy=policy.default) for row in Mail.objects.order_by("pk")]


def body(message: EmailMessage, kind: str = "plain") -> str:
    part = message.get_body((kind,))
    assert part is not None
    return part.get_content()


def message(*to: str, key: str = "", **fields) -> EmailMultiAlternatives:
    fields = {"subject": "Perché no", "body": "Ciao è così", "from_email": "lab121 <noi@lab121.example>"} | fields
    made = EmailMultiAlternatives(to=list(to), headers={KEY_HEADER: key} if key else {}, **fields)
    made.attach_alternative("<p>Ciao è così</p>", "text/html")
    return made


def prefer(user: User, how: str) -> None:
    """As on the page where one chooses: now, daily, never."""
    MailPreference.objects.update_or_create(user=user, defaults={"how": how})
