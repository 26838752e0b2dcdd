"""The files of the site as these tests read them: floors, paths, trees and imports."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# A floor may import itself and those below it, not what stands beside it.
STOREYS = (("cms",), ("editorial",), ("profiles",), ("blog", "radio", "pillole"), ("home",))
FLOORS = tuple(app for storey in STOREYS for app in storey)
WIRING = ("cms/urls.py", "cms/wsgi.py", "cms/settings/")

# The packages and modules of editorial/, from the bottom: each may import what stands before it.
EDITORIAL_ORDER = (
    "roles", "querysets", "events", "content", "models", "permissions", "identity", "review", "publication", "consent",
    "page_forms", "pages", "provisioning", "notifications", "audit", "desk", "author", "admin",
)  # fmt: skip


def sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path, *, types: bool = True) -> Iterator[tuple[int, str]]:
    """(line, dotted module) of every import, those inside functions too; relative ones made absolute. Without
    ``types`` those that stand under TYPE_CHECKING are left out."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    left_out = set() if types else set(for_types_alone(path))
    for node in ast.walk(tree(path)):
        if node in left_out:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*start, *([node.module] if node.module else [])])
            yield node.lineno, base
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def for_types_alone(path: Path) -> Iterator[ast.AST]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            for statement in node.body:
                yield from ast.walk(statement)


def apps_above(path: Path) -> list[str]:
    """The floors above the file's own, and the apps beside it."""
    app = path.relative_to(ROOT).parts[0]
    height = next(number for number, storey in enumerate(STOREYS) if app in storey)
    return [other for storey in STOREYS[height:] for other in storey if other != app]


def upward(path: Path) -> list[str]:
    """Imports of a floor above the file's own or of an app beside it, and of the tests."""
    above = [*apps_above(path), "tests"]
    return sorted(
        {f"{name(path)}:{line} imports {module}" for line, module in imported(path) if module.split(".")[0] in above}
    )


def is_wiring(path: Path) -> bool:
    return name(path).startswith(WIRING)
