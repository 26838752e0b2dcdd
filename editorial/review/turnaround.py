"""How long a desk has taken lately, in words."""

from datetime import timedelta
from statistics import median
from typing import Any

from editorial.models import QueueEntry

FEWEST = 3  # of fewer than these nothing is said
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def median_turnaround(task: Any) -> timedelta | None:
    """The median from the sending to the desk's answer, yes or changes, of the last texts it answered."""
    spans = QueueEntry.objects.answered_lately(task)
    if len(spans) < FEWEST:
        return None
    return timedelta(seconds=median((finished - since).total_seconds() for since, finished in spans))


def in_words(span: timedelta) -> str:
    if span < HOUR:
        return "in meno di un’ora"
    if (hours := round(span / HOUR)) < 24:
        return "in un’ora" if hours == 1 else f"in {hours} ore"
    days = round(span / DAY)
    return "in un giorno" if days <= 1 else f"in {days} giorni"
