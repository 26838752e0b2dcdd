"""Down, which one person may do, and back, as exactly what was agreed."""

from typing import Any

from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from cms.exceptions import ActionRefused
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
NOT_YOURS = "Non puoi togliere questa pagina dal sito."


def is_skeleton(page: Page) -> bool:
    """Home, indexes, guide: the house itself, published by provisioning."""
    return PageLogEntry.objects.filter(page=page.pk, action=LOG_PROVISIONED).exists()


def can_hide(user: Any, page: Page) -> bool:
    """The owner, where the page type says so."""
    return page.live and owns(user, page) and page.specific_class.author_may_hide


def can_take_down(user: Any, page: Page) -> bool:
    return page.live and not is_skeleton(page) and reviews_section(user, page)


@transaction.atomic
def take_down(page_id: int, user: Any, reason: str = "") -> Takedown:
    """Take a live page off the site: a reviewer of the section or the office with a reason, or its owner.

    Raises ActionRefused if it is not live, if this person may not, or if they have to give a reason and gave none.
    """
    page = lock_page(page_id)
    if not page.live:
        raise ActionRefused(NOT_LIVE)
    by_author = can_hide(user, page)
    office = is_office(user) and page.specific_class.author_may_hide
    if not by_author and not office and not can_take_down(user, page):
        raise ActionRefused(NOT_YOURS)
    if not by_author and not reason.strip():
        raise ActionRefused("Scrivi il motivo: lo leggerà chi ha scritto la pagina.")
    revision = page.live_revision
    row = Takedown.objects.create(
        page=page, revision=revision, digest=content_digest(revision.content) if revision else "",
        by=user, by_author=by_author, reason=reason.strip(),
    )  # fmt: skip
    specific = page.specific
    # The tester lets nobody unpublish (editorial.permissions.pages): this is the one door, and has judged.
    UnpublishPageAction(specific, user=user, log_action=False).execute(skip_permission_checks=True)
    log(specific, "editorial.taken_down", user=user, revision=revision,
        data={"reason": row.reason, "by_author": by_author})  # fmt: skip
    events.page_taken_down.send(Takedown, takedown=row, user=user)
    return row


def open_takedown(page: Page) -> Takedown | None:
    return Takedown.objects.open().filter(page=page.pk).select_related("revision").first()


def was_agreed(page: Page, fingerprint: str) -> bool:
    """Tell whether two people, one of them of the desk, said yes to exactly this content of this page."""
    yeses = Approval.objects.filter(page_number=page.pk, digest=fingerprint, user_number__isnull=False)
    return has_quorum(yeses)


def can_restore(user: Any, page: Page) -> bool:
    """A reviewer; or the owner, of what they hid themselves."""
    row = open_takedown(page)
    if row is None or page.live or row.revision_id is None:
        return False
    return hid_it(user, page, row) or reviews_section(user, page)


def hid_it(user: Any, page: Page, row: Takedown) -> bool:
    """The owner, by themselves: they may bring it back while its text is kept."""
    return row.by_author and owns(user, page) and row.revision_id is not None


@transaction.atomic
def restore(page_id: int, user: Any) -> None:
    """Bring a page back as exactly the content last agreed, which its digest links to its old approvals.

    Raises ActionRefused if this person may not, or if that content is no longer the one that two people agreed to.
    """
    page = lock_page(page_id)
    if not can_restore(user, page):
        raise ActionRefused("Questa pagina può tornare solo passando dalla redazione.")
    row = open_takedown(page)
    assert row is not None and row.revision is not None  # can_restore() saw them, under the lock
    if content_digest(row.revision.content) != row.digest or not was_agreed(page, row.digest):
        text = "La versione di allora non è più quella concordata: deve passare di nuovo dalla redazione."
        raise ActionRefused(text, page_url_for(user, page))
    row.revision.publish(user=user, log_action=LOG_RESTORED, skip_permission_checks=True)
    events.page_restored.send(Takedown, takedown=row, user=user)
