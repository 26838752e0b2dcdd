"""How a person is told: at once, in the next digest or never."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cms.mail.templates import EmailTemplate, absolute, one_line
from cms.users.models import User
from editorial.models import DigestItem, MailPreference

WHY = "Te lo scriviamo perché {reason}."


_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


@contextmanager
def suppress_notifications() -> Iterator[None]:
    """While the demo is loaded nobody is told of what its people do."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def is_quiet() -> bool:
    return _quiet.get()


@dataclass(frozen=True)
class Notification:
    key: str  # "event:object"
    subject: str
    text: tuple[str, ...]
    button: str
    path: str
    why: str
    quote: str = ""
    reply_to: str = ""
    is_outcome: bool = False  # about one's own text: whoever wants no mail finds it in the digest all the same
    is_urgent: bool = False  # a correction of a live page goes at once, whatever the preference


def notify(people: Iterable[User | None], news: Notification, by: Any = None) -> None:
    """At once, in the next digest or never, as each person chose. Who did it and closed accounts hear nothing."""
    if is_quiet():
        return
    audience = {person.pk: person for person in people if person is not None and person.is_active and person.email}
    if by is not None:
        audience.pop(by.pk, None)
    chosen = MailPreference.objects.chosen_by(audience)
    later = []
    for pk, person in audience.items():
        how = chosen.get(pk, MailPreference.How.NOW)
        if news.is_urgent or how == MailPreference.How.NOW:
            letter_of(news, person).send(person.email, key=news.key, reply_to=news.reply_to)
        elif news.is_outcome or how == MailPreference.How.DAILY:
            text = " ".join([*news.text[:1], *([f"«{one_line(news.quote, 300)}»"] if news.quote else [])])
            later.append(DigestItem(user=person, key=news.key, subject=news.subject, text=text, path=news.path))
    DigestItem.objects.bulk_create(later, ignore_conflicts=True)


def greeting(person: User) -> str:
    name = one_line(person.first_name)
    return f"Ciao {name}," if name else "Ciao,"


def letter_of(news: Notification, person: User) -> EmailTemplate:
    return EmailTemplate(
        subject=news.subject,
        greeting=greeting(person),
        paragraphs=news.text,
        quote=news.quote.strip(),
        button=news.button,
        url=absolute(news.path),
        footer=WHY.format(reason=news.why),
        footer_link="Scegli come ricevere gli avvisi",
        footer_url=absolute(reverse("mail_preference")),
    )
