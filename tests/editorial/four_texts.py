"""Four texts that wait for the desk of a section, and how a person's queue shows them."""

import re

from django.urls import reverse

from editorial.review.queue import waiting_for
from tests.support.moderation import sent, submit, yes
from tests.support.worlds import World

from .moments import DAY

LONG = "abcdefghijklmnopqrst"


def titles(user) -> list[str]:
    return [item.title for item in waiting_for(user)]


def make_four(newsroom, clock):
    """As they were sent: a new one, a change and a correction of live pages, one of r1's own."""
    pages = {}
    for title in ("Modifica", "Correzione"):
        pages[title] = sent(newsroom.anna, newsroom.blog, title)
        yes(newsroom.r1, pages[title])
    pages["Nuova"] = sent(newsroom.anna, newsroom.blog, "Nuova")
    clock.shift(DAY)
    submit(newsroom.anna, pages["Modifica"], " ".join(LONG))
    clock.shift(DAY)
    submit(newsroom.anna, pages["Correzione"], "uno,")
    clock.shift(DAY)
    pages["Propria"] = sent(newsroom.r1, newsroom.blog, "Propria")
    return pages


FOUR = World(make_four)


def page_of(user, query: str = "", status: int = 200) -> str:
    response = user.client.get(f"{reverse('editorial_queue')}{query}")
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def listed(user, query: str = "") -> list[str]:
    return re.findall(r'<h3><a href="[^"]*">([^<]*)</a></h3>', page_of(user, query))
