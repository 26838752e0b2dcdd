"""The people of the site, and a page of each section as its author begins it."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Site as WagtailSite
from wagtail.rich_text import RichText

from .site import PASSWORD, STAFF, Site, address


def add_people(site: Site) -> None:
    users = get_user_model().objects
    for name, group in STAFF.items():
        user = users.create_user(address(name), PASSWORD, first_name=name.capitalize(), last_name="Prova")
        user.groups.add(Group.objects.get(name=group))
    users.create_superuser(address("admin"), PASSWORD, first_name="Amministrazione")
    invite(site, "anna", "Anna Autrice", address_as="socia")
    invite(site, "carla", "Carla Consulente", address_as="socia")
    invite(site, "dino", "Dino Ospite", address_as="socio")
    consultant = site.user("carla").member.pk
    site.as_("pillole").press("/area-soci/pillole/consulenti/aggiungi/", "", member=consultant)
    for name, how in (("redazione2", "daily"), ("vetrine", "never"), ("carla", "never")):
        site.as_(name).press("/area-soci/posta/", "", how=how)
    contacts = {"phone": "+39 0131 555 121", "phone_visibility": "public", "email_visibility": "members",
                "website": "https://anna.example/", "website_visibility": "public", "street": "via Verona",
                "street_number": "95", "postcode": "15121", "town": "Alessandria",
                "address_visibility": "members"}  # fmt: skip
    site.as_("anna").press("/area-soci/contatti/", "", **contacts)


def invite(site: Site, name: str, full_name: str, *, address_as: str = "neutral", chooses: bool = True) -> int:
    """By the office; the number of their showcase. ``chooses``: they open the link and choose a password."""
    form = {"name": full_name, "email": address(name), "kind": "person", "address_as": address_as}
    path = site.as_("segreteria").press("/area-soci/soci/nuovo/", "", **form)["Location"]
    if chooses:
        site.as_("").press(invitation(site, path), "", new_password1=PASSWORD, new_password2=PASSWORD)
    return site.user(name).member.showcase.pk


def invitation(site: Site, path: str) -> str:
    """The link that the office copies, to be handed over."""
    return found(r"/password/invito/[^/\"]+/", site.as_("segreteria").post(path, {"copy": ""}))


def found(pattern: str, response: Any) -> str:
    seen = re.search(pattern, response.content.decode())
    assert seen, f"{response.request['PATH_INFO']} shows nothing like {pattern}"
    return seen[0]


# --- pages


def begin(site: Site, section: str, state: str) -> int:
    """A draft with something in it; its title tells the state that it is for."""
    number = site.pages[f"{section} {state}"] = BEGIN[section](site, state, state.replace("_", " "))
    return number


def opened(answer: Any) -> int:
    """The number of the page whose editor a door leads to."""
    seen = re.fullmatch(r"/admin/pages/(\d+)/edit/", answer["Location"])
    assert seen, answer["Location"]
    return int(seen[1])


def body(label: str) -> list[tuple[str, Any]]:
    words = RichText(f"<p>Perché è «{label}», nient’altro.</p>")
    return [("heading", {"text": f"Come sta: {label}"}), ("paragraph", words)]


def related(model: Any, name: str) -> Any:
    """The model that a field of pages or of their rows leads to."""
    return model._meta.get_field(name).related_model


def begin_post(site: Site, state: str, label: str) -> int:
    number = opened(site.as_("anna").press("/area-soci/articoli/nuovo/", "", title=f"Articolo {label}"))
    page = site.page(number)
    page.tags.add("prova", label)
    category = related(page, "category").objects.first()
    site.write("anna", number, lead=f"Un articolo {label}.", category=category, body=body(label), tags=page.tags)
    return number


def begin_showcase(site: Site, state: str, label: str) -> int:
    name = f"socia.{state}"
    number = invite(site, name, f"Socia {label.capitalize()}", chooses=state != "invited")
    if state == "invited":
        return number
    page = site.page(number)
    page.skills.add("prove", label)
    place, link = related(page, "place").objects.first(), related(page, "profession_links")
    profession = link(profession=related(link, "profession").objects.first(), sort_order=0)
    site.write(
        name, number, headline=f"Faccio prove: {label}.", bio=body(label), offers=[("text", "Un caffè.")], place=place,
        works_in=[place], profession_links=[profession], skills=page.skills,
    )  # fmt: skip
    return number


def begin_episode(site: Site, state: str, label: str) -> int:
    desk = site.as_("radio")
    number = opened(desk.post("/admin/radio/nuova/"))
    upload = BytesIO(silence(number))
    upload.name = f"{state}.mp3"
    answer = desk.post("/admin/radio/audio/create/", {"file": upload}, headers={"x-requested-with": "XMLHttpRequest"})
    words = {"title": f"Puntata {label}", "slug": f"puntata-{label.replace(' ', '-')}"}
    site.write("radio", number, summary=f"Una puntata {label}.", transcript="Silenzio.",
               audio_id=int(answer.json()["result"]["id"]), **words)  # fmt: skip
    return number


def silence(fill: int) -> bytes:
    """Three seconds of MP3: MPEG-2 Layer III, 8 kbit/s, 16 kHz, mono (ISO 13818-3). Another ``fill``, another file."""
    frame = bytes([0xFF, 0xF3, 0x18, 0xC0]) + bytes([fill % 256]) * 32
    return frame * 84


def begin_pillola(site: Site, state: str, label: str) -> int:
    author = site.as_("carla")
    if state.startswith("note"):
        path = f"/area-soci/pillole/{site.pages['pillole live']}/nota/"
        number = opened(author.press(path, "", title=f"Nota {label}"))
        site.write("carla", number, lead=f"Una nota {label}.", body=body(label))
        return number
    form = author.form("/area-soci/pillole/nuova/", "", "title", "topic")
    number = opened(author.send(form, title=f"Pillola {label}", topic=form.offers["topic"][-1]))
    site.write("carla", number, intro=f"Una pillola {label}.", for_whom="Per chi prova.")
    return number


def begin_page(site: Site, state: str, label: str) -> int:
    site.later(minutes=1)
    writer = site.user("redazione")
    page = apps.get_model("home", "StandardPage")(
        title=f"Pagina {label}", slug=f"pagina-{state}", intro=f"Una pagina {label}.", body=body(label), owner=writer,
        live=False,
    )  # fmt: skip
    WagtailSite.objects.get().root_page.add_child(instance=page)
    page.save_revision(user=writer, log_action=True)
    return page.pk


BEGIN: dict[str, Callable[[Site, str, str], int]] = {
    "blog": begin_post, "soci": begin_showcase, "radio": begin_episode, "pillole": begin_pillola, "pagine": begin_page,
}  # fmt: skip
