from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from cms.exceptions import ActionRefused
from editorial.consent import services as consent_services
from editorial.models import ConsentRequest, QueueEntry
from editorial.notifications import consent
from editorial.notifications.messages import overdue


class Command(BaseCommand):
    help = (
        "Ricorda alle redazioni i testi che aspettano da oltre 48 ore, alla Redazione quelli da oltre cinque giorni, "
        "agli ospiti dopo una settimana il loro sì."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for row in QueueEntry.objects.overdue().order_by("waiting_since", "pk"):
            with transaction.atomic():
                overdue(row)
        for ask in ConsentRequest.objects.to_remind():
            self._each(ask, lambda ask: consent_services.remind(ask.pk))
        for ask in ConsentRequest.objects.overdue():
            self._each(ask, lambda ask: consent.overdue(ask, consent_services.review_item_of(ask)))

    def _each(self, ask: ConsentRequest, what: Callable[[ConsentRequest], object]) -> None:
        try:
            with transaction.atomic():
                what(ask)
        except ActionRefused as refusal:  # answered or changed in this moment
            self.stdout.write(f"{ask}: {refusal}")
