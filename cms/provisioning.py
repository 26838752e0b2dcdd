"""The registry of provisioning steps, and what a step works with.

Every app registers a ``provision(changes)`` in ``AppConfig.ready``. A step makes rights and reference rows equal to
what the code says, and creates pages once, never overwriting them. All of it runs in one transaction, so
``--check`` and ``--dry-run`` do the very same work and roll it back.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction


@dataclass
class Changes:
    """What provisioning did, in words; empty when everything was as it should be."""

    done: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # reported, never touched

    def note(self, text: str) -> None:
        self.done.append(text)

    def warn(self, text: str) -> None:
        self.unknown.append(text)


Step = Callable[[Changes], None]
_steps: list[tuple[int, str, Step]] = []


def register(step: Step, *, order: int) -> None:
    """Lower order first; the same step twice (apps loaded again in tests) counts once."""
    entry = (order, f"{step.__module__}.{step.__qualname__}", step)
    if entry not in _steps:
        _steps.append(entry)


def provision(*, commit: bool = True) -> Changes:
    """Run every step in one transaction. With ``commit=False`` roll it back: the changes tell the drift."""
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
    """Create the rows that are missing, by ``key``; a row that is there keeps what people made of it."""
    existing = {getattr(row, key): row for row in model._default_manager.all()}
    for values in rows:
        if values[key] not in existing:
            existing[values[key]] = model._default_manager.create(**values)
            changes.note(f"{model._meta.verbose_name} «{existing[values[key]]}» creata")
    return existing
