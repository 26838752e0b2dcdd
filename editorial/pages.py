"""ModeratedPage, the base of every page type of the site: it saves and publishes only as the moderation allows."""

from http import HTTPMethod
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from wagtail.admin.panels import CommentPanel, FieldPanel, MultiFieldPanel
from wagtail.locks import BaseLock, BasicLock
from wagtail.log_actions import log
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageViewRestriction, Revision
from wagtail.search import index

from cms.exceptions import ActionRefused
from cms.images.renditions import ImageUse, text_uses
from cms.publication_signals import cache_until
from cms.search.text import normalise
from cms.seo.share_image.card import Card
from cms.users.models import User
from cms.users.types import AnyUser

from . import events
from .content.digest import content_digest
from .content.people import Person
from .models import Takedown
from .models.tasks import ClaimLock
from .page_forms import ModeratedPageForm
from .permissions.pages import EditorialTester
from .publication.audience import open_to_everybody
from .publication.gate import EXEMPT_LOG_ACTIONS, LOG_SCHEDULED, publication_blocker
from .review.services import update_open_review
from .review.state import is_frozen, lock_page, open_state
from .roles import STAFF_PERMISSION


def staff_panel(*names: str) -> MultiFieldPanel:
    """Return a panel of fields for the staff (slug, menus, dates): a member's form does not even have them."""
    return MultiFieldPanel(
        [FieldPanel(name, permission=STAFF_PERMISSION) for name in names],
        heading="Per la redazione",
        help_text="Anche indirizzo e date si concordano: partono quando la redazione dice sì.",
        permission=STAFF_PERMISSION,
    )


