"""The page that shows what is wrong: who sees it, and that it only reads."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.models import Page, Task

from editorial.audit import health
from editorial.audit.health import ALL_WELL
from editorial.desk import views
from editorial.models import DeskTask
from profiles.models import ProfilePage
from tests.support.people import make_user

from .doctor import several_live


def test_who_sees_the_state_of_health_and_who_does_not(newsroom, provisioned_site):
    target = reverse("editorial_doctor")
    assert target == "/admin/salute/"
    office, vera = make_user("sara", provisioned_site.office), make_user("vera", provisioned_site.desk)
    people = (newsroom.anna, newsroom.r1, vera, office, newsroom.ed, newsroom.su)
    seen = {user.first_name: user.client.get(target).status_code for user in people}
    # The office has no admin: it is led to its area.
    assert seen == {"anna": 403, "r1": 403, "vera": 403, "sara": 302, "ed": 200, "su": 200}
    assert Client().get(target)["Location"].startswith("/accedi/")
    shown = {
        user.first_name: target in user.client.get("/admin/").content.decode()
        for user in (vera, newsroom.ed, newsroom.su)
    }
    assert shown == {"vera": False, "ed": True, "su": True}
    assert newsroom.ed.client.post(target).status_code == 405


def test_the_page_only_reads(staffed):
    Task.objects.filter(name="Lettura Vetrine").update(active=False)
    shown = staffed.ed.client.get(reverse("editorial_doctor"))
    assert [issue.code for issue in shown.context["screen"].issues] == ["drift", "inactive-step"]
    text = shown.content.decode()
    assert "il passo «Lettura Vetrine» è spento" in text and "Si sistema con un comando." in text
    assert ALL_WELL not in text and not DeskTask.objects.get(name="Lettura Vetrine").active


def test_the_page_compares_some_hundreds_of_pages_at_a_time(staffed, monkeypatch):
    several_live(staffed, ["Uno Uno", "Due Due"])
    last = ProfilePage.objects.order_by("pk").last()
    ProfilePage.objects.filter(pk=last.pk).update(headline="altro")
    total = Page.objects.live().filter(depth__gt=1).count()
    monkeypatch.setattr(health, "SCREEN_SIZE", total - 1)
    target, client = reverse("editorial_doctor"), staffed.ed.client
    first = client.get(target).context["screen"]
    assert (first.issues, first.page_count) == ([], total - 1) and f"?dopo={first.after}" in client.get(
        target
    ).content.decode()
    rest = client.get(target, {"dopo": first.after}).context["screen"]
    assert ([one.code for one in rest.issues], rest.page_count, rest.after) == (["live-row-differs"], 1, None)
    for bad in ("x", "-1", "1e9", "²", "\0", "9" * 4000):
        again = client.get(target, {"dopo": bad})
        assert again.status_code == 200 and again.context["screen"] == first
    monkeypatch.undo()
    assert client.get(target).context["screen"].after is None
    ProfilePage.objects.filter(pk=last.pk).update(headline=last.headline)
    assert ALL_WELL in client.get(target).content.decode()


def test_the_page_asks_who_it_is_behind_the_guard_too(newsroom):
    request = RequestFactory().get("/")
    for user in (newsroom.anna, newsroom.r1):
        request.user = user
        with pytest.raises(PermissionDenied):
            views.health(request)
