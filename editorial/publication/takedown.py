"""Taking a page off the site, which one person may do, and restoring exactly the content that two agreed to."""

from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from cms.exceptions import ActionRefused
from cms.users.models import User
from cms.users.types import AnyUser
from editorial import events
from editorial.content.digest import content_digest
from editorial.models import Approval, Takedown
from editorial.models.approval import has_quorum
from editorial.models.tasks import reviews_section
from editorial.permissions.authors import owns
from editorial.permissions.groups import is_office
from editorial.review.links import page_url_for
from editorial.review.state import lock_page

from .gate import LOG_PROVISIONED, LOG_RESTORED

NOT_LIVE = "Questa pagina non è sul sito."
NO_REASON = "Scrivi il motivo: lo leggerà chi ha scritto la pagina."
NOT_YOURS = "Non puoi togliere questa pagina dal sito."


def is_skeleton(page: Page) -> bool:
    """Tell whether provisioning published the page: home, indexes, guide."""
    return PageLogEntry.objects.filter(page=page.pk, action=LOG_PROVISIONED).exists()


def can_hide(user: AnyUser, page: Page) -> bool:
    """Tell whether this person may hide the live page alone: its owner, where the page type allows it."""
    return page.live and owns(user, page) and page.specific_class.author_may_hide


def can_take_down(user: AnyUser, page: Page) -> bool:
    """Tell whether this person may take the page down as a reviewer of its section: one that is live, or that its owner
    hid and could bring back alone."""
    hidden = not page.live and Takedown.objects.open().filter(page=page.pk, by_author=True).exists()
    return (page.live or hidden) and not is_skeleton(page) and reviews_section(user, page)


@transaction.atomic
def take_down(page_id: int, user: User, reason: str = "") -> Takedown:
    """Take a live page off the site, for a reviewer of the section or the office with a reason, or for its owner. One
    that its owner hid stays hidden, and comes back only through the desk.

    Raises ActionRefused if it is not live nor hidden, if this person may not, or if they have to give a reason and gave
    none.
    """
    page = lock_page(page_id)
    if not page.live:
        return _take_down_hidden(page, user, reason.strip())
    by_author = can_hide(user, page)
    office = is_office(user) and page.specific_class.author_may_hide
    if not by_author and not office and not can_take_down(user, page):
        raise ActionRefused(NOT_YOURS)
    if not by_author and not reason.strip():
        raise ActionRefused(NO_REASON)
    revision = page.live_revision
    takedown = Takedown.objects.create(
        page=page, revision=revision, digest=content_digest(revision.content) if revision else "",
        by=user, by_author=by_author, reason=reason.strip(),
    )  # fmt: skip
    specific = page.specific
    # EditorialTester lets nobody unpublish: this function is the only way, and has checked the rights.
    UnpublishPageAction(specific, user=user, log_action=False).execute(skip_permission_checks=True)
    log(specific, "editorial.taken_down", user=user, revision=revision,
        data={"reason": takedown.reason, "by_author": by_author})  # fmt: skip
    events.page_taken_down.send(Takedown, takedown=takedown, user=user)
    return takedown


def _take_down_hidden(page: Page, user: User, reason: str) -> Takedown:
    """Make the owner's hiding a takedown by the desk: the one open row gets its name and reason, the log keeps both."""
    takedown = Takedown.objects.open().filter(page=page.pk, by_author=True).first()
    if takedown is None:
        raise ActionRefused(NOT_LIVE)
    if not can_take_down(user, page):
        raise ActionRefused(NOT_YOURS)
    if not reason:
        raise ActionRefused(NO_REASON)
    takedown.by, takedown.by_author, takedown.reason = user, False, reason
    takedown.save(update_fields=["by", "by_author", "reason"])
    log(page.specific, "editorial.taken_down", user=user, revision=takedown.revision,
        data={"reason": reason, "by_author": False})  # fmt: skip
    events.page_taken_down.send(Takedown, takedown=takedown, user=user)
    return takedown


def open_takedown(page: Page) -> Takedown | None:
    """Return the takedown from which the page has not come back, with its revision."""
    return Takedown.objects.open().filter(page=page.pk).select_related("revision").first()


def was_approved(page: Page, digest: str) -> bool:
    """Tell whether two people, one of them a reviewer, approved exactly this content of this page, at any time."""
    return has_quorum(Approval.objects.filter(page_number=page.pk, digest=digest, user_number__isnull=False))


def can_restore(user: AnyUser, page: Page) -> bool:
    """Tell whether this person may restore the page while its revision is kept: a reviewer of the section, or the owner
    who hid it."""
    takedown = open_takedown(page)
    if takedown is None or page.live or takedown.revision_id is None:
        return False
    return hidden_by_owner(user, page, takedown) or reviews_section(user, page)


def hidden_by_owner(user: AnyUser, page: Page, takedown: Takedown) -> bool:
    """Tell whether this person, the owner, hid the page and its revision is kept: then they may restore it."""
    return takedown.by_author and owns(user, page) and takedown.revision_id is not None


@transaction.atomic
def restore(page_id: int, user: User) -> None:
    """Publish the page again as exactly the content that was taken down; its digest links it to the old approvals.

    Raises ActionRefused if this person may not, or if that content is no longer the one that two people agreed to.
    """
    page = lock_page(page_id)
    if not can_restore(user, page):
        raise ActionRefused("Questa pagina può tornare solo passando dalla redazione.")
    takedown = open_takedown(page)
    assert takedown is not None and takedown.revision is not None  # can_restore() saw them, under the lock
    revision, digest = takedown.revision, takedown.digest
    if content_digest(revision.content) != digest or not was_approved(page, digest):
        text = "La versione di allora non è più quella concordata: deve passare di nuovo dalla redazione."
        raise ActionRefused(text, page_url_for(user, page))
    revision.publish(user=user, log_action=LOG_RESTORED, skip_permission_checks=True)
    events.page_restored.send(Takedown, takedown=takedown, user=user)
