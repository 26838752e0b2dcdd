"""What people do to a page, by the services that the screens call: faster than a browser's POST, for tests that need
the outcome alone. ``moderation.py`` has the same through HTTP."""

from typing import Any

from wagtail.models import Page

from cms.users.models import User
from editorial.consent import services as consent_services
from editorial.consent.links import GuestToken
from editorial.content.digest import content_digest
from editorial.models import ConsentRequest
from editorial.review import services

from .moderation import fresh, seen_by, seen_by_guest


def latest_digest(page: Page) -> str:
    return content_digest(fresh(page).latest_revision.content)


def send(page: Page, user: User) -> int:
    """Number of the step that it waits at."""
    task_state = services.send(page.pk, user, seen_by(user, page))
    assert task_state is not None
    return task_state.pk


def agree(page: Page, sender: User, reviewer: User) -> None:
    """Sender, desk and, where the page is about somebody, each of them: it is on the site."""
    services.approve(send(page, sender), reviewer, seen_by(reviewer, page))
    for request in consent_services.requests_at(page):
        token = GuestToken(request, ConsentRequest.Channel.MAIL)
        consent_services.answer(token, yes=True, user=None, seen=seen_by_guest(request))


def rewrite(page: Page, user: User, **fields: Any) -> None:
    draft = fresh(page).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=user)
