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
    """Hashed names in module imports too, so that every file may be cached for ever; and one style sheet.

    ``main.css`` stays a list of imports for whoever writes it. A browser would find each of its forty files only after
    the first: collectstatic puts them in its place.
    """

    support_js_module_import_aggregation = True
    flattened = ("css/main.css",)

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        whole = InMemoryStorage()  # Django hashes what the sources say, not what lies in STATIC_ROOT
        for name in self.flattened:
            if name in paths:
                whole.save(name, ContentFile(_whole(name, paths).encode()))
                paths = {**paths, name: (whole, name)}
        yield from super().post_process(paths, dry_run, **options)


def _whole(name: str, paths: dict[str, Any]) -> str:
    """A style sheet with its imports inside. KeyError for one that is not there."""
    folder = posixpath.dirname(name)

    def inside(found: re.Match[str]) -> str:
        path = posixpath.join(folder, found["path"])
        text = ADDRESS.sub(lambda address: f'url("{_seen_from(folder, path, address["path"])}")', _text(path, paths))
        if found["layer"]:
            text = f"@layer {found['layer']} {{\n{text}}}\n"
        return f"@media{found['media']} {{\n{text}}}\n" if found["media"].strip() else text

    return IMPORT.sub(inside, _text(name, paths))


def _text(name: str, paths: dict[str, Any]) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()


def _seen_from(folder: str, sheet: str, address: str) -> str:
    return posixpath.relpath(posixpath.join(posixpath.dirname(sheet), address), folder)
