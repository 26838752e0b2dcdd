"""Caches that may be unavailable: the site answers without them, and its limits go on counting."""

import logging
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

LIMITS = "limits"  # the alias of the cache in the database
LIMIT_KEYS = "allauth:rl:"  # what allauth's keys of its limits begin with

logger = logging.getLogger(__name__)


class FileCache(FileBasedCache):
    """A file cache that starts where its folder cannot be made.

    Django's own ends every command in a traceback then, among them the system check that reports the folder.
    """

    def _createdir(self) -> None:
        with suppress(OSError):
            super()._createdir()  # type: ignore[misc]


class FailOpenRedisCache(RedisCache):
    """A Redis cache for which an unreachable server is a warning: reads miss, writes are dropped.

    What allauth counts for its limits is kept in the database meanwhile (cms.models.LimitCounter): wrong passwords and
    guests' links stay limited. Views with a limit run outside of a transaction (cms.http.atomic_writes), so that what
    they refuse is counted all the same.
    """

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._try(default, "get", key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._try(None, "set", *args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return self._try(True, "add", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return self._try(False, "touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return self._try(False, "delete", *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        return self._try({}, "get_many", *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        return self._try([], "set_many", *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._try(None, "delete_many", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return self._try(False, "has_key", *args, **kwargs)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return self._try(delta, "incr", key, delta, version)

    def clear(self) -> None:
        self._try(None, "clear")

    def _try(self, fallback: Any, name: str, *args: Any, **kwargs: Any) -> Any:
        """Call Redis. Where it raises an error, call the database's cache for a limit, else return ``fallback``."""
        try:
            return getattr(super(), name)(*args, **kwargs)
        except RedisError as error:
            logger.warning("cache away: %s", error)
            if args and str(args[0]).startswith(LIMIT_KEYS) and LIMITS in settings.CACHES:
                return getattr(caches[LIMITS], name)(*args, **kwargs)
            return fallback
