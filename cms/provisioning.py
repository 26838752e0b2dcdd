"""The registry of provisioning steps, and what a step works with.

Every app registers its steps in ``AppConfig.ready()``. A step makes rights and reference rows equal to what the code
says, and creates pages once, without ever overwriting them. All steps run in one transaction, so that ``--check`` and
``--dry-run`` do the same work and roll it back.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction


@dataclass
class Changes:
    """The changes that provisioning made, in words for the console; none where the database was as it should be."""

    done: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # rows that the code does not know, which are left as they are

    def note(self, text: str) -> None:
        self.done.append(text)

    def warn(self, text: str) -> None:
        self.unknown.append(text)


Step = Callable[[Changes], None]
_steps: list[tuple[int, str, Step]] = []


def register(step: Step, *, order: int) -> None:
    """Add a step; lower orders run first. Registering a step again, as tests that load the apps twice do, has no
    effect."""
    entry = (order, f"{step.__module__}.{step.__qualname__}", step)
    if entry not in _steps:
        _steps.append(entry)


def provision(*, commit: bool = True) -> Changes:
    """Run every step in one transaction. With ``commit=False`` roll it back and return what would have changed."""
    changes = Changes()
    with transaction.atomic():
        for _order, _name, step in sorted(_steps, key=lambda entry: entry[:2]):
            step(changes)
        if not commit:
            transaction.set_rollback(True)
    return changes


def ensure_rows(
    model: type[models.Model], key: str, rows: Iterable[dict[str, Any]], changes: Changes
) -> dict[str, Any]:
    """Create the rows that are missing and return all of them by ``key``. An existing row keeps what people changed."""
    existing = {getattr(row, key): row for row in model._default_manager.all()}
    for values in rows:
        if values[key] not in existing:
            existing[values[key]] = model._default_manager.create(**values)
            changes.note(f"{model._meta.verbose_name} «{existing[values[key]]}» creata")
    return existing
