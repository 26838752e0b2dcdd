"""Categories and the blog's page."""

import json
from pathlib import Path

from cms.provisioning import Changes, ensure_rows
from editorial.provisioning import ensure_index

from .models import BlogIndexPage, Category

CATEGORIES = Path(__file__).parent / "data" / "categories.json"
INTRO = "Storie di lavoro, di mestieri e di cortile, scritte da chi fa parte di lab121."


def provision_categories(changes: Changes) -> None:
    ensure_rows(Category, "slug", json.loads(CATEGORIES.read_text(encoding="utf-8")), changes)


def provision_index(changes: Changes) -> None:
    ensure_index(BlogIndexPage, changes, title="Blog", slug="blog", intro=INTRO, menu_order=20)
