"""Whether what the public reads is what two people said yes to: many pages at a time, whatever the size of the site."""

from collections.abc import Iterator, Sequence

from django.db.models import prefetch_related_objects
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageLogEntry, Revision

from editorial.content.digest import content_digest
from editorial.content.normalise import changed_field_labels
from editorial.models import Approval, Takedown
from editorial.models.approval import has_quorum
from editorial.publication.gate import LOG_PROVISIONED, LOG_RESTORED

SLICE = 100
Fault = tuple[str, str]  # code, sentence


def audit_live_pages(*, after: int = 0, most: int | None = None) -> Iterator[tuple[Page, list[Fault]]]:
    """Every live page with what is wrong with it, by number, from the one after ``after``; at most ``most`` of them."""
    while pages := _slice(after, SLICE if most is None else min(SLICE, most)):
        yield from _judged(pages)
        after = pages[-1].pk
        most = None if most is None else most - len(pages)


def _slice(after: int, size: int) -> list[Page]:
    """The next pages, whole: each type and each kind of row below them is asked for once."""
    if size < 1:
        return []
    found = Page.objects.live().filter(depth__gt=1, pk__gt=after).order_by("pk")[:size]
    pages = list(found.specific())
    for model in {type(page) for page in pages}:
        relations = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
        names = [*relations, *(field.name for field in get_all_child_m2m_relations(model))]
        of_type = [page for page in pages if type(page) is model]
        # Comments are no text, but Wagtail writes them down with it.
        prefetch_related_objects(of_type, *names, f"{COMMENTS_RELATION_NAME}__replies")
    return pages


def _judged(pages: Sequence[Page]) -> Iterator[tuple[Page, list[Fault]]]:
    numbers = [page.pk for page in pages]
    texts = Revision.objects.only("content").in_bulk([page.live_revision_id for page in pages])
    prints = {
        page.pk: content_digest(texts[page.live_revision_id].content)
        for page in pages
        if page.live_revision_id in texts
    }
    yeses = Approval.objects.filter(page_number__in=numbers, user_number__isnull=False)
    said: dict[tuple[int, str], list[Approval]] = {}
    for yes in yeses.filter(digest__in=set(prints.values())):
        said.setdefault((yes.page_number, yes.digest), []).append(yes)
    logged = set(
        PageLogEntry.objects.filter(page__in=numbers, action__in=(LOG_PROVISIONED, LOG_RESTORED)).values_list(
            "page_id", "revision_id", "action"
        )
    )
    returned = set(
        Takedown.objects.filter(page__in=numbers, returned_at__isnull=False).values_list("page_id", "digest")
    )
    for page in pages:
        text = texts.get(page.live_revision_id)
        if text is None:
            yield page, [("live-unknown", "il testo che avete concordato non c’è più, e non si può confrontare.")]
            continue
        here = (page.pk, prints[page.pk])
        explained = (
            has_quorum(said.get(here, ()))
            or (page.pk, page.live_revision_id, LOG_PROVISIONED) in logged
            or ((page.pk, page.live_revision_id, LOG_RESTORED) in logged and here in returned)
        )
        faults = [] if explained else [("live-not-agreed", "è sul sito senza i due sì a questo testo.")]
        if fields := changed_field_labels(type(page), text.content, page.serializable_data()):
            faults.append(("live-row-differs", f"sul sito non è come l’avete concordata ({', '.join(fields)})."))
        yield page, faults
