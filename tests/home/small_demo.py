"""The demo with a few of its rows: every account, every state, every tree. All of it takes longer than a test may."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from typing import IO, Any
from unittest.mock import patch

from django.core.files.images import ImageFile
from django.test import TestCase
from PIL import Image as Pillow

from home.demo import acting, loading, trees
from home.demo.texts import episodes, members, pillole, posts
from tests.support.people import ensure_house
from tests.support.worlds import World

ROLES = (
    "socia", "socio", "consulente", "blog", "vetrine", "radio", "pillole",
    "redazione", "redazione2", "segreteria", "admin",
)  # fmt: skip
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


def small_picture(file: IO[bytes], name: str) -> ImageFile:
    """The picture a few pixels wide: the sizes of a large one take half a second each, and are tests/cms' to try."""
    stream = BytesIO()
    with Pillow.open(file) as picture:
        picture.thumbnail((96, 96))
        picture.save(stream, "WEBP")
    return ImageFile(stream, name=name)


@contextmanager
def small_demo() -> Iterator[None]:
    """``load()`` inside it loads a few rows of each tree."""
    rows = {
        "posts": few(posts(), POSTS),
        "episodes": few(episodes(), EPISODES),
        "pillole": [row for row in pillole() if row["slug"] in CONSULTATIONS],
    }
    with ExitStack() as stack:
        stack.enter_context(patch.object(acting, "ImageFile", small_picture))
        stack.enter_context(patch.object(loading, "members", lambda: few(members(), MEMBERS)))
        for name, found in rows.items():
            stack.enter_context(patch.object(trees, name, lambda found=found: found))
        yield


def load_few() -> None:
    ensure_house()
    # The search index is written on commit.
    with TestCase.captureOnCommitCallbacks(execute=True), small_demo():
        loading.load(lambda text: None)


SMALL_DEMO = World(load_few)
