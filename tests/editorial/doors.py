"""Requests that only a person with a terminal makes."""

import pytest
from django.urls import reverse

from tests.support.http import JSON

EVERYONE = ["anna", "r1", "ed", "su"]
# Redazione is a desk too: in the longest lists it is asked in the exhaustive run.
FEWER = ["anna", "r1", pytest.param("ed", marks=pytest.mark.exhaustive), "su"]


def bulk(user, action, *pages, **data):
    ids = "".join(f"&id={page.pk}" for page in pages)
    target = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return user.client.post(f"{target}?next=/admin/{ids}", data, follow=True)


def api(user, page, action, **data):
    target = f"/admin/api/main/pages/{page.pk}/action/{action}/"
    return user.client.post(target, data, content_type="application/json", **JSON)
