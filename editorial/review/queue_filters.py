"""Filters of the queue. They stand in the address, so that a filtered list can be kept and handed on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import slugify

from cms.users.models import User
from editorial.models import DeskTask

from .queue import QueueItem

MINE, SECTION, LATE = "mie", "sezione", "ritardo"
ON = "1"


@dataclass(frozen=True)
class Filters:
    """What of the queue somebody wants to see."""

    mine: bool = False
    late: bool = False
    section: str = ""  # its slug; empty: all sections

    @classmethod
    def read(cls, query: Mapping[str, Any], sections: Iterable[str]) -> "Filters":
        """Read them from GET parameters, ignoring what is unknown; ``sections`` are the slugs that may be chosen."""
        section = query.get(SECTION, "")
        return cls(query.get(MINE) == ON, query.get(LATE) == ON, section if section in sections else "")

    def keep(self, item: QueueItem) -> bool:
        return (
            (item.is_mine or not self.mine)
            and (item.is_late or not self.late)
            and self.section in ("", item.section_slug)
        )

    def apply(self, items: Iterable[QueueItem]) -> list[QueueItem]:
        return [item for item in items if self.keep(item)]

    @property
    def url(self) -> str:
        """The address of the queue with these filters."""
        chosen = [(MINE, self.mine and ON), (SECTION, self.section), (LATE, self.late and ON)]
        query = urlencode([(name, value) for name, value in chosen if value])
        return reverse("editorial_queue") + (f"?{query}" if query else "")


@dataclass(frozen=True)
class Choice:
    """A link that switches a filter on, or off again."""

    label: str
    count: int  # items that it would show
    url: str
    is_on: bool


def _choice(label: str, items: list[QueueItem], on: Filters, off: Filters, is_on: bool) -> Choice:
    return Choice(label, len(on.apply(items)), off.url if is_on else on.url, is_on)


def choices_of(filters: Filters, items: list[QueueItem], sections: Mapping[str, str]) -> list[Choice]:
    """Return the links above a queue of ``items``; ``sections`` as sections_of() gives them."""
    none = Filters()
    choices = [Choice("Tutte", len(items), none.url, filters == none)]
    mine, late = replace(filters, mine=True), replace(filters, late=True)
    choices.append(_choice("Prese da me", items, mine, replace(filters, mine=False), filters.mine))
    choices.append(_choice("In ritardo", items, late, replace(filters, late=False), filters.late))
    if len(sections) > 1:
        for slug, name in sections.items():
            on = replace(filters, section=slug)
            choices.append(_choice(name, items, on, replace(filters, section=""), filters.section == slug))
    return choices


def sections_of(user: User) -> dict[str, str]:
    """Return the name of each section that this person reviews, by its slug."""
    if user.is_superuser:
        return {}
    return {slugify(name): name for name in DeskTask.objects.sections_reviewed_by(user)}
