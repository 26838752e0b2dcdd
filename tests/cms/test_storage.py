"""One style sheet out of forty, by collectstatic."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from cms.storage import StaticFilesStorage, _flatten

SOURCES = {
    "css/main.css": '@layer base, print;\n@import url("base.css") layer(base);\n'
    '@import url("parts/card.css") layer(parts);\n@import url("paper.css") layer(base) print;\n',
    "css/base.css": 'a { background: url("../icons/a.svg"); }\n',
    "css/parts/card.css": 'b { background: url("../../icons/b.svg"); mask: url("data:image/png;base64,xx"); }\n',
    "css/paper.css": "nav { display: none; }\n",
}


class Folder:
    def __init__(self, root: Path) -> None:
        self.root = root

    def open(self, path):
        return (self.root / path).open("rb")


@pytest.fixture
def paths(tmp_path):
    for name, text in SOURCES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return {name: (Folder(tmp_path), name) for name in SOURCES}


def test_imports_are_put_in_their_layers_and_addresses_still_hold(paths):
    assert _flatten("css/main.css", paths) == (
        "@layer base, print;\n"
        '@layer base {\na { background: url("../icons/a.svg"); }\n}\n\n'
        '@layer parts {\nb { background: url("../icons/b.svg"); mask: url("data:image/png;base64,xx"); }\n}\n\n'
        "@media print {\n@layer base {\nnav { display: none; }\n}\n}\n\n"
    )


def test_a_sheet_that_is_not_there_stops_collectstatic(paths):
    del paths["css/paper.css"]
    with pytest.raises(KeyError, match="css/paper.css"):
        _flatten("css/main.css", paths)


def test_the_site_s_own_sheet_has_no_import_left_and_is_whole_after_a_second_run(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "cms.storage.StaticFilesStorage"},
    }
    settings.INSTALLED_APPS = [app for app in settings.INSTALLED_APPS if not app.startswith("wagtail")]
    settings.STATICFILES_DIRS = [Path(settings.BASE_DIR) / "cms" / "static"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    sheets = []
    for _time in range(2):
        call_command("collectstatic", interactive=False, verbosity=0)
        storage = StaticFilesStorage()
        sheets.append((tmp_path / "static" / storage.hashed_files["css/main.css"]).read_text())
    assert sheets[0] == sheets[1]
    assert "@import" not in sheets[0]
    listed = (Path(settings.BASE_DIR) / "cms" / "static" / "css" / "main.css").read_text()
    assert sheets[0].count("@layer ") == 1 + len(re.findall("@import", listed))
    assert re.search(r'url\("\.\./fonts/figtree\.[0-9a-f]{12}\.woff2"\)', sheets[0])
