from typing import Any

from django.core.management.base import BaseCommand

from home.demo.loading import is_loaded, load


class Command(BaseCommand):
    help = "Carica il sito di prova, una volta sola; interrotto, riprende da dov’era."

    def handle(self, *args: Any, **options: Any) -> None:
        if is_loaded():
            self.stdout.write("Il sito di prova c’è già: resta com’è.")
            return
        load(lambda text: self.stdout.write(text))
