"""Audits whether each live page is what two people said yes to, in slices, so that the site may be of any size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageLogEntry, Revision

from editorial import roles
from editorial.content.digest import content_digest
from editorial.content.normalise import changed_field_labels
from editorial.models import Approval, ConsentRequest, GuestTask, Takedown
from editorial.models.approval import has_quorum
from editorial.pages import ModeratedPage
from editorial.provisioning import tree_of
from editorial.publication.gate import LOG_PROVISIONED, LOG_RESTORED

SLICE_SIZE = 100  # pages held in memory at once
Fault = tuple[str, str]  # code, sentence


def audit_live_pages(*, after: int = 0, limit: int | None = None) -> Iterator[tuple[Page, list[Fault]]]:
    """Yield (page, faults) for live pages with pk > ``after``, in pk order, at most ``limit`` of them."""
    while pages := _slice(after, SLICE_SIZE if limit is None else min(SLICE_SIZE, limit)):
        yield from _judge(pages)
        after = pages[-1].pk
        limit = None if limit is None else limit - len(pages)


def _slice(after: int, size: int) -> list[Page]:
    """Return the next live pages with all rows below them, in one query for each page type and each relation."""
    if size < 1:
        return []
    pages = list(Page.objects.live().filter(depth__gt=1, pk__gt=after).order_by("pk")[:size].specific())
    for model in {type(page) for page in pages}:
        relations = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
        names = [*relations, *(field.name for field in get_all_child_m2m_relations(model))]
        of_type = [page for page in pages if type(page) is model]
        # Comments are no content, but Wagtail serializes them with it.
        prefetch_related_objects(of_type, *names, f"{COMMENTS_RELATION_NAME}__replies")
    return pages


@dataclass(frozen=True)
class GuestTree:
    """A tree whose table has a step for the people whom a page is about."""

    path: str
    step: GuestTask | None


def guest_trees() -> list[GuestTree]:
    """Return those of editorial.roles, whatever steps the workflow has in the database."""
    steps = {step.name: step for step in GuestTask.objects.order_by("-pk")}
    return [
        GuestTree(tree.path, steps.get(name))
        for _workflow, label, tasks in roles.WORKFLOWS
        for name, groups in tasks
        if groups == roles.GUESTS and (tree := tree_of(label)) is not None
    ]


def guests_not_asked(
    page: ModeratedPage, revision: Revision, tree: GuestTree, approvals: Sequence[Approval], settled: set[str]
) -> list[str]:
    """Return the names of those whom the text is about and who neither said yes to exactly it nor were waived; nobody
    of what was agreed before the step existed. ``settled`` are the keys of those who did."""
    if tree.step is not None and tree.step.came_after(max((approval.at for approval in approvals), default=None)):
        return []
    people = page.with_content_json(revision.content).people_to_ask()
    return [person.name for person in people if person.key not in settled]


def _judge(pages: Sequence[Page]) -> Iterator[tuple[Page, list[Fault]]]:
    numbers = [page.pk for page in pages]
    revisions = Revision.objects.only("content").in_bulk([page.live_revision_id for page in pages])
    digests = {
        page.pk: content_digest(revisions[page.live_revision_id].content)
        for page in pages
        if page.live_revision_id in revisions
    }
    by_user = Approval.objects.filter(page_number__in=numbers, user_number__isnull=False)
    approvals: dict[tuple[int, str], list[Approval]] = {}
    for approval in by_user.filter(digest__in=set(digests.values())):
        approvals.setdefault((approval.page_number, approval.digest), []).append(approval)
    logged = set(
        PageLogEntry.objects.filter(page__in=numbers, action__in=(LOG_PROVISIONED, LOG_RESTORED)).values_list(
            "page_id", "revision_id", "action"
        )
    )
    restored = set(
        Takedown.objects.filter(page__in=numbers, returned_at__isnull=False).values_list("page_id", "digest")
    )
    trees = guest_trees()
    settled: dict[tuple[int, str], set[str]] = {}
    for request in ConsentRequest.objects.filter(page_number__in=numbers, answer__in=ConsentRequest.SETTLED):
        settled.setdefault((request.page_number, request.digest), set()).add(request.key)
    for page in pages:
        revision = revisions.get(page.live_revision_id)
        if revision is None:
            yield page, [("live-unknown", "il testo che avete concordato non c’è più, e non si può confrontare.")]
            continue
        content = (page.pk, digests[page.pk])
        is_skeleton = (page.pk, page.live_revision_id, LOG_PROVISIONED) in logged
        is_justified = (
            is_skeleton
            or has_quorum(approvals.get(content, ()))
            or ((page.pk, page.live_revision_id, LOG_RESTORED) in logged and content in restored)
        )
        faults = [] if is_justified else [("live-not-agreed", "è sul sito senza i due sì a questo testo.")]
        tree = next((tree for tree in trees if page.path.startswith(tree.path)), None)
        if tree is not None and not is_skeleton:
            missing = guests_not_asked(page, revision, tree, approvals.get(content, ()), settled.get(content, set()))
            if missing:
                faults.append(("live-guest-not-asked", f"è sul sito senza il sì di {', '.join(missing)}."))
        if fields := changed_field_labels(type(page), revision.content, page.serializable_data()):
            faults.append(("live-row-differs", f"sul sito non è come l’avete concordata ({', '.join(fields)})."))
        yield page, faults
