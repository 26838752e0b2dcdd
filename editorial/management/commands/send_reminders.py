from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from editorial import guest_notices, guests
from editorial.models import GuestAsk, Waiting
from editorial.notices import late
from editorial.rule import Refused


class Command(BaseCommand):
    help = (
        "Ricorda alle redazioni i testi che aspettano da oltre 48 ore, alla Redazione quelli da oltre cinque giorni, "
        "agli ospiti dopo una settimana il loro sì."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for row in Waiting.objects.late().order_by("since", "pk"):
            with transaction.atomic():
                late(row)
        for ask in GuestAsk.objects.to_remind():
            self._each(ask, lambda ask: guests.remind(ask.pk))
        for ask in GuestAsk.objects.overdue():
            self._each(ask, lambda ask: guest_notices.overdue(ask, guests.reading_of(ask)))

    def _each(self, ask: GuestAsk, what: Callable[[GuestAsk], object]) -> None:
        try:
            with transaction.atomic():
                what(ask)
        except Refused as refusal:  # answered or changed in this moment
            self.stdout.write(f"{ask}: {refusal}")
