"""One page of every type of the house, live; and showcases as a test wants them."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify
from wagtail.models import Page

from blog.models import BlogAuthor, BlogIndexPage, BlogPage, Category
from editorial.provisioning import publish_skeleton
from home.models import GuidePage, HomePage, StandardPage
from pillole.models import Consultant, NotePage, PillolaPage, PilloleIndexPage, Topic
from profiles.models import (
    Area,
    Member,
    Place,
    Profession,
    ProfileIndexPage,
    ProfilePage,
    ProfileProfession,
)
from profiles.services import create_member
from radio.models import EpisodeGuest, EpisodePage, RadioAudio, RadioIndexPage
from radio.services import store_recording

from .sounds import mp3


def area(name: str, **fields: Any) -> Area:
    return Area.objects.get_or_create(slug=name.lower(), defaults={"name": name, **fields})[0]


def profession(feminine: str, masculine: str = "", *, synonyms: str = "", of: Area | None = None) -> Profession:
    slug = feminine.replace(" ", "-")
    return Profession.objects.get_or_create(
        slug=slug,
        defaults={
            "feminine": feminine,
            "masculine": masculine or feminine,
            "synonyms": synonyms,
            "area": of or area("Cielo"),
        },
    )[0]


def place(name: str, province: str = "ZZ") -> Place:
    return Place.objects.get_or_create(slug=name.lower(), defaults={"name": name, "province": province})[0]


def publish(page: Page) -> Any:
    """Live as provisioning makes a page live: the moderation has tests of its own."""
    publish_skeleton(page)
    return Page.objects.get(pk=page.pk).specific


def showcase(
    name: str,
    *,
    live: bool = True,
    professions: Iterable[Profession] = (),
    skills: Iterable[str] = (),
    place: Place | None = None,
    works_in: Iterable[Place] = (),
    offers: Iterable[str] = (),
    seeks: Iterable[str] = (),
    contacts: dict[str, str] | None = None,
    address_as: str = Member.AddressAs.NEUTRAL,
    **fields: Any,
) -> ProfilePage:
    """A member and their page, filled in; ``contacts`` are fields of the member."""
    mail = name.lower().encode("ascii", "ignore").decode().replace(" ", ".").replace("’", "")
    member = create_member(name=name, email=f"{mail}@soci.example", address_as=address_as)
    for field, value in (contacts or {}).items():
        setattr(member, field, value)
    member.save()
    page = member.showcase
    for field, value in fields.items():
        setattr(page, field, value)
    page.place = place
    page.works_in = list(works_in)
    page.skills.add(*skills)
    page.profession_links = [ProfileProfession(profession=row, sort_order=n) for n, row in enumerate(professions)]
    page.offers = [("text", text) for text in offers]
    page.seeks = [("text", text) for text in seeks]
    page.save()
    if live:
        return publish(page)
    page.save_revision(user=member.user)
    return ProfilePage.objects.get(pk=page.pk)


def standard_page(title: str = "Una pagina", *, live: bool = True, **fields: Any) -> StandardPage:
    page = StandardPage(title=title, slug=title.lower().replace(" ", "-"), live=False, **fields)
    HomePage.objects.get().add_child(instance=page)
    if live:
        return publish(page)
    page.save_revision()
    return page


def category(name: str) -> Category:
    return Category.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]


def post(
    title: str = "Un articolo",
    *,
    live: bool = True,
    authors: Iterable[ProfilePage] = (),
    tags: Iterable[str] = (),
    owner: Any = None,
    **fields: Any,
) -> BlogPage:
    """An article; ``authors`` are showcases, the day is fixed unless it is given."""
    fields.setdefault("date", date(2026, 3, 1))
    fields.setdefault("slug", slugify(title))
    page = BlogPage(title=title, owner=owner, live=False, **fields)
    page.author_links = [BlogAuthor(member=author.member, sort_order=n) for n, author in enumerate(authors)]
    page.tags.add(*tags)
    BlogIndexPage.objects.get().add_child(instance=page)
    if live:
        return publish(page)
    page.save_revision(user=owner)
    return BlogPage.objects.get(pk=page.pk)


def audio(seconds: float = 2, *, name: str = "intervista.mp3", seed: int = 0, user: Any = None) -> RadioAudio:
    """A small valid MP3; another ``seed`` is another file."""
    return store_recording(file=SimpleUploadedFile(name, mp3(seconds, seed=seed)), user=user)


def episode(
    number: int = 1,
    *,
    season: int = 1,
    live: bool = True,
    guests: Iterable[Member | str] = (),
    title: str = "",
    owner: Any = None,
    **fields: Any,
) -> EpisodePage:
    """An episode of the show; of each week one, the first on 8 January 2026. Guests are members or names."""
    page = EpisodePage(
        title=title or f"Puntata {number}",
        slug=fields.pop("slug", f"puntata-{season}-{number}"),
        season=season,
        number=number,
        first_broadcast=fields.pop("first_broadcast", date(2026, 1, 8) + timedelta(weeks=number - 1)),
        owner=owner,
        live=False,
        **fields,
    )
    page.guests = [
        EpisodeGuest(name=guest, sort_order=n) if isinstance(guest, str) else EpisodeGuest(member=guest, sort_order=n)
        for n, guest in enumerate(guests)
    ]
    RadioIndexPage.objects.get().add_child(instance=page)
    if live:
        return publish(page)
    page.save_revision(user=owner)
    return EpisodePage.objects.get(pk=page.pk)


def consultant(name: str = "Ada Prova", *, active: bool = True, live: bool = True, **fields: Any) -> Consultant:
    """A member who gives consultations; ``live`` is their showcase, ``fields`` are showcase()'s."""
    return Consultant.objects.create(member=showcase(name, live=live, **fields).member, active=active)


