"""What the database says of people's work, in words that outlive the names of models and fields.

The one place that a rename changes: put the new name before the old one, in ``model()`` and in ``fact()`` ("new|old").
What is new gets a table of its own: an older manifest tells nothing of it. Rows are told by addresses, e-mails and
digests; every table gives a sorted list, so that two of them compare line by line.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.storage import default_storage
from django.db.models import Model
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry, Page, PageLogEntry, PageViewRestriction, Revision, TaskState, WorkflowState

Fact = dict[str, Any]


def model(app: str, *names: str) -> Any:
    """The first of these models that there is."""
    known = {found.__name__: found for found in apps.get_app_config(app).get_models()}
    return next(known[name] for name in names if name in known)


def of(row: Any, *names: str) -> Any:
    """The first of these fields that the row has."""
    known = {field.name for field in row._meta.get_fields()}
    return getattr(row, next(name for name in names if name in known))


def digest(content: Any) -> str:
    """As this release computes it: the digests stored by others must be the same."""
    for module, name in (("editorial.content.digest", "content_digest"), ("editorial.rule", "digest")):
        try:
            return getattr(import_module(module), name)(content)
        except (ModuleNotFoundError, AttributeError):
            continue
    raise LookupError("where is the digest of a content computed?")


# --- words


def plain(value: Any) -> Any:
    """As JSON has it; moments in UTC."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(bytes(value)).hexdigest()[:16] if value else ""
    return getattr(value, "email", None) or str(value) if isinstance(value, Model) else value


def fact(row: Any, *fields: str, **more: Any) -> Fact:
    """``fields``: by their present name, or "new|old" where they were renamed."""
    names = [field.split("|") for field in fields]
    return {one[0]: plain(of(row, *one)) for one in names} | {key: plain(value) for key, value in more.items()}


def sort(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda one: json.dumps(one, sort_keys=True))


@cache
def addresses() -> dict[int, str]:
    return dict(Page.objects.values_list("pk", "url_path"))


@cache
def emails() -> dict[int, str]:
    return dict(get_user_model().objects.values_list("pk", "email"))


def address_of(number: Any) -> str:
    """Where the page stands in the tree; a page's number stays its own."""
    return addresses().get(int(number), f"no page {number}")


def email_of(number: Any) -> str:
    return emails().get(number, f"nobody {number}")


# --- tables


def pages() -> Iterable[Fact]:
    revisions = Revision.objects.in_bulk()
    prints = {number: digest(revision.content) for number, revision in revisions.items()}
    for page in Page.objects.filter(depth__gt=1):
        request = page.workflow_states.order_by("-pk").first()
        step = request and request.current_task_state
        scheduled = page.scheduled_revision
        yield fact(
            page, "url_path", "title", "draft_title", "owner", "live", "has_unpublished_changes", "expired",
            "first_published_at", "last_published_at", "go_live_at", "expire_at", "locked_by", "locked_at",
            number=page.pk, revisions=Revision.objects.for_instance(page).count(),
            latest=prints.get(page.latest_revision_id), live_text=prints.get(page.live_revision_id),
            scheduled=scheduled and prints[scheduled.pk], scheduled_for=scheduled and scheduled.approved_go_live_at,
            request=request and request.status, asked_by=request and request.requested_by,
            step=step and step.status, step_text=step and prints.get(step.revision_id),
            comments=[comment.text for comment in page.wagtail_admin_comments.all()],
        )  # fmt: skip


def approvals() -> Iterable[Fact]:
    for row in model("editorial", "Approval").objects.all():
        who = row.guest or email_of(row.user_number)
        yield fact(row, "digest", "as_reviewer", "at", who=who, page=address_of(row.page_number),
                   linked=row.user_id is not None, step=row.task_state_id)  # fmt: skip


def waiting() -> Iterable[Fact]:
    rows = model("editorial", "QueueEntry", "Waiting").objects.select_related("task_state__workflow_state")
    for row in rows:
        page = address_of(row.task_state.workflow_state.object_id)
        yield fact(row, "waiting_since|since", "words_changed", "is_correction", "changes", "digest",
                   page=page, step=row.task_state_id)  # fmt: skip


def changes_asked() -> Iterable[Fact]:
    rows = model("editorial", "ChangeRequestItem", "AskedChange").objects.select_related("task_state__workflow_state")
    for row in rows:
        page = address_of(row.task_state.workflow_state.object_id)
        yield fact(row, "field", "label", "text", "position", "ticked_at", "ticked_by", page=page)


def guests_asked() -> Iterable[Fact]:
    for row in model("editorial", "ConsentRequest", "GuestAsk").objects.all():
        yield fact(row, "digest", "key", "name", "user", "at", "reminded_at", "answer", "answered_at", "comment",
                   "waived_by", way=of(row, "channel", "way"), page=address_of(row.page_number),
                   step=row.task_state_id, content=row.content and digest(row.content))  # fmt: skip


def takedowns() -> Iterable[Fact]:
    for row in model("editorial", "Takedown", "TakeDown").objects.all():
        yield fact(row, "digest", "by", "by_author", "reason", "at", "returned_at", "returned_by",
                   page=address_of(row.page_id), text=row.revision and digest(row.revision.content))  # fmt: skip


