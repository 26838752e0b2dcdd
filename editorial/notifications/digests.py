"""One mail a day to whoever chose it, with everything since the last."""

from django.conf import settings
from django.db import transaction
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone

from cms.mail.templates import EmailItem, EmailTemplate, absolute
from cms.users.models import User
from editorial.models import DigestItem

from .delivery import greeting

FOOTER = "Ricevi un solo riepilogo al giorno: così hai scelto, o si tratta di un tuo testo."


def send_digests() -> int:
    """How many people were written to. Nobody twice on the same day (of Rome): what comes later waits for tomorrow."""
    return sum(send_digest(pk) for pk in DigestItem.objects.whose_turn(timezone.localdate()))


@transaction.atomic
def send_digest(user_pk: int) -> bool:
    """The mail and «told» in one transaction. False if there was nothing to tell."""
    today = timezone.localdate()
    person = User.objects.select_for_update().get(pk=user_pk)
    if person.pk not in DigestItem.objects.whose_turn(today):  # told meanwhile by another run
        return False
    rows = list(DigestItem.objects.pending().to(person))
    DigestItem.objects.mark_sent(rows)
    letter_of(rows, person).send(person.email, key=f"digest:{today.isoformat()}:{person.pk}")
    return True


def letter_of(rows: list[DigestItem], person: User) -> EmailTemplate:
    count = len(rows)
    return EmailTemplate(
        subject="Una novità della redazione" if count == 1 else f"{count} novità della redazione",
        greeting=greeting(person),
        paragraphs=("Ecco che cosa è successo dall’ultimo riepilogo.",),
        items=tuple(EmailItem(row.subject, row.text, absolute(row.path)) for row in rows),
        button="Apri la tua area",
        url=absolute(resolve_url(settings.LOGIN_REDIRECT_URL)),
        footer=FOOTER,
        footer_link="Scegli come ricevere gli avvisi",
        footer_url=absolute(reverse("mail_preference")),
    )
