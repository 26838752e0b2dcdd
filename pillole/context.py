"""Template contexts and structured data (schema.org) of the list of pillole, of a pillola and of a note."""

from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from cms.pagination import paginate
from cms.seo.schema_org import CITY, LAB121, Node, absolute, headline, image_urls, node_ref, page_node, site_ref
from cms.seo.share_image.card import share_image_url
from profiles.contributions import ContributionGroup, contributions_of

from .querysets import NoteQuerySet, PillolaQuerySet

if TYPE_CHECKING:
    from .models import NotePage, PillolaPage

CARDS = 24
NOTES = 12
OTHER_NOTES = 5
SERVICE = "pillola"  # fragment of the @id of the offered service in structured data


def index_context(pillole: PillolaQuerySet, query: QueryDict) -> dict[str, Any]:
    """Return one page of the list: those of ``pillole`` that the public may see, topic by topic.

    Raises Http404 for a page number past the end.
    """
    ids = list(pillole.visible().in_topic_order().values_list("pk", flat=True))
    pagination = paginate(ids, query, pillole.as_cards().in_bulk, CARDS)
    return {"pagination": pagination, "pillole": pagination.object_list}


def pillola_context(page: "PillolaPage", notes: NoteQuerySet, query: QueryDict) -> dict[str, Any]:
    """Return one page of the notes below the pillola, and what else its consultant did.

    Raises Http404 for a page number past the end.
    """
    # The preview of a page that was never saved: it has no primary key yet, and nothing below it.
    visible = notes.visible().below(page) if page.pk else notes.none()
    ids = list(visible.newest().values_list("pk", flat=True))
    pagination = paginate(ids, query, notes.in_bulk, NOTES)
    return {"pagination": pagination, "notes": pagination.object_list, "contributions": _contributions(page)}


def note_context(page: "NotePage") -> dict[str, Any]:
    """Return the pillola above the note, its other notes, newest first, and what else its consultant did."""
    others = type(page).objects.visible().below(page.pillola).exclude(pk=page.pk).newest()
    return {
        "pillola": page.pillola,
        "others": list(others[:OTHER_NOTES]),
        "contributions": _contributions(page.pillola),
    }


def _contributions(pillola: "PillolaPage") -> list[ContributionGroup]:
    return contributions_of([pillola.member], exclude=pillola) if pillola.pk else []


def structured_data_of_pillola(page: "PillolaPage") -> Node:
    return page_node(
        page,
        "Service",
        SERVICE,
        name=page.title,
        serviceType=page.topic.name if page.topic_id else "",
        description=page.intro,
        image=image_urls(page, "inline"),
        provider=page.as_node if page.member_id else "",  # in a preview nobody may be chosen yet
        areaServed=CITY,
    )


def structured_data_of_note(note: "NotePage") -> Node:
    share = share_image_url(note)
    return page_node(
        note,
        "Article",
        "nota",
        headline=headline(note.title),
        description=note.lead,
        image=[absolute(share)] if share else "",
        inLanguage="it",
        datePublished=note.date.isoformat(),
        dateModified=note.last_published_at.isoformat() if note.last_published_at else "",
        author=note.pillola.as_node,
        publisher=site_ref(LAB121),
        about=node_ref(note.pillola.url or "/", SERVICE),
    )
