"""How a draft comes to stand as pages stand: one function for each state, named like it."""

import re
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image, ImageDraw
from wagtail.images import get_image_model
from wagtail.models import Collection, Comment

from .drafts import body, found, related
from .facts import model
from .site import GOES_LIVE, POINT, READERS, Site, address, run


def draft(site: Site, section: str, number: int) -> None:
    pass


def waiting(site: Site, section: str, number: int) -> None:
    site.send(number)


def claimed(site: Site, section: str, number: int) -> None:
    site.send(number)
    door = site.reading(number).removeprefix("/admin")
    site.as_(READERS[section]).press("/admin/da-leggere/", f"{door}prendi/")


def fixed(site: Site, section: str, number: int) -> None:
    """By the desk, whose yes alone is not enough."""
    site.send(number)
    site.write(READERS[section], number, title=f"{site.page(number).title}, corretta")
    site.yes(READERS[section], number)


def asked(site: Site, section: str, number: int) -> None:
    site.send(number)
    site.ask(section, number)


def ticked(site: Site, section: str, number: int) -> None:
    """Sent again, one of the points ticked off."""
    asked(site, section, number)
    owner = site.owner(number)
    site.write(owner, number, **{POINT[section]: "Detto in meno parole."})
    author = site.as_(owner)
    form = author.form(f"/area-soci/pagine/{number}/", "/manda/", "ticked")
    author.send(form, ticked=form.offers["ticked"][1:2])


def withdrawn(site: Site, section: str, number: int) -> None:
    site.send(number)
    site.author(number, "ritira")


def live(site: Site, section: str, number: int) -> None:
    site.agree(section, number)


def newer(site: Site, section: str, number: int) -> None:
    live(site, section, number)
    words = {"title": f"{site.page(number).title} con altre parole", POINT[section]: "Non più così."}
    site.write(site.owner(number), number, **words)


def update(site: Site, section: str, number: int) -> None:
    newer(site, section, number)
    site.send(number)


def scheduled(site: Site, section: str, number: int) -> None:
    site.write(READERS[section], number, go_live_at=GOES_LIVE)
    live(site, section, number)


def moved(site: Site, section: str, number: int) -> None:
    live(site, section, number)
    site.write(READERS[section], number, slug="articolo-traslocato")
    live(site, section, number)


def expired(site: Site, section: str, number: int) -> None:
    site.write(READERS[section], number, expire_at=timezone.now() + timedelta(hours=2))
    live(site, section, number)
    site.later(hours=3)
    run("publish_scheduled")


def pictured(site: Site, section: str, number: int) -> None:
    shown = {"image": picture(site.user("anna")), "alt": "Due tessere.", "caption": "", "credit": "Anna"}
    text = [*body("con immagini"), ("picture", shown)]
    site.write("anna", number, body=text, picture=shown["image"], picture_alt="Due tessere.")
    live(site, section, number)


def picture(owner: Any) -> Any:
    drawn, file = Image.new("RGB", (480, 320), "#0b5d4a"), BytesIO()
    ImageDraw.Draw(drawn).rectangle((240, 0, 480, 320), fill="#f6be2c")
    drawn.save(file, "PNG")
    return get_image_model().objects.create(
        title="Due tessere", file=ImageFile(file, name="tessere.png"), uploaded_by_user=owner,
        collection=Collection.objects.get(name="Soci"),
    )  # fmt: skip


def commented(site: Site, section: str, number: int) -> None:
    """In the editor, by the desk, while it waits."""
    site.send(number)
    desk = site.user(READERS[section])
    text = site.page(number).get_latest_revision_as_object()
    text.wagtail_admin_comments.add(Comment(user=desk, text="Bello, ma breve.", contentpath=POINT[section]))
    site.later(minutes=1)
    text.save_revision(user=desk)


# --- off the site


def down(site: Site, section: str, number: int) -> None:
    live(site, section, number)
    site.as_(READERS[section]).press(f"/admin/pagine/{number}/togli/", "", reason="Per ora non va più bene.")


