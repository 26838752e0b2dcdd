"""The pages of docs/ name files, functions, tests and words on screen: all of them exist."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from tests.architecture.sources import EDITORIAL_ORDER
from tests.support.upstream import NAME, codes, is_defined

ROOT = Path(settings.BASE_DIR)
PAGES = sorted((ROOT / "docs").glob("*.md"))
CODE_FOLDERS = ("cms", "editorial", "profiles", "blog", "radio", "pillole", "home")
# A path, and after it a name in the file (":") or a test ("::").
PLACE = re.compile(
    r"(?P<path>[\w.-]+(?:/[\w.-]+)*(?:/|\.(?:css|html|js|json|md|py|sh|txt)))(?:(?P<kind>::?)(?P<name>[\w.]+))?"
)
ADDRESS = re.compile(r"\]\((?!https?:)([^)#]+)[^)]*\)")
QUOTED = re.compile(r"«([^»]+)»")


def fault_of(code: str) -> str:
    """Return what is wrong with one piece of code on a page; "" where it names nothing, or what there is."""
    if NAME.fullmatch(code):
        return "" if is_defined(code) else f"{code}: upstream has no such name"
    place = PLACE.fullmatch(code)
    if place is None:
        return ""
    path = ROOT / place["path"]
    if not path.exists():
        return f"{code}: no such file"
    if not place["kind"]:
        return ""
    known = functions_of(path) if place["kind"] == "::" else names_of(path)
    return "" if place["name"] in known else f"{code}: no such name in the file"


@cache
def names_of(path: Path) -> frozenset[str]:
    """What a module defines, and what its classes do: «Class.method»."""
    return frozenset(_names(ast.parse(path.read_text(encoding="utf-8")).body, ""))


def _names(body: list[ast.stmt], prefix: str) -> set[str]:
    found = set()
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(prefix + node.name)
        if isinstance(node, ast.ClassDef):
            found |= _names(node.body, f"{prefix}{node.name}.")
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            found |= {prefix + one.id for one in ast.walk(target) if isinstance(one, ast.Name)} if target else set()
    return found


@cache
def functions_of(path: Path) -> frozenset[str]:
    """Tests stand in classes too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=lambda page: page.name)
def test_everything_that_a_page_names_exists(page):
    assert [fault for code in codes(page) if (fault := fault_of(code))] == []


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page):
    links = ADDRESS.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_leads_to_every_page():
    links = ADDRESS.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert {f"docs/{page.name}" for page in PAGES} - {*links} == set()


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("editorial/pages.py", True),
        ("editorial/page.py", False),
        ("editorail/", False),
        ("editorial/pages.py:ModeratedPage.publish", True),
        ("editorial/pages.py:ModeratedPage.unpublish", False),
        ("editorial/roles.py:STAFF_PERMISSION", True),
        ("tests/test_docs.py::test_every_link_leads_to_a_file", True),
        ("tests/test_docs.py::test_no_link", False),
        ("wagtail.locks:WorkflowLock.get_message", True),
        ("wagtail.locks:WorkflowLock.get_words", False),
        ("manage.py doctor", True),  # a command, not a place
        ("/soci/<slug>/", True),  # an address
    ],
)
def test_the_walker_sees_what_is_missing(code, right):
    assert (fault_of(code) == "") is right


def first_cells(page: Path, heading: str) -> list[str]:
    """The code of the first column of the table below a heading."""
    section = page.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `([^`]+)`", section, re.M)


def test_the_packages_of_editorial_are_in_the_order_that_is_tested():
    parts = [Path(path).stem for path in first_cells(ROOT / "docs" / "architecture.md", "Inside editorial/")]
    assert tuple(parts) == EDITORIAL_ORDER


def test_every_package_of_cms_is_there():
    packages = {f"cms/{path.parent.name}/" for path in (ROOT / "cms").glob("*/__init__.py")} - {"cms/migrations/"}
    assert {*first_cells(ROOT / "docs" / "architecture.md", "Inside cms/")} == packages


def test_every_word_of_the_glossary_is_on_screen():
    """The first column, where it says so with «…»."""
    files = [path for folder in CODE_FOLDERS for path in (ROOT / folder).rglob("*.py")]
    files = [path for path in files if "migrations" not in path.parts] + list((ROOT / "templates").rglob("*.html"))
    shown = "\n".join(path.read_text(encoding="utf-8") for path in files)
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| ")]
    words = [word for row in rows for word in QUOTED.findall(row.split(" | ")[0])]
    assert words
    assert [word for word in words if word not in shown] == []
