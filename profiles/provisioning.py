"""Provisioning of areas, places, professions and of the page of the directory."""

import json
from pathlib import Path
from typing import Any

from cms.provisioning import Changes, ensure_rows
from editorial.provisioning import ensure_index

from .models import Area, Place, Profession, ProfileIndexPage

DATA = Path(__file__).parent / "data"
INTRO = "Persone, imprese e associazioni: cerca chi sa fare quello che ti serve."


def load_rows(name: str) -> list[dict[str, Any]]:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def provision_reference_rows(changes: Changes) -> None:
    areas = ensure_rows(Area, "slug", load_rows("areas"), changes)
    ensure_rows(Place, "slug", load_rows("places"), changes)
    rows = [
        {**row, "area": areas[row["area"]], "synonyms": ", ".join(row["synonyms"])} for row in load_rows("professions")
    ]
    ensure_rows(Profession, "slug", rows, changes)


def provision_index(changes: Changes) -> None:
    ensure_index(ProfileIndexPage, changes, title="Soci", slug="soci", intro=INTRO, menu_order=10)
