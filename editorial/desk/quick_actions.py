"""Quick actions: what a desk begins with one tap from «Da leggere». The apps above register theirs."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from cms.users.models import User


@dataclass(frozen=True)
class QuickAction:
    """A button of «Da leggere»."""

    label: str  # «Nuova puntata»
    url_name: str
    may: Callable[[User], bool]  # whether this user is offered it
    posts: bool  # True: the button itself makes the draft. False: the address asks something first
    order: int

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_actions: dict[str, QuickAction] = {}


def register_quick_action(label: str, url_name: str, may: Callable[[User], bool], *, posts: bool, order: int) -> None:
    """Offer a quick action, see QuickAction. Registering a URL name again replaces the first."""
    _actions[url_name] = QuickAction(label, url_name, may, posts, order)


def quick_actions_for(user: User) -> list[QuickAction]:
    """Return what this person may begin, in ``order``."""
    return sorted((action for action in _actions.values() if action.may(user)), key=lambda action: action.order)
