"""Down, which one person may do, and back, as exactly what was agreed."""

from typing import Any

from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Workflow

from .approvals import lock_page, page_url_for
from .finish import RETURNED, SKELETON
from .models import Approval, TakeDown
from .roles import OFFICE
from .rule import Refused, digest, is_enough
from .tasks import DeskTask

NOT_LIVE = "Questa pagina non è sul sito."
NOT_YOURS = "Non puoi togliere questa pagina dal sito."


def reviews_section(user: Any, page: Page) -> bool:
    """In a desk of the page's section, and not the owner."""
    if not user.is_active or user.is_superuser or user.pk == page.owner_id:
        return False
    workflow: Workflow | None = page.get_workflow()
    return workflow is not None and DeskTask.objects.of_workflow(workflow).filter(groups__user=user).exists()


def is_skeleton(page: Page) -> bool:
    """Home, indexes, guide: the house itself, published by provisioning."""
    return PageLogEntry.objects.filter(page=page.pk, action=SKELETON).exists()


def owns(user: Any, page: Page) -> bool:
    """A page whose owner is gone is nobody's: not a visitor's either, who has no number."""
    return page.owner_id is not None and user.pk == page.owner_id


def is_office(user: Any) -> bool:
    """Of the Segreteria, which invites members and parts with them. A closed account is of no office."""
    return user.is_active and OFFICE in user.group_names


def can_hide(user: Any, page: Page) -> bool:
    """The owner, where the page type says so."""
    return page.live and owns(user, page) and page.specific_class.author_may_hide


def can_take_down(user: Any, page: Page) -> bool:
    return page.live and not is_skeleton(page) and reviews_section(user, page)


@transaction.atomic
def take_down(page_id: int, user: Any, reason: str = "") -> TakeDown:
    """Take a live page off the site: a reviewer of the section or the office with a reason, or its owner."""
    from . import notices

    page = lock_page(page_id)
    if not page.live:
        raise Refused(NOT_LIVE)
    by_author = can_hide(user, page)
    office = is_office(user) and page.specific_class.author_may_hide
    if not by_author and not office and not can_take_down(user, page):
        raise Refused(NOT_YOURS)
    if not by_author and not reason.strip():
        raise Refused("Scrivi il motivo: lo leggerà chi ha scritto la pagina.")
    revision = page.live_revision
    row = TakeDown.objects.create(
        page=page, revision=revision, digest=digest(revision.content) if revision else "",
        by=user, by_author=by_author, reason=reason.strip(),
    )  # fmt: skip
    specific = page.specific
    # The tester lets nobody unpublish (editorial.permissions): this is the one door, and has judged.
    UnpublishPageAction(specific, user=user, log_action=False).execute(skip_permission_checks=True)
    log(specific, "editorial.taken_down", user=user, revision=revision,
        data={"reason": row.reason, "by_author": by_author})  # fmt: skip
    notices.taken_down(row, user)
    return row


def open_take_down(page: Page) -> TakeDown | None:
    return TakeDown.objects.open().filter(page=page.pk).select_related("revision").first()


def was_agreed(page: Page, fingerprint: str) -> bool:
    """Did two people, one of them of the desk, say yes to exactly this content of this page?"""
    yeses = Approval.objects.filter(page_number=page.pk, digest=fingerprint, user_number__isnull=False)
    return is_enough(yeses)


def can_return(user: Any, page: Page) -> bool:
    """A reviewer; or the owner, of what they hid themselves."""
    row = open_take_down(page)
    if row is None or page.live or row.revision_id is None:
        return False
    return hid_it(user, page, row) or reviews_section(user, page)


def hid_it(user: Any, page: Page, row: TakeDown) -> bool:
    """The owner, by themselves: they may bring it back while its text is kept."""
    return row.by_author and owns(user, page) and row.revision_id is not None


@transaction.atomic
def return_to_site(page_id: int, user: Any) -> None:
    """Back, as exactly the content last agreed; linked to its old yeses by its fingerprint."""
    from . import notices

    page = lock_page(page_id)
    if not can_return(user, page):
        raise Refused("Questa pagina può tornare solo passando dalla redazione.")
    row = open_take_down(page)
    assert row is not None and row.revision is not None  # can_return() saw them, under the lock
    if digest(row.revision.content) != row.digest or not was_agreed(page, row.digest):
        text = "La versione di allora non è più quella concordata: deve passare di nuovo dalla redazione."
        raise Refused(text, page_url_for(user, page))
    row.revision.publish(user=user, log_action=RETURNED, skip_permission_checks=True)
    notices.returned(row, user)
