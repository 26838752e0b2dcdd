"""The template context of the list «Da leggere», for its own screen and for the admin's home."""

from collections.abc import Mapping
from typing import Any

from cms.users.models import User
from editorial.permissions.groups import waits_to_be_seen
from editorial.review.queue import waiting_for, waiting_for_guests
from editorial.review.queue_filters import Filters, choices_of, sections_of

from .quick_actions import quick_actions_for


def queue_context(user: User, query: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context of the list, its filters and the quick actions; ``query`` are the request's GET parameters."""
    items, sections = waiting_for(user), sections_of(user)
    filters = Filters.read(query, sections)
    return {
        "account_is_unseen": waits_to_be_seen(user),
        "items": filters.apply(items),
        "filters": choices_of(filters, items, sections) if items else [],
        "consent_queue": waiting_for_guests(user),
        "is_filtered": filters != Filters() and bool(items),
        "queue_url": filters.url,
        "quick_actions": quick_actions_for(user),
    }
