"""The content of a revision that two people agree to, and its digest. Imports nothing of ours: a leaf."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import COMMENTS_RELATION_NAME

# Fields that Page.with_content_json() overrides or PublishRevisionAction recomputes: they change while the content
# stays the same. Slug, go_live_at and expire_at are content, and not among them.
NON_CONTENT_FIELDS = frozenset(
    {
        "pk", "content_type", "path", "depth", "numchild", "url_path", "translation_key",
        "locale", "alias_of", "owner", "draft_title", "live", "has_unpublished_changes",
        "expired", "locked", "locked_at", "locked_by", "first_published_at",
        "last_published_at", "latest_revision", "latest_revision_created_at",
        "live_revision", COMMENTS_RELATION_NAME,
    }
)  # fmt: skip


def reviewable_content(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a revision's content without bookkeeping: what a reader or a schedule can see of it.

    A child row's ``pk`` is bookkeeping too: it is null until the page is published for the first time with it.
    """
    return {
        key: [_without_pk(child) for child in value] if isinstance(value, list) else value
        for key, value in content.items()
        if key not in NON_CONTENT_FIELDS
    }


def _without_pk(child: Any) -> Any:
    return {key: value for key, value in child.items() if key != "pk"} if isinstance(child, dict) else child


def content_digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 (64 hexadecimal digits) of the reviewable content: equal content, equal digest."""
    text = json.dumps(reviewable_content(content), sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()
