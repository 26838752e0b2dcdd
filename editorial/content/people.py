"""The people whom a text is about, who say yes to it after the desk."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Revision


@dataclass(frozen=True)
class Person:
    """Somebody a page is about. ``key`` depends on the page's text alone, so that it can be asked again later."""

    key: str
    name: str
    user: Any = None  # may answer after login
    email: str = ""  # empty: the desk hands the link over


def people_of(revision: Revision) -> list[Person]:
    """Return each person once, in the order of the page."""
    people = revision.as_object().people_to_ask()
    return list({person.key: person for person in reversed(people)}.values())[::-1]
