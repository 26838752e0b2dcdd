"""What the site bends in Wagtail and other libraries is still what it was when somebody last looked at it."""

import ast
import inspect
import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from wagtail.admin.search import Search
from wagtail.locks import WorkflowLock

from tests.support.upstream import (
    DISTRIBUTIONS,
    PAGE,
    RECORDED,
    fingerprint,
    installed,
    is_defined,
    names,
    package_of,
    stock_source,
)

ROOT = Path(settings.BASE_DIR)
FLOORS = ("cms", "editorial", "profiles", "blog", "radio", "pillole", "home")
TABLE = json.loads(RECORDED.read_text(encoding="utf-8"))
RECORD = "record it: python -m tests.support.upstream --record"
WHAT_TO_DO = f"""{{name}} is not what was recorded of {{package}} {{version}}.
Read what changed upstream, adapt or drop the patch, run the test of its row in docs/upstream-patches.md.
Then {RECORD}"""


def test_every_name_of_the_page_has_its_fingerprint():
    assert sorted(TABLE["sha256"]) == names(), f"Check what is new, then {RECORD}"
    assert set(TABLE["versions"]) == {package_of(name) for name in names()}


def test_the_fingerprints_are_of_the_versions_that_are_pinned():
    """Whoever pins another version looks at the patches: of one that is not recorded nothing is compared below."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([\w-]+)==([\w.]+)", text, re.M))
    pinned = {package: pins[DISTRIBUTIONS[package]] for package in TABLE["versions"]}
    assert pinned == TABLE["versions"], f"Go through docs/upstream-patches.md, then {RECORD}"
    assert f"Checked with Wagtail {pinned['wagtail']} " in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", names())
def test_what_is_bent_is_still_there(name):
    assert is_defined(name), f"{name} is gone: what it was bent for wants another way, and its row another name."


@pytest.mark.parametrize("name", names())
def test_what_is_bent_is_as_it_was(name):
    package = package_of(name)
    recorded = TABLE["versions"][package]
    if installed(package) != recorded:
        pytest.skip(f"{package} {installed(package)} is not the recorded {recorded}: only existence is looked at")
    message = WHAT_TO_DO.format(name=name, package=package, version=recorded)
    assert fingerprint(name) == TABLE["sha256"].get(name), message


def test_stock_is_read_from_the_file_and_not_from_what_stands_in_its_place():
    assert stock_source("wagtail.locks:WorkflowLock.get_message") == inspect.getsource(WorkflowLock.get_message)
    assert stock_source("wagtail.admin.search:Search.search_items_for_request") != inspect.getsource(
        Search.search_items_for_request
    )


# The page is whole ---------------------------------------------------------------------------------------


def sources() -> list[Path]:
    paths = [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))]
    return [path for path in paths if "migrations" not in path.parts]


def foreign_names(tree: ast.Module) -> dict[str, str]:
    """Name → module of what a file imports from elsewhere."""
    return {
        alias.asname or alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
        for alias in node.names
        if node.module.split(".")[0] not in FLOORS
    }


def replaced(tree: ast.Module) -> Iterator[tuple[type, str]]:
    """(class of another library, attribute) of each assignment to one."""
    known = foreign_names(tree)
    for node in ast.walk(tree):
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Attribute) and getattr(target.value, "id", "") in known:
                owner = getattr(import_module(known[target.value.id]), target.value.id, None)
                if isinstance(owner, type):
                    yield owner, target.attr


def test_everything_that_is_replaced_has_a_row():
    rows = {tuple(name.rpartition(":")[2].rpartition(".")[::2]) for name in names()}
    found = [one for path in sources() for one in replaced(ast.parse(path.read_text(encoding="utf-8")))]
    assert len(found) > 5
    # Stock asks whether a block has it; neither does.
    added = {("RichTextBlock", "get_comparison_class"), ("URLBlock", "get_comparison_class")}
    assert {
        (owner.__name__, attribute)
        for owner, attribute in found
        if not any((base.__name__, attribute) in rows for base in owner.__mro__)
    } == added


def test_every_swapped_class_has_a_row():
    swaps = {
        path.relative_to(ROOT).as_posix()
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign) and any(getattr(target, "attr", "") == "__class__" for target in node.targets)
    }
    assert swaps == {"cms/search/backend.py", "editorial/permissions/media.py"}
    page = PAGE.read_text(encoding="utf-8")
    assert [path for path in swaps if path not in page] == []


def test_every_template_in_stocks_place_has_a_row():
    ours = sorted(path for folder in (ROOT / "templates").glob("wagtail*") for path in folder.rglob("*.html"))
    page = PAGE.read_text(encoding="utf-8")
    assert ours and [path.name for path in ours if f"`{path.relative_to(ROOT).as_posix()}`" not in page] == []


def test_every_file_that_says_it_bends_something_has_a_row():
    page = PAGE.read_text(encoding="utf-8")
    paths = [*sources(), *(ROOT / "templates").rglob("*.html")]
    bending = [path.relative_to(ROOT).as_posix() for path in paths if "Bends " in path.read_text(encoding="utf-8")]
    assert [path for path in bending if path not in page] == []
