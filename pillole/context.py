"""What the pages of this tree show."""

from typing import Any

from django.http import QueryDict

from cms.pagination import paginate
from cms.sharing import address_of
from cms.structured import CITY, LAB121, Node, about, absolute, headline, our, pictures_of, reference
from profiles.contributions import Works, works_of

from .models import NotePage, PillolaPage

CARDS = 24
NOTES = 12
OTHER_NOTES = 5
SERVICE = "pillola"  # what a pillola offers, among what machines read


def index_context(query: QueryDict) -> dict[str, Any]:
    """Http404 for a page of the list that is not there."""
    ids = list(PillolaPage.objects.visible().in_topic_order().values_list("pk", flat=True))
    pagination = paginate(ids, query, _cards, CARDS)
    return {"pagination": pagination, "pillole": pagination.object_list}


def _cards(ids: list[int]) -> dict[int, PillolaPage]:
    return PillolaPage.objects.as_cards().in_bulk(ids)


def pillola_context(page: PillolaPage, query: QueryDict) -> dict[str, Any]:
    """Http404 for a page of the notes that is not there."""
    # A page that is only being typed has no number yet, and nothing below it.
    notes = NotePage.objects.visible().below(page) if page.pk else NotePage.objects.none()
    pagination = paginate(list(notes.newest().values_list("pk", flat=True)), query, _notes, NOTES)
    return {"pagination": pagination, "notes": pagination.object_list, "works": _works(page)}


def _notes(ids: list[int]) -> dict[int, NotePage]:
    return NotePage.objects.in_bulk(ids)


def note_context(page: NotePage) -> dict[str, Any]:
    others = NotePage.objects.visible().below(page.pillola).exclude(pk=page.pk).newest()
    return {"pillola": page.pillola, "others": list(others[:OTHER_NOTES]), "works": _works(page.pillola)}


def _works(pillola: PillolaPage) -> list[Works]:
    return works_of([pillola.member], but=pillola) if pillola.pk else []


def works_of_members(ids: list[int]) -> Any:
    """For profiles.contributions: the pillole that these members give."""
    return PillolaPage.objects.visible().held_by_members(ids).with_day()


def service_of(page: PillolaPage) -> Node:
    return about(
        page,
        "Service",
        SERVICE,
        name=page.title,
        serviceType=page.topic.name if page.topic_id else "",
        description=page.intro,
        image=pictures_of(page, "inline"),
        provider=page.as_node if page.member_id else "",  # a preview may name nobody yet
        areaServed=CITY,
    )


def article_of(note: NotePage) -> Node:
    share = address_of(note)
    return about(
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
        publisher=our(LAB121),
        about=reference(note.pillola.url or "/", SERVICE),
    )
