"""What the site bends in other libraries, as those libraries define it.

Their source is read from their files: the live objects are replaced when Django starts. The names are those of
docs/upstream-patches.md, written as ``package.module:Class.attribute`` or as the path of a template.

    python -m tests.support.upstream            print tests/upstream_patches.json as the installed versions make it
    python -m tests.support.upstream --record   write it
"""

import ast
import hashlib
import json
import re
import sys
from functools import cache
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "upstream-patches.md"
RECORDED = ROOT / "tests" / "upstream_patches.json"
FENCED = re.compile(r"^```.*?^```$", re.M | re.S)
CODE = re.compile(r"`([^`]+)`")
NAME = re.compile(r"[a-z_]\w*(?:\.\w+)*:\w+(?:\.\w+)*|wagtail/[\w/.-]+\.html")
# The distribution of each package that is bent.
DISTRIBUTIONS = {
    "allauth": "django-allauth", "django": "django", "django_tasks_db": "django-tasks-db",
    "modelcluster": "django-modelcluster", "modelsearch": "modelsearch", "segno": "segno",
    "treebeard": "django-treebeard", "wagtail": "wagtail", "whitenoise": "whitenoise",
}  # fmt: skip


class NotFound(LookupError):
    """The installed version has no such module, attribute or template."""


def codes(page: Path) -> list[str]:
    """Return what a page of Markdown writes between single backticks, in order."""
    return CODE.findall(FENCED.sub("", page.read_text(encoding="utf-8")))


def names() -> list[str]:
    """Return every upstream name on the page, sorted."""
    return sorted({code for code in codes(PAGE) if NAME.fullmatch(code)})


def package_of(name: str) -> str:
    return re.split(r"[.:/]", name)[0]


def installed(package: str) -> str:
    return version(DISTRIBUTIONS[package])


def stock_source(name: str) -> str:
    """Return the lines that define the name, decorators included, as inspect.getsource would give them for an object
    that nobody replaced; of a template the whole file. Raises NotFound."""
    if ":" not in name:
        return _read(_folder(package_of(name)).parent / name)
    module, _colon, qualified = name.partition(":")
    text = _read(_file(module))
    nodes = _definitions(_parsed(text).body, qualified.split("."))
    if not nodes:
        raise NotFound(name)
    lines = text.splitlines(keepends=True)
    return "".join("".join(lines[_first_line(node) - 1 : node.end_lineno]) for node in nodes)


def is_defined(name: str) -> bool:
    """Whether the class of the name, or one above it, defines the attribute; Django has to be set up."""
    try:
        stock_source(name)
    except NotFound:
        return ":" in name and any(_is_defined_in(base, name) for base in _classes_above(name))
    return True


def fingerprint(name: str) -> str:
    """Return the SHA-256 of the stock source. Raises NotFound."""
    return hashlib.sha256(stock_source(name).encode()).hexdigest()


def table() -> str:
    """Return the text of the file of fingerprints for what is installed. Raises NotFound."""
    found = {name: fingerprint(name) for name in names()}
    versions = {package: installed(package) for package in sorted({package_of(name) for name in found})}
    return json.dumps({"versions": versions, "sha256": found}, indent=2) + "\n"


def _classes_above(name: str) -> list[type]:
    module, _colon, qualified = name.partition(":")
    try:
        found = import_module(module)
        for part in qualified.split(".")[:-1]:
            found = getattr(found, part)
    except (ImportError, AttributeError):
        return []
    return list(found.__mro__[1:]) if isinstance(found, type) else []


def _is_defined_in(base: type, name: str) -> bool:
    try:
        stock_source(f"{base.__module__}:{base.__qualname__}.{name.rpartition('.')[2]}")
    except NotFound:
        return False
    return True


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise NotFound(package)
    return Path(spec.submodule_search_locations[0])


def _file(module: str) -> Path:
    package, *parts = module.split(".")
    path = _folder(package).joinpath(*parts)
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _read(path: Path) -> str:
    if not path.is_file():
        raise NotFound(path)
    return path.read_text(encoding="utf-8")


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def _definitions(body: list[ast.stmt], parts: list[str]) -> list[ast.stmt]:
    """Return every statement of the body that gives the name a meaning: a property has several."""
    found = [node for node in body if parts[0] in _names_of(node)]
    if len(parts) == 1:
        return found
    return [inner for node in found for inner in _definitions(getattr(node, "body", []), parts[1:])]


def _names_of(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _first_line(node: ast.stmt) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])


if __name__ == "__main__":
    if "--record" in sys.argv:
        RECORDED.write_text(table(), encoding="utf-8")
    else:
        sys.stdout.write(table())