def returned(site: Site, section: str, number: int) -> None:
    down(site, section, number)
    site.as_(READERS[section]).press(f"/admin/pagine/{number}/rimetti/", "")


def hidden(site: Site, section: str, number: int) -> None:
    live(site, section, number)
    site.as_(site.owner(number)).press(f"/area-soci/pagine/{number}/nascondi/", "")


def left(site: Site, section: str, number: int) -> None:
    live(site, section, number)
    path = f"/area-soci/soci/{site.page(number).member.pk}/saluta/"
    site.as_("segreteria").press(path, "", reason="Ha salutato l’associazione.")


# --- guests


def with_guests(site: Site, number: int, *guests: str) -> None:
    """Dino by his account, others by name, Olga with an address; the desk says yes, then they are asked."""
    row = related(site.page(number), "guests")
    who = [{"member": site.user(name).member} if name == "dino" else {"name": name} for name in guests]
    site.write("radio", number, guests=[row(sort_order=n, **one) for n, one in enumerate(who)])
    if "Olga" in guests:
        site.as_("radio").press(f"/admin/radio/{number}/ospiti/", "", email_0=address("olga"))
    site.agree("radio", number)


def guest_link(site: Site, number: int) -> str:
    """As the desk takes it, to deliver it by hand to somebody without an address."""
    return found(r"/ospite/[^/\"]+/", site.as_("redazione").press(site.reading(number), "/link/"))


def mailed_link() -> str:
    """As the last mail to Olga has it, which still waits in the queue."""
    row = model("cms", "Mail").objects.filter(recipient=address("olga")).latest("pk")
    text = message_from_bytes(bytes(row.content), policy=default).get_body(("plain",)).get_content()  # type: ignore[union-attr]
    return re.search(r"/ospite/\S+/", text)[0]  # type: ignore[index]


def guest_by_link(site: Site, section: str, number: int) -> None:
    with_guests(site, number, "Olga")


def guest_handed(site: Site, section: str, number: int) -> None:
    with_guests(site, number, "Ugo Senza Indirizzo")


def guest_by_login(site: Site, section: str, number: int) -> None:
    with_guests(site, number, "dino")


def guest_half(site: Site, section: str, number: int) -> None:
    """One of two said yes."""
    with_guests(site, number, "Olga", "dino")
    dino = site.as_("dino")
    asked_for = re.findall(r"/area-soci/ospite/\d+/", dino.get("/area-soci/").content.decode())
    dino.press(asked_for[-1], "", yes="1")


def guest_said(site: Site, section: str, number: int) -> None:
    with_guests(site, number, "Olga")
    site.as_("").press(mailed_link(), "", yes="1")


def guest_no(site: Site, section: str, number: int) -> None:
    with_guests(site, number, "Olga")
    site.as_("").press(mailed_link(), "", no="1", comment="Il mio nome si scrive con la acca.")


def waived(site: Site, section: str, number: int) -> None:
    """Two weeks after they were asked, and reminded."""
    desk = site.as_("redazione")
    path = found(r"/admin/ospiti/\d+/senza-risposta/", desk.get(site.reading(number)))
    desk.press(path, "", reason="Ha detto sì al telefono.")


Bring = Callable[[Site, str, int], None]
EVERYWHERE: tuple[Bring, ...] = (
    live, newer, update, scheduled, down, draft, asked, ticked, fixed, claimed, waiting,
)  # fmt: skip
# Notes stand below the first live pillola, so they come after it.
ONLY: dict[str, dict[str, Bring]] = {
    "blog": {one.__name__: one for one in (returned, moved, expired, withdrawn, commented, pictured)},
    "soci": {"hidden": hidden, "left": left, "invited": draft},
    "radio": {
        one.__name__: one
        for one in (guest_said, guest_no, guest_half, guest_by_login, guest_by_link, guest_handed)
    },
    "pillole": {"note_live": live, "note_waiting": waiting},
    "pagine": {},
}  # fmt: skip


def states_of(section: str) -> dict[str, Bring]:
    return {one.__name__: one for one in EVERYWHERE} | ONLY[section]
