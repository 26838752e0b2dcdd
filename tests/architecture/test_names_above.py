"""No floor knows what stands above it by name: what strings say, and no import shows."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.urls import URLResolver, get_resolver

from .sources import FLOORS, ROOT, apps_above, is_wiring, name, sources, tree

# Names of what stands above, in words: no import says so, and yet the lower floor depends on it.
TABLE = "editorial/roles.py"  # of the rights of every page type
LAZY = ("parent_page_types", "subpage_types")
RELATIONS = ("ForeignKey", "ManyToManyField", "OneToOneField", "ParentalKey", "ParentalManyToManyField")
REVERSERS = ("redirect", "resolve_url", "reverse", "reverse_lazy")


def named(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def words(path: Path) -> Iterator[tuple[int, str, bool]]:
    """(line, text, is it an address to reverse?) of every string but docstrings and the lazy labels of Django and
    Wagtail."""
    passed, reversed_ = set(), set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Expr):
            passed.add(node.value)
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in LAZY:
            passed.update(ast.walk(node.value))
        elif isinstance(node, ast.Call) and named(node) in RELATIONS:
            passed.update(node.args[:1], [word.value for word in node.keywords if word.arg in ("to", "through")])
        elif isinstance(node, ast.Call) and named(node) in REVERSERS:
            reversed_.update(node.args[:1])
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in passed:
            yield node.lineno, node.value, node in reversed_


@cache
def owners() -> dict[str, str]:
    """The app of the view behind each URL name of the house."""
    found, todo = {}, [*get_resolver().url_patterns]
    while todo:
        pattern = todo.pop()
        if isinstance(pattern, URLResolver):
            todo += pattern.url_patterns
        elif pattern.name:
            view = getattr(pattern.callback, "view_class", pattern.callback)
            if (app := view.__module__.split(".")[0]) in FLOORS:  # Wagtail's names stand in namespaces
                found[pattern.name] = app
    return found


def names_above(path: Path) -> list[str]:
    """Modules, labels of models and permissions, folders of templates and of files, URL names."""
    above = apps_above(path)
    label = re.compile(rf"(?<![\w/.-])({'|'.join(above)})[._/:]\w")
    return [
        f"{name(path)}:{line} {text!r}"
        for line, text, is_address in words(path)
        if above and label.search(text) or owners().get(text) in above and (is_address or "_" in text)
    ]


@pytest.mark.parametrize("floor", FLOORS)
def test_no_floor_knows_what_stands_above_by_name(floor):
    paths = [path for path in sources(floor) if not is_wiring(path) and name(path) != TABLE]
    assert [line for path in paths for line in names_above(path)] == []


def test_the_walker_sees_every_kind_of_name():
    """In the two places that may name them all."""
    found = [line.partition(" ")[2] for path in (ROOT / TABLE, ROOT / "cms/urls.py") for line in names_above(path)]
    assert {"'home.HomePage'", "'radio.add_radioaudio'", "'blog/feed/'", "'blog_feed'", "'members_area'"} <= set(found)
    assert owners()["editorial_guest"] == "editorial" and owners()["search"] == "home"
