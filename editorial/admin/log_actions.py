"""Labels of our log actions in Wagtail's history and reports."""

from typing import Any

from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry

# Actions whose label says it all.
PLAIN = {
    "editorial.skeleton": "Pubblicata con il sito, senza redazione",
    "editorial.opened": "Di nuovo per tutti: era stata chiusa a mano",
    "editorial.returned": "Rimessa sul sito com’era",
    "editorial.request_closed": "Richiesta rimasta senza passo: chiusa dal controllo di salute",
    "editorial.guest.skipped": "Nessun ospite a cui chiedere",
}
# Actions about a guest, whose name follows the label.
GUESTS = {
    "editorial.guest.asked": "Chiesto il sì di",
    "editorial.guest.reminded": "Promemoria a",
    "editorial.guest.handed": "Preso il link da consegnare a mano a",
    "editorial.guest.yes": "Sì di",
    "editorial.guest.changes": "Modifica chiesta da",
    "editorial.guest.waived": "Si va avanti senza la risposta di",
}


class GuestFormatter(LogFormatter):
    """The label, the guest's name, and the guest's words or the desk's reason."""

    def format_message(self, log_entry: BaseLogEntry) -> str:
        reason = log_entry.data.get("comment") or log_entry.data.get("reason")
        return f"{self.label} {log_entry.data['person']}{f': {reason}' if reason else ''}"


def register(actions: LogActionRegistry) -> None:
    """Register all our log actions; Wagtail calls it through a hook."""
    for name, label in PLAIN.items():
        actions.register_action(name, label, label)
    for name, label in GUESTS.items():
        actions.register_action(name)(type("GuestFormatter", (GuestFormatter,), {"label": label}))

    @actions.register_action("editorial.schedule.dropped")
    class ScheduleDropped(LogFormatter):
        label = "Pubblicazione programmata annullata"

        def format_message(self, log_entry: BaseLogEntry) -> str:
            return f"{self.label}: {log_entry.data['reason']}"

    @actions.register_action("editorial.groups_changed")
    class GroupsChanged(LogFormatter):
        label = "Gruppi cambiati"

        def format_message(self, log_entry: BaseLogEntry) -> str:
            added, removed = log_entry.data.get("added"), log_entry.data.get("removed")
            how = f"ora è in {', '.join(added)}" if added else f"non è più in {', '.join(removed or [])}"
            return f"{log_entry.data['person']} {how}"

    @actions.register_action("editorial.password_changed")
    class PasswordChanged(LogFormatter):
        label = "Password cambiata da un’altra persona"

        def format_message(self, log_entry: BaseLogEntry) -> str:
            return f"{self.label}: {log_entry.data['person']}"

    @actions.register_action("editorial.taken_down")
    class TakenDown(LogFormatter):
        label = "Tolta dal sito"

        def format_message(self, log_entry: BaseLogEntry) -> Any:
            reason = log_entry.data.get("reason")
            if log_entry.data.get("by_author"):
                return "Nascosta da chi l’ha scritta"
            return f"{self.label}: {reason}" if reason else self.label
