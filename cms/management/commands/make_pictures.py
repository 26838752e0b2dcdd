from typing import Any

from django.core.management.base import BaseCommand

from cms.images.tasks import make_pictures_of
from cms.querysets import public_pages


class Command(BaseCommand):
    help = "Fa le immagini che mancano, di tutte le pagine pubbliche: la prima volta, o dopo una copia rimessa."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for page in public_pages():
            make_pictures_of(page)
            count += 1
        self.stdout.write(f"immagini a posto: pagine {count}")
