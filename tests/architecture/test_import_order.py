"""No module imports itself by way of others; the packages of editorial/ stand in one order."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from .sources import EDITORIAL_ORDER, FLOORS, ROOT, imported, sources


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
    places = {name: place for place, name in enumerate(EDITORIAL_ORDER)}
    wrong = [
        f"{module} imports {other}"
        for module, others in graph().items()
        for other in others
        if module.startswith("editorial.") and other.startswith("editorial.")
        if places.get(part(other), len(EDITORIAL_ORDER)) > places.get(part(module), len(EDITORIAL_ORDER))
    ]
    assert wrong == []
    assert {part(module) for module in graph() if module.startswith("editorial.")} - {*EDITORIAL_ORDER} == {
        "apps", "checks", "context_processors", "management", "receivers", "wagtail_hooks",
    }  # fmt: skip


def part(module: str) -> str:
    """The package or module right below the app."""
    return module.split(".")[1]