def pillola(
    title: str = "Una pillola",
    *,
    by: Consultant | None = None,
    topic: str = "marketing",
    live: bool = True,
    **fields: Any,
) -> PillolaPage:
    """Owned by who gives it; without ``by``, the consultant Ada Prova."""
    by = by or Consultant.objects.first() or consultant()
    fields = {"owner": by.member.user, "slug": title.lower().replace(" ", "-"), **fields}
    page = PillolaPage(title=title, member=by.member, topic=Topic.objects.get(slug=topic), live=False, **fields)
    return _begun(page, PilloleIndexPage.objects.get(), live)


def note(title: str = "Una nota", *, below: PillolaPage | None = None, live: bool = True, **fields: Any) -> NotePage:
    """Owned by who gives the pillola above it."""
    above = PillolaPage.objects.get(pk=(below or PillolaPage.objects.first() or pillola()).pk)
    fields = {"owner": above.member.user, "slug": title.lower().replace(" ", "-"), **fields}
    return _begun(NotePage(title=title, live=False, **fields), above, live)


def _begun(page: Any, parent: Page, live: bool) -> Any:
    parent.add_child(instance=page)
    if live:
        return publish(page)
    page.save_revision(user=page.owner)
    return Page.objects.get(pk=page.pk).specific


# One entry for each page type of the house: step 4 of «a new page type in five steps».
SAMPLES: dict[str, Callable[[], Page]] = {
    "blog.BlogIndexPage": lambda: BlogIndexPage.objects.get(),
    "blog.BlogPage": post,
    "home.HomePage": lambda: HomePage.objects.get(),
    "home.GuidePage": lambda: GuidePage.objects.get(),
    "home.StandardPage": standard_page,
    "pillole.NotePage": note,
    "pillole.PillolaPage": pillola,
    "pillole.PilloleIndexPage": lambda: PilloleIndexPage.objects.get(),
    "profiles.ProfileIndexPage": lambda: ProfileIndexPage.objects.get(),
    "profiles.ProfilePage": lambda: showcase("Ada Prova"),
    "radio.RadioIndexPage": lambda: RadioIndexPage.objects.get(),
    "radio.EpisodePage": episode,
}
