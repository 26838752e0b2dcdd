"""Loading the demo site through the real workflow: a page is live because its owner sent it and a desk approved it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry
from wagtail.rich_text import RichText

from cms.models import CustomImage, SiteSettings
from cms.users.models import User
from editorial import roles
from editorial.identity.services import mark_born
from editorial.notifications.delivery import suppress_notifications
from editorial.review import services
from editorial.review.state import open_state
from home.content.texts import body_of
from home.models import HomePage, StandardPage
from profiles.models import (
    Member,
    Place,
    Profession,
    ProfileGalleryItem,
    ProfileLink,
    ProfilePage,
    ProfileProfession,
)
from profiles.services import create_member

from .accounts import ADMIN, PASSWORD, STAFF, address
from .acting import agree, image, play, seen_by
from .marks import LOADED
from .texts import members, site_texts
from .trees import load_episodes, load_pillole, load_posts

Say = Callable[[str], None]


def is_loaded() -> bool:
    return PageLogEntry.objects.filter(action=LOADED).exists()


def load(say: Say) -> None:
    """Load the demo, unless it is loaded. Each person and page is a transaction, so an interrupted run can go on.

    ``say`` is called with each line of progress.
    """
    if is_loaded():
        return
    with suppress_notifications():
        _load(say)


def _load(say: Say) -> None:
    # The images of an earlier site had the same ids: their cached renditions would lead to files that are gone.
    caches["renditions"].clear()
    encoded = make_password(PASSWORD)  # one hash for all: hashing took half of the time
    staff = load_staff(encoded)
    rows = members()
    for number, row in enumerate(rows, start=1):
        load_member(row, encoded, staff)
        if number % 10 == 0 or number == len(rows):
            say(f"soci: {number} di {len(rows)}")
    load_posts(staff, say)
    load_episodes(staff, say)
    load_pillole(staff, say)
    for texts in site_texts()["pages"]:
        load_page(texts, staff)
    load_home(staff)
    load_site_settings()
    log(HomePage.objects.get(), LOADED)


def load_staff(encoded: str) -> dict[str, User]:
    users = {}
    for account, (first, last, groups) in STAFF.items():
        user = _user(account, encoded, first_name=first, last_name=last)
        user.groups.set(Group.objects.filter(name__in=groups))
        users[account] = user
    mark_born(users.values())
    account, first, last = ADMIN
    users[account] = _user(account, encoded, first_name=first, last_name=last, is_superuser=True, is_staff=True)
    return users


def _user(account: str, encoded: str, **fields: Any) -> User:
    user, _created = get_user_model().objects.update_or_create(
        email=address(account), defaults={"password": encoded, "is_demo": True, **fields}
    )
    return user


@transaction.atomic
def load_member(row: dict[str, Any], encoded: str, staff: dict[str, User]) -> None:
    email = address(row["account"]) if row.get("account") else row["email"]
    if get_user_model().objects.filter(email=email).exists():
        return
    member = create_member(
        name=row["name"], email=email, kind=row["kind"], address_as=row["address_as"],
        joined_on=date.fromisoformat(row["joined_on"]), password_hash=encoded, is_demo=True, slug=row["slug"],
    )  # fmt: skip
    for name, value in row["contacts"].items():
        setattr(member, name, value)
    member.save()
    page = write_page(member, row)
    assert member.user is not None  # create_member() made it
    play(page, row, member.user, staff["vetrine"], staff["redazione"])


def write_page(member: Member, row: dict[str, Any]) -> ProfilePage:
    page, owner = member.showcase, member.user

    def picture(name: str) -> CustomImage:
        return image(name, owner)

    page.headline = row["headline"]
    page.place = Place.objects.get(slug=row["place"])
    page.works_in = list(Place.objects.filter(slug__in=row["works_in"]))
    page.photo = picture(row["photo"]) if row["photo"] else None
    page.photo_credit = row.get("photo_credit", "") if row["photo"] else ""
    page.bio = body_of(row["bio"], picture)
    page.skills.add(*row["skills"])
    professions = {profession.slug: profession for profession in Profession.objects.filter(slug__in=row["professions"])}
    page.profession_links = [
        ProfileProfession(profession=professions[slug], sort_order=n) for n, slug in enumerate(row["professions"])
    ]
    page.social_links = [ProfileLink(sort_order=n, **link) for n, link in enumerate(row["links"])]
    page.offers = [("text", text) for text in row["offers"]]
    page.seeks = [("text", text) for text in row["seeks"]]
    page.gallery_items = [
        ProfileGalleryItem(
            image=picture(item["file"]),
            sort_order=n,
            **{key: item.get(key, "") for key in ("alt", "caption", "credit")},
        )
        for n, item in enumerate(row["gallery"])
    ]
    page.full_clean()
    page.save()
    page.save_revision(user=owner)
    return page


@transaction.atomic
def load_page(texts: dict[str, Any], staff: dict[str, User]) -> None:
    """Write a plain page by one account of Redazione, and approve it by the other."""
    if StandardPage.objects.filter(slug=texts["slug"]).exists():
        return
    writer, reader = staff["redazione"], staff["redazione2"]

    def picture(name: str) -> CustomImage:
        return image(name, writer, roles.SHARED_FILES)

    page = StandardPage(
        title=texts["title"], slug=texts["slug"], intro=texts["intro"], body=body_of(texts["body"], picture),
        owner=writer, live=False, show_in_menus=texts.get("show_in_menus", True),
    )  # fmt: skip
    HomePage.objects.get().add_child(instance=page)
    page.save_revision(user=writer)
    agree(page, writer, reader)


@transaction.atomic
def load_home(staff: dict[str, User]) -> None:
    """Write the sections of the home by one account of Redazione, and approve them by the other."""
    home, texts = HomePage.objects.get(), site_texts()["home"]
    if home.sections:
        return
    for name in ("hero_eyebrow", "hero_title", "hero_accent", "hero_intro"):
        setattr(home, name, texts[name])
    home.sections = [(section["type"], _section(section)) for section in texts["sections"]]
    home.full_clean()
    home.save_revision(user=staff["redazione"])
    workflow = home.get_workflow()
    workflow.start(home, staff["redazione"])
    state = open_state(home)
    assert state is not None
    services.approve(state.pk, staff["redazione2"], seen_by(staff["redazione2"], home))


def load_site_settings() -> None:
    """Write menu, footer and contacts. Provisioning linked the legal pages already."""
    row = SiteSettings.objects.get()
    if row.menu:
        return
    texts = site_texts()["site_settings"]
    row.menu = [("entry", _link(link)) for link in texts["menu"]]
    row.columns = [
        ("column", {"title": column["title"], "links": [_link(link) | {"url": ""} for link in column["links"]]})
        for column in texts["columns"]
    ]
    row.social = [("profile", profile) for profile in texts["social"]]
    for name in ("opening", "email", "phone"):
        setattr(row, name, texts[name])
    row.full_clean()
    row.save()


def _link(link: dict[str, str]) -> dict[str, Any]:
    return {"page": Page.objects.get(slug=link["page"], depth=3), "label": link["label"]}


def _section(section: dict[str, Any]) -> dict[str, Any]:
    value = {key: item for key, item in section.items() if key != "type"}
    if section["type"] == "text":
        value["body"] = RichText(value["body"])
    if section["type"] == "call_to_action":
        value["button_page"] = Page.objects.get(slug=value["button_page"], depth=3)
    return value
