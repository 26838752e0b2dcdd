"""Where apps and tests stand, what migrations leave alone, and how long modules and functions may be."""

import ast
import re
from pathlib import Path

from django.conf import settings

from .sources import FLOORS, ROOT, name, sources, tree

NOT_APPS = ("scripts", "templates", "tests", "var")
LONGEST = {"cms/settings/base.py": 250}
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50


def test_no_other_app_stands_in_the_house():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - set(NOT_APPS) == set(FLOORS)
    ours = [app for app in settings.INSTALLED_APPS if app.split(".")[0] in FLOORS]
    assert sorted(ours) == ["blog", "cms", "cms.users", "editorial", "home", "pillole", "profiles", "radio"]


# The folders of tests, and the code that each is about.
MIRRORS = {app: ROOT / app for app in FLOORS} | {"users": ROOT / "cms" / "users"}


def modules(folder: Path) -> set[str]:
    """As a test calls them: models, mail_queue for mail/queue.py, queue where that says enough, and packages."""
    paths = [path.relative_to(folder).with_suffix("") for path in folder.rglob("*.py")]
    return {word for path in paths for word in ("_".join(path.parts), path.stem, *path.parts[:-1])}


def test_every_file_of_the_suite_mirrors_a_module_or_says_its_theme():
    folders = {path.parent.name for path in (ROOT / "tests").glob("*/__init__.py")}
    assert folders - {"architecture", "e2e", "factories", "pages", "releases", "support"} <= set(MIRRORS)
    wrong = [
        name(path)
        for app, code in MIRRORS.items()
        for path in sorted((ROOT / "tests" / app).glob("test_*.py"))
        if path.stem.removeprefix("test_") not in modules(code) and not ast.get_docstring(tree(path))
    ]
    assert wrong == []


# Migrations that change rows, and the models whose rows they change: none that provisioning writes, none of a page.
DATA_MIGRATIONS = {
    "editorial/migrations/0009_identity.py": {
        ("account", "EmailAddress"), ("editorial", "DeskTask"), ("editorial", "SeenIdentity"), ("users", "User"),
    },
    "profiles/migrations/0005_divide_addresses.py": {("profiles", "Member")},
}  # fmt: skip


def test_no_migration_makes_groups_workflows_permissions_or_pages():
    texts = {
        name(path): path.read_text(encoding="utf-8")
        for floor in FLOORS
        for path in sorted((ROOT / floor).rglob("migrations/*.py"))
    }
    assert [file for file, text in texts.items() if "RunSQL" in text] == []
    found = {file: text for file, text in texts.items() if "RunPython" in text}
    models = {file: set(re.findall(r'get_model\("(\w+)", "(\w+)"\)', text)) for file, text in found.items()}
    assert models == DATA_MIGRATIONS
    assert [file for file, text in found.items() if text.count("get_model") != text.count('get_model("')] == []


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_modules_stay_readable():
    assert {path: length(ROOT / path) for path, most in LONGEST.items() if length(ROOT / path) > most} == {}
    modules = sources(*FLOORS, "scripts")
    assert {name(path): length(path) for path in modules if length(path) > LONGEST_MODULE} == {}


def test_modules_of_the_suite_stay_readable():
    assert {name(path): length(path) for path in sources("tests") if length(path) > LONGEST_MODULE} == {}


def test_functions_fit_a_screen():
    long = [
        f"{name(path)}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path in sources(*FLOORS, "scripts")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []
