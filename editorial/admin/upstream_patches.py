"""Runtime patches of Wagtail's classes where it has no hook, applied once in AppConfig.ready().

Each names the upstream method and the reason. Checked with Wagtail 7.4.4.
"""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin.compare import CharBlockComparison
from wagtail.admin.mail import Notifier
from wagtail.admin.search import Search
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView
from wagtail.admin.views.generic.chooser import CreateViewMixin
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.widgets import BaseChooser
from wagtail.blocks import RichTextBlock, StreamValue, URLBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.text import whole_characters
from cms.users.types import AuthenticatedHttpRequest
from editorial.content.comparison_classes import LinkedTextComparison
from editorial.permissions.groups import is_member_only
from editorial.permissions.media import install_policies
from editorial.permissions.pages import choosable_by

from . import posted_values


def apply() -> None:
    """Apply all patches."""
    install_policies()
    posted_values.install()
    # The links «Modifica questa immagine», «questa professione»: a member would be refused there, and the desk finds
    # images and snippets in their own sections.
    BaseChooser.show_edit_link = False
    _hide_search_from_members()
    _hide_drafts_from_bulk_actions()
    _refuse_creation_in_choosers()
    _name_only_what_may_be_chosen()
    _read_no_halves_of_characters()
    RichTextBlock.get_comparison_class = lambda self: LinkedTextComparison  # Wagtail's compares no addresses
    URLBlock.get_comparison_class = lambda self: CharBlockComparison  # Wagtail parses an address as if it were HTML
    # editorial.notifications sends our mail: Wagtail's links to screens that are not used here, and goes to superusers.
    Notifier.can_handle = lambda self, instance, **kwargs: False
    EditView.send_commenting_notifications = lambda self, changes: None
    # The command publish_scheduled unpublishes without a transaction: the author's mail has to be queued in the same.
    UnpublishPageAction.execute = transaction.atomic(UnpublishPageAction.execute)


def _hide_search_from_members() -> None:
    """Patch Search.search_items_for_request: its ``construct_search`` hook exists by name only and is never called."""
    stock = Search.search_items_for_request

    def search_items_for_request(self: Search, request: HttpRequest) -> list[Any]:
        return [] if is_member_only(request.user) else stock(self, request)

    Search.search_items_for_request = search_items_for_request


def _hide_drafts_from_bulk_actions() -> None:
    """Patch PageBulkAction.get_actionable_objects: it lists by title what the person may not touch, of any page whose
    number is requested, drafts of another section included."""
    stock = PageBulkAction.get_actionable_objects

    def get_actionable_objects(self: PageBulkAction) -> tuple[list[Any], dict[str, Any]]:
        pages, refused = stock(self)
        user = self.request.user
        own = [page for page in refused["items_with_no_access"] if page.specific.permissions_for_user(user).can_edit()]
        return pages, {**refused, "items_with_no_access": own}

    PageBulkAction.get_actionable_objects = get_actionable_objects


def _refuse_creation_in_choosers() -> None:
    """Patch CreateViewMixin.post: it answers 500 to whoever may not create, because for them it has no form."""
    stock = CreateViewMixin.post

    def post(self: CreateViewMixin, request: HttpRequest) -> HttpResponse:
        if self.get_creation_form() is None:
            raise PermissionDenied
        return stock(self, request)

    CreateViewMixin.post = post


def _name_only_what_may_be_chosen() -> None:
    """Patch BrowseView.get_object_list, ChosenMultipleView.get and Page.get_admin_display_title.

    The page chooser's hook filters lists only. BrowseView names the page below which it lists, ChosenMultipleView the
    pages of any numbers (and answers 500 to the root's, which has no parent, and to what is no number). All of them
    name a live page by the title of its newest draft, which nobody has approved yet.
    """
    browse, choose = BrowseView.get_object_list, ChosenMultipleView.get

    def get_object_list(self: BrowseView) -> QuerySet[Page]:
        if not choosable_by(self.request.user, Page.objects.all()).filter(pk=self.parent_page.pk).exists():
            raise Http404
        return browse(self)

    def get(self: ChosenMultipleView, request: AuthenticatedHttpRequest) -> HttpResponse:
        numbers = {int(number) for number in request.GET.getlist("id") if number.isdecimal()}
        pages = choosable_by(request.user, Page.objects.all()).filter(pk__in=numbers, depth__gt=1)
        if len(request.GET.getlist("id")) != pages.count():
            raise Http404
        return choose(self, request)

    def get_admin_display_title(self: Page) -> str:
        return self.title if self.live else self.draft_title or self.title

    BrowseView.get_object_list = get_object_list
    ChosenMultipleView.get = get
    Page.get_admin_display_title = get_admin_display_title


def _read_no_halves_of_characters() -> None:
    """Patch the to_python() of StreamField and RichTextField: SQLite keeps half an emoji (a lone surrogate) in a
    revision that was saved before cms.http.characters took such out, and no page can be written with one, the editor's
    and the reading page neither.

    What is stored stays as it is: digests hang on it.
    """
    streams, texts = StreamField.to_python, RichTextField.to_python

    def stream(self: StreamField, value: Any) -> StreamValue:
        if isinstance(value, str) and "\\ud" in value:
            try:
                value = whole_characters(json.dumps(json.loads(value), ensure_ascii=False))
            except ValueError:  # stock reads what is no JSON as an empty stream
                pass
        return streams(self, value)

    def rich_text(self: RichTextField, value: Any) -> Any:
        value = texts(self, value)
        return whole_characters(value) if isinstance(value, str) else value

    StreamField.to_python = stream
    RichTextField.to_python = rich_text
