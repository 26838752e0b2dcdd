"""Blog, radio and pillole of the demo: their authors write the pages, and the desk of each section approves them."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

from django.core.files import File
from django.db import transaction
from wagtail.models import Page

from blog.models import BlogAuthor, BlogIndexPage, BlogPage, Category
from cms.users.models import User
from editorial import roles
from editorial.review import services
from editorial.review.state import open_state
from home.content.texts import body_of
from pillole.models import NotePage, PillolaPage, PilloleIndexPage, Topic
from pillole.services import add_consultant
from profiles.models import Member
from radio.models import EpisodeGuest, EpisodePage, RadioIndexPage, Weekday
from radio.services import store_recording

from .accounts import address
from .acting import agree, image, play, seen_by
from .texts import RECORDINGS, episodes, pillole, posts

Staff = dict[str, User]
SHOW = {
    "show_name": "Centoventuno in onda",
    "station": "Radio Portici",
    "weekday": Weekday.THURSDAY,
    "broadcast_at": time(18, 30),
    "intro": "Ogni settimana una persona di lab121 racconta il suo mestiere. Qui le puntate si riascoltano, e si "
    "leggono. Le voci di queste registrazioni di prova sono sintetiche.",
}


def member(slug: str) -> Member:
    return Member.objects.select_related("user", "showcase").get(showcase__slug=slug)


def load_posts(staff: Staff, say: Callable[[str], None]) -> None:
    for row in posts():
        load_post(row, staff)
    say(f"articoli: {len(posts())}")


@transaction.atomic
def load_post(row: dict[str, Any], staff: Staff) -> None:
    if BlogPage.objects.filter(slug=row["slug"]).exists():
        return
    owner = _owner(row["owner"], staff)
    files = roles.CHIEF_FILES if owner == staff["redazione"] else roles.MEMBERS_FILES

    def picture(name: str) -> Any:
        return image(name, owner, files)

    page = BlogPage(
        title=row["title"], slug=row["slug"], lead=row["lead"], date=date.fromisoformat(row["date"]),
        category=Category.objects.get(slug=row["category"]), byline=row["byline"],
        picture=picture(row["picture"]) if row["picture"] else None, body=body_of(row["body"], picture),
        owner=owner, live=False, **{name: row[name] for name in ("picture_alt", "picture_caption", "picture_credit")},
    )  # fmt: skip
    page.author_links = [BlogAuthor(member=member(slug), sort_order=n) for n, slug in enumerate(row["authors"])]
    page.tags.add(*row["tags"])
    _add_draft(page, BlogIndexPage.objects.get(), owner)
    play(page, row, owner, staff["blog"], staff["redazione2"])


def _owner(name: str, staff: Staff) -> User:
    """Return the user of an account of the demo, or of the member with this slug."""
    if name in staff:
        return staff[name]
    user = User.objects.filter(email=address(name)).first() or member(name).user
    assert user is not None  # no member of the demo left
    return user


def _add_draft(page: Page, parent: Page, owner: User) -> None:
    """Add a page below ``parent``, validate it and save its first revision."""
    parent.add_child(instance=page)
    page.full_clean()
    page.save_revision(user=owner)


def load_episodes(staff: Staff, say: Callable[[str], None]) -> None:
    load_show(staff)
    for row in episodes():
        load_episode(row, staff)
    say(f"puntate: {len(episodes())}")


@transaction.atomic
def load_show(staff: Staff) -> None:
    """Write the name and the hour of the show by the radio's desk, and approve them by Redazione."""
    show = RadioIndexPage.objects.get()
    if show.station:
        return
    for name, value in SHOW.items():
        setattr(show, name, value)
    show.save_revision(user=staff["radio"])
    show.get_workflow().start(show, staff["radio"])
    state = open_state(show)
    assert state is not None
    services.approve(state.pk, staff["redazione"], seen_by(staff["redazione"], show))


@transaction.atomic
def load_episode(row: dict[str, Any], staff: Staff) -> None:
    if EpisodePage.objects.filter(slug=row["slug"]).exists():
        return
    recording, owner = row["recording"], staff["redazione" if row["state"] == "waiting_new" else "radio"]
    with (RECORDINGS / recording["file"]).open("rb") as file:
        audio = store_recording(file=File(file, name=recording["file"]), user=owner)
    page = EpisodePage(
        title=row["title"], slug=row["slug"], season=row["season"], number=row["number"], summary=row["summary"],
        first_broadcast=date.fromisoformat(row["first_broadcast"]), audio=audio, transcript=recording["transcript"],
        owner=owner, live=False,
    )  # fmt: skip
    page.guests = [
        EpisodeGuest(sort_order=n, **({"member": member(one["member"])} if "member" in one else {"name": one["name"]}))
        for n, one in enumerate(row["guests"])
    ]
    _add_draft(page, RadioIndexPage.objects.get(), owner)
    play(page, row, owner, staff["redazione"], staff["redazione2"])


def load_pillole(staff: Staff, say: Callable[[str], None]) -> None:
    for row in pillole():
        load_pillola(row, staff)
        for note in row["notes"]:
            load_note(note, PillolaPage.objects.get(slug=row["slug"]), staff)
    say(f"pillole: {len(pillole())}")


@transaction.atomic
def load_pillola(row: dict[str, Any], staff: Staff) -> None:
    if PillolaPage.objects.filter(slug=row["slug"]).exists():
        return
    consultant = member(row["consultant"])
    add_consultant(member=consultant)
    assert consultant.user is not None
    page = PillolaPage(
        title=row["title"], slug=row["slug"], topic=Topic.objects.get(slug=row["topic"]), member=consultant,
        owner=consultant.user, live=False,
        **{name: row[name] for name in ("intro", "for_whom", "how_to_prepare", "you_leave_with", "duration")},
    )  # fmt: skip
    _add_draft(page, PilloleIndexPage.objects.get(), consultant.user)
    agree(page, consultant.user, staff["pillole"])


@transaction.atomic
def load_note(row: dict[str, Any], pillola: PillolaPage, staff: Staff) -> None:
    if NotePage.objects.filter(slug=row["slug"]).exists():
        return
    owner = pillola.member.user
    assert owner is not None
    page = NotePage(
        title=row["title"], slug=row["slug"], lead=row["lead"], date=date.fromisoformat(row["date"]),
        body=body_of(row["body"]), owner=owner, live=False,
    )  # fmt: skip
    _add_draft(page, pillola, owner)
    play(page, row, owner, staff["pillole"], staff["redazione2"])
