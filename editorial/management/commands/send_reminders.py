"""``manage.py send_reminders``: remind desks of texts and guests of consent requests that wait too long, and look for
accounts that were changed outside of the site.

Safe to run at any interval: nobody is reminded twice of the same.
"""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from cms.exceptions import ActionRefused
from editorial.consent import services as consent_services
from editorial.identity.services import accept_unopposed, notice_outside_changes
from editorial.models import ConsentRequest, QueueEntry
from editorial.notifications import consent
from editorial.notifications.messages import overdue


class Command(BaseCommand):
    help = (
        "Ricorda alle redazioni i testi che aspettano da oltre 48 ore, alla Redazione quelli da oltre cinque giorni, "
        "agli ospiti dopo una settimana il loro sì."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for entry in QueueEntry.objects.overdue().order_by("waiting_since", "pk"):
            with transaction.atomic():
                overdue(entry)
        for consent_request in ConsentRequest.objects.handed_over():  # some may have an account by now
            self._each(consent_request, consent_services.ask_again)
        for consent_request in ConsentRequest.objects.to_remind():
            self._each(consent_request, lambda one: consent_services.remind(one.pk))
        for consent_request in ConsentRequest.objects.overdue():
            self._each(consent_request, lambda one: consent.overdue(one, consent_services.review_item_of(one)))
        for change in notice_outside_changes():
            self.stdout.write(f"account cambiato fuori dal sito: {change.person_name}")
        for person in accept_unopposed():
            self.stdout.write(f"nessuno ha detto di no in tre giorni: {person}")

    def _each(self, consent_request: ConsentRequest, act: Callable[[ConsentRequest], object]) -> None:
        """Act in a transaction of its own; if it is refused say so and go on with the next."""
        try:
            with transaction.atomic():
                act(consent_request)
        except ActionRefused as refusal:  # answered or changed in this moment
            self.stdout.write(f"{consent_request}: {refusal}")
