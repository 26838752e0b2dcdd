"""Requests that only a person with a terminal makes."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page

from tests.support.http import JSON


def rarely(value: Any) -> Any:
    """A parameter of the exhaustive run."""
    return pytest.param(value, marks=pytest.mark.exhaustive)


EVERYONE = ["anna", "r1", "ed", "su"]
FEWER = ["anna", "r1", rarely("ed"), "su"]  # Redazione is a desk too


def bulk(user: Any, action: str, *pages: Page, **data: Any) -> Any:
    ids = "".join(f"&id={page.pk}" for page in pages)
    target = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return user.client.post(f"{target}?next=/admin/{ids}", data, follow=True)


def api(user: Any, page: Page, action: str, **data: Any) -> Any:
    target = f"/admin/api/main/pages/{page.pk}/action/{action}/"
    return user.client.post(target, data, content_type="application/json", **JSON)
