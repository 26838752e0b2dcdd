"""When the clock of these tests begins: a Tuesday."""

from datetime import UTC, datetime, timedelta

NOW = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
