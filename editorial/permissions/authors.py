"""Who owns a page, and who is its author: the owner, or without one whoever asked for its publication."""

from wagtail.models import Page, WorkflowState

from cms.users.models import User
from cms.users.types import AnyUser


def owns(user: AnyUser, page: Page) -> bool:
    """Tell whether this person owns the page. A page whose owner is gone (None) belongs to nobody, a visitor (whose
    number is None too) included."""
    return page.owner_id is not None and user.pk == page.owner_id


def is_author(user: AnyUser, page: Page, request: WorkflowState) -> bool:
    """Tell whether this person is the page's author: its owner, or, of a page left without owner, ``requested_by``."""
    return user.is_authenticated and user.pk == (page.owner_id or request.requested_by_id)


def author_of(page: Page, request: WorkflowState | None = None) -> User | None:
    """Return the person for whom is_author() is true, None if the account is gone. Without ``request`` it is the
    page's last."""
    if page.owner_id:
        return page.owner
    request = request or page.workflow_states.order_by("-pk").first()
    return request.requested_by if request else None
