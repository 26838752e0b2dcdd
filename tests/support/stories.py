"""The editor's POST for a page with a stream, rich text and inline children."""

from wagtail.models import Page

from tests.pages.models import Link, Story

from .http import JSON, form, url
from .moderation import fresh

RICH = (
    '{"entityMap": {}, "blocks": [{"key": "abcde", "text": "ricco", "type": "unstyled", "depth": 0, '
    '"inlineStyleRanges": [], "entityRanges": []}]}'
)


def block(index: int, kind: str, **values) -> dict:
    common = {"deleted": "", "order": str(index), "type": kind, "id": ""}
    return {f"stream-{index}-{key}": value for key, value in (common | values).items()}


def child(index: int, label: str, **values) -> dict:
    common = {"id": "", "label": label, "ORDER": str(index + 1), "DELETE": ""}
    return {f"links-{index}-{key}": value for key, value in (common | values).items()}


def counters(total: int, initial: int = 0) -> dict:
    values = {"TOTAL": total, "INITIAL": initial, "MIN_NUM": 0, "MAX_NUM": 1000}
    return {f"links-{key}_FORMS": str(value) for key, value in values.items()}


def as_opened(page) -> dict:
    """The form as the editor would post it back: with the ids of blocks and children."""
    draft = fresh(page).get_latest_revision_as_object()
    data = form(title=draft.title, body=RICH, **{"stream-count": "2"})
    data |= block(0, "text", value="blocco")
    data |= block(1, "quote", **{"value-words": "parole", "value-year": "1.5"})
    for index, raw in enumerate(draft.stream.raw_data):
        data[f"stream-{index}-id"] = raw["id"]
    children = list(draft.links.all())
    data |= counters(len(children), len([one for one in children if one.pk]))
    for index, one in enumerate(children):
        data |= child(index, one.label, id=one.pk or "")
    return data


def post_story(user, page, *, json=False, **data):
    headers = JSON if json else {}
    return user.client.post(url("edit", page.pk), as_opened(page) | data, follow=not json, **headers)


def create_story(user, parent, title: str = "S") -> Story:
    """A draft with two blocks and the children «primo» and «secondo», saved once through the editor."""
    page = Story(title=title, slug=title.lower(), owner=user, live=False)
    page.links = [Link(label="primo"), Link(label="secondo")]
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision(user=user)
    post_story(user, page)
    return fresh(page)


def sent_story(user, parent) -> Story:
    page = create_story(user, parent)
    post_story(user, page, **{"action-submit": "1"})
    return fresh(page)
