"""The names that a page prints from elsewhere: of its category, professions, places, skills, credited members.

They are no part of a revision, so that a category may be renamed without asking for every article again. But whoever
says yes has read them: a yes is refused if one changed since.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from .named_objects import named_in


def names_fingerprint(model: type[Page], content: Mapping[str, Any]) -> str:
    """Return the SHA-256 (64 hexadecimal digits) of the names that a content prints, as they are now."""
    return hashlib.sha256(json.dumps(printed_names(model, content)).encode()).hexdigest()


def printed_names(model: type[Page], content: Mapping[str, Any]) -> list[list[str]]:
    """Return (type, number, names…) of everything that the content names, in one order; reads the database once for
    each type. An object says its names by ``printed_names()``, else by ``str()``."""
    without_name = (get_user_model(), get_image_model(), get_document_model())
    found: defaultdict[type[Model], set[int]] = defaultdict(set)
    for kind, number in named_in(model, content):
        if not issubclass(kind, without_name):
            found[kind].add(number)
    return sorted(
        [kind._meta.label, str(number), *_names(instance)]
        for kind, numbers in found.items()
        for number, instance in kind._default_manager.in_bulk(numbers).items()
    )


def _names(instance: Any) -> list[str]:
    return instance.printed_names() if hasattr(instance, "printed_names") else [str(instance)]
