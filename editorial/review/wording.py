"""The sentences that people read when an action on a text that waits is refused."""

CLOSED = "Questa richiesta non è più aperta: qualcuno ha già deciso o il testo è stato ritirato."
CHANGED = "Il testo è cambiato mentre lo leggevi: ecco la nuova versione."
NOT_YOURS = "Non puoi approvare questo testo."
ALREADY = "Hai già detto sì a questo testo: ora tocca a un’altra persona."
NO_WORKFLOW = "In questa sezione nessuno legge ancora: scrivi alla Redazione."
