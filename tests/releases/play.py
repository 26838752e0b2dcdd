"""Four weeks on the site of a release, until there is a page of each section in each state that people meet."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from editorial.consent.links import link_to

from . import facts, links
from .drafts import add_people, begin, invitation
from .site import READERS, Site, address, run
from .states import guest_link, states_of, waived, with_guests

# Where each state stands: on the site or not, and how its last request ended.
ON_THE_SITE = {"live", "newer", "update", "returned", "moved", "pictured", "guest_said", "waived", "note_live"}
REQUESTS = {
    "draft": None, "invited": None, "withdrawn": "cancelled", "asked": "needs_changes",
    **dict.fromkeys(("waiting", "late", "claimed", "commented", "fixed", "ticked", "update", "note_waiting", "guest_no",
                     "guest_half", "guest_by_login", "guest_by_link", "guest_handed"), "in_progress"),
}  # fmt: skip


def play(site: Site, start: datetime) -> None:
    add_people(site)
    alone = begin(site, "radio", "waived")
    with_guests(site, alone, "Olga")
    late = begin(site, "blog", "late")
    site.send(late)
    site.clock.move_to(start + timedelta(days=8))
    run("send_reminders")
    run("send_mail")
    site.clock.move_to(start + timedelta(days=16))
    waived(site, "radio", alone)
    furnish()
    for section in READERS:
        if section == "pagine":
            site.clock.move_to(start + timedelta(days=27))
            morning(site)
        for state, bring in states_of(section).items():
            bring(site, section, begin(site, section, state))


def morning(site: Site) -> None:
    """What is told and sent by now; what comes after it waits."""
    run("send_reminders")
    run("send_digest")
    site.as_("").press("/password/reimposta/", "", email=address("admin"))  # whom nobody logs in as later
    run("send_mail")
    make_pictures()


def furnish() -> None:
    """Menu, foot and an address that leads elsewhere, as Redazione sets them."""
    row = facts.model("cms", "SiteSettings", "SiteFurniture").objects.get()
    blog = Page.objects.get(slug="blog", depth=3)
    row.menu = [("entry", {"page": blog, "label": "Storie"})]
    row.columns = [("column", {"title": "Da leggere", "links": [{"page": blog, "url": "", "label": "Il blog"}]})]
    row.social = [("profile", {"kind": "instagram", "url": "https://www.instagram.com/lab121/"})]
    row.opening, row.email, row.phone = "dal lunedì al venerdì", "ciao@lab121.example", "+39 0131 555 121"
    row.save()
    Redirect.objects.create(old_path="/vecchio-blog", redirect_page=blog, is_permanent=True)


def queued() -> Any:
    return apps.get_model("django_tasks_database", "DBTaskResult").objects.order_by("enqueued_at", "pk")


def make_pictures() -> None:
    """One is left in the queue, of the page with pictures; one was done; the others were, and are forgotten."""
    first = queued().first()
    last = next(row for row in queued() if row.args_kwargs["args"] == [pictured_page()])
    queued().exclude(pk__in=(first.pk, last.pk)).delete()
    queued().filter(pk=last.pk).update(status="RUNNING")
    run("db_worker", "--batch", "--backend=pictures", "--queue-name=pictures")
    queued().filter(pk=last.pk).update(status="READY")


def pictured_page() -> int:
    return Page.objects.get(slug="articolo-pictured").pk


def handed_over(site: Site) -> Iterator[links.Link]:
    """Addresses that no mail carries: a person copies them off a screen."""
    member = site.page(site.pages["soci invited"]).member
    invited = invitation(site, f"/area-soci/soci/{member.pk}/")
    yield link_to(invited, says="Socia Invited", mail="handed over by the office")
    link = guest_link(site, site.pages["radio guest_handed"])
    yield link_to(link, says="Ugo Senza Indirizzo", mail="handed over by the desk")


def check(site: Site) -> None:
    """A button that did nothing would leave a site with less in it than its manifest seems to say."""
    for name, number in site.pages.items():
        page, state = site.page(number), name.partition(" ")[2]
        request = page.workflow_states.order_by("-pk").first()
        stands = page.live, request and request.status
        assert stands == (state in ON_THE_SITE, REQUESTS.get(state, "approved")), f"{name} stands as {stands}"


def settle() -> None:
    """Nobody is logged in, and the queue of pictures is as it was left."""
    for row in queued()[2:]:
        row.delete()
    Session.objects.all().delete()


def main(clock: Any, manifest: Path) -> None:
    start = timezone.localtime()
    run("migrate")
    run("provision")
    site = Site(clock)
    play(site, start)
    check(site)
    told = links.collect([*links.mailed(), *links.public(site.pages), *handed_over(site)])
    settle()
    made = {"now": timezone.now().isoformat(), "pages": site.pages, "links": told, "facts": facts.everything()}
    manifest.write_text(json.dumps(made))
