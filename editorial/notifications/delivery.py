"""Delivers notifications to people as each of them chose: by mail at once, in the next digest or never."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.urls import reverse

from cms.mail.templates import EmailTemplate, absolute, one_line
from cms.users.models import User
from editorial.models import DigestItem, MailPreference

WHY = "Te lo scriviamo perché {reason}."


_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


@contextmanager
def suppress_notifications() -> Iterator[None]:
    """Notify nobody within the block: while the demo is loaded, its people do nothing that anybody should hear of."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def is_quiet() -> bool:
    """Tell whether suppress_notifications() is in force: nobody need be looked up then."""
    return _quiet.get()


@dataclass(frozen=True)
class Notification:
    """One message about one event, the same for everybody who gets it."""

    key: str  # "event:object": the same key is never sent twice to one person
    subject: str
    text: tuple[str, ...]
    button: str
    path: str
    why: str  # why they get it, for the footer
    quote: str = ""
    reply_to: str = ""
    is_outcome: bool = False  # about their own text: who wants no mail gets it in the digest all the same
    is_urgent: bool = False  # a correction of a live page goes at once, whatever the preference


def notify(people: Iterable[User | None], notification: Notification, by: User | None = None) -> None:
    """Queue the mail, or store the digest item, of each person as they chose. ``by``, who did it, None and closed
    accounts get nothing."""
    if is_quiet():
        return
    audience = {person.pk: person for person in people if person is not None and person.is_active and person.email}
    if by is not None:
        audience.pop(by.pk, None)
    preferences = MailPreference.objects.chosen_by(audience)
    items = []
    for pk, person in audience.items():
        how = preferences.get(pk, MailPreference.How.NOW)
        if notification.is_urgent or how == MailPreference.How.NOW:
            mail = mail_of(notification, person)
            mail.send(person.email, key=notification.key, reply_to=notification.reply_to)
        elif notification.is_outcome or how == MailPreference.How.DAILY:
            items.append(_digest_item(notification, person))
    DigestItem.objects.bulk_create(items, ignore_conflicts=True)


def _digest_item(notification: Notification, person: User) -> DigestItem:
    """Return the unsaved item: of the text only the first paragraph and the quote."""
    quote = [f"«{one_line(notification.quote, 300)}»"] if notification.quote else []
    return DigestItem(
        user=person,
        key=notification.key,
        subject=notification.subject,
        text=" ".join([*notification.text[:1], *quote]),
        path=notification.path,
    )


def greeting(person: User) -> str:
    """Return the first line of a mail, without a name where the person has none."""
    name = one_line(person.first_name)
    return f"Ciao {name}," if name else "Ciao,"


def mail_of(notification: Notification, person: User) -> EmailTemplate:
    """Return the mail that tells one person at once."""
    return EmailTemplate(
        subject=notification.subject,
        greeting=greeting(person),
        paragraphs=notification.text,
        quote=notification.quote.strip(),
        button=notification.button,
        url=absolute(notification.path),
        footer=WHY.format(reason=notification.why),
        footer_link="Scegli come ricevere gli avvisi",
        footer_url=absolute(reverse("mail_preference")),
    )
