"""``manage.py send_digest``: queue today's digest mails. To be run every morning; a second run sends nothing."""

from typing import Any

from django.core.management.base import BaseCommand

from editorial.notifications.digests import send_digests
from editorial.notifications.identity import tell_the_rest


class Command(BaseCommand):
    help = "Scrive il riepilogo del giorno a chi lo vuole: una volta ogni mattina, due volte non fa danni."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"riepiloghi: {send_digests()}")
        self.stdout.write(f"account cambiati, detti alla Redazione: {tell_the_rest()}")
