"""The mails about who is who. They go at once, whatever somebody chose for other notices: a person who was put out of
their account has to hear of it at the address that was theirs."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cms.mail.templates import EmailItem, EmailTemplate, absolute, one_line
from cms.text import long_datetime
from cms.users.models import User
from editorial.identity.stop_links import stop_url
from editorial.identity.wording import sentence_of
from editorial.models import IdentityChange, PasswordLink

from .delivery import greeting, is_quiet
from .messages import chiefs

OBJECT = "Se non ne sapevi niente, fermalo da qui: l’account non leggerà più niente finché qualcuno non l’ha guardato."
ANSWER = "Se non ne sapevi niente, rispondi subito a questa e-mail."
WHY_CHIEF = "Te lo scriviamo perché fai parte della Redazione."
WHY_CONCERNED = "Te lo scriviamo perché si tratta del tuo account."


def changed(change: IdentityChange, *, is_urgent: bool) -> None:
    """Tell Redazione and the person concerned at once, an old address always; an account in no desk waits for the
    evening's list."""
    if is_quiet():
        return
    if change.kind == IdentityChange.Kind.EMAIL and change.before:
        _send(change, change.before, WHY_CONCERNED, may_stop=is_urgent)
    if not is_urgent:
        return
    IdentityChange.objects.mark_told([change])
    people = {person.email: WHY_CHIEF for person in chiefs()}
    if change.person is not None:
        people.setdefault(change.person.email, WHY_CONCERNED)
    for address, why in people.items():
        _send(change, address, why, may_stop=True)


def _send(change: IdentityChange, address: str, why: str, *, may_stop: bool) -> None:
    """Write one mail; ``may_stop`` where the account reviews, so that there is something to stop."""
    person = User.objects.with_email(address).first()
    what = f"{sentence_of(change)}, il {long_datetime(timezone.localtime(change.at))}."
    mail = EmailTemplate(
        subject=f"Account cambiato: {one_line(change.person_name)}",
        greeting=greeting(person) if person else "Ciao,",
        paragraphs=(what, OBJECT if may_stop else ANSWER),
        button="Guarda, e se serve ferma" if may_stop else "",
        url=stop_url(change, address) if may_stop else "",
        footer=why,
    )
    mail.send(address, key=f"identity:{change.pk}", reply_to=settings.DESK_EMAIL)


def stopped(change: IdentityChange) -> None:
    """Tell Redazione that somebody objects."""
    if is_quiet():
        return
    for person in chiefs():
        EmailTemplate(
            subject=f"Fermato: {one_line(change.person_name)}",
            greeting=greeting(person),
            paragraphs=(
                f"{one_line(change.stopped_by)} ha fermato un cambiamento: {sentence_of(change)}.",
                "L’account non legge e non dice sì finché un’altra persona della Redazione non l’ha guardato.",
            ),
            button="Apri «Chi è chi»",
            url=absolute(reverse("editorial_accounts")),
            footer=WHY_CHIEF,
        ).send(person.email, key=f"identity-stopped:{change.pk}", reply_to=settings.DESK_EMAIL)


@transaction.atomic
def tell_the_rest() -> int:
    """Send Redazione one mail with the changes that no mail has told yet, those of accounts in no desk; return how many
    they were."""
    changes = list(IdentityChange.objects.untold().select_for_update())
    if changes:
        IdentityChange.objects.mark_told(changes)
        for person in chiefs():
            _list_mail(changes, person).send(person.email, key=f"identities:{changes[-1].pk}")
    return len(changes)


def _list_mail(changes: Iterable[IdentityChange], person: User) -> EmailTemplate:
    url = absolute(reverse("editorial_accounts"))
    items = tuple(EmailItem(one_line(change.person_name), f"{sentence_of(change)}.", url) for change in changes)
    return EmailTemplate(
        subject="Un account cambiato" if len(items) == 1 else f"{len(items)} cambiamenti negli account",
        greeting=greeting(person),
        paragraphs=("Negli account di chi non sta in una redazione è cambiato questo. Non devi fare niente: è perché "
                    "lo sappiate in più d’uno.",),
        items=items,
        button="Apri «Chi è chi»",
        url=url,
        footer=WHY_CHIEF,
    )  # fmt: skip


def password_link(link: PasswordLink, url: str) -> None:
    """Mail somebody the link by which they choose their password."""
    person = link.user
    is_new = not person.has_usable_password()
    EmailTemplate(
        subject="Il tuo invito in lab121" if is_new else "Una nuova password per lab121",
        greeting=greeting(person),
        paragraphs=(
            "ti abbiamo preparato un account sul sito di lab121: da qui scegli la password ed entri."
            if is_new
            else "da qui scegli una nuova password per il sito di lab121.",
            f"Il link è solo tuo, vale {settings.INVITATION_DAYS} giorni e una volta sola.",
        ),
        button="Scegli la password",
        url=url,
        footer="Te lo scriviamo perché qualcuno di lab121 ti ha mandato questo link.",
    ).send(person.email, key=f"password-link:{person.pk}:{link.number}", reply_to=settings.DESK_EMAIL)
