"""What addresses answer: those that stand in mails which were sent, and the public ones."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from wagtail.models import Page

from .browsing import Visitor

Link = dict[str, Any]
PUBLIC = ("/", "/blog/", "/soci/", "/radio/", "/pillole/", "/blog/feed/", "/radio/feed.xml", "/sitemap.xml",
          "/cerca/?q=articolo", "/vecchio-blog/", "/articolo-che-non-c-e/")  # fmt: skip
NOT_YET = ("down", "hidden", "left", "scheduled", "waiting")
BESIDE = {"soci live": "contatto.vcf"}
# Whoever has the address needs no account: it is the key.
KEYS = ("/ospite/", "/password/")
BETWEEN_MAILS = b"-" * 79


def answer(path: str, who: str = "") -> Any:
    return Visitor(who).get(path, follow=True)


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def look(link: Link) -> Link:
    """The same link, as it answers now. One that led elsewhere then has to lead there; a recording is its bytes."""
    response = answer(link["path"], link["as"])
    body = body_of(response)
    seen = link | {"status": response.status_code, "says": link["says"] if link["says"].encode() in body else ""}
    seen |= {"to": response.request["PATH_INFO"]} if "to" in link else {}
    return seen | ({"sha256": hashlib.sha256(body).hexdigest()} if "sha256" in link else {})


def collect(candidates: Iterable[Link]) -> list[Link]:
    """Each public one; of those in mails one of each kind and each way it answers. Looking leaves nothing behind.

    ``stays``: one in a mail that opens what it was sent for, instead of leading on.
    """
    found: dict[tuple[Any, ...], Link] = {}
    with transaction.atomic():
        for link in sorted(candidates, key=lambda one: (one["as"], one["path"])):
            seen = look(link | {"to": ""})
            stays = seen["to"] == link["path"].partition("?")[0]
            if link["mail"]:
                seen["stays"] = stays
            if link["mail"] or stays:
                del seen["to"]
            kind = kind_of(link["path"]) if link["mail"] else link["path"]
            found.setdefault((kind, seen["status"], bool(seen["says"]), stays), seen)
        transaction.set_rollback(True)
    return list(found.values())


def kind_of(path: str) -> str:
    parts = path.split("/")
    return "/".join(parts[:3] if parts[1] in ("admin", "area-soci", "password") else parts[:2])


def link_to(path: str, who: str = "", says: str = "", mail: str = "") -> Link:
    return {"path": path, "as": who, "says": says, "mail": mail}


def mailed() -> Iterator[Link]:
    accounts = set(get_user_model().objects.values_list("email", flat=True))
    for mail in mails_in(Path(settings.EMAIL_FILE_PATH)):
        text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        title = re.search(r"«(.+)»", mail["Subject"])
        for path in re.findall(rf"{re.escape(settings.BASE_URL)}(/\S*)", text):
            who = mail["To"] if mail["To"] in accounts and not path.startswith(KEYS) else ""
            says = title[1] if title and "posta" not in path else 'type="password"' if "password" in path else ""
            yield link_to(path, who, says, mail["Subject"])


def mails_in(folder: Path) -> Iterator[EmailMessage]:
    for file in sorted(folder.iterdir()):
        for one in file.read_bytes().split(BETWEEN_MAILS):
            if one.strip():
                yield message_from_bytes(one.lstrip(), policy=default)  # type: ignore[misc]


def public(pages: dict[str, int]) -> Iterable[Link]:
    """Every live page of the story, and some that nobody may see."""
    for path in PUBLIC:
        yield link_to(path, says="Articolo live" if "blog" in path or "cerca" in path else "")
    for name, number in pages.items():
        page = Page.objects.get(pk=number)
        if page.live or name.endswith(NOT_YET):
            yield link_to(page.url, says=page.title if page.live else "")
        if name in BESIDE:
            yield link_to(f"{page.url}{BESIDE[name]}")
    yield link_to(Page.objects.get(pk=pages["blog moved"]).url.replace("traslocato", "moved"), says="Articolo moved")
    for path in re.findall(r'<enclosure[^>]* url="[a-z]+://[^/]+([^"]+)"', answer("/radio/feed.xml").content.decode()):
        yield link_to(path) | {"sha256": ""}
