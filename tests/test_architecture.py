"""The house's floors and sizes. What fails here names the file and the line."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLResolver, get_resolver

ROOT = Path(settings.BASE_DIR)
# A floor may import itself and those below it, not what stands beside it.
STOREYS = (("cms",), ("editorial",), ("profiles",), ("blog", "radio", "pillole"), ("home",))
FLOORS = tuple(app for storey in STOREYS for app in storey)
NOT_APPS = ("scripts", "templates", "tests", "var")
WIRING = ("cms/urls.py", "cms/wsgi.py", "cms/settings/")

LONGEST = {"cms/settings/base.py": 250}
LONGEST_TEMPLATE = 100
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50


def sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path, *, types: bool = True) -> Iterator[tuple[int, str]]:
    """(line, dotted module) of every import, those inside functions too; relative ones made absolute. Without
    ``types`` those that stand under TYPE_CHECKING are left out."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    left_out = set() if types else set(for_types_alone(path))
    for node in ast.walk(tree(path)):
        if node in left_out:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*start, *([node.module] if node.module else [])])
            yield node.lineno, base
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def for_types_alone(path: Path) -> Iterator[ast.AST]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            for statement in node.body:
                yield from ast.walk(statement)


def apps_above(path: Path) -> list[str]:
    """The floors above the file's own, and the apps beside it."""
    app = path.relative_to(ROOT).parts[0]
    height = next(number for number, storey in enumerate(STOREYS) if app in storey)
    return [other for storey in STOREYS[height:] for other in storey if other != app]


def upward(path: Path) -> list[str]:
    """Imports of a floor above the file's own or of an app beside it, and of the tests."""
    above = [*apps_above(path), "tests"]
    return sorted(
        {f"{name(path)}:{line} imports {module}" for line, module in imported(path) if module.split(".")[0] in above}
    )


def is_wiring(path: Path) -> bool:
    return name(path).startswith(WIRING)


# The packages and modules of editorial/, from the bottom: each may import what stands before it.
ORDER = (
    "roles", "querysets", "events", "content", "models", "permissions", "review", "publication", "consent",
    "page_forms", "pages", "provisioning", "notifications", "audit", "desk", "author", "admin",
)  # fmt: skip


@cache
def graph() -> dict[str, set[str]]:
    """Module → modules of the house that it imports, inside functions too; not what only a type checker reads."""
    paths = {dotted(path): path for path in sources(*FLOORS)}
    return {module: {*neighbours(path, paths)} - {module} for module, path in paths.items()}


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def neighbours(path: Path, known: Iterable[str]) -> Iterator[str]:
    """``from package import name`` leads to the module package.name where there is one, else to the package."""
    found = [module for _line, module in imported(path, types=False)]
    longer = {module.rpartition(".")[0] for module in found if module in known}
    for module in found:
        if module in known:
            if module not in longer or not is_package(module):
                yield module
        elif (parent := module.rpartition(".")[0]) in known:
            yield parent


def is_package(module: str) -> bool:
    return (ROOT / Path(*module.split("."))).is_dir()


