"""What authors, reviewers and guests do to a page, by the POSTs that a browser makes."""

import re

from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import (
    Page,
    Revision,
    TaskState,
)

from cms.users.models import User
from editorial.consent.links import link_to
from editorial.consent.services import review_item_of
from editorial.content.digest import content_digest
from editorial.models import Approval, ConsentRequest
from editorial.review.shown import Seen, shown_to, shown_to_guest
from tests.pages.models import Article, Interview, Timed

from .http import JSON, form, url

MODELS = {"article": Article, "interview": Interview, "timed": Timed}


def fresh(page: Page) -> Page:
    return Page.objects.get(pk=page.pk).specific


def last(page: Page) -> Revision:
    return Revision.objects.get(pk=fresh(page).latest_revision_id)


def digest(revision: Revision) -> str:
    return content_digest(Revision.objects.get(pk=revision.pk).content)


def state(page: Page) -> TaskState | None:
    return fresh(page).current_workflow_task_state


def live(page: Page) -> str | None:
    page = fresh(page)
    return page.body if page.live else None


def answers() -> QuerySet[Approval]:
    """The yeses after the sender's own."""
    return Approval.objects.exclude(user=F("task_state__workflow_state__requested_by"))


def loaded(page: Page) -> dict:
    """The two hidden inputs of the editor: what it was opened on."""
    revision = last(page)
    return {"loaded_revision_id": revision.pk, "loaded_revision_created_at": revision.created_at.isoformat()}


def create(user: User, parent: Page, title: str = "T", body: str = "uno", model: str = "article", **fields) -> Page:
    """A draft owned by user, as «Proponi un articolo» or the desk's «Aggiungi» leave it."""
    page = MODELS[model](title=title, slug=title.lower(), body=body, owner=user, live=False, **fields)
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision(user=user)
    return fresh(page)


def edit(user: User, page: Page, body: str | None = None, *, json: bool = False, follow: bool = True, **data):
    """POST the editor with the latest text, unless told otherwise."""
    draft = fresh(page).get_latest_revision_as_object()
    data = form(title=draft.title, slug=draft.slug, body=draft.body if body is None else body) | data
    if isinstance(draft, Interview):
        data = {"people": draft.people} | data
    if json:
        return user.client.post(url("edit", page.pk), data, **JSON)
    response = user.client.post(url("edit", page.pk), data)
    if "action-submit" in data and (target := read_first_url(response, page)):
        return user.client.post(target, seen_data(user, page), follow=follow)
    return user.client._handle_redirects(response) if follow else response


def read_first_url(response: HttpResponse, page: Page) -> str:
    """Where a text is sent from which others wrote in, if that is where «Invia» led instead of sending; else ""."""
    targets = {author_action_url("author", page): "editorial_send", reverse("editorial_send_for", args=[page.pk]): ""}
    found = targets.get(response.headers.get("Location", ""))
    if found is None:
        return ""
    return reverse(found, args=[page.pk]) if found else response.headers["Location"]


def autosave(user: User, page: Page, body: str | None = None, **data) -> dict:
    return edit(user, page, body, json=True, **data).json()


def submit(user: User, page: Page, body: str | None = None, **data) -> Page:
    edit(user, page, body, **{"action-submit": "1"}, **data)
    return fresh(page)


def sent(user: User, parent: Page, *args, **kwargs) -> Page:
    """A text that its author wrote and sent: what ``create`` and ``submit`` do, without the editor's two requests."""
    page = create(user, parent, *args, **kwargs)
    with transaction.atomic():
        page.get_workflow().start(page, user)
    return fresh(page)


def review_url(name: str, task_state: TaskState) -> str:
    """reading, text, approve, request_changes: the reviewer's."""
    return reverse(f"editorial_{name}", args=[task_state.pk])


def author_action_url(name: str, page: Page) -> str:
    """author, send, withdraw, agree, hide, author_back: the author's, in the members' area."""
    return reverse(f"editorial_{name}", args=[page.pk])


def read(user: User, page: Page) -> dict[str, str]:
    """GET the reading page; the hidden fields of its yes."""
    return hidden_fields(user.client.get(review_url("reading", state(page))).content.decode())


def seen_by(user: User, page: Page) -> Seen:
    """What a screen that showed the latest text to this person puts into its form."""
    revision = last(page)
    return shown_to(user, fresh(page), revision, fresh(page).current_workflow_state).seen


def seen_by_guest(consent_request: ConsentRequest) -> Seen:
    item = review_item_of(consent_request)
    return shown_to_guest(consent_request, item.page, item.revision, item.state.workflow_state).seen


def seen_data(user: User, page: Page) -> dict[str, str]:
    """The hidden fields of a yes."""
    seen = seen_by(user, page)
    return {"digest": seen.digest, "shown": seen.token}


def yes(user: User, page: Page, seen: dict[str, str] | None = None, at: TaskState | None = None):
    """The reviewer's «Va bene, pubblica», by the same POST for whoever tries."""
    at = at or state(page)
    return user.client.post(review_url("approve", at), seen_data(user, page) if seen is None else seen, follow=True)


def agree(user: User, page: Page, seen: dict[str, str] | None = None):
    """The author's «Va bene così»."""
    seen = seen_data(user, page) if seen is None else seen
    return user.client.post(author_action_url("agree", page), seen, follow=True)


def ask(user: User, page: Page, reason: str, seen: dict[str, str] | None = None, at: TaskState | None = None):
    data = {"digest": digest(last(page)) if seen is None else seen["digest"], "reason": reason}
    return user.client.post(review_url("request_changes", at or state(page)), data, follow=True)


def withdraw(user: User, page: Page):
    return user.client.post(author_action_url("withdraw", page), follow=True)


def consent_requests(page: Page) -> list[ConsentRequest]:
    """Of the step that the page stands at."""
    return list(state(page).consent_requests.order_by("pk"))


def guest_link(page: Page, number: int = 0) -> str:
    return link_to(consent_requests(page)[number]).removeprefix("http://testserver")


def take_link(user: User, page: Page, number: int = 0):
    """The reviewer's «Mostra il link da consegnare a mano»."""
    return user.client.post(reverse("editorial_hand_over", args=[consent_requests(page)[number].pk]))


def handed_link(user: User, page: Page, number: int = 0) -> str:
    """The link that take_link() shows."""
    found = re.search(r'value="http://testserver(/ospite/[^"]+)"', take_link(user, page, number).content.decode())
    assert found
    return found[1]


def hidden_fields(html: str) -> dict[str, str]:
    """The hidden fields of a screen's yes."""
    return {
        name: found[1] for name in ("digest", "shown") if (found := re.search(rf'name="{name}" value="(\w+)"', html))
    }


def guest_yes(link: str, client: Client | None = None):
    """What a guest does: look, then say yes."""
    client = client or Client()
    return client.post(link, {"yes": "1"} | hidden_fields(client.get(link).content.decode()))


def guest_no(link: str, comment: str, client: Client | None = None):
    return (client or Client()).post(link, {"no": "1", "comment": comment})
