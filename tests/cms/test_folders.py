"""The folders that a running site writes in: made at the start, and told of by a check where that failed."""

import os

import pytest
from django.apps import apps
from django.core import checks
from django.core.cache import cache

from cms.checks import folders_are_writable


@pytest.fixture
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    return settings.VAR_DIR


def start() -> None:
    apps.get_app_config("cms").ready()


def messages_of() -> list[tuple[str, str]]:
    return [(error.id, error.msg) for error in folders_are_writable()]


def test_they_are_made_when_the_site_starts(var):
    start()
    assert sorted(path.name for path in var.iterdir()) == ["cache", "log", "mail", "media"]
    assert messages_of() == []


def test_the_check_makes_nothing(var):
    assert len(messages_of()) == 5 and not var.exists()


def test_a_file_in_the_place_of_one_is_told_and_the_others_are_made(var):
    var.mkdir()
    (var / "mail").write_text("")
    start()
    assert sorted(path.name for path in var.iterdir() if path.is_dir()) == ["cache", "log", "media"]
    assert messages_of() == [("cms.E002", f"The site cannot write in the folder {var / 'mail'}.")]


def test_a_file_in_the_place_of_all_is_told(var):
    var.write_text("")
    start()
    names = [var, *(var / name for name in ("media", "cache", "mail", "log"))]
    assert messages_of() == [("cms.E002", f"The site cannot write in the folder {path}.") for path in names]


def test_one_that_belongs_to_somebody_else_is_told(var, monkeypatch):
    start()
    monkeypatch.setattr(os, "access", lambda path, mode: path != var / "cache")
    assert messages_of() == [("cms.E002", f"The site cannot write in the folder {var / 'cache'}.")]


def test_a_cache_without_its_folder_keeps_nobody_from_being_told(var, settings):
    """Django's own checks of caches make each of them."""
    var.write_text("")
    settings.CACHES = {"default": {"BACKEND": "cms.cache.FileCache", "LOCATION": var / "cache"}}
    assert checks.run_checks(tags=[checks.Tags.caches]) == []


def test_a_cache_makes_its_folder_again(var, settings):
    settings.CACHES = {"default": {"BACKEND": "cms.cache.FileCache", "LOCATION": var / "cache"}}
    cache.set("a", 1)
    assert cache.get("a") == 1