def cycles(edges: dict[str, set[str]]) -> list[set[str]]:
    """The strongly connected components of more than one module (Tarjan, SIAM J. Comput. 1(2), 1972)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found = []

    def visit(module: str) -> None:
        number[module] = lowest[module] = len(number)
        stack.append(module)
        for other in sorted(edges.get(module, ())):
            if other not in number:
                visit(other)
                lowest[module] = min(lowest[module], lowest[other])
            elif other in stack:
                lowest[module] = min(lowest[module], number[other])
        if lowest[module] == number[module]:
            at = stack.index(module)
            component = set(stack[at:])
            del stack[at:]
            if len(component) > 1:
                found.append(component)

    for module in sorted(edges):
        if module not in number:
            visit(module)
    return found


def test_no_module_imports_itself_by_way_of_others():
    assert cycles(graph()) == []


def test_the_walker_sees_a_cycle():
    assert cycles({"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set()}) == [{"b", "c"}]
    assert "editorial.publication.gate" in graph()["editorial.publication.workflow_finish"]  # inside a function
    assert "editorial.models" in graph()["editorial.review.state"]


def test_the_packages_of_editorial_stand_in_one_order():
    """Registration (apps, receivers, hooks, checks, commands) stands above all and is imported by nobody."""
    places = {name: place for place, name in enumerate(ORDER)}
    wrong = [
        f"{module} imports {other}"
        for module, others in graph().items()
        for other in others
        if module.startswith("editorial.") and other.startswith("editorial.")
        if places.get(part(other), len(ORDER)) > places.get(part(module), len(ORDER))
    ]
    assert wrong == []
    assert {part(module) for module in graph() if module.startswith("editorial.")} - {*ORDER} == {
        "apps", "checks", "context_processors", "management", "receivers", "wagtail_hooks",
    }  # fmt: skip


def part(module: str) -> str:
    """The package or module right below the app."""
    return module.split(".")[1]


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


# Names of what stands above, in words: no import says so, and yet the lower floor depends on it.
TABLE = "editorial/roles.py"  # of the rights of every page type
LAZY = ("parent_page_types", "subpage_types")
RELATIONS = ("ForeignKey", "ManyToManyField", "OneToOneField", "ParentalKey", "ParentalManyToManyField")
REVERSERS = ("redirect", "resolve_url", "reverse", "reverse_lazy")


def named(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def words(path: Path) -> Iterator[tuple[int, str, bool]]:
    """(line, text, is it an address to reverse?) of every string but docstrings and the lazy labels of Django and
    Wagtail."""
    passed, reversed_ = set(), set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Expr):
            passed.add(node.value)
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in LAZY:
            passed.update(ast.walk(node.value))
        elif isinstance(node, ast.Call) and named(node) in RELATIONS:
            passed.update(node.args[:1], [word.value for word in node.keywords if word.arg in ("to", "through")])
        elif isinstance(node, ast.Call) and named(node) in REVERSERS:
            reversed_.update(node.args[:1])
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in passed:
            yield node.lineno, node.value, node in reversed_


@cache
def owners() -> dict[str, str]:
    """The app of the view behind each URL name of the house."""
    found, todo = {}, [*get_resolver().url_patterns]
    while todo:
        pattern = todo.pop()
        if isinstance(pattern, URLResolver):
            todo += pattern.url_patterns
        elif pattern.name:
            view = getattr(pattern.callback, "view_class", pattern.callback)
            if (app := view.__module__.split(".")[0]) in FLOORS:  # Wagtail's names stand in namespaces
                found[pattern.name] = app
    return found


def names_above(path: Path) -> list[str]:
    """Modules, labels of models and permissions, folders of templates and of files, URL names."""
    above = apps_above(path)
    label = re.compile(rf"(?<![\w/.-])({'|'.join(above)})[._/:]\w")
    return [
        f"{name(path)}:{line} {text!r}"
        for line, text, is_address in words(path)
        if above and label.search(text) or owners().get(text) in above and (is_address or "_" in text)
    ]


@pytest.mark.parametrize("floor", FLOORS)
def test_no_floor_knows_what_stands_above_by_name(floor):
    paths = [path for path in sources(floor) if not is_wiring(path) and name(path) != TABLE]
    assert [line for path in paths for line in names_above(path)] == []


def test_the_walker_sees_every_kind_of_name():
    """In the two places that may name them all."""
    found = [line.partition(" ")[2] for path in (ROOT / TABLE, ROOT / "cms/urls.py") for line in names_above(path)]
    assert {"'home.HomePage'", "'radio.add_radioaudio'", "'blog/feed/'", "'blog_feed'", "'members_area'"} <= set(found)
    assert owners()["editorial_guest"] == "editorial" and owners()["search"] == "home"


def test_no_other_app_stands_in_the_house():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - set(NOT_APPS) == set(FLOORS)
    ours = [app for app in settings.INSTALLED_APPS if app.split(".")[0] in FLOORS]
    assert sorted(ours) == ["blog", "cms", "cms.users", "editorial", "home", "pillole", "profiles", "radio"]


# Templates -----------------------------------------------------------------------------------------------

INLINE = {
    "a filter that trusts its text": re.compile(r"\|\s*safe\b|{%\s*autoescape off"),
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.I),
    "an event handler": re.compile(r"<[^>]*\son\w+\s*=", re.I),
    "another host": re.compile(r"(?:src|srcset|poster)=[\"']?(?:https?:)?//|<link[^>]+href=[\"']?(?:https?:)?//", re.I),
}


# Mail programs load no style sheet: a mail's look stands in the mail. No policy of ours reaches it.
MAY = {"an inline style": "templates/emails/"}


@pytest.mark.parametrize("what", INLINE)
def test_templates_hold_nothing_that_the_content_security_policy_forbids(what):
    wrong = [
        f"{name(path)}: {found[0]}"
        for path in templates()
        if not name(path).startswith(MAY.get(what, "nowhere"))
        and (found := INLINE[what].search(path.read_text(encoding="utf-8")))
    ]
    assert wrong == []


def test_templates_fit_a_screen_or_two():
    lines = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in templates()}
    assert {path: count for path, count in lines.items() if count > LONGEST_TEMPLATE} == {}


# Reads ---------------------------------------------------------------------------------------------------

# Where a filter may be written out: reads with a name, writes, and what makes the database equal to the code.
NAMED = ("querysets", "services", "provisioning", "models")
# Services under other names: they lock rows, judge them and write several. An audit asks of everything, once, what
# no screen shows. The demo looks for what it has made already.
UNSHOWN = (
    *(f"editorial/{stem}.py" for stem in ("checks", "pages")),
    *(f"editorial/review/{stem}.py" for stem in ("claims", "queue_entry", "state")),
    "editorial/publication/",
    "editorial/consent/",
    "editorial/admin/access_log.py",
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


# The one door --------------------------------------------------------------------------------------------


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


# Sizes ---------------------------------------------------------------------------------------------------


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_modules_stay_readable():
    assert {path: length(ROOT / path) for path, most in LONGEST.items() if length(ROOT / path) > most} == {}
    modules = sources(*FLOORS, "scripts")
    assert {name(path): length(path) for path in modules if length(path) > LONGEST_MODULE} == {}


def test_functions_fit_a_screen():
    long = [
        f"{name(path)}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path in sources(*FLOORS, "scripts")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


# The folders of tests, and the code that each is about.
MIRRORS = {app: ROOT / app for app in FLOORS} | {"users": ROOT / "cms" / "users"}


def modules(folder: Path) -> set[str]:
    """As a test calls them: models, mail_queue for mail/queue.py, queue where that says enough, and packages."""
    paths = [path.relative_to(folder).with_suffix("") for path in folder.rglob("*.py")]
    return {word for path in paths for word in ("_".join(path.parts), path.stem, *path.parts[:-1])}


def test_every_file_of_the_suite_mirrors_a_module_or_says_its_theme():
    folders = {path.parent.name for path in (ROOT / "tests").glob("*/__init__.py")}
    assert folders - {"e2e", "factories", "pages", "releases", "support"} <= set(MIRRORS)
    wrong = [
        name(path)
        for app, code in MIRRORS.items()
        for path in sorted((ROOT / "tests" / app).glob("test_*.py"))
        if path.stem.removeprefix("test_") not in modules(code) and not ast.get_docstring(tree(path))
    ]
    assert wrong == []


def test_no_migration_makes_groups_workflows_permissions_or_pages():
    wrong = [
        f"{name(path)}: {found[0]}"
        for floor in FLOORS
        for path in sorted((ROOT / floor).rglob("migrations/*.py"))
        if (found := re.search(r"RunPython|RunSQL", path.read_text(encoding="utf-8")))
    ]
    assert wrong == []
