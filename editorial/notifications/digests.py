"""Digest mails: one a day to whoever chose it, with everything since the last."""

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
    """Send the digests of today (a day of Rome) and return how many. Nobody gets two on one day: what is stored after
    it waits for tomorrow's."""
    return sum(send_digest(pk) for pk in DigestItem.objects.whose_turn(timezone.localdate()))


@transaction.atomic
def send_digest(user_pk: int) -> bool:
    """Queue one person's digest and mark its items as sent, in one transaction. False if there is nothing to send."""
    today = timezone.localdate()
    person = User.objects.select_for_update().get(pk=user_pk)
    if person.pk not in DigestItem.objects.whose_turn(today):  # another run was quicker
        return False
    items = list(DigestItem.objects.pending().to(person))
    DigestItem.objects.mark_sent(items)
    digest_mail(items, person).send(person.email, key=f"digest:{today.isoformat()}:{person.pk}")
    return True


def digest_mail(items: list[DigestItem], person: User) -> EmailTemplate:
    """Return the mail that lists these items."""
    count = len(items)
    return EmailTemplate(
        subject="Una novità della redazione" if count == 1 else f"{count} novità della redazione",
        greeting=greeting(person),
        paragraphs=("Ecco che cosa è successo dall’ultimo riepilogo.",),
        items=tuple(EmailItem(item.subject, item.text, absolute(item.path)) for item in items),
        button="Apri la tua area",
        url=absolute(resolve_url(settings.LOGIN_REDIRECT_URL)),
        footer=FOOTER,
        footer_link="Scegli come ricevere gli avvisi",
        footer_url=absolute(reverse("mail_preference")),
    )
