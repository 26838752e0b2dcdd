"""Who may see a page is no switch: whoever wants one away takes it down.

One restriction exists, of roles.CLOSED_PAGE, which provisioning makes. No screen makes another: one that is found was
written into the database by hand. Its page is off the site without a takedown, and comes back only as a text that two
people agree to, at whose publication the restriction goes.
"""

from django.apps import apps
from django.db.models import QuerySet
from wagtail.log_actions import log
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from editorial.roles import CLOSED_PAGE

LOG_OPENED = "editorial.opened"


def extra_restrictions() -> QuerySet[PageViewRestriction]:
    """Return the restrictions of pages that provisioning did not make, in the order of the tree."""
    closed = apps.get_model(CLOSED_PAGE)._default_manager.values("pk")
    return PageViewRestriction.objects.exclude(page__in=closed).select_related("page").order_by("page__path", "pk")


def restricted_collections() -> QuerySet[CollectionViewRestriction]:
    """Return the restrictions of collections: provisioning makes none."""
    return CollectionViewRestriction.objects.select_related("collection").order_by("pk")


def open_to_everybody(page: Page) -> None:
    """Delete the page's own restrictions that provisioning did not make, with a log entry."""
    restrictions = extra_restrictions().filter(page=page.pk)
    if restrictions.exists():
        restrictions.delete()
        log(page, LOG_OPENED)
