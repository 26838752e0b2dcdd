"""Compares what two running copies of the site answer to a visitor, byte by byte: before and after a change of the
code that nobody should notice.

    .venv/bin/python scripts/compare_pages.py OLD_URL NEW_URL [--ignore-static-names]

Serve both from copies of one ``var/``. From ``/``, the sitemap and SEEDS every address that either copy links to is
asked of both: status, Content-Type, Location and, of texts, the body. Prints each address that differs, with the first
bytes that do; exits with 1 if there is one, with 2 where nothing can be compared. Static files, media, recordings and
the admin are not asked for.

What differs at each run is masked: the copies' own origins and the CSRF tokens of pages with a form.
``--ignore-static-names`` also masks the digests in the names of static files, for a change of a stylesheet or script.
"""

import argparse
import re
import sys
from collections import deque
from collections.abc import Iterator
from html import unescape
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

SEEDS = (
    "/",
    "/sitemap.xml",
    "/robots.txt",
    "/site.webmanifest",
    "/.well-known/security.txt",
    "/blog/feed/",
    "/radio/feed.xml",
    "/cerca/",
    "/cerca/?q=logo",
    "/cerca/?q=musica",
    "/soci/?q=musica",
    "/soci/?q=palombaro",
    "/blog/?categoria=nessuna",
    "/blog/?pagina=999",
    "/nessuna-finestra/",
)
NOT_ASKED = ("/static/", "/media/", "/radio/audio/", "/documents/", "/admin/")
TEXTS = ("text/", "application/xml", "application/rss+xml", "application/atom+xml", "application/json",
         "application/manifest+json", "application/ld+json")  # fmt: skip
LINK = re.compile(rb'(?:href|action)="([^"]*)"|<(?:loc|link)>([^<]*)<')
CSRF = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')
STATIC_NAME = re.compile(rb"(/static/[\w./-]+)\.[0-9a-f]{12}(?=\.\w)")
SECONDS = 60  # of an answer
LIMIT = 5000  # addresses: more would be a page that links to ever new ones
AROUND = 60  # bytes shown of a difference


class Answer(NamedTuple):
    """What is compared, masked. ``location`` is empty unless it redirects, ``body`` unless it is a text."""

    status: int
    content_type: str
    location: str
    body: bytes


class Copy:
    """One running copy of the site, asked over one connection."""

    def __init__(self, url: str, ignore_static_names: bool) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"not an http address: {url}")
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.ignore_static_names = ignore_static_names
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self.connection = kind(parts.hostname, parts.port, timeout=SECONDS)

    def ask(self, path: str) -> Answer:
        """Raises OSError or HTTPException where nobody answers, at the second attempt too."""
        try:
            return self._ask(path)
        except (OSError, HTTPException):  # the server may close an idle connection
            self.connection.close()
            return self._ask(path)

    def _ask(self, path: str) -> Answer:
        self.connection.request("GET", path, headers={"Accept": "*/*"})
        response = self.connection.getresponse()
        body = response.read()
        content_type = response.headers.get("Content-Type", "")
        location = self._masked(response.headers.get("Location", "").encode()).decode()
        return Answer(
            response.status, content_type, location, self._masked(body) if content_type.startswith(TEXTS) else b""
        )

    def _masked(self, text: bytes) -> bytes:
        text = CSRF.sub(rb"\1", text.replace(self.origin.encode(), b"http://site"))
        return STATIC_NAME.sub(rb"\1", text) if self.ignore_static_names else text


def linked(path: str, answer: Answer) -> Iterator[str]:
    """The addresses on the site, each as a path with its query, that the answer to ``path`` leads to."""
    found = [answer.location] if answer.location else []
    found += [unescape((href or text).decode()) for href, text in LINK.findall(answer.body)]
    for address in found:
        parts = urlsplit(urldefrag(urljoin(f"http://site{path}", address.strip())).url)
        if (parts.scheme, parts.netloc) == ("http", "site") and not parts.path.startswith(NOT_ASKED):
            yield (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def difference(old: Answer, new: Answer) -> str:
    """What differs first, in words; empty where nothing does."""
    for name in ("status", "content_type", "location"):
        if getattr(old, name) != getattr(new, name):
            return f"{name} {getattr(old, name)!r} → {getattr(new, name)!r}"
    if old.body == new.body:
        return ""
    pairs = enumerate(zip(old.body, new.body, strict=False))
    at = next((place for place, (one, other) in pairs if one != other), min(len(old.body), len(new.body)))
    shown = slice(max(0, at - AROUND // 2), at + AROUND)
    return f"body at byte {at}:\n    {old.body[shown]!r}\n    {new.body[shown]!r}"


def compare(old: Copy, new: Copy) -> tuple[int, dict[str, str]]:
    """How many addresses were asked for, and what differs at each that differs.

    Raises OSError or HTTPException where a copy does not answer, ValueError where there are more than LIMIT addresses.
    """
    waiting, seen = deque(SEEDS), set(SEEDS)
    different: dict[str, str] = {}
    while waiting:
        if len(seen) > LIMIT:
            raise ValueError(f"more than {LIMIT} addresses, the last {waiting[-1]}")
        path = waiting.popleft()
        answers = old.ask(path), new.ask(path)
        if text := difference(*answers):
            different[path] = text
        for address in (address for answer in answers for address in linked(path, answer)):
            if address not in seen:
                seen.add(address)
                waiting.append(address)
    return len(seen), different


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--ignore-static-names", action="store_true", help="mask the digests in names of static files")
    options = parser.parse_args()
    try:
        old, new = (Copy(url, options.ignore_static_names) for url in (options.old, options.new))
        asked, different = compare(old, new)
    except (OSError, HTTPException, ValueError) as error:
        sys.stdout.write(f"nothing compared: {error}\n")
        return 2
    for path, text in different.items():
        sys.stdout.write(f"{path}: {text}\n")
    sys.stdout.write(f"{asked} addresses, {len(different)} different\n")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
