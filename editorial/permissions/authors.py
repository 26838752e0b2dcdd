"""Whose a page is."""

from typing import Any

from wagtail.models import Page, WorkflowState

from cms.users.models import User


def owns(user: Any, page: Page) -> bool:
    """Tell whether this person owns the page. One whose owner is gone is nobody's: not a visitor's either, who has
    no number."""
    return page.owner_id is not None and user.pk == page.owner_id


def is_author(user: Any, page: Page, request: WorkflowState) -> bool:
    """Tell whether the page is this person's: its owner; of a page left without owner, whoever asked for it."""
    return user.is_authenticated and user.pk == (page.owner_id or request.requested_by_id)


def author_of(page: Page, request: WorkflowState | None = None) -> User | None:
    """Return whom ``is_author`` means; without ``request`` whoever asked last. None if the account is gone."""
    if page.owner_id:
        return page.owner
    request = request or page.workflow_states.order_by("-pk").first()
    return request.requested_by if request else None
