from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.provisioning import provision


class Command(BaseCommand):
    help = "Rende gruppi, permessi, percorsi e pagine di base uguali a quanto scritto nel codice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="non cambia nulla; esce con 1 se qualcosa manca")
        parser.add_argument("--dry-run", action="store_true", help="non cambia nulla; dice che cosa cambierebbe")

    def handle(self, *args: Any, check: bool = False, dry_run: bool = False, **options: Any) -> None:
        changes = provision(commit=not (check or dry_run))
        for text in changes.unknown:
            self.stdout.write(f"sconosciuto, non toccato: {text}")
        for text in changes.done:
            self.stdout.write(("da fare: " if check or dry_run else "fatto: ") + text)
        if check and changes.done:
            raise CommandError(f"{len(changes.done)} differenze: esegui «manage.py provision».", returncode=1)
        if not changes.done:
            self.stdout.write("Tutto è già come deve essere.")
