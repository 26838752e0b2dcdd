"""The sentences in which people read who changed what about whom."""

from cms.mail.templates import one_line
from editorial.models import IdentityChange

Kind = IdentityChange.Kind
OUTSIDE = "Un comando, o qualcuno fuori dal sito,"
NO_DESK = "nessuna redazione"


def sentence_of(change: IdentityChange) -> str:
    """Return one sentence without its full stop: who did what to whose account."""
    who = one_line(change.by_name) or OUTSIDE
    whose, before, after = one_line(change.person_name), one_line(change.before), one_line(change.after)
    match change.kind:
        case Kind.CREATED:
            return f"{who} ha fatto un account per {whose} ({after or NO_DESK})"
        case Kind.NAME:
            return f"{who} ha cambiato il nome di {before} in {after}"
        case Kind.EMAIL:
            return f"{who} ha cambiato l’e-mail di {whose}: da {before} a {after}"
        case Kind.ACTIVE:
            return f"{who} ha {'riaperto' if after == 'aperto' else 'chiuso'} l’account di {whose}"
        case Kind.SUPERUSER:
            done = (
                "ha dato a {} l’amministrazione tecnica" if after == "sì" else "ha tolto a {} l’amministrazione tecnica"
            )
            return f"{who} {done.format(whose)}"
        case Kind.GROUPS:
            return f"{who} ha cambiato le redazioni di {whose}: prima {before or NO_DESK}, ora {after or NO_DESK}"
        case Kind.LINK:
            return f"{who} ha copiato il link per la password di {whose}"
        case _:
            return f"{who} ha cambiato l’account di {whose}"
