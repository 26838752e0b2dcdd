"""Print the test files that a change concerns, those nearest to it first.

    python scripts/affected_tests.py [commit]

What changed since the commit (HEAD, or its parent where nothing is changed beside it), uncommitted files included. Near
are the changed tests and the tests named like a changed module, then those that import one, then those that import
what imports one; of a template the tests of its folder's app. Then the tests of the layout, which ask little.
"""

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALWAYS = (
    "tests/architecture/",
    *(f"tests/test_{name}.py" for name in ("content_keys", "docs", "page_types", "upstream_patches")),
)
AT_MOST = 16  # files: more are a run of the whole suite


def git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def changed_files(since: str) -> list[str]:
    return sorted({*git("diff", "--name-only", since), *git("ls-files", "--others", "--exclude-standard")})


def module_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports_of(path: str) -> set[str]:
    """Return the dotted names that a file imports; of ``from a import b`` both ``a`` and ``a.b``."""
    package = module_of(path).split(".") if path.endswith("__init__.py") else module_of(path).split(".")[:-1]
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = (
                [*package[: len(package) - node.level + 1], *filter(None, [node.module])]
                if node.level
                else [node.module or ""]
            )
            above = ".".join(base)
            found |= {above, *(f"{above}.{alias.name}" for alias in node.names)}
    return found


def near(changed: Iterable[str]) -> Iterator[str]:
    """Yield test files, the nearest first; some more than once."""
    files = [
        path for path in git("ls-files", "--cached", "--others", "--exclude-standard", "*.py") if (ROOT / path).exists()
    ]
    imports = {path: imports_of(path) for path in files}
    tests = [path for path in files if path.startswith("tests/") and Path(path).name.startswith("test_")]
    changed = [path for path in changed if (ROOT / path).exists()]
    yield from (path for path in tests if path in changed)
    modules = {module_of(path) for path in changed if path.endswith(".py")}
    names = {f"test_{module.rpartition('.')[2]}" for module in modules}
    apps = {Path(path).parts[1] for path in changed if path.startswith("templates/") and len(Path(path).parts) > 2}
    yield from (path for path in tests if Path(path).stem in names)
    for _distance in range(2):
        importing = {path for path, found in imports.items() if found & modules}
        yield from (path for path in tests if path in importing)
        modules = {module_of(path) for path in importing}
    yield from (path for path in tests if Path(path).parts[1] in apps)


def affected(since: str) -> list[str]:
    return list(dict.fromkeys(near(changed_files(since))))


if __name__ == "__main__":
    since = sys.argv[1] if len(sys.argv) > 1 else "HEAD" if changed_files("HEAD") else "HEAD~1"
    found = affected(since)
    print("\n".join(dict.fromkeys([*found[:AT_MOST], *ALWAYS])))
    if len(found) > AT_MOST:
        print(f"{len(found) - AT_MOST} more test files are further away: make test", file=sys.stderr)
