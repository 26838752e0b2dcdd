"""Down, which takes one person, and back, as exactly what was agreed."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from cms.exceptions import ActionRefused
from editorial import roles
from editorial.models import Approval, Takedown
from editorial.models.tasks import reviews_section
from editorial.publication import takedown
from editorial.publication.takedown import NOT_LIVE, NOT_YOURS, can_restore, can_take_down, restore, take_down
from tests.support.http import messages_of
from tests.support.moderation import author_action_url, digest, edit, fresh, live, sent, submit, yes
from tests.support.people import make_user
from tests.support.showcases import live_showcase

REASON = "l’evento è stato annullato"


@pytest.fixture
def page(newsroom):
    """Anna's article, live."""
    found = sent(newsroom.anna, newsroom.blog)
    yes(newsroom.r1, found)
    assert live(found) == "uno"
    return fresh(found)


@pytest.fixture
def down(newsroom, page):
    """Taken down by r1."""
    take_down(page.pk, newsroom.r1, REASON)
    return fresh(page)


def desk_url(name, page) -> str:
    return reverse(f"editorial_{name}", args=[page.pk])


def logged(page, action) -> list[tuple]:
    entries = PageLogEntry.objects.filter(page=page.pk, action=f"editorial.{action}")
    return [(entry.user.first_name, entry.data or {}) for entry in entries]


# --- down: a reviewer


def test_a_reviewer_takes_down_with_a_reason(newsroom, page):
    target, agreed = desk_url("take_down", page), page.live_revision
    assert 'name="reason"' in newsroom.r2.client.get(target).content.decode()
    response = newsroom.r2.client.post(target, {"reason": REASON}, follow=True)
    assert "non è più sul sito" in messages_of(response)
    assert Client().get(page.url).status_code == 404 and not fresh(page).live
    row = Takedown.objects.get()
    assert (row.page_id, row.revision, row.digest) == (page.pk, agreed, digest(agreed))
    assert (row.by, row.by_author, row.reason, row.returned_at) == (newsroom.r2, False, REASON, None)
    assert logged(page, "taken_down") == [("r2", {"reason": REASON, "by_author": False})]
    assert REASON in newsroom.ed.client.get(f"/admin/pages/{page.pk}/history/").content.decode()


@pytest.mark.parametrize("reason", ["", "   ", "corto"])
def test_without_a_reason_a_reviewer_takes_nothing_down(newsroom, page, reason):
    response = newsroom.r2.client.post(desk_url("take_down", page), {"reason": reason})
    assert response.status_code == 200 and response.context["form"].errors["reason"]
    assert live(page) == "uno" and not Takedown.objects.exists()


def test_who_may_take_down_and_who_may_not(newsroom, page, provisioned_site):
    other_desk = make_user("v1", provisioned_site.desk)
    target = desk_url("take_down", page)
    may = {
        u.first_name: can_take_down(u, page)
        for u in (newsroom.anna, newsroom.bruno, newsroom.r1, newsroom.ed, newsroom.su, other_desk)
    }
    assert may == {"anna": False, "bruno": False, "r1": True, "ed": True, "su": False, "v1": False}
    statuses = {}
    for user in (newsroom.anna, newsroom.bruno, newsroom.su, other_desk):
        statuses[user.first_name] = user.client.post(target, {"reason": REASON}).status_code
        with pytest.raises(ActionRefused, match=NOT_YOURS):
            take_down(page.pk, user, REASON)
    assert statuses == {"anna": 403, "bruno": 403, "su": 302, "v1": 302}
    assert Client().post(target, {"reason": REASON})["Location"].startswith("/accedi/")
    assert live(page) == "uno" and not Takedown.objects.exists()


def test_a_reviewer_does_not_take_down_their_own(newsroom):
    own = sent(newsroom.r1, newsroom.blog)
    yes(newsroom.r2, own)
    with pytest.raises(ActionRefused, match=NOT_YOURS):
        take_down(own.pk, newsroom.r1, REASON)
    take_down(own.pk, newsroom.r2, REASON)
    assert not live(own)


def test_what_is_not_live_is_not_taken_down(newsroom, down):
    with pytest.raises(ActionRefused, match=NOT_LIVE):
        take_down(down.pk, newsroom.r2, REASON)
    assert Takedown.objects.count() == 1


def test_the_house_itself_is_not_taken_down(provisioned_site):
    chief = make_user("ed", provisioned_site.chief)
    skeleton = [provisioned_site.home, *provisioned_site.home.get_children().live()]
    assert len(skeleton) > 1
    for page in skeleton:
        assert reviews_section(chief, page) and not can_take_down(chief, page)
        with pytest.raises(ActionRefused, match=NOT_YOURS):
            take_down(page.pk, chief, REASON)
        assert fresh(page).live


def test_down_is_only_a_post(newsroom, page):
    newsroom.r2.client.get(desk_url("take_down", page))
    assert live(page) == "uno"


# --- down: the owner, the office, and the desk after them


