"""Runtime patches of Wagtail's classes where it has no hook, applied once in AppConfig.ready().

Each names the upstream method and the reason. Checked with Wagtail 7.4.4.
"""

import json
import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin.compare import CharBlockComparison
from wagtail.admin.mail import Notifier
from wagtail.admin.search import Search
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView
from wagtail.admin.views.generic.chooser import CreateViewMixin
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.widgets import BaseChooser
from wagtail.blocks import RichTextBlock, StreamValue, URLBlock
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.text import whole_characters
from cms.users.types import AnyUser, AuthenticatedHttpRequest
from editorial.content.comparison_classes import LinkedTextComparison
from editorial.permissions.groups import is_member_only
from editorial.permissions.media import install_policies, usable_by
from editorial.permissions.pages import choosable_by

from . import posted_values

NUMBER = re.compile("[0-9]{1,9}")  # a primary key, which is no larger in any of our tables


def apply() -> None:
    """Apply all patches."""
    install_policies()
    posted_values.install()
    # The links «Modifica questa immagine», «questa professione»: a member would be refused there, and the desk finds
    # images and snippets in their own sections.
    BaseChooser.show_edit_link = False
    _hide_search_from_members()
    _name_in_bulk_actions_only_what_may_be_seen()
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


def _name_in_bulk_actions_only_what_may_be_seen() -> None:
    """Patch BulkAction.get_actionable_objects: it lists by title what the person may not touch, of whatever number is
    requested, drafts and files of others included. Numbers that are none it answers with 500."""
    stock = BulkAction.get_actionable_objects

    def get_actionable_objects(self: BulkAction) -> tuple[list[Any], dict[str, Any]]:
        if any(number != "all" and not NUMBER.fullmatch(number) for number in self.request.GET.getlist("id")):
            raise Http404
        objects, refused = stock(self)
        seen = _seen_by(self.request.user, self.model, refused["items_with_no_access"])
        return objects, {**refused, "items_with_no_access": seen}

    BulkAction.get_actionable_objects = get_actionable_objects


def _seen_by(user: AnyUser, model: type[Model], rows: list[Any]) -> list[Any]:
    """Return those of ``rows``, all of this model, that the person may see in the admin; of a model that is not known
    here none."""
    if issubclass(model, Page):
        return [page for page in rows if page.specific.permissions_for_user(user).can_edit()]
    if model in (get_image_model(), get_document_model()):
        usable = set(usable_by(user, model).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
        return [row for row in rows if row.pk in usable]
    return []


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