class ModeratedPage(Page):
    """Base of every page type: ``class Article(ModeratedPage)``. See README, "A new page type in five steps".

    A page type that shows related rows also has a queryset with ``for_detail_page()``, which reads them in a fixed
    number of queries: cms.querysets.for_detail_page() calls it.
    """

    # A live page never moves: its place in a menu is a field, which two people agree to like any other.
    menu_order = models.PositiveSmallIntegerField(
        "ordine nei menu", default=50, help_text="Prima i numeri più piccoli."
    )

    base_form_class = ModeratedPageForm
    # Pages are only read: every form posts to an address of its own.
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]
    # Whether its owner may take a live page down alone; True for showcases only. The office may take those down too.
    author_may_hide = False
    # True on an instance found at its address when neither it nor a page above has a view restriction.
    is_open = False

    search_fields = [
        *Page.search_fields,
        index.SearchField("indexed_text"),
        index.AutocompleteField("indexed_text"),
    ]

    promote_panels: list[Any] = []
    settings_panels = [
        staff_panel(
            "slug", "seo_title", "search_description", "show_in_menus", "menu_order", "go_live_at", "expire_at"
        ),
        CommentPanel(),
    ]

    class Meta:
        abstract = True

    def people_to_ask(self) -> list[Person]:
        """Return the people whom this text is about, who say yes after the desk where the workflow has such a step.

        It has to depend on the text alone: it is asked again at the hour of a scheduled publication.
        """
        return []

    def people_url(self) -> str:
        """Return the address of the desk's form on how to reach those people; "" if the page type asks nobody."""
        return ""

    def card(self) -> Card:
        """Return what the share image says: the picture that other sites show beside a link to this page."""
        return Card("", self.title, tile=self.slug)

    # The field with the few lines that introduce the page, in search results and to search engines; page types name it.
    summary_field = ""

    @property
    def summary_text(self) -> str:
        """The text of ``summary_field``; empty for a page type that has none."""
        return getattr(self, self.summary_field) if self.summary_field else ""

    # The schema.org type of the page itself; structured_data is about what it is about.
    schema_type = "WebPage"

    @property
    def structured_data(self) -> dict[str, Any]:
        """The schema.org node of what the page is about, with its @id (see cms.seo.schema_org); {} if there is none."""
        return {}

    def image_uses(self) -> list[ImageUse]:
        """Return every picture of this page with the slots that it is shown in, here and in lists: their renditions are
        made when the page goes live. This finds those in texts; page types add theirs."""
        return text_uses(self)

    def search_words(self) -> list[str]:
        """Return the phrases by which the site's search finds the page. Page types add theirs."""
        return [self.title]

    def search_text(self) -> str:
        """Return the search words without accents and capitals, so that both databases find «perche» in «perché»."""
        return normalise(" ".join(word for word in self.search_words() if word))

    @cached_property
    def indexed_text(self) -> str:
        """search_text(), cached while the page is indexed: the search backends read each field three times."""
        return self.search_text()

    def get_indexed_instance(self) -> Page | None:
        self.__dict__.pop("indexed_text", None)
        return super().get_indexed_instance()

    def permissions_for_user(self, user: AnyUser) -> EditorialTester:
        return EditorialTester(user, self)

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Allow one page below the root, which is a plain Page: there a superuser has Wagtail's own permissions."""
        return not (parent.is_root() and parent.get_children_count()) and super().can_create_at(parent)

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Return the restrictions of the page and of all above it in one query: their paths begin this one's path."""
        if self.is_open:
            return PageViewRestriction.objects.none()
        paths = [self.path[: self.steplen * depth] for depth in range(1, self.depth + 1)]
        return PageViewRestriction.objects.filter(page__path__in=paths)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Render the page; a visitor's copy may be cached until the page expires."""
        response = super().serve(request, *args, **kwargs)
        return cache_until(response, self.expire_at) if request.has_no_session else response  # type: ignore[attr-defined]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.alias_of_id:  # an alias goes live with its source, under no workflow
            raise ActionRefused("Gli alias non si usano: crea una pagina.")
        super().save(*args, **kwargs)

    def get_lock(self) -> BaseLock | None:
        """Return the lock that keeps somebody out of the editor, for a claimed text that waits a ClaimLock."""
        lock = super().get_lock()
        step = self.current_workflow_task if isinstance(lock, BasicLock) else None
        return ClaimLock(self, step) if step else lock

    @transaction.atomic
    def save_revision(
        self, user: User | None = None, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any
    ) -> Revision:
        """Save a new revision where Wagtail would rewrite a frozen one; none if a text that waits is unchanged, which
        would make a reviewer who saves it its writer.

        Overrides Page.save_revision, which editor, autosave, revert and the admin API all call.
        """
        page = lock_page(self.pk)
        latest = self.latest_revision = page.latest_revision  # Wagtail compares the one it read before
        if latest and open_state(page) and content_digest(self.serializable_data()) == content_digest(latest.content):
            self._save_comments(latest)
            return latest
        # An autosave may overwrite a revision of the same user that is not frozen; otherwise it makes a new one.
        # Wagtail itself refuses one that is not the latest.
        own = latest and latest.user_id == (user and user.pk)
        if overwrite_revision and overwrite_revision == latest and (not own or is_frozen(latest)):
            overwrite_revision = None
        revision = super().save_revision(user, *args, overwrite_revision=overwrite_revision, **kwargs)
        update_open_review(page, revision)
        return revision

    def _save_comments(self, revision: Revision) -> None:
        """Save the editor's comments, which are no content, where no new revision is saved."""
        for comment in getattr(self, COMMENTS_RELATION_NAME).filter(pk__isnull=True):
            comment.revision_created = revision
        self.save(update_fields=[COMMENTS_RELATION_NAME], clean=False)

    @transaction.atomic
    def publish(self, revision: Revision, *args: Any, log_action: bool | str = True, **kwargs: Any) -> None:
        """Publish the revision if it is agreed to, whoever calls; else refuse, or drop its schedule.

        Overrides Page.publish, which the scheduled command, Wagtail's workflow and our own code all call. Raises
        ActionRefused unless the clock called.
        """
        if log_action not in EXEMPT_LOG_ACTIONS:
            lock_page(self.pk)
            revision = Revision.objects.get(pk=revision.pk)
            if reason := publication_blocker(revision):
                return self._refuse_or_drop(revision, reason, log_action)
        try:
            with transaction.atomic():
                super().publish(revision, *args, log_action=log_action, **kwargs)
        except ValidationError as error:  # the site changed since it was agreed: another page took its address
            return self._refuse_or_drop(
                revision, f"Così non può andare sul sito. {' '.join(error.messages)}", log_action
            )
        Takedown.objects.close(self, kwargs.get("user"))
        if log_action not in EXEMPT_LOG_ACTIONS:
            open_to_everybody(self)
            events.page_published.send(Revision, revision=revision, user=kwargs.get("user"))

    def _refuse_or_drop(self, revision: Revision, reason: str, log_action: bool | str) -> None:
        """Raise ActionRefused for a person; for the clock, which nobody watches, drop the schedule, log why, and have
        the author told."""
        if log_action != LOG_SCHEDULED:
            raise ActionRefused(reason)
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        log(self, "editorial.schedule.dropped", data={"reason": reason}, revision=revision)
        events.schedule_dropped.send(Revision, revision=revision, reason=reason)
