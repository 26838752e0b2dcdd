"""The demo with a few of its rows: every account, every state, every tree. All of it takes longer than a test may."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from home.demo import loading, trees
from home.demo.texts import episodes, members, pillole, posts

ROLES = (
    "socia", "socio", "consulente", "blog", "vetrine", "radio", "pillole",
    "redazione", "redazione2", "segreteria", "admin",
)  # fmt: skip
BLOG, RADIO, PILLOLE = "blog", "radio", "pillole"
TREES = (BLOG, RADIO, PILLOLE)
# Besides whoever has an account, or a page that is not live: who writes, speaks or is spoken of in the rows below.
MEMBERS = (
    "alessandra-valmadonna", "coro-mezzavoce", "marta-guazzotti", "passo-lento", "priya-nair", "terza-sponda",
    "tommaso-cavanna",
)  # fmt: skip
POSTS = ("undici-anni-di-pillole", "disegnare-un-muro-con-la-terza-b", "leggere-un-bando-in-un-ora")
EPISODES = ("un-manifesto-ha-tre-secondi", "la-busta-delle-fatture", "cominciare-dal-gatto-in-fondo")
CONSULTATIONS = ("fund-raising", "start-up")


def few(rows: list[dict[str, Any]], slugs: tuple[str, ...]) -> list[dict[str, Any]]:
    """Those with an account, those named, and those that are not simply live."""
    return [row for row in rows if row.get("account") or row["slug"] in slugs or row["state"] != "live"]


@contextmanager
def small_demo(*of: str) -> Iterator[None]:
    """``load()`` inside it loads a few rows, of the trees named."""
    rows = {
        BLOG: ("posts", few(posts(), POSTS)),
        RADIO: ("episodes", few(episodes(), EPISODES)),
        PILLOLE: ("pillole", [row for row in pillole() if row["slug"] in CONSULTATIONS]),
    }
    with ExitStack() as stack:
        stack.enter_context(patch.object(loading, "members", lambda: few(members(), MEMBERS)))
        for tree, (name, found) in rows.items():
            stack.enter_context(patch.object(trees, name, lambda found=found if tree in of else []: found))
        yield


def load_few(*of: str) -> None:
    with small_demo(*of):
        loading.load(lambda text: None)
