"""Who may give the answer that a guest is asked for: nobody who works on the page for the site.

Their yes would be the desk's said twice. Whoever is a guest and works on the page as well answers after login: the
account proves who they are, a link does not. It is the guest's yes alone then, and no yes of the desk is saved by it.
"""

from cms.users.types import AnyUser
from editorial.models import Approval, DeskTask
from editorial.querysets import saves_by
from editorial.review.state import ReviewItem


def works_on(user: AnyUser, item: ReviewItem) -> bool:
    """Tell whether this person sits in a desk that the text passes, administers the site, owns the page, asked for its
    publication, sent the text or ever saved one of the page: a text goes on from those before it."""
    if not user.is_authenticated:
        return False
    page, request = item.page, item.state.workflow_state
    return (
        user.is_superuser
        or user.pk in (page.owner_id, request.requested_by_id)
        or DeskTask.objects.for_workflow(request.workflow_id).with_member(user).exists()
        or Approval.objects.of_senders(request).by(user).exists()
        or page.revisions.filter(user=user.pk).exists()
        or saves_by(page, user).exists()
    )