def test_what_its_owner_hid_the_desk_may_take_down_and_it_comes_back_through_the_desk(provisioned_site):
    owner, page, (reader, _second) = live_showcase(provisioned_site)
    take_down(page.pk, owner)
    assert can_restore(owner, fresh(page)) and can_take_down(reader, fresh(page))
    target = desk_url("take_down", page)
    assert "l’ha già nascosta chi l’ha scritta" in reader.client.get(target).content.decode()
    for reason in ("", "corto"):
        assert reader.client.post(target, {"reason": reason}).status_code == 200 and can_restore(owner, fresh(page))
    reader.client.post(target, {"reason": REASON})
    row = Takedown.objects.get()
    assert (row.by, row.by_author, row.reason, row.returned_at) == (reader, False, REASON, None)
    assert [entry[1]["by_author"] for entry in logged(page, "taken_down")] == [False, True]  # the newest first
    with pytest.raises(ActionRefused):
        restore(page.pk, owner)
    assert not fresh(page).live
    with pytest.raises(ActionRefused, match=NOT_LIVE):
        take_down(page.pk, reader, REASON)
    restore(page.pk, reader)
    assert fresh(page).live


def test_nobody_else_takes_down_what_is_hidden(provisioned_site):
    owner, page, (reader, _second) = live_showcase(provisioned_site)
    take_down(page.pk, owner)
    others = (owner, make_user("blog", Group.objects.get(name=roles.BLOG_DESK)), make_user("su", superuser=True))
    for user in others:
        assert not can_take_down(user, fresh(page))
        with pytest.raises(ActionRefused, match=NOT_YOURS):
            take_down(page.pk, user, REASON)
    with pytest.raises(ActionRefused, match="Scrivi il motivo"):
        take_down(page.pk, reader, "  ")
    assert Takedown.objects.get().by_author


def test_the_owner_hides_their_showcase_after_one_question(provisioned_site):
    owner, page, _desk = live_showcase(provisioned_site)
    target = author_action_url("hide", page)
    assert owner.client.get(target).status_code == 200 and fresh(page).live
    assert "La tua pagina è nascosta" in messages_of(owner.client.post(target, follow=True))
    row = Takedown.objects.get()
    assert (row.by, row.by_author, row.reason) == (owner, True, "") and not fresh(page).live
    assert Client().get(page.url).status_code == 404
    assert logged(page, "taken_down") == [("Carla", {"reason": "", "by_author": True})]


def test_nobody_else_hides_a_showcase_without_a_reason(provisioned_site):
    _owner, page, (first, _second) = live_showcase(provisioned_site)
    member, office = make_user("bruno", provisioned_site.members), make_user("sara", provisioned_site.office)
    for user in (member, first, office, make_user("su", superuser=True)):
        assert user.client.post(author_action_url("hide", page)).status_code == 403
        with pytest.raises(ActionRefused):
            take_down(page.pk, user)
    assert fresh(page).live and not Takedown.objects.exists()


def test_the_owner_of_an_article_does_not_hide_it(newsroom, page):
    response = newsroom.anna.client.post(author_action_url("hide", page), follow=True)
    assert NOT_YOURS in messages_of(response) and live(page) == "uno"


def test_the_office_takes_down_the_showcase_of_who_leaves(newsroom, provisioned_site):
    _owner, page, _desk = live_showcase(provisioned_site)
    office = make_user("sara", provisioned_site.office)
    with pytest.raises(ActionRefused, match="Scrivi il motivo"):
        take_down(page.pk, office, "  ")
    take_down(page.pk, office, "non è più tra i soci")
    assert not fresh(page).live and Takedown.objects.get().by == office


def test_the_office_takes_down_no_article(newsroom, provisioned_site, page):
    with pytest.raises(ActionRefused, match=NOT_YOURS):
        take_down(page.pk, make_user("sara", provisioned_site.office), REASON)
    assert live(page) == "uno"


def test_what_is_taken_down_does_not_come_back_by_a_schedule(newsroom, page):
    Revision.objects.filter(pk=page.live_revision_id).update(approved_go_live_at=timezone.now())
    take_down(page.pk, newsroom.r1, REASON)
    call_command("publish_scheduled")
    assert not live(page)


# --- back


def test_a_reviewer_brings_back_exactly_what_was_agreed(newsroom, down):
    row = Takedown.objects.get()
    edit(newsroom.anna, down, "tutto diverso")
    target = desk_url("bring_back", down)
    assert REASON in newsroom.r2.client.get(target).content.decode() and not live(down)
    assert "di nuovo sul sito, com’era" in messages_of(newsroom.r2.client.post(target, follow=True))
    assert live(down) == "uno" and fresh(down).live_revision == row.revision
    assert digest(fresh(down).live_revision) == row.digest
    assert fresh(down).has_unpublished_changes  # anna's draft is still there
    assert fresh(down).get_latest_revision_as_object().body == "tutto diverso"
    row.refresh_from_db()
    assert row.returned_by == newsroom.r2 and row.returned_at
    assert [who for who, _data in logged(down, "returned")] == ["r2"]


