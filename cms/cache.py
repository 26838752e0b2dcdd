"""Caches that may be unavailable: the site answers without them."""

import logging
from contextlib import suppress
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

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

    ``incr()`` returns ``delta`` then, so limits that count in the cache do not hold while Redis is down.
    """

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._try(default, super().get, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._try(None, super().set, *args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return self._try(True, super().add, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return self._try(False, super().touch, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return self._try(False, super().delete, *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        return self._try({}, super().get_many, *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        return self._try([], super().set_many, *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._try(None, super().delete_many, *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return self._try(False, super().has_key, *args, **kwargs)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return self._try(delta, super().incr, key, delta, version)

    def clear(self) -> None:
        self._try(None, super().clear)

    @staticmethod
    def _try(fallback: Any, call: Any, *args: Any, **kwargs: Any) -> Any:
        """Call, and return ``fallback`` where Redis raises an error."""
        try:
            return call(*args, **kwargs)
        except RedisError as error:
            logger.warning("cache away: %s", error)
            return fallback
