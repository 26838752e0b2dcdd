"""Imports point down, and lead to what is declared."""

import re
import sys
from importlib.metadata import packages_distributions

import pytest

from .sources import FLOORS, ROOT, imported, is_wiring, name, sources, upward


@pytest.mark.parametrize("floor", FLOORS)
def test_imports_point_down(floor):
    wrong = [line for path in sources(floor) if not is_wiring(path) for line in upward(path)]
    assert wrong == []


def test_the_walker_sees_imports_inside_functions_and_relative_ones():
    """Both spellings are used in the house: were they overlooked, the test above would be worth nothing."""
    found = {module for _line, module in imported(ROOT / "home/apps.py")}
    assert {"blog.services.is_of_the_desk", "home.provisioning.provision_pages"} <= found


def declared(*files: str) -> set[str]:
    lines = [line for file in files for line in (ROOT / file).read_text(encoding="utf-8").splitlines()]
    return {distribution(found[0]) for line in lines if (found := re.match(r"\w[\w.-]*", line))}


def distribution(name: str) -> str:
    """Its normalised name: packaging.python.org, «Names and normalization»."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(
    ("folders", "files"),
    [(FLOORS, ("requirements.in",)), (("scripts", "tests"), ("requirements.in", "requirements-dev.in"))],
    ids=["the apps", "scripts and tests"],
)
def test_every_package_that_is_imported_is_declared(folders, files):
    """What only another package brings goes when that one no longer wants it. Migrations import too."""
    known, providers = declared(*files), packages_distributions()
    given = {*sys.stdlib_module_names, *FLOORS, "scripts", "tests"}
    wrong = [
        f"{name(path)}:{line} imports {module}"
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line, module in imported(path)
        if (top := module.partition(".")[0]) not in given
        and not known & {distribution(provider) for provider in providers.get(top, ())}
    ]
    assert wrong == []


@pytest.mark.parametrize("floor", FLOORS)
def test_hooks_are_registered_by_the_app_whose_they_are(floor):
    hooks = [path for path in sources(floor) if path.stem == "wagtail_hooks"]
    others = {app for app in FLOORS if app != floor}
    foreign = [(name(path), module) for path in hooks for _line, module in imported(path)]
    assert [found for found in foreign if found[1].split(".")[0] in others] == []


def test_base_settings_import_no_app():
    assert upward(ROOT / "cms/settings/base.py") == []
    own = [module for _line, module in imported(ROOT / "cms/settings/base.py") if module.startswith("cms")]
    assert own == ["cms.settings.csp", "cms.settings.csp.*"]
