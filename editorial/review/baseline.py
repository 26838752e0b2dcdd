"""What somebody knows of a page's text already: what others wrote since has to be shown before their next yes.

Saving is no proof of having read: the editor shows a text without saying who wrote it. So a text of one's own counts
as known only while nobody else has written since the last known one; a yes, which is said on a screen that shows every
change, always does.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page, Revision

from cms.users.models import User
from editorial.content.comparison import live_content
from editorial.models import Approval, ConsentRequest
from editorial.querysets import saves_by_others

OWN, LIVE, NOTHING = "own", "live", "nothing"
SOMEBODY: frozenset[int | None] = frozenset({None})


@dataclass(frozen=True)
class Baseline:
    """The last text that a person knows: their own or one that they said yes to; without one what is live; without
    that nothing."""

    kind: str  # OWN, LIVE or NOTHING
    number: int  # of the revision, or of the guest's consent request; 0 for nothing
    writers: frozenset[int | None]  # accounts of others who wrote since then; None for one that is gone or unknown

    @property
    def others_wrote(self) -> bool:
        return bool(self.writers)

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.number}"

    def content(self, page: Page) -> Mapping[str, Any] | None:
        """Return the content (reads the database), None for nothing at all."""
        if self.kind == OWN:
            return Revision.objects.get(pk=self.number).content
        return live_content(page) if self.kind == LIVE else None


def baseline_of(page: Page, user: User) -> Baseline:
    return baselines_of([page], user)[page.pk]


def baselines_of(pages: Iterable[Page], user: User) -> dict[int, Baseline]:
    """Return each page's baseline for one person, by the page's number, in two queries and at most one more."""
    pages = list(pages)
    numbers = [page.pk for page in pages]
    writers: defaultdict[int, list[tuple[int, int | None]]] = defaultdict(list)
    rows = Revision.page_revisions.filter(object_id__in=[str(number) for number in numbers])
    for number, pk, writer in rows.order_by("created_at", "pk").values_list("object_id", "pk", "user"):
        writers[int(number)].append((pk, writer))
    approved = set(Approval.objects.by(user).filter(page_number__in=numbers).values_list("revision_number", flat=True))
    purged = _purged(writers, user)
    return {page.pk: _baseline(page, user, writers[page.pk], approved, page.pk in purged) for page in pages}


def _purged(writers: Mapping[int, list[tuple[int, int | None]]], user: User) -> set[int]:
    """Return the pages of which somebody else wrote a revision that is no longer kept (``purge_revisions``) before the
    first one that is."""
    first = {number: revisions[0][0] for number, revisions in writers.items()}
    entries = saves_by_others(first, user)
    return {number for number, revision in entries.values_list("page", "revision_id") if revision < first[number]}


def _baseline(
    page: Page, user: User, revisions: list[tuple[int, int | None]], approved: set[int], was_purged: bool
) -> Baseline:
    known: int | None = None
    others: set[int | None] = {None} if was_purged else set()  # who wrote since ``known``
    since_live: set[int | None] | None = None  # who wrote since the live revision
    for pk, writer in revisions:
        own = writer is not None and writer == user.pk
        if pk in approved or (own and not others):
            known, others = pk, set()
        elif not own:
            others.add(writer)
        if pk == page.live_revision_id:
            since_live = set()
        elif since_live is not None and not own:
            since_live.add(writer)
    if known is not None:
        return Baseline(OWN, known, frozenset(others))
    if page.live:
        return Baseline(LIVE, page.live_revision_id or 0, frozenset(others if since_live is None else since_live))
    return Baseline(NOTHING, 0, frozenset(others))


def baseline_of_guest(page: Page, key: str) -> tuple[Baseline, Mapping[str, Any] | None]:
    """Return the baseline of somebody whom the page is about, by the key that the page gives them, and its content:
    their last yes to this page, without one what is live."""
    last = ConsentRequest.objects.last_yes(page, key)
    if last is not None and last.content:
        return Baseline(OWN, last.pk, SOMEBODY), last.content
    kind, number = (LIVE, page.live_revision_id or 0) if page.live else (NOTHING, 0)
    baseline = Baseline(kind, number, SOMEBODY)
    return baseline, baseline.content(page)
