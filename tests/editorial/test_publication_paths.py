"""Hand-made requests on every other path to publication: nothing goes live, nothing answers 500."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, TaskState

from cms.exceptions import ActionRefused
from editorial.admin import access
from editorial.models.tasks import READING_PAGE_ONLY
from editorial.review.wording import CHANGED
from tests.support.http import form, messages_of, url
from tests.support.moderation import (
    answers,
    author_action_url,
    autosave,
    create,
    digest,
    edit,
    fresh,
    last,
    live,
    review_url,
    seen_data,
    sent,
    state,
    yes,
)

from .raw_requests import EVERYONE, FEWER, api, bulk, rarely

REASON = "un motivo abbastanza lungo"


@pytest.fixture
def names_open(monkeypatch):
    """As if the guard let everybody ask for every address: what lies behind must hold by itself."""
    monkeypatch.setattr(access, "check_address", lambda user, match: None)


def try_to_publish(user, page, newsroom) -> list[int]:
    """Every stock way of making something public; the statuses of those that a member is not even let try."""
    first = page.revisions.first().pk
    publish = {"action-publish": "1"}
    edit(user, page, **publish)
    edit(user, page, json=True, **publish)
    user.client.post(url("revisions_revert", page.pk, first), form(title="T", body="uno", **publish))
    added = form(title="N", body="x", slug="n", **publish)
    statuses = [
        user.client.post(url("add", "testpages", "article", newsroom.blog.pk), added).status_code,
        bulk(user, "publish", page, include_descendants="on").status_code,
        bulk(user, "publish", newsroom.blog, include_descendants="on").status_code,
    ]
    for parent in (newsroom.blog, newsroom.home, newsroom.root):
        copy = {"new_title": "C", "new_slug": f"c{parent.pk}", "new_parent_page": parent.pk}
        for data in ({"copy_subpages": "on", "publish_copies": "on"}, {"new_slug": f"a{parent.pk}", "alias": "on"}):
            statuses.append(user.client.post(url("copy", page.pk), copy | data).status_code)
    return statuses + [user.client.post(url(name, page.pk)).status_code for name in ("lock", "unlock")]


@pytest.mark.parametrize("who", FEWER)
@pytest.mark.parametrize("waiting", [rarely(False), True])
@pytest.mark.parametrize("guarded", [True, False])
def test_nobody_publishes(newsroom, who, waiting, guarded, request):
    if not guarded:
        request.getfixturevalue("names_open")
    user = getattr(newsroom, who)
    page = sent(newsroom.anna, newsroom.blog) if waiting else create(newsroom.anna, newsroom.blog)
    statuses = try_to_publish(user, page, newsroom)
    if guarded and who == "anna":
        assert set(statuses) == {403}
    assert max(statuses) < 500
    assert not Page.objects.filter(live=True, depth__gt=3).exists()
    assert not Page.objects.exclude(alias_of=None).exists() and not fresh(page).scheduled_revision
    assert not PageLogEntry.objects.filter(action="wagtail.publish").exists()


@pytest.mark.parametrize("who", EVERYONE)
def test_a_draft_over_a_live_page_stays_a_draft(newsroom, who):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    revision = fresh(page).live_revision
    edit(newsroom.anna, page, "draft")
    user = getattr(newsroom, who)
    edit(user, page, **{"action-publish": "1"})
    bulk(user, "publish", page)
    user.client.post(url("delete", page.pk))
    user.client.post(url("move_confirm", page.pk, newsroom.bare.pk))
    assert live(page) == "uno" and fresh(page).live_revision == revision
    assert fresh(page).get_parent().pk == newsroom.blog.pk


@pytest.mark.parametrize("who", EVERYONE)
@pytest.mark.parametrize("guarded", [True, False])
def test_stock_unpublish_is_closed_to_all(newsroom, who, guarded, request):
    if not guarded:
        request.getfixturevalue("names_open")
    page, user = sent(newsroom.anna, newsroom.blog), getattr(newsroom, who)
    yes(newsroom.r1, page)
    statuses = {
        user.client.post(url("unpublish", page.pk)).status_code,
        bulk(user, "unpublish", page).status_code,
    }
    if guarded:
        assert statuses == ({403, 404} if who == "anna" else {404, 200})
    assert live(page) == "uno"


@pytest.mark.parametrize("who", EVERYONE)
def test_the_admin_api_does_not_write(newsroom, who):
    page, user = sent(newsroom.anna, newsroom.blog), getattr(newsroom, who)
    before = Page.objects.count(), page.revisions.count()
    actions = ("publish", "unpublish", "copy", "move", "delete", "create_alias", "convert_alias")
    actions += ("revert_to_page_revision", "copy_for_translation", "nonsense")
    data = {"revision_id": page.revisions.first().pk, "destination_page_id": newsroom.bare.pk, "locale": "en"}
    assert [api(user, page, action, **data).status_code for action in actions] == [403] * len(actions)
    assert user.client.put(f"/admin/api/main/pages/{page.pk}/action/publish/").status_code == 403
    assert (Page.objects.count(), page.revisions.count()) == before and not live(page)
    # Reading the tree is the desk's; a member's admin is one page.
    assert user.client.get("/admin/api/main/pages/").status_code == (403 if who == "anna" else 200)


def test_the_admin_api_does_not_write_behind_the_guard(newsroom, names_open):
    page = sent(newsroom.anna, newsroom.blog)
    for user in (newsroom.anna, newsroom.r1, newsroom.ed, newsroom.su):
        assert api(user, page, "publish").status_code == 403
    assert not live(page)


def test_no_alias(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    with pytest.raises(ActionRefused, match="Gli alias non si usano"):
        fresh(page).create_alias(parent=newsroom.bare, update_slug="alias")


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_alias_is_not_converted(newsroom, method):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    Page.objects.filter(pk=page.pk).update(alias_of=newsroom.home)  # as if by hand in the database
    target = url("convert_alias", page.pk)
    statuses = {
        user.first_name: getattr(user.client, method)(target).status_code
        for user in (newsroom.anna, newsroom.r1, newsroom.su)
    }
    assert statuses == {"anna": 404, "r1": 404, "su": 404} and fresh(page).alias_of_id == newsroom.home.pk


def test_an_alias_is_not_converted_behind_the_guard_either(newsroom, names_open):
    page = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, page)
    Page.objects.filter(pk=page.pk).update(alias_of=newsroom.home)
    for method in (newsroom.su.client.post, newsroom.su.client.get):
        assert "non si convertono" in messages_of(method(url("convert_alias", page.pk), follow=True))
    assert fresh(page).alias_of_id == newsroom.home.pk


# --- Wagtail's own workflow actions


def stock_actions(user, page, other, newsroom, action):
    at = state(page)
    data = {"comment": REASON, "revision_id": last(page).pk, "digest": digest(last(page))}
    for target in (page, other, newsroom.blog):
        for name in ("workflow_action", "collect_workflow_action_data"):
            for method in (user.client.post, user.client.get):
                yield method(url(name, target.pk, action, at.pk), data, follow=True).status_code
        yield user.client.post(url("workflow_action", target.pk, action, 0), data).status_code


@pytest.mark.parametrize("who", FEWER)
@pytest.mark.parametrize("action", ["approve", *map(rarely, ("reject", "nonsense"))])
@pytest.mark.parametrize("guarded", [True, False])
def test_stock_workflow_actions_do_nothing(newsroom, who, action, guarded, request):
    if not guarded:
        request.getfixturevalue("names_open")
    page, user = sent(newsroom.anna, newsroom.blog), getattr(newsroom, who)
    other, at, revisions = sent(newsroom.r1, newsroom.blog, "Altra"), state(page), page.revisions.count()
    statuses = set(stock_actions(user, page, other, newsroom, action))
    assert statuses == {404} if guarded else statuses <= {200, 302, 404}
    assert state(page) == at and page.revisions.count() == revisions
    assert not live(page) and not live(other) and not answers().exists()


@pytest.mark.parametrize("name", ["approve", "reject", "nonsense", None])
@pytest.mark.parametrize("extra", ["{}", *map(rarely, ("[]", "{", '{"update": false}'))])
@pytest.mark.parametrize("waiting", [False, True])
def test_stock_action_in_the_editor_does_nothing(newsroom, name, extra, waiting):
    page = sent(newsroom.anna, newsroom.blog) if waiting else create(newsroom.anna, newsroom.blog)
    data = {"action-workflow-action": "1", "workflow-action-extra-data": extra}
    if name:
        data["workflow-action-name"] = name
    revisions = page.revisions.count()
    for user in (newsroom.anna, newsroom.r1, newsroom.su):
        assert READING_PAGE_ONLY in messages_of(edit(user, page, "HACK", **data))
        assert edit(user, page, "HACK", json=True, **data).status_code == 400
        revert = url("revisions_revert", page.pk, page.revisions.first().pk)
        assert user.client.post(revert, form(title="T", body="HACK", **data)).status_code == 302
    assert page.revisions.count() == revisions and not live(page)
    assert state(page) == (TaskState.objects.get() if waiting else None)


def test_an_action_nobody_knows_is_a_save(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "salvata", **{"action-approve": "1"})
    assert last(page).content["body"] == "salvata" and not live(page)
    edit(newsroom.anna, page, "HACK", **{"action-approve": "1"})  # locked
    assert last(page).content["body"] == "salvata"


# --- our own addresses


def test_the_reviewers_addresses_by_hand(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    at = state(page)
    for name in ("approve", "request_changes"):
        assert newsroom.r1.client.get(review_url(name, at)).status_code == 405
        nowhere = reverse(f"editorial_{name}", args=[0])
        assert newsroom.r1.client.post(nowhere, {"digest": "x", "reason": "x" * 10}).status_code == 404
    for data in (
        {},
        {"digest": ""},
        {"digest": "x"},
        {"digest": digest(last(page))[:-1]},
        {"digest": ["a", "b"]},
    ):
        assert CHANGED in messages_of(newsroom.r1.client.post(review_url("approve", at), data, follow=True))
        assert CHANGED in messages_of(
            newsroom.r1.client.post(review_url("request_changes", at), data | {"reason": REASON}, follow=True)
        )
    assert newsroom.r1.client.post(review_url("approve", at), "[]", content_type="application/json").status_code == 302
    assert state(page) == at and not live(page) and not answers().exists()


def answer(user, page) -> dict[str, str]:
    return seen_data(user, page) | {"reason": REASON}


def test_who_has_no_say_is_not_let_in(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    at = state(page)
    people = (newsroom.anna, newsroom.bruno, newsroom.r1, newsroom.ed, newsroom.su)
    reading, text = (
        {user.first_name: user.client.get(review_url(name, at)).status_code for user in people}
        for name in ("reading", "text")
    )
    # 403 is the guard's; 302 is how Wagtail's admin says «no permission», to its home.
    assert reading == {"anna": 403, "bruno": 403, "r1": 200, "ed": 200, "su": 302}
    assert text == reading
    for name in ("author", "author_text"):
        own = {user.first_name: user.client.get(author_action_url(name, page)).status_code for user in people}
        assert own == {"anna": 200, "bruno": 403, "r1": 403, "ed": 403, "su": 403}
    for name in ("approve", "request_changes"):
        assert newsroom.bruno.client.post(review_url(name, at), answer(newsroom.bruno, page)).status_code == 403
        assert (
            newsroom.anna.client.post(review_url(name, at), answer(newsroom.anna, page)).status_code == 403
        )  # hers are in the members' area
        anonymous = Client().post(review_url(name, at), answer(newsroom.r1, page))
        assert anonymous.status_code == 302 and anonymous["Location"].startswith("/accedi/")
    assert state(page) == at and not live(page) and not answers().exists()


@pytest.mark.parametrize("name", ["send", "withdraw", "agree", "author_back"])
def test_the_authors_addresses_by_hand(newsroom, name):
    page = sent(newsroom.anna, newsroom.blog)
    at = state(page)
    if name == "agree":  # so that anna’s yes would count
        edit(newsroom.r1, page, "corretto")
    assert newsroom.anna.client.get(author_action_url(name, page)).status_code == 405
    seen = seen_data(newsroom.anna, page)
    assert newsroom.anna.client.post(reverse(f"editorial_{name}", args=[0]), seen).status_code == 404
    for user in (newsroom.bruno, newsroom.r1, newsroom.ed, newsroom.su):
        assert user.client.post(author_action_url(name, page), seen_data(user, page)).status_code == 403
    anonymous = Client().post(author_action_url(name, page), seen)
    assert anonymous.status_code == 302 and anonymous["Location"].startswith("/accedi/")
    assert state(page) == at and not live(page) and not answers().exists()


def test_the_author_agrees_to_nothing_they_did_not_look_at(newsroom):
    page = sent(newsroom.anna, newsroom.blog)
    edit(newsroom.r1, page, "corretto")
    yes(newsroom.r1, page)
    for data in ({}, {"digest": ""}, {"digest": "x"}, {"digest": digest(last(page))[:-1]}):
        assert CHANGED in messages_of(newsroom.anna.client.post(author_action_url("agree", page), data, follow=True))
    assert not live(page) and answers().count() == 1


def test_csrf_is_checked_before_anything(newsroom):
    page, client = sent(newsroom.anna, newsroom.blog), Client(enforce_csrf_checks=True)
    client.force_login(newsroom.r1)
    assert client.post(review_url("approve", state(page)), seen_data(newsroom.r1, page)).status_code == 403
    assert not live(page)


@pytest.mark.parametrize("missing", ["comments-TOTAL_FORMS", "comments-INITIAL_FORMS"])
def test_an_editor_post_without_its_counters_is_the_clients_fault(newsroom, missing):
    page = create(newsroom.anna, newsroom.blog)
    for target in (url("edit", page.pk), url("revisions_revert", page.pk, last(page).pk)):
        for counter in (None, "", "x"):
            data = form(title="T", body="due") | {missing: counter}
            data = {key: value for key, value in data.items() if value is not None}
            assert newsroom.anna.client.post(target, data).status_code == 400
    assert last(page).content["body"] == "uno"
    assert autosave(newsroom.anna, page, "due")["success"]
