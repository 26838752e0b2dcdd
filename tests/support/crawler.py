"""A person who presses everything they are shown: every link, every form, as a browser would send it."""

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

HOST = "http://testserver"
# What only a script presses, with what it collected itself: files dropped on the page, rows ticked in a list.
SCRIPTED = ("wagtailimages:add_multiple", "wagtaildocs:add_multiple", "wagtail_bulk_action")
# Forms whose streams and comments a script writes: the whole POST comes from ``fill``.
EDITORS = (
    "wagtailadmin_pages:edit", "wagtailadmin_pages:revisions_revert", "wagtailadmin_pages:add", "wagtailsettings:edit",
)  # fmt: skip
# Leaving is not refused, but ends the walk.
ENDS = ("account_logout", "wagtailadmin_logout")


@dataclass
class Form:
    action: str
    method: str
    data: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Screen(HTMLParser):
    """Links, forms and the addresses in the admin's sidebar of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = self._textarea = ""
        self._selected = False
        self._json = ""
        self.sidebar = ""

    def handle_starttag(self, tag, attrs):
        known = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in known:
            self.links.append(known["href"])
        elif tag == "iframe" and known.get("src"):
            self.links.append(known["src"])
        elif tag == "form":
            self._form = Form(known.get("action", ""), known.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "script" and known.get("id") == "wagtail-sidebar-props":
            self._json = "sidebar"
        elif self._form is not None:
            self._field(tag, known)

    def _field(self, tag, known):
        name = known.get("name", "")
        if tag == "input" and name and "disabled" not in known:
            kind = known.get("type", "text")
            if kind in ("checkbox", "radio") and "checked" not in known:
                return
            if kind in ("submit", "image"):
                self._form.buttons.append((name, known.get("value", "")))
            elif kind not in ("file", "button", "reset"):
                self._form.data.setdefault(name, []).append(known.get("value", "on" if kind == "checkbox" else ""))
        elif tag == "button" and known.get("type", "submit") == "submit":
            self._form.buttons.append((name, known.get("value", "")))
        elif tag == "select":
            self._select, self._selected = name, False
        elif tag == "option" and self._select and "selected" in known:
            self._form.data.setdefault(self._select, []).append(known.get("value", ""))
        elif tag == "textarea":
            self._textarea = name
            self._form.data.setdefault(name, []).append("")

    def handle_data(self, text):
        if self._json:
            self.sidebar += text
        elif self._textarea and self._form is not None:
            self._form.data[self._textarea][-1] += text

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "script":
            self._json = ""
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def all_links(self) -> Iterator[str]:
        yield from self.links
        if self.sidebar:
            yield from re.findall(r'"(/[^"]*)"', json.dumps(json.loads(self.sidebar)))


@dataclass
class Walk:
    """``refused`` and ``seen`` fill while walking. ``kind`` tells of an address what its screen depends on (a page's
    type and state). Of a URL name, or of a button there, it tries ``enough`` kinds, then only those with a type or a
    state that it did not try yet."""

    client: Client
    kind: object
    fill: object
    enough: int = 3
    leave: frozenset[str] = frozenset()  # URL names that somebody like them has walked
    refused: list[str] = field(default_factory=list)
    seen: dict[tuple, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    _keys: dict[str, tuple] = field(default_factory=dict)
    _kinds: dict[tuple, list[tuple]] = field(default_factory=dict)

    def go(self, *starts: str) -> "Walk":
        waiting = deque((start, "start") for start in starts)
        met = set(starts)
        while waiting:
            address, source = waiting.popleft()
            for found in self._visit(address, source):
                if found not in met:
                    met.add(found)
                    waiting.append((found, address))
        return self

    def _key(self, address: str) -> tuple:
        """What is pressed is rolled back: a key stays the same for the whole walk."""
        path = urlsplit(address).path
        if path not in self._keys:
            try:
                match = resolve(path)
                self._keys[path] = (match.view_name, *self.kind(match))
            except Resolver404:
                self._keys[path] = ("unresolved", address)
        return self._keys[path]

    def _is_new(self, what: tuple, kind: tuple) -> bool:
        """Of that screen or button, is a kind like this one still to be tried?"""
        known = self._kinds.setdefault(what, [])
        tried = all(part in others for part, others in zip(kind, zip(*known, strict=False), strict=False))
        if kind in known or (known and tried and len(known) >= self.enough):
            return False
        known.append(kind)
        return True

    def _visit(self, address: str, source: str) -> list[str]:
        key = self._key(address)
        if key[0] in (*ENDS, *self.leave, "wagtail_bulk_action") or not self._is_new(("GET", key[0]), key[1:]):
            return []
        self.seen[key] = address
        self.names.add(key[0])
        response = self.client.get(address)
        if response.status_code in (301, 302):
            target = response.headers["Location"]
            if "/accedi/" in target:
                self.refused.append(f"GET {address} -> login (from {source})")
            return self._own([target], address)
        if response.status_code >= 400:
            self.refused.append(f"GET {address}: {response.status_code} (from {source})")
            return []
        if response.streaming:
            list(response.streaming_content)  # or its file stays open
            return []
        if "html" not in response.headers.get("Content-Type", ""):
            return []
        screen = Screen()
        screen.feed(response.content.decode())
        for form in screen.forms:
            self._press(form, address)
        return self._own(screen.all_links(), address)

    def _own(self, links, base: str) -> list[str]:
        own = []
        for link in links:
            whole = urljoin(HOST + base, link)
            parts = urlsplit(whole)
            if (
                parts.scheme == "http"
                and parts.netloc == "testserver"
                and not parts.path.startswith(("/static/", "/media/"))
            ):
                own.append(parts.path + (f"?{parts.query}" if parts.query else ""))
        return own

    def _press(self, form: Form, base: str) -> None:
        address = self._own([form.action or base], base)
        if not address:
            return
        name, *kind = self._key(address[0])
        filled = None
        for button in form.buttons or [("", "")]:
            if name in (*ENDS, *SCRIPTED, *self.leave) or not self._is_new((name, button[0], form.method), tuple(kind)):
                continue
            if filled is None:
                filled = self.fill(resolve(urlsplit(address[0]).path)) if name in EDITORS else dict(form.data)
            data = filled | ({button[0]: [button[1]]} if button[0] else {})
            with transaction.atomic():
                if form.method == "post":
                    response = self.client.post(address[0], data)
                else:
                    response = self.client.get(address[0], data)
                transaction.set_rollback(True)
            self.client.cookies.pop("messages", None)  # what a rolled-back POST said leads nowhere
            target = response.headers.get("Location", "")
            if response.status_code >= 400 or "/accedi/" in target:
                self.refused.append(
                    f"{form.method} {address[0]} {button}: {response.status_code} {target} (from {base})"
                )