def mails() -> Iterable[Fact]:
    for row in model("cms", "Mail").objects.all():
        yield fact(row, "key", "state", "due_at", "sent_at", "content")


def digest_lines() -> Iterable[Fact]:
    for row in model("editorial", "DigestItem", "Notice").objects.select_related("user"):
        words = hashlib.sha256(f"{row.subject} {row.text} {row.path}".encode()).hexdigest()[:16]
        yield fact(row, "user", "key", "at", "sent_at|told_at", words=words)


def mail_preferences() -> Iterable[Fact]:
    for row in model("editorial", "MailPreference").objects.all():
        yield fact(row, "user", "how")


def people() -> Iterable[Fact]:
    for user in get_user_model().objects.all():
        groups = sorted(user.groups.values_list("name", flat=True))
        yield fact(user, "email", "first_name", "last_name", "is_active", "is_superuser", "password", groups=groups)


def members() -> Iterable[Fact]:
    for row in model("profiles", "Member").objects.all():
        contacts = [f"{name}{end}" for name in ("phone", "email", "website") for end in ("", "_visibility")]
        # A field in the past; now its parts, or what could not be divided into them.
        address = getattr(row, "former_address", "") or row.address
        yield fact(row, "user", "kind", "address_as", "joined_on", *contacts, "address_visibility", address=address,
                   name=str(row))  # fmt: skip


def consultants() -> Iterable[Fact]:
    for row in model("pillole", "Consultant").objects.all():
        yield fact(row, "active", who=str(row.member))


def guests_addresses() -> Iterable[Fact]:
    for row in model("radio", "GuestContact").objects.all():
        yield fact(row, "key", "email", page=address_of(row.page_id))


def episode_numbers() -> Iterable[Fact]:
    for row in model("radio", "EpisodeNumber").objects.all():
        yield fact(row, "season", "number", page=address_of(row.page_id))


def recordings() -> Iterable[Fact]:
    for row in model("radio", "RadioAudio").objects.all():
        yield fact(row, "kind", "bytes", "milliseconds", "sha256", "original_name", "uploaded_by", file=print_of(row))


def pictures() -> Iterable[Fact]:
    for row in get_image_model().objects.all():
        yield fact(row, "title", "width", "height", "uploaded_by_user", file=print_of(row), used=used(row),
                   collection=row.collection.name)  # fmt: skip


def print_of(row: Any) -> str:
    """SHA-256 of the file as it lies in the media folder."""
    with default_storage.open(row.file.name) as file:
        return hashlib.sha256(file.read()).hexdigest()


def used(row: Any) -> list[str]:
    """By the index of references."""
    return sorted({str(reference[0]) for reference in row.get_usage()})


def redirects() -> Iterable[Fact]:
    for row in Redirect.objects.all():
        yield fact(row, "old_path", "is_permanent", "automatically_created", to=row.link)


def restrictions() -> Iterable[Fact]:
    for row in PageViewRestriction.objects.all():
        yield fact(row, "restriction_type", page=address_of(row.page_id))


def layout() -> Iterable[Fact]:
    """Menu, foot and contacts."""
    for row in model("cms", "SiteSettings", "SiteFurniture").objects.all():
        streams = {name: list(getattr(row, name).raw_data) for name in ("menu", "columns", "legal", "social")}
        yield fact(row, "about", "address", "opening", "name", "email", "phone", **streams)


def names() -> Iterable[Fact]:
    """What pages are sorted by."""
    for app, name in (("blog", "Category"), ("blog", "BlogTag"), ("pillole", "Topic"), ("profiles", "Area"),
                      ("profiles", "Place"), ("profiles", "Profession"), ("profiles", "Skill")):  # fmt: skip
        rows = model(app, name).objects.all()
        yield {"kind": f"{app}.{name}", "rows": [str(row) for row in rows.order_by("slug")]}


def log() -> Iterable[Fact]:
    """Everything that was written down: what, of what, by whom, how often."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for entries in (PageLogEntry.objects.select_related("user"), ModelLogEntry.objects.select_related("user")):
        counts.update((entry.action, entry.label, getattr(entry.user, "email", "")) for entry in entries)
    return ({"action": action, "of": what, "by": who, "times": times} for (action, what, who), times in counts.items())


def background_tasks() -> Iterable[Fact]:
    """Of the queue of pictures, whose rows name a function by its module."""
    for row in apps.get_model("django_tasks_database", "DBTaskResult").objects.all():
        yield fact(row, "status", "queue_name", "backend_name", "args_kwargs", "enqueued_at", "finished_at")


def counts() -> Iterable[Fact]:
    for name, rows in (("groups", Group.objects), ("requests", WorkflowState.objects), ("steps", TaskState.objects),
                       ("revisions", Revision.objects)):  # fmt: skip
        yield {"of": name, "rows": rows.count()}


TABLES: tuple[Callable[[], Iterable[Fact]], ...] = (
    pages, approvals, waiting, changes_asked, guests_asked, takedowns, mails, digest_lines, mail_preferences, people,
    members, consultants, guests_addresses, episode_numbers, recordings, pictures, redirects, restrictions,
    layout, names, log, background_tasks, counts,
)  # fmt: skip


def everything() -> dict[str, list[Fact]]:
    addresses.cache_clear()
    emails.cache_clear()
    return {table.__name__: sort(table()) for table in TABLES}
