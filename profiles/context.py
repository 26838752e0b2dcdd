"""Template context and structured data (schema.org) of a showcase, and the contacts that a reader may see."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from cms.images.renditions import largest_url
from cms.navigation.links import tel
from cms.seo.schema_org import LAB121, Node, absolute, page_node, place, postal_address, site_ref
from editorial.author.status import status_of
from editorial.permissions.authors import owns
from editorial.review.links import author_url

from .contributions import contributions_of

if TYPE_CHECKING:
    from .models import Member, ProfilePage

NEIGHBOURS = 3
LABELS = {"phone": "Telefono", "email": "E-mail", "website": "Sito", "address": "Indirizzo"}


@dataclass(frozen=True)
class Contact:
    kind: str
    label: str
    value: str
    href: str


def is_member(request: HttpRequest) -> bool:
    """Whether a logged-in person is looking. For a visitor the session is not read, so the page has no
    ``Vary: Cookie`` and stays in caches."""
    return not request.has_no_session and request.user.is_authenticated  # type: ignore[attr-defined]


def contacts_of(member: "Member", *, for_member: bool) -> list[Contact]:
    """Return the contacts that a visitor may see, or with ``for_member`` those that the association may see."""
    return [
        Contact(kind, LABELS[kind], _shown(kind, value), _href(kind, value))
        for kind, value in member.visible_contacts(for_member=for_member)
    ]


def _shown(kind: str, value: str) -> str:
    return value.removeprefix("https://").removeprefix("http://").rstrip("/") if kind == "website" else value


def _href(kind: str, value: str) -> str:
    if kind == "phone":
        return tel(value)
    if kind == "email":
        return f"mailto:{value}"
    if kind == "website":
        return value
    return f"https://www.openstreetmap.org/search?query={quote_plus(value)}"


def showcase_context(page: "ProfilePage", request: HttpRequest) -> dict[str, Any]:
    """Return the contacts, a few neighbours of the same area, what the member did, and the bar for the owner."""
    profiles = type(page).objects
    if not getattr(request, "is_preview", False):  # in a preview the rows are in memory already
        prefetch_related_objects([page], profiles.all().professions())
    for_member = is_member(request)
    return {
        "contacts": contacts_of(page.member, for_member=for_member),
        "neighbours": list(profiles.neighbours_of(page).as_cards()[:NEIGHBOURS]),
        "contributions": contributions_of([page.member]),
        "owner_bar": owner_bar(page, request) if for_member else None,
    }


def structured_data_of(page: "ProfilePage") -> Node:
    person = page.member.is_person
    works_in = [place(row.name, row.province) for row in [page.place, *page.works_in.all()] if row]
    photo = largest_url(page.photo, "portrait")
    contacts = dict(page.member.visible_contacts(for_member=False))
    return page_node(
        page,
        "Person" if person else "Organization",
        page.member.NODE_NAME,
        name=page.title,
        description=page.headline,
        image=absolute(photo) if photo else "",
        jobTitle=", ".join(page.profession_names) if person else "",
        knowsAbout=page.skill_names,
        sameAs=[link.url for link in page.social_links.all()],
        address=_address(page.member) if "address" in contacts else "",
        memberOf=site_ref(LAB121),
        **{"workLocation" if person else "location": works_in},
    )


def _address(member: "Member") -> Node:
    return postal_address(streetAddress=member.street_line, postalCode=member.postcode, addressLocality=member.town)


def owner_bar(page: "ProfilePage", request: HttpRequest) -> dict[str, str] | None:
    """Return the texts of the bar that tells the owner how their page stands; None for anybody else."""
    user = request.user
    if not user.is_authenticated or not owns(user, page) or getattr(request, "is_preview", False):
        return None
    status = status_of(page, user)
    return {
        "text_strong": f"La tua pagina: {status.label.lower()}.",
        "text": status.explanation,
        "edit_url": author_url(page),
    }
