"""The sentences that people read when an action on a text that waits is refused."""

CLOSED = "Questa richiesta non è più aperta: qualcuno ha già deciso o il testo è stato ritirato."
CHANGED = "Il testo è cambiato mentre lo leggevi: ecco la nuova versione."
UNSEEN = (
    "Il tuo account è cambiato da poco: finché un’altra persona della Redazione non l’ha guardato, non leggi i testi e "
    "non dici sì."
)
NOT_YOURS = "Non puoi approvare questo testo."
ALREADY = "Hai già detto sì a questo testo: ora tocca a un’altra persona."
NO_WORKFLOW = "In questa sezione nessuno legge ancora: scrivi alla Redazione."
GONE = "Qui manca qualcosa che non c’è più ({what}): va tolto dal testo, o messo di nuovo."
NOT_SHOWN = "Nel frattempo è cambiato qualcosa: guardalo qui, poi rispondi."
