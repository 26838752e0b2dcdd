"""The base of every page type of the site: nobody publishes, the desk agrees."""

from http import HTTPMethod
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from wagtail.admin.panels import CommentPanel, FieldPanel, MultiFieldPanel
from wagtail.log_actions import log
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageViewRestriction, Revision
from wagtail.search import index

from cms.exceptions import ActionRefused
from cms.images.renditions import ImageUse, text_uses
from cms.publication_signals import cache_until
from cms.search.text import normalise
from cms.seo.share_image.card import Card

from . import events
from .content.digest import content_digest
from .content.people import Person
from .models import Takedown
from .page_forms import ModeratedPageForm
from .permissions.pages import EditorialTester
from .publication.gate import EXEMPT_LOG_ACTIONS, LOG_SCHEDULED, publication_blocker
from .review.services import update_open_review
from .review.state import is_frozen, lock_page, open_state

STAFF = "editorial.use_staff_panels"


def staff_panel(*names: str) -> MultiFieldPanel:
    """Slug, menus and dates: fields that a member's form does not even have."""
    return MultiFieldPanel(
        [FieldPanel(name, permission=STAFF) for name in names],
        heading="Per la redazione",
        help_text="Anche indirizzo e date si concordano: partono quando la redazione dice sì.",
        permission=STAFF,
    )


class ModeratedPage(Page):
    """``class Article(ModeratedPage)``: see README, "A new page type in five steps".

    A page type that shows related rows also has a queryset with ``as_shown()``, which reads them in a fixed number of
    queries: cms.querysets.as_shown() calls it.
    """

    # A live page never moves, so its place in a menu is a field like any other, agreed by two.
    menu_order = models.PositiveSmallIntegerField(
        "ordine nei menu", default=50, help_text="Prima i numeri più piccoli."
    )

    base_form_class = ModeratedPageForm
    # A page is read; whatever posts has an address of its own.
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]
    # What an author may do alone with a page that was live; only a showcase is its owner's to hide.
    author_may_hide = False
    # Set on a page found at its address, where nothing on it or above restricts it.
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
        """Whom this text is about: they say yes to it after the desk, where the workflow has such a step. From the
        text alone: the same is asked again at the hour of a scheduled publication."""
        return []

    def people_url(self) -> str:
        """Where the desk writes how to reach them; empty where nobody is asked."""
        return ""

    def card(self) -> Card:
        """What the picture says that other sites show beside a link to this page. From what the page shows anyway."""
        return Card("", self.title, tile=self.slug)

    # The field with the few lines that introduce the page, in search results and to search engines; page types name it.
    summary_field = ""

    @property
    def summary_text(self) -> str:
        """The text of ``summary_field``; empty for a page type that has none."""
        return getattr(self, self.summary_field) if self.summary_field else ""

    # What the page itself is in schema.org; what it is about is its structured_data.
    schema_type = "WebPage"

    @property
    def structured_data(self) -> dict[str, Any]:
        """The node of cms.seo.schema_org that the page is about, with its @id; {} where there is none but the page."""
        return {}

    def shown_pictures(self) -> list[ImageUse]:
        """Every picture of this page with the roles that it is shown in, here and in lists: made when the page goes
        live. What stands in the text is found; page types add theirs."""
        return text_uses(self)

    def search_words(self) -> list[str]:
        """What the page says, for the site's search. Page types add theirs."""
        return [self.title]

    def search_text(self) -> str:
        """Folded, so that both databases find «perche» in «perché»."""
        return normalise(" ".join(word for word in self.search_words() if word))

    @cached_property
    def indexed_text(self) -> str:
        """While a page is indexed: the databases' backends ask for each of its fields three times."""
        return self.search_text()

    def get_indexed_instance(self) -> Page | None:
        self.__dict__.pop("indexed_text", None)
        return super().get_indexed_instance()

    def permissions_for_user(self, user: Any) -> EditorialTester:
        return EditorialTester(user, self)

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """One home: at the root (a plain Page) a superuser has the stock tester."""
        return not (parent.is_root() and parent.get_children_count()) and super().can_create_at(parent)

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Of the page and all above it, in one query: their paths are the beginnings of this one's."""
        if self.is_open:
            return PageViewRestriction.objects.none()
        paths = [self.path[: self.steplen * depth] for depth in range(1, self.depth + 1)]
        return PageViewRestriction.objects.filter(page__path__in=paths)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A page with an end agreed for it says until when it is right."""
        response = super().serve(request, *args, **kwargs)
        return cache_until(response, self.expire_at) if request.has_no_session else response  # type: ignore[attr-defined]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.alias_of_id:  # an alias goes live with its source, under no workflow
            raise ActionRefused("Gli alias non si usano: crea una pagina.")
        super().save(*args, **kwargs)

    @transaction.atomic
    def save_revision(
        self, user: Any = None, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any
    ) -> Revision:
        """Never alter a frozen revision, nor make a reviewer "the writer" of an unchanged text.

        Bends Page.save_revision, the one place that editor, autosave, revert and the admin API all pass.
        """
        page = lock_page(self.pk)
        latest = self.latest_revision = page.latest_revision  # stock compares the one it read before
        if latest and open_state(page) and content_digest(self.serializable_data()) == content_digest(latest.content):
            self._save_comments(latest)
            return latest
        # An autosave overwrites the user's own loose revision; of any other it makes a new one. If it is not even
        # the latest, stock refuses.
        own = latest and latest.user_id == (user and user.pk)
        if overwrite_revision and overwrite_revision == latest and (not own or is_frozen(latest)):
            overwrite_revision = None
        revision = super().save_revision(user, *args, overwrite_revision=overwrite_revision, **kwargs)
        update_open_review(page, revision)
        return revision

    def _save_comments(self, revision: Revision) -> None:
        """Comments are no text: keep them when the text needs no new revision."""
        for comment in getattr(self, COMMENTS_RELATION_NAME).filter(pk__isnull=True):
            comment.revision_created = revision
        self.save(update_fields=[COMMENTS_RELATION_NAME], clean=False)

    @transaction.atomic
    def publish(self, revision: Revision, *args: Any, log_action: bool | str = True, **kwargs: Any) -> None:
        """What is not, or no longer, agreed does not go live, whoever calls. Its author is told.

        Bends Page.publish: the scheduled command, Wagtail's own workflow and any code of ours pass here.
        """
        if log_action not in EXEMPT_LOG_ACTIONS:
            lock_page(self.pk)
            revision = Revision.objects.get(pk=revision.pk)
            if reason := publication_blocker(revision):
                return self._not_now(revision, reason, log_action)
        try:
            with transaction.atomic():
                super().publish(revision, *args, log_action=log_action, **kwargs)
        except ValidationError as error:  # the site changed since it was agreed: another page took its address
            return self._not_now(revision, f"Così non può andare sul sito. {' '.join(error.messages)}", log_action)
        Takedown.objects.close(self, kwargs.get("user"))
        if log_action not in EXEMPT_LOG_ACTIONS:
            events.page_published.send(Revision, revision=revision, user=kwargs.get("user"))

    def _not_now(self, revision: Revision, reason: str, log_action: bool | str) -> None:
        """Tell whoever pressed; a clock cannot be told, so its appointment is dropped and the history says why."""
        if log_action != LOG_SCHEDULED:
            raise ActionRefused(reason)
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        log(self, "editorial.schedule.dropped", data={"reason": reason}, revision=revision)
        events.schedule_dropped.send(Revision, revision=revision, reason=reason)
