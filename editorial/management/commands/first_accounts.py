"""``manage.py first_accounts``: the people with whom a new site begins, before anybody is there to say «Visto»."""

from argparse import ArgumentParser
from email.utils import parseaddr
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from editorial.identity.first_accounts import BEGUN, create_first_accounts, has_begun
from editorial.roles import CHIEF, OFFICE


class Command(BaseCommand):
    help = (
        "Crea i primi account di un sito nuovo, almeno due di Redazione, e manda a ciascuno il link per la password. "
        "Solo finché nessun account di Redazione è mai stato visto: dopo si passa da «Chi è chi»."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        person = 'come in una e-mail: "Ada Bianchi <ada@example.org>"'
        parser.add_argument("--redazione", action="append", default=[], metavar="CHI", help=person)
        parser.add_argument("--segreteria", action="append", default=[], metavar="CHI", help=person)

    def handle(self, *args: Any, redazione: list[str], segreteria: list[str], **options: Any) -> None:
        if has_begun():
            raise CommandError(BEGUN)
        people = [(*_person(who), CHIEF) for who in redazione] + [(*_person(who), OFFICE) for who in segreteria]
        if len(redazione) < 2:
            raise CommandError("Servono almeno due persone di Redazione: nessuna dice sì a un testo suo.")
        for user in create_first_accounts(people):
            self.stdout.write(f"fatto: {user}, il link per la password va a {user.email}")


def _person(who: str) -> tuple[str, str]:
    """Return (name, address). Raises CommandError for what is neither."""
    name, address = parseaddr(who)
    try:
        validate_email(address)
    except ValidationError:
        raise CommandError(f"Non è un indirizzo: {who}") from None
    if not name:
        raise CommandError(f"Manca il nome: {who}")
    return name, address.lower()
