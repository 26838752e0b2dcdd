"""What is shown is read through named queryset methods."""

import ast
from pathlib import Path

from .sources import FLOORS, name, sources, tree

# Where a filter may be written out: reads with a name, writes, and what makes the database equal to the code.
NAMED = ("querysets", "services", "provisioning", "models")
# Services under other names: they lock rows, judge them and write several. An audit asks of everything, once, what
# no screen shows. The demo looks for what it has made already.
UNSHOWN = (
    *(f"editorial/{stem}.py" for stem in ("checks", "pages")),
    *(f"editorial/review/{stem}.py" for stem in ("claims", "queue_entry", "state")),
    "editorial/publication/",
    "editorial/consent/",
    *(f"editorial/audit/{stem}.py" for stem in ("health", "live_pages")),
    "home/demo/",
)


def filter_chains(path: Path) -> list[str]:
    """``Model.objects.filter(…)`` and ``exclude`` where a named queryset method should stand."""
    return [
        f"{name(path)}:{node.lineno}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("filter", "exclude")
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr == "objects"
    ]


def is_named(path: Path) -> bool:
    return path.stem in NAMED or path.parent.name in NAMED


def test_what_is_shown_is_read_through_named_queryset_methods():
    readers = [path for path in sources(*FLOORS) if not is_named(path) and not name(path).startswith(UNSHOWN)]
    found = {name(path): filter_chains(path) for path in readers}
    assert [line for lines in found.values() for line in lines] == []


def test_every_exception_is_needed():
    """A module that has become clean, or is gone, is no exception any more."""
    for start in UNSHOWN:
        assert [line for path in sources(*FLOORS) if name(path).startswith(start) for line in filter_chains(path)], (
            start
        )
