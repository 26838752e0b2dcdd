"""Every address of the site: the public ones, what is not there, and the private ones."""

import re
from collections.abc import Iterator

from django.test import Client
from django.urls import URLPattern, get_resolver

HTML, TEXT = "text/html; charset=utf-8", "text/plain; charset=utf-8"

# URL name, or route where it has none → address → (what it is, a piece of its text)
PUBLIC: dict[str, dict[str, tuple[str, str]]] = {
    "wagtail_serve": {
        "/": (HTML, "<h1"),
        "/soci/": (HTML, "Ada Prova"),
        "/soci/?area=cielo&luogo=zoagli&professione=aviatrice&competenza=vela&q=ada&pagina=1": (HTML, "Ada Prova"),
        "/soci/?area=niente": (HTML, "Nessuno, per ora."),
        "/soci/ada-prova/": (HTML, "Ada Prova"),
        "/blog/": (HTML, "Un articolo"),
        "/blog/?categoria=mare&tag=nodi&autore=ada-prova&anno=2026&pagina=1": (HTML, "Un articolo"),
        "/blog/?categoria=niente": (HTML, "Nessun articolo così, per ora."),
        "/blog/un-articolo/": (HTML, "Una frase."),
        "/radio/": (HTML, "Puntata 1"),
        "/radio/?stagione=1&pagina=1": (HTML, "Puntata 1"),
        "/radio/?stagione=9": (HTML, "Qui non c’è nessuna puntata."),
        "/radio/puntata-1-1/": (HTML, "Buonasera."),
        "/una-pagina/": (HTML, "Una pagina"),
        "/pillole/": (HTML, "Una pillola"),
        "/pillole/una-pillola/": (HTML, "Ada Prova"),
        "/pillole/una-pillola/una-nota/": (HTML, "Una nota"),
    },
    "search": {
        "/cerca/": (HTML, "Cerca"),
        "/cerca/?q=ada&pagina=1": (HTML, "Ada Prova"),
        "/cerca/?q=zzz": (HTML, "Niente per"),
    },
    "contact_card": {"/soci/ada-prova/contatto.vcf": ("text/vcard; charset=utf-8", "FN:Ada Prova")},
    "blog_feed": {"/blog/feed/": ("application/atom+xml; charset=utf-8", "Una frase.")},
    "radio_feed": {"/radio/feed.xml": ("application/rss+xml; charset=utf-8", "Puntata 1")},
    "radio_audio": {"(audio)": ("audio/mpeg", "")},
    "media": {"(picture)": ("image/webp", "")},
    "wagtaildocs_serve": {"(document)": ("application/pdf", "%PDF")},
    "share_picture": {"(share)": ("image/jpeg", "")},
    "sitemap.xml": {"/sitemap.xml": ("application/xml", "/sitemap-soci.xml")},
    "sitemap_section": {"/sitemap-soci.xml": ("application/xml", "/soci/ada-prova/")},
    "web_manifest": {"/site.webmanifest": ("application/manifest+json", "minimal-ui")},
    ".well-known/security.txt": {"/.well-known/security.txt": (TEXT, "Contact: mailto:")},
    "favicon.ico": {"/favicon.ico": ("image/x-icon", "")},
    "robots.txt": {"/robots.txt": (TEXT, "Sitemap: http://testserver/sitemap.xml")},
    "healthz/": {"/healthz/": ("text/plain", "ok")},
    "readyz/": {"/readyz/": ("application/json", '"ready": true')},
    "(static)": {"/static/js/site.js": ('text/javascript; charset="utf-8"', "themeSwitches")},
}
MISSING = [
    "/niente/", "/soci/nessuno/", "/soci/bea-bozza/", "/soci/bea-bozza/contatto.vcf", "/soci/?pagina=999",
    "/cerca/?pagina=2", "/blog/nessuno/", "/blog/bozza/", "/blog/?pagina=999", "/radio/?pagina=2", "/radio/nessuna/",
    "/pillole/bozza/", "/pillole/?pagina=2", "/eventi/", "/media/niente.webp", "/radio/audio/" + "a" * 64 + ".mp3",
    "/documents/999999/x.pdf",
]  # fmt: skip
# Somebody's own; where the name is one of the admin's, any address there.
PRIVATE = {
    "account_login": "/accedi/",
    "account_inactive": "/accedi/chiuso/",
    "account_logout": "/esci/",
    "account_change_password": "/password/cambia/",
    "account_set_password": "/password/scegli/",
    "account_reset_password": "/password/reimposta/",
    "account_reset_password_done": "/password/reimposta/inviata/",
    "account_reset_password_from_key": "/password/reimposta/1-x/",
    "account_reset_password_from_key_done": "/password/fatto/",
    "invitation": "/password/invito/x/",
    "editorial_stop_change": "/account/ferma/x/",
    "admin/login/": "/admin/login/",
    "admin_account": "/admin/account/",
    "post_tag_autocomplete": "/admin/tag-autocomplete/blog/blogtag/",
    "skill_autocomplete": "/admin/tag-autocomplete/profiles/skill/",
    "(admin)": "/admin/pages/",
    "_util/login/": "/_util/login/",
    "wagtailcore_login": "/_util/login/",
    "wagtailcore_authenticate_with_password": "/_util/authenticate_with_password/1/1/",
    "wagtaildocs_authenticate_with_password": "/documents/authenticate_with_password/1/",
    "original": "/media/original_images/x.png",
    "style_guide": "/stile/",
    "style_error": "/stile/500/",
    "editorial_guest": "/ospite/x/",
    "editorial_guest_text": "/ospite/x/testo/",
}


def names(patterns: list, prefix: str = "") -> Iterator[tuple[str, str]]:
    """(name, or route where there is none; route) of every address outside of Wagtail's admin."""
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield entry.name or route, route
        elif route != "admin/":
            yield from names(entry.url_patterns, route)


def private_addresses() -> dict[str, str]:
    """PRIVATE, and the members' area, all of which is."""
    inside = {
        name: "/" + re.sub(r"<int:\w+>", "1", route) for name, route in ALL.items() if route.startswith("area-soci/")
    }
    return PRIVATE | inside


ALL = dict(names(get_resolver().url_patterns))


def content(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def answer(client: Client, address: str, **headers) -> tuple[int, dict[str, str], list[str], bytes]:
    response = client.get(address, **headers)
    return response.status_code, dict(response.headers), list(response.cookies), content(response)


MACHINES = ("/healthz/", "/readyz/")  # how it is now, for whoever watches it


def wrong(address: str, found: tuple[int, dict[str, str], list[str], bytes]) -> list[str]:
    """What of an answer is not the same for everybody."""
    _status, headers, cookies, body = found
    faults = [f"cookie {name}" for name in cookies]
    faults += ["Vary: Cookie"] * ("cookie" in headers.get("Vary", "").lower())
    faults += [
        word.decode() for word in (b"csrfmiddlewaretoken", b"wagtail-userbar", b"/admin/", b"owner-bar") if word in body
    ]
    if address == "/robots.txt":
        faults.remove("/admin/")
    kept = headers.get("Cache-Control", "")
    if address not in MACHINES and (not kept.startswith("public") and "max-age" not in kept or "no-store" in kept):
        faults.append(f"Cache-Control {kept}")
    return faults
