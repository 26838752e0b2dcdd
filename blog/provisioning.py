"""Categories and the blog's page."""

import json
from pathlib import Path

from cms.provisioning import Changes, ensure_rows
from editorial import roles
from editorial.provisioning import publish_skeleton, tree_of

from .models import BlogIndexPage, Category

CATEGORIES = Path(__file__).parent / "data" / "categories.json"
INTRO = "Storie di lavoro, di mestieri e di cortile, scritte da chi fa parte di lab121."


def provision_categories(changes: Changes) -> None:
    ensure_rows(Category, "slug", json.loads(CATEGORIES.read_text(encoding="utf-8")), changes)


def provision_index(changes: Changes) -> None:
    """Created once; what Redazione makes of it stays."""
    if BlogIndexPage.objects.exists():
        return
    home = tree_of(roles.HOME)
    if home is None:
        changes.note(f"manca la pagina {roles.HOME}")
        return
    page = BlogIndexPage(title="Blog", slug="blog", intro=INTRO, show_in_menus=True, menu_order=20, live=False)
    home.add_child(instance=page)
    publish_skeleton(page)
    changes.note("pagina «Blog» creata")
