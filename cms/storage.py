"""The storage of static files: hashed names, and main.css as one file."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# @import url("components/header.css") layer(components) print;
IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\)(?: layer\((?P<layer>[\w.-]+)\))?(?P<media>[^;]*);')
ADDRESS = re.compile(r'url\("(?P<path>(?!data:|https?:|/)[^"]+)"\)')


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hash the names in module imports too, so that every file may be cached for ever, and put the imports of
    ``main.css`` in their place.

    In the sources ``main.css`` stays a list of imports. A browser would find each of the forty files only after it has
    read that list, so collectstatic writes one file.
    """

    support_js_module_import_aggregation = True
    flattened = ("css/main.css",)

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        flat = InMemoryStorage()  # Django hashes the files of the source storages, not those in STATIC_ROOT
        for name in self.flattened:
            if name in paths:
                flat.save(name, ContentFile(_flatten(name, paths).encode()))
                paths = {**paths, name: (flat, name)}
        yield from super().post_process(paths, dry_run, **options)


def _flatten(name: str, paths: dict[str, Any]) -> str:
    """Return a style sheet with the text of its imports in their place. Raises KeyError for a missing one."""
    folder = posixpath.dirname(name)

    def replacement(statement: re.Match[str]) -> str:
        path = posixpath.join(folder, statement["path"])
        text = ADDRESS.sub(lambda address: f'url("{_rebase(folder, path, address["path"])}")', _text(path, paths))
        if statement["layer"]:
            text = f"@layer {statement['layer']} {{\n{text}}}\n"
        return f"@media{statement['media']} {{\n{text}}}\n" if statement["media"].strip() else text

    return IMPORT.sub(replacement, _text(name, paths))


def _text(name: str, paths: dict[str, Any]) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()


def _rebase(folder: str, sheet: str, address: str) -> str:
    """Return an address that is relative to ``sheet`` as one that is relative to ``folder``."""
    return posixpath.relpath(posixpath.join(posixpath.dirname(sheet), address), folder)
