"""``manage.py doctor``: run the health checks, with ``--fix`` the repairs before them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from editorial.audit.health import ALL_WELL, drift, examine
from editorial.audit.repair import run_repairs


class Command(BaseCommand):
    help = "Controlla la redazione: una riga per ogni cosa che non va. Esce con 1 finché ne resta una."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--fix", action="store_true", help="sistema quello che si può senza chiedere; non pubblica e non cancella"
        )

    def handle(self, *args: Any, fix: bool = False, **options: Any) -> None:
        for line in run_repairs() if fix else ():
            self.stdout.write(f"sistemato: {line}")
        count = 0
        for issue in (*drift(), *examine()):
            count += 1
            hint = " (lo sistema --fix)" if issue.fixable else ""
            self.stdout.write(f"{issue.code}: {issue.text}{hint}")
        if count:
            raise CommandError("C’è una cosa da guardare." if count == 1 else f"Ci sono {count} cose da guardare.")
        self.stdout.write(ALL_WELL)
