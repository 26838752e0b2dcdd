"""Topics and the list's page."""

from cms.provisioning import Changes, ensure_rows
from editorial import roles
from editorial.provisioning import publish_skeleton, tree_of

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
    """Created once; what the desk makes of it stays."""
    if PilloleIndexPage.objects.exists():
        return
    home = tree_of(roles.HOME)
    if home is None:
        changes.note(f"manca la pagina {roles.HOME}")
        return
    page = PilloleIndexPage(
        title="Pillole di Business",
        slug="pillole",
        intro=INTRO,
        show_in_menus=True,
        menu_order=40,
        live=False,
    )
    home.add_child(instance=page)
    publish_skeleton(page)
    changes.note("pagina «Pillole di Business» creata")
