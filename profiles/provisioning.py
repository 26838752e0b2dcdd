"""Reference rows and the directory's page."""

import json
from pathlib import Path
from typing import Any

from cms.provisioning import Changes, ensure_rows
from editorial import roles
from editorial.provisioning import publish_skeleton, tree_of

from .models import Area, Place, Profession, ProfileIndexPage

DATA = Path(__file__).parent / "data"
INTRO = "Persone, imprese e associazioni: cerca chi sa fare quello che ti serve."


def load(name: str) -> list[dict[str, Any]]:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def provision_reference_rows(changes: Changes) -> None:
    areas = ensure_rows(Area, "slug", load("areas"), changes)
    ensure_rows(Place, "slug", load("places"), changes)
    rows = [{**row, "area": areas[row["area"]], "synonyms": ", ".join(row["synonyms"])} for row in load("professions")]
    ensure_rows(Profession, "slug", rows, changes)


def provision_index(changes: Changes) -> None:
    """Created once; what Redazione makes of it stays."""
    if ProfileIndexPage.objects.exists():
        return
    home = tree_of(roles.HOME)
    if home is None:
        changes.note(f"manca la pagina {roles.HOME}")
        return
    page = ProfileIndexPage(title="Soci", slug="soci", intro=INTRO, show_in_menus=True, menu_order=10, live=False)
    home.add_child(instance=page)
    publish_skeleton(page)
    changes.note("pagina «Soci» creata")
