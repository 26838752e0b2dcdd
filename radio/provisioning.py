"""The show's page."""

from cms.provisioning import Changes
from editorial import roles
from editorial.provisioning import publish_skeleton, tree_of

from .models import RadioIndexPage

INTRO = "Le persone di lab121 raccontano il loro mestiere: si ascolta, e si legge parola per parola."


def provision_index(changes: Changes) -> None:
    """Created once; what Redazione makes of it stays."""
    if RadioIndexPage.objects.exists():
        return
    home = tree_of(roles.HOME)
    if home is None:
        changes.note(f"manca la pagina {roles.HOME}")
        return
    page = RadioIndexPage(title="Radio", slug="radio", intro=INTRO, show_in_menus=True, menu_order=30, live=False)
    home.add_child(instance=page)
    publish_skeleton(page)
    changes.note("pagina «Radio» creata")
