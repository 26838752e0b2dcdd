"""What templates may hold, and how long they may be."""

import re

import pytest

from .sources import name, templates

LONGEST_TEMPLATE = 100
INLINE = {
    "a filter that trusts its text": re.compile(r"\|\s*safe\b|{%\s*autoescape off"),
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.I),
    "an event handler": re.compile(r"<[^>]*\son\w+\s*=", re.I),
    "another host": re.compile(r"(?:src|srcset|poster)=[\"']?(?:https?:)?//|<link[^>]+href=[\"']?(?:https?:)?//", re.I),
}
# Mail programs load no style sheet: a mail's look stands in the mail. No policy of ours reaches it.
MAY = {"an inline style": "templates/emails/"}


@pytest.mark.parametrize("what", INLINE)
def test_templates_hold_nothing_that_the_content_security_policy_forbids(what):
    wrong = [
        f"{name(path)}: {found[0]}"
        for path in templates()
        if not name(path).startswith(MAY.get(what, "nowhere"))
        and (found := INLINE[what].search(path.read_text(encoding="utf-8")))
    ]
    assert wrong == []


def test_templates_fit_a_screen_or_two():
    lines = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in templates()}
    assert {path: count for path, count in lines.items() if count > LONGEST_TEMPLATE} == {}
