from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from home.demo.info import lines


class Command(BaseCommand):
    help = "Dice indirizzi, account e «Prova in cinque minuti» del sito di prova."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--url", default=settings.BASE_URL)

    def handle(self, *args: Any, url: str = "", **options: Any) -> None:
        self.stdout.write("\n".join(lines(url.rstrip("/"))))
