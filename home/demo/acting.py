"""Actions of the people of the demo, through the services that the site's own views call."""

from typing import Any

from django.core.files.images import ImageFile
from wagtail.models import Collection, Page

from cms.models import CustomImage
from cms.users.models import User
from editorial import roles
from editorial.consent import services as consent_services
from editorial.consent.links import GuestToken
from editorial.content.digest import content_digest
from editorial.content.editable_fields import editable_fields
from editorial.models import ConsentRequest
from editorial.review import services
from editorial.review.change_requests import ChangePoint
from editorial.review.shown import Seen, shown_to, shown_to_guest

from .texts import PICTURES


def image(name: str, owner: User | None, collection: str = roles.MEMBERS_FILES) -> CustomImage:
    """Return the owner's image of a file in home/demo/pictures, uploading it the first time."""
    title = name.rpartition(".")[0].replace("-", " ").capitalize()
    existing = CustomImage.objects.filter(title=title, uploaded_by_user=owner).first()
    if existing:
        return existing
    with (PICTURES / name).open("rb") as file:
        return CustomImage.objects.create(
            title=title, file=ImageFile(file, name=name), uploaded_by_user=owner,
            collection=Collection.objects.get(name=collection),
        )  # fmt: skip


def fresh(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).specific


def latest_digest(page: Page) -> str:
    return content_digest(fresh(page).latest_revision.content)


def seen_by(user: User, page: Page) -> Seen:
    """Return what the screen that shows this person the latest text puts into its form."""
    page = fresh(page)
    return shown_to(user, page, page.latest_revision, page.current_workflow_state).seen


def send(page: Page, user: User) -> int:
    """Send a page to its desk and return the pk of the task state that it waits at."""
    state = services.send(page.pk, user, seen_by(user, page))
    assert state is not None
    return state.pk


def agree(page: Page, sender: User, reviewer: User) -> None:
    """Publish a page: its sender sends it, the reviewer approves it, and the people whom it is about consent."""
    services.approve(send(page, sender), reviewer, seen_by(reviewer, page))
    for request in consent_services.requests_at(page):
        channel = ConsentRequest.Channel.LOGIN if request.user else ConsentRequest.Channel.LINK
        item = consent_services.review_item_of(request)
        seen = shown_to_guest(request, item.page, item.revision, item.state.workflow_state).seen
        consent_services.answer(GuestToken(request, channel), yes=True, user=request.user, seen=seen)


def rewrite(page: Page, user: User, **fields: Any) -> None:
    """Save a draft of the page with these fields changed."""
    draft = fresh(page).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=user)


def play(page: Page, row: dict[str, Any], owner: User, desk: User, chief: User) -> None:
    """Bring a page to the ``state`` of its row, through the actions of its owner, the desk and Redazione."""
    state = row["state"]
    if state == "draft":
        return
    if state == "waiting_new":
        send(page, owner)
    elif state == "changes":
        services.request_changes(send(page, owner), chief, latest_digest(page), _points(page, row))
    elif state == "waiting_guest":
        services.approve(send(page, owner), desk, seen_by(desk, page))
    elif state == "needs_author":
        state_pk = send(page, owner)
        rewrite(page, desk, **row["correction"])
        services.approve(state_pk, desk, seen_by(desk, page))
    else:
        agree(page, owner, desk)
        if state == "waiting":
            rewrite(page, owner, **row["change"])
            send(page, owner)


def _points(page: Page, row: dict[str, Any]) -> list[ChangePoint]:
    fields = editable_fields(page.specific_class)
    bound = [ChangePoint(one["text"], one["field"], fields[one["field"]].label) for one in row.get("points", ())]
    return [*([ChangePoint(row["reason"])] if "reason" in row else []), *bound]
