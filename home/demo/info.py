"""The accounts of the demo and what to try: ``make run`` prints this text, and the README has it word for word."""

from .accounts import PASSWORD, address

ACCOUNTS = (
    ("socia", "socia, con la pagina sul sito, ospite di una puntata che aspetta il suo sì"),
    ("socio", "socio, con una modifica che aspetta la redazione"),
    ("consulente", "socia, tiene una delle Pillole di Business"),
    ("blog", "legge e approva gli articoli"),
    ("vetrine", "legge e approva le vetrine"),
    ("radio", "prepara e approva le puntate"),
    ("pillole", "legge e approva le pillole e le loro note"),
    ("redazione", "Redazione: legge tutte le sezioni"),
    ("redazione2", "Redazione, la seconda persona"),
    ("segreteria", "aggiunge soci e socie"),
    ("admin", "amministrazione tecnica: non approva e non pubblica niente"),
)

TRY_IT = (
    "Premi «Area soci» ed entra come socia: arrivi su «La mia vetrina». Premi «Modifica».",
    "Cambia «In una riga» e guarda l’anteprima: è il telefono, in alto. Poi premi «Invia alla redazione».",
    "Premi «Vedi la pagina sul sito»: è ancora quella di prima.",
    "Premi «Area soci», poi «Esci» e ancora «Esci». Premi «Area soci» ed entra come vetrine: in «Da leggere» premi "
    "«Elisa Robotti».",
    "Confronta, poi premi «Va bene, pubblica»: è il secondo sì.",
    "Riapri la pagina pubblica, /soci/elisa-robotti/: adesso è quella nuova, parola per parola.",
)


def lines(url: str) -> list[str]:
    """Return the lines of the text. ``url`` is the address of the running site, without a final slash."""
    width = max(len(address(account)) for account, _who in ACCOUNTS)
    return [
        f"Il sito:        {url}/",
        f"La tua area:    {url}/area-soci/",
        f"Redazione:      {url}/admin/",
        "",
        f"Account di prova (la password di tutti è {PASSWORD}):",
        *(f"  {address(account):<{width}}  {who}" for account, who in ACCOUNTS),
        "",
        "Prova in cinque minuti",
        *(f"  {number}. {step}" for number, step in enumerate(TRY_IT, start=1)),
    ]
