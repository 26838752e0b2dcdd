"""The demo with a few of its rows: every account, every state, every tree. All of it takes longer than a test may."""

from typing import Any
from unittest import mock

from home.demo import loading, trees
from home.demo.texts import episodes, members, pillole, posts

ROLES = (
    "socia", "socio", "consulente", "blog", "vetrine", "radio", "pillole",
    "redazione", "redazione2", "segreteria", "admin",
)  # fmt: skip
BLOG, RADIO, PILLOLE = "blog", "radio", "pillole"
TREES = (BLOG, RADIO, PILLOLE)
# Besides whoever has an account, or a page that is not live: who writes and speaks in the rows below.
MEMBERS = ("alessandra-valmadonna", "marta-guazzotti", "priya-nair", "tommaso-cavanna")
POSTS = ("undici-anni-di-pillole", "disegnare-un-muro-con-la-terza-b", "leggere-un-bando-in-un-ora")
EPISODES = ("un-manifesto-ha-tre-secondi", "la-busta-delle-fatture", "cominciare-dal-gatto-in-fondo")
CONSULTATIONS = ("fund-raising", "start-up")


def few(rows: list[dict[str, Any]], slugs: tuple[str, ...]) -> list[dict[str, Any]]:
    """Those with an account, those named, and those that are not simply live."""
    return [row for row in rows if row.get("account") or row["slug"] in slugs or row.get("state", "live") != "live"]


def small_demo(*of: str) -> Any:
    """A context: ``load()`` inside it loads a few rows, of the trees named (all, if none is)."""
    wanted = of or TREES
    consultations = [row for row in pillole() if row["slug"] in CONSULTATIONS]
    return mock.patch.multiple(loading, members=lambda: few(members(), MEMBERS)), mock.patch.multiple(
        trees,
        posts=lambda: few(posts(), POSTS) if BLOG in wanted else [],
        episodes=lambda: few(episodes(), EPISODES) if RADIO in wanted else [],
        pillole=lambda: consultations if PILLOLE in wanted else [],
    )


def load_few(*of: str) -> None:
    people, pages = small_demo(*of)
    with people, pages:
        loading.load(lambda text: None)
