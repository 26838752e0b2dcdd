"""Every other door: what Wagtail's own screens and its API would do to a page."""

from django.urls import reverse
from hypothesis import strategies as st
from hypothesis.stateful import rule
from wagtail.models import Page

from tests.support.http import form, url
from tests.support.moderation import last

from ..ledger import Played
from ..raw_requests import api, bulk
from .stage import REASON, Stage, everyone, pages_where, there_are

PUBLISH, MODERATE = {"action-publish": "1"}, {"action-workflow-action": "1", "workflow-action-name": "approve"}
DOORS = ["publish", "revert", "bulk", "copy", "move", "delete", "unpublish", "workflow", "api", "lock"]


class StockPlays(Stage):
    """Plays whoever tries the ways to publish that Wagtail has and this site closes."""

    @there_are("is_there")
    @rule(place=pages_where("is_there"), who=everyone, what=st.sampled_from(DOORS))
    def try_stock(self, place: int, who: str, what: str) -> None:
        played, page = self.page(place)
        with self.move():
            if what == "publish":
                self.write(who, page, None, **PUBLISH)
            elif what == "workflow":
                self.moderate(who, played, page)
            elif what == "bulk":
                bulk(self.user(who), "publish", page)
                bulk(self.user(who), "unpublish", page)
            elif what == "api":
                api(self.user(who), page, "publish")
            else:
                for address, data in self.requests(what, played, page):
                    self.browser(who).post(address, data)

    def moderate(self, who: str, played: Played, page: Page) -> None:
        """Approve in Wagtail's modal, and in its editor together with another text."""
        if at := self.open_state(played):
            self.browser(who).post(url("workflow_action", page.pk, "approve", at.pk), {"comment": REASON})
            self.write(who, page, "HACK", **MODERATE)

    def requests(self, what: str, played: Played, page: Page) -> list[tuple[str, dict[str, str]]]:
        """Return the addresses that do this to the page, each with what is posted there."""
        newsroom = self.newsroom
        if what == "revert":
            first = page.revisions.order_by("pk").first().pk
            data = form(title=page.title, slug=page.slug, body="uno", **PUBLISH)
            return [(url("revisions_revert", page.pk, first), data)]
        if what == "copy":
            slug = f"c{Page.objects.count()}"
            data = {"new_title": "C", "new_slug": slug, "new_parent_page": str(newsroom.bare.pk)}
            return [(url("copy", page.pk), data | {"publish_copies": "on"})]
        if what == "move":
            is_radio = self.section(played) == newsroom.radio.pk
            return [(url("move_confirm", page.pk, (newsroom.blog if is_radio else newsroom.radio).pk), {})]
        if what == "unpublish":
            unschedule = reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, last(page).pk])
            return [(url("unpublish", page.pk), {}), (unschedule, {})]
        return [(url(name, page.pk), {}) for name in (["lock", "unlock"] if what == "lock" else [what])]
