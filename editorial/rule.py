"""The rule of the desk, free of any request.

A revision goes live when two different people said yes to exactly that content, at least one of them a reviewer
who neither owns the page nor asked for its publication. Sending a text to the desk is its sender's yes; saving
is nobody's.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.shortcuts import resolve_url
from wagtail.models import COMMENTS_RELATION_NAME, Page, WorkflowState

if TYPE_CHECKING:
    from .models import Approval
    from .tasks import DeskTask

# What Page.with_content_json() overrides or PublishRevisionAction recomputes: it changes while the text stays
# the same. Slug, go_live_at and expire_at are text: they stay in.
BOOKKEEPING = frozenset(
    {
        "pk", "content_type", "path", "depth", "numchild", "url_path", "translation_key",
        "locale", "alias_of", "owner", "draft_title", "live", "has_unpublished_changes",
        "expired", "locked", "locked_at", "locked_by", "first_published_at",
        "last_published_at", "latest_revision", "latest_revision_created_at",
        "live_revision", COMMENTS_RELATION_NAME,
    }
)  # fmt: skip


class Refused(Exception):
    """The rule says no and nothing was written; the guard shows the message at ``url``."""

    def __init__(self, message: str, url: str = "") -> None:
        super().__init__(message)
        self.url = url or resolve_url(settings.LOGIN_REDIRECT_URL)


def text_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """A revision's content without bookkeeping.

    A child row's ``pk`` is bookkeeping too: it is null until the page is published for the first time with it.
    """
    return {
        key: [_without_pk(child) for child in value] if isinstance(value, list) else value
        for key, value in content.items()
        if key not in BOOKKEEPING
    }


def _without_pk(child: Any) -> Any:
    return {key: value for key, value in child.items() if key != "pk"} if isinstance(child, dict) else child


def digest(content: Mapping[str, Any]) -> str:
    """The fingerprint (SHA-256, hexadecimal) of what a reader or a schedule can see of a revision's content."""
    text = json.dumps(text_of(content), sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def is_reviewer(user: Any, task: "DeskTask", page: Page, request: WorkflowState) -> bool:
    """A member of the desk who neither owns the page nor asked for it. Superuser is no reviewer."""
    from .querysets import sent_by

    return (
        user.is_active
        and not user.is_superuser
        and user.pk not in (page.owner_id, request.requested_by_id)
        and task.groups.filter(user=user.pk).exists()
        and not sent_by(user, request).exists()
    )


def is_author(user: Any, page: Page, request: WorkflowState) -> bool:
    """The page's owner; of a page left without owner, whoever asked for it."""
    return user.is_authenticated and user.pk == (page.owner_id or request.requested_by_id)


def is_enough(yeses: Iterable["Approval"]) -> bool:
    """Two people, one of them a reviewer. The rows alone: rights were judged when each spoke."""
    yeses = list(yeses)
    return len({yes.user_number for yes in yeses}) > 1 and any(yes.as_reviewer for yes in yeses)