def test_who_may_bring_back_and_who_may_not(newsroom, down, provisioned_site):
    other_desk = make_user("v1", provisioned_site.desk)
    people = (newsroom.anna, newsroom.bruno, newsroom.r1, newsroom.r2, newsroom.ed, newsroom.su, other_desk)
    may = {user.first_name: can_restore(user, down) for user in people}
    assert may == {
        "anna": False,
        "bruno": False,
        "r1": True,
        "r2": True,
        "ed": True,
        "su": False,
        "v1": False,
    }
    statuses = {}
    for user in (newsroom.anna, newsroom.bruno, newsroom.su, other_desk):
        statuses[user.first_name] = user.client.post(desk_url("bring_back", down)).status_code
        with pytest.raises(ActionRefused):
            restore(down.pk, user)
    assert statuses == {"anna": 403, "bruno": 403, "su": 302, "v1": 302}
    newsroom.anna.client.post(author_action_url("author_back", down))
    assert not live(down)


def test_the_owner_brings_back_what_they_hid_themselves(provisioned_site):
    owner, page, _desk = live_showcase(provisioned_site)
    agreed = page.live_revision
    take_down(page.pk, owner)
    other = make_user("bruno", provisioned_site.members)
    assert other.client.post(author_action_url("author_back", page)).status_code == 403 and not fresh(page).live
    assert "com’era" in messages_of(owner.client.post(author_action_url("author_back", page), follow=True))
    assert fresh(page).live_revision == agreed and Client().get(page.url).status_code == 200


def test_a_reviewer_brings_back_what_its_owner_hid(provisioned_site):
    owner, page, (_first, second) = live_showcase(provisioned_site)
    take_down(page.pk, owner)
    restore(page.pk, second)
    assert fresh(page).live


def test_the_owner_does_not_bring_back_what_the_desk_took_down(provisioned_site):
    owner, page, (first, _second) = live_showcase(provisioned_site)
    take_down(page.pk, first, REASON)
    assert not can_restore(owner, fresh(page))
    response = owner.client.post(author_action_url("author_back", page), follow=True)
    assert "può tornare solo passando dalla redazione" in messages_of(response) and not fresh(page).live


def test_what_was_altered_does_not_come_back(newsroom, down):
    row = Takedown.objects.get()
    Revision.objects.filter(pk=row.revision_id).update(content=row.revision.content | {"body": "HACK"})
    response = newsroom.r2.client.post(desk_url("bring_back", down), follow=True)
    assert response.redirect_chain == [(reverse("editorial_queue"), 302)]
    assert "non è più quella concordata" in response.content.decode()
    assert not live(down) and takedown.open_takedown(down) == row


@pytest.mark.parametrize("missing", [{"as_reviewer": True}, {"as_reviewer": False}])
def test_what_was_never_agreed_does_not_come_back(newsroom, down, missing):
    Approval.objects.filter(**missing).delete()
    with pytest.raises(ActionRefused, match="non è più quella concordata"):
        restore(down.pk, newsroom.r2)
    assert not live(down)


def test_it_comes_back_although_who_agreed_is_gone(newsroom, down):
    Approval.objects.update(task_state=None)
    newsroom.r1.delete()
    restore(down.pk, newsroom.r2)
    assert live(down) == "uno"


def test_after_the_agreed_revision_was_purged_only_the_desk_brings_it_back(newsroom, down):
    agreed = Takedown.objects.get().revision_id
    edit(newsroom.anna, down, "uno")
    call_command("purge_revisions")
    assert not Revision.objects.filter(pk=agreed).exists() and Takedown.objects.get().revision is None
    assert not can_restore(newsroom.r2, fresh(down))
    assert newsroom.r2.client.post(desk_url("bring_back", down)).status_code == 302
    with pytest.raises(ActionRefused, match="passando dalla redazione"):
        restore(down.pk, newsroom.r2)
    assert not live(down)
    submit(newsroom.anna, down)
    yes(newsroom.r2, down)
    assert live(down) == "uno" and takedown.open_takedown(down) is None


def test_going_live_through_the_desk_closes_the_take_down(newsroom, down):
    submit(newsroom.anna, down, "sistemato")
    assert takedown.open_takedown(down) is not None
    yes(newsroom.r2, down)
    row = Takedown.objects.get()
    assert live(down) == "sistemato" and row.returned_by == newsroom.r2 and row.returned_at
    assert not can_restore(newsroom.r1, fresh(down)) and not logged(down, "returned")


def test_one_open_take_down_for_a_page(newsroom, down):
    with pytest.raises(IntegrityError), transaction.atomic():
        Takedown.objects.create(page=down, digest="x", by=newsroom.r1)
    restore(down.pk, newsroom.r1)
    take_down(down.pk, newsroom.r2, REASON)
    assert [row.by.first_name for row in Takedown.objects.order_by("pk")] == ["r1", "r2"]
    assert Takedown.objects.open().get().by == newsroom.r2


def test_a_page_never_taken_down_does_not_return(newsroom):
    draft = sent(newsroom.anna, newsroom.blog)
    assert not can_restore(newsroom.r1, draft)
    with pytest.raises(ActionRefused):
        restore(draft.pk, newsroom.r1)
    assert not live(draft)
