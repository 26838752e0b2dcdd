"""Provisioning of the topics and of the page that lists the pillole."""

from cms.provisioning import Changes, ensure_rows
from editorial.provisioning import ensure_index

from .models import PilloleIndexPage, Topic

TOPICS = (
    ("fund-raising", "Fund raising"),
    ("marketing", "Marketing"),
    ("coaching", "Coaching"),
    ("start-up", "Start up"),
)
INTRO = (
    "Una prima consulenza gratuita con chi, tra noi, quel mestiere lo fa ogni giorno: "
    "il tempo giusto per capire se la strada è quella buona."
)


def provision_topics(changes: Changes) -> None:
    rows = [{"slug": slug, "name": name, "sort_order": order} for order, (slug, name) in enumerate(TOPICS, start=1)]
    ensure_rows(Topic, "slug", rows, changes)


def provision_index(changes: Changes) -> None:
    ensure_index(PilloleIndexPage, changes, title="Pillole di Business", slug="pillole", intro=INTRO, menu_order=40)
