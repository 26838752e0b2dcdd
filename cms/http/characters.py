"""Middleware that takes out of a request what is no character, before anything reads it.

Half an emoji (a lone surrogate) cannot be written as UTF-8 nor stored by PostgreSQL, NUL neither; other control
characters break a feed. They come by pasting, nobody sees them, and nobody could take them out again. The set is
cms.text.NOT_XML; rich text is JSON inside a field and has its own turn, see editorial.admin.posted_values. A query
string is never stored: the site's own lists read it by cms.search.text and cms.filters, Wagtail's ask PostgreSQL for a
NUL, which it refuses.
"""

import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict

from cms.http.atomic_writes import FORMS
from cms.text import NOT_XML, xml_text

JSON = "application/json"
ADMIN = "/admin/"


class CharactersMiddleware:
    """Stands below CSRF, which reads the body. Files are left as they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Raises BadRequest for JSON that is none."""
        if request.path_info.startswith(ADMIN):
            request.GET = characters_of(request.GET)  # type: ignore[assignment]
        if request.method == "POST" and request.content_type in FORMS:
            request.POST = characters_of(request.POST)  # type: ignore[assignment]
        elif request.content_type == JSON and request.body:
            request._body = json_of(request.body)


def characters_of(data: QueryDict) -> QueryDict:
    """Return the fields without what is no character; the very same where there is nothing to take out."""
    if not any(NOT_XML.search(text) for name, values in data.lists() for text in (name, *values)):
        return data
    clean = QueryDict(mutable=True, encoding=data.encoding)
    for name, values in data.lists():
        for value in values:
            clean.appendlist(xml_text(name), xml_text(value))
    clean._mutable = False
    return clean


def json_of(body: bytes) -> bytes:
    """Return a JSON text without what is no character, written out or escaped."""
    try:
        return json.dumps(_cleaned(json.loads(body))).encode()
    except (ValueError, RecursionError) as error:
        raise BadRequest("The body is no JSON.") from error


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return xml_text(value)
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if isinstance(value, dict):
        return {xml_text(name): _cleaned(one) for name, one in value.items()}
    return value
