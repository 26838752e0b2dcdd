"""How long a desk has taken to answer lately."""

from datetime import timedelta
from statistics import median

from wagtail.models import Task

from editorial.models import QueueEntry

FEWEST = 3  # answers; a median of fewer says nothing
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def median_turnaround(desk: Task | int) -> timedelta | None:
    """Return the median time from sending to the desk's answer, yes or changes, over its last texts; None if there
    are fewer than FEWEST."""
    spans = QueueEntry.objects.answered_lately(desk)
    if len(spans) < FEWEST:
        return None
    return timedelta(seconds=median((finished - since).total_seconds() for since, finished in spans))


def in_words(span: timedelta) -> str:
    """Return the span in Italian, rounded to hours below a day, else to days."""
    if span < HOUR:
        return "in meno di un’ora"
    if (hours := round(span / HOUR)) < 24:
        return "in un’ora" if hours == 1 else f"in {hours} ore"
    days = round(span / DAY)
    return "in un giorno" if days <= 1 else f"in {days} giorni"
