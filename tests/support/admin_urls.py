"""Every address below /admin/, as the resolver knows it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

LIST = Path(__file__).with_suffix(".txt")


def patterns() -> Iterator[tuple[str, URLPattern, str]]:
    """(name with its namespaces, pattern, whole route); what has no name is named by its route."""

    def walk(found: Any, spaces: tuple[str, ...], above: str) -> Iterator[tuple[str, URLPattern, str]]:
        for pattern in found:
            route = above + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                inside = (*spaces, pattern.namespace) if pattern.namespace else spaces
                yield from walk(pattern.url_patterns, inside, route)
            elif route.startswith("admin/"):
                yield ":".join((*spaces, pattern.name)) if pattern.name else f"({route})", pattern, route

    return walk(get_resolver().url_patterns, (), "")


def known() -> list[str]:
    return LIST.read_text(encoding="utf-8").split("\n")[:-1]
