"""Why an uploaded file cannot be used, in the words that its uploader reads."""

TYPES = "MP3 o M4A"
NOT_AUDIO = f"Questo file non è un audio che possiamo usare: servono {TYPES}."
EMPTY = f"Questo file è vuoto: scegline un altro ({TYPES})."
INCOMPLETE = "Il file è incompleto: finisce a metà. Prova a salvarlo o a copiarlo di nuovo."
TOO_SHORT = "Questo audio dura meno di un secondo: forse non è quello giusto."
VIDEO = f"Questo è un video: serve il solo audio ({TYPES})."
NO_DURATION = "Questo M4A non dice quanto dura: salvalo di nuovo, come M4A o come MP3."


class NotAudio(Exception):
    """The file cannot be used; the message is one of the Italian sentences above."""
