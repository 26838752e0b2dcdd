"""The accounts of the demo. Their one password is public: production does not start while one of them is active."""

from editorial import roles

PASSWORD = "lab121-prova-2026"
DOMAIN = "demo.lab121.example"

# account → (first name, last name, groups). Members have accounts too: see content/members.json.
STAFF = {
    "blog": ("Biagio", "Logli", (roles.BLOG_DESK,)),
    "vetrine": ("Vera", "Trinchero", (roles.PROFILES_DESK,)),
    "radio": ("Rada", "Dionisi", (roles.RADIO_DESK,)),
    "pillole": ("Pilar", "Lovera", (roles.PILLOLE_DESK,)),
    "redazione": ("Renata", "Dazio", (roles.CHIEF,)),
    "redazione2": ("Remo", "Zerbino", (roles.CHIEF,)),
    "segreteria": ("Sergia", "Teriale", (roles.OFFICE,)),
}
ADMIN = ("admin", "Amministrazione", "del sito")


def address(account: str) -> str:
    return f"{account}@{DOMAIN}"
