"""What a desk begins with one tap from «Da leggere»: the apps above register it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class Starter:
    label: str  # «Nuova puntata»
    url_name: str
    may: Callable[[Any], bool]  # the person who looks
    posts: bool  # True: the button itself makes the draft. False: the address asks something first
    order: int

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_starters: dict[str, Starter] = {}


def register_starter(label: str, url_name: str, may: Callable[[Any], bool], *, posts: bool, order: int) -> None:
    _starters[url_name] = Starter(label, url_name, may, posts, order)


def starters_for(user: Any) -> list[Starter]:
    return sorted((one for one in _starters.values() if one.may(user)), key=lambda one: one.order)
