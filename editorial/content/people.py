"""People: the name of somebody with an account, and those whom a text is about, who are asked for their consent."""

from dataclasses import dataclass

from wagtail.models import Revision

from cms.users.models import User

GONE, NAMELESS = "Una persona che non c’è più", "Una persona senza nome"


def name_of(user: User | None, *, missing: str = GONE, nameless: str = NAMELESS) -> str:
    """Return the person's name, never the e-mail address: authors read who reviews, and reviewers who writes.

    ``missing`` stands for None, an account that is gone; ``nameless`` for an account without a name.
    """
    if user is None:
        return missing
    return user.get_full_name() or nameless


@dataclass(frozen=True)
class Person:
    """Somebody a page is about. ``key`` identifies them within the page, and depends on its text alone: people_of() is
    called again later and has to give the same."""

    key: str
    name: str
    user: User | None = None  # their account, if any: they may answer after login
    email: str = ""

    @property
    def is_reachable(self) -> bool:
        """Tell whether they are asked by mail or after login; else a reviewer delivers the link by hand."""
        return bool(self.email or self.user)


def people_of(revision: Revision) -> list[Person]:
    """Return each person whom the revision is about once, in the order of the page."""
    people = revision.as_object().people_to_ask()
    return list({person.key: person for person in reversed(people)}.values())[::-1]
