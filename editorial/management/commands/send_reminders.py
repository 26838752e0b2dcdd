from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from editorial.models import Waiting
from editorial.notices import late


class Command(BaseCommand):
    help = "Ricorda alle redazioni i testi che aspettano da oltre 48 ore, alla Redazione quelli da oltre cinque giorni."

    def handle(self, *args: Any, **options: Any) -> None:
        for row in Waiting.objects.late().order_by("since", "pk"):
            with transaction.atomic():
                late(row)
