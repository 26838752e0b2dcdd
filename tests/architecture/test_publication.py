"""One door leads to the site: who calls it, and nobody goes round it."""

import ast
from pathlib import Path

import pytest

from .sources import FLOORS, ROOT, imported, name, sources, tree


def publish_calls(path: Path) -> list[tuple[str, str]]:
    """(file, log action or "") of every ``.publish(…)``, but those that pass a call on (``super().publish``)."""
    found = []
    for node in ast.walk(tree(path)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "publish"):
            continue
        if isinstance(node.func.value, ast.Call) and ast.unparse(node.func.value) == "super()":
            continue
        actions = [ast.unparse(word.value) for word in node.keywords if word.arg == "log_action"]
        found.append((name(path), actions[0] if actions else ""))
    return found


def test_only_three_places_publish_each_under_its_own_name():
    calls = [call for path in sources(*FLOORS, "scripts") for call in publish_calls(path)]
    assert sorted(calls) == [
        ("editorial/provisioning.py", "LOG_PROVISIONED"),
        ("editorial/publication/gate.py", ""),
        ("editorial/publication/takedown.py", "LOG_RESTORED"),
    ]


PUBLISHERS = ("PublishPageRevisionAction", "PublishRevisionAction")


def is_set_live(call: ast.AST) -> bool:
    return isinstance(call, ast.Call) and any(
        word.arg == "live" and getattr(word.value, "value", None) is True for word in call.keywords
    )


def ways_round(path: Path) -> list[str]:
    """Wagtail's own action, ``page.live = True``, ``update(live=True)``, ``Page(live=True).save()``."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Assign):
            is_live = any(getattr(target, "attr", "") == "live" for target in node.targets)
            way = is_live and getattr(node.value, "value", None) is True
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            way = (node.func.attr == "update" and is_set_live(node)) or (
                node.func.attr == "save" and is_set_live(node.func.value)
            )
        else:
            words = (getattr(node, word, "") for word in ("id", "attr", "name"))
            way = any(word in PUBLISHERS for word in words)
        if way:
            found.append(f"{name(path)}:{node.lineno}")
    return found


def test_nothing_goes_round_the_page_base():
    """Its publish() judges: what goes live without it is judged by nobody."""
    assert [line for path in sources(*FLOORS, "scripts") for line in ways_round(path)] == []


def test_the_walker_sees_every_way_round():
    path = ROOT / "blog" / "example.py"  # never written: only its name is shown
    text = "\n".join(
        [
            "from wagtail.actions.publish_revision import PublishRevisionAction",
            "page.live = True",
            "Page.objects.update(live=True)",
            "BlogPage(live=True).save()",
            "page.live = False",
            "BlogPage(live=True)",
        ]
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(globals(), "tree", lambda _path: ast.parse(text))
        assert sorted(ways_round(path)) == [f"blog/example.py:{line}" for line in (1, 2, 3, 4)]


def test_only_provisioning_publishes_the_skeleton():
    callers = {
        name(path)
        for path in sources(*FLOORS, "scripts")
        for _line, module in imported(path)
        if module.endswith(".publish_skeleton")
    }
    assert callers == {"home/provisioning.py"}  # and editorial/provisioning.py, which defines it
