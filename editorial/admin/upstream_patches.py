"""Where Wagtail offers no hook: the few classes that are bent in place, once, when the apps are ready."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin.mail import Notifier
from wagtail.admin.search import Search
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView
from wagtail.admin.views.generic.chooser import CreateViewMixin
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.widgets import BaseChooser
from wagtail.blocks import RichTextBlock
from wagtail.models import Page

from editorial.content.comparison import LinkedTextComparison
from editorial.permissions.groups import is_member_only
from editorial.permissions.media import install_policies
from editorial.permissions.pages import choosable_by


def apply() -> None:
    install_policies()
    # «Modifica questa immagine», «questa professione» beside what is chosen: a member would be refused there, and the
    # desk finds pictures and words in their own sections.
    BaseChooser.show_edit_link = False
    _hide_search_from_members()
    _hide_drafts_from_bulk_actions()
    _refuse_creation_in_choosers()
    _name_only_what_may_be_chosen()
    RichTextBlock.get_comparison_class = lambda self: LinkedTextComparison  # stock compares no address of a link
    # Mail is ours (editorial.notifications): stock's leads to screens that are not used here, and goes to superusers.
    Notifier.can_handle = lambda self, instance, **kwargs: False
    EditView.send_commenting_notifications = lambda self, changes: None
    # The command publish_scheduled takes down what expired with no transaction: its author's mail would be another.
    UnpublishPageAction.execute = transaction.atomic(UnpublishPageAction.execute)


def _hide_search_from_members() -> None:
    """Search.search_items_for_request has a ``construct_search`` hook by name only: it is never called."""
    stock = Search.search_items_for_request

    def search_items_for_request(self: Search, request: HttpRequest) -> list[Any]:
        return [] if is_member_only(request.user) else stock(self, request)

    Search.search_items_for_request = search_items_for_request


def _hide_drafts_from_bulk_actions() -> None:
    """BulkAction.get_actionable_objects lists by title what one may not touch: of any page whose number is asked for,
    drafts of another section too."""
    stock = PageBulkAction.get_actionable_objects

    def get_actionable_objects(self: PageBulkAction) -> tuple[list[Any], dict[str, Any]]:
        pages, others = stock(self)
        user = self.request.user
        own = [page for page in others["items_with_no_access"] if page.specific.permissions_for_user(user).can_edit()]
        return pages, {**others, "items_with_no_access": own}

    PageBulkAction.get_actionable_objects = get_actionable_objects


def _refuse_creation_in_choosers() -> None:
    """CreateViewMixin.post answers 500 to whoever may not create: for them it has no form."""
    stock = CreateViewMixin.post

    def post(self: CreateViewMixin, request: HttpRequest) -> HttpResponse:
        if self.get_creation_form() is None:
            raise PermissionDenied
        return stock(self, request)

    CreateViewMixin.post = post


def _name_only_what_may_be_chosen() -> None:
    """The page chooser's hook filters lists alone: BrowseView names the page that it lists below, ChosenMultipleView
    whatever numbers it is given (and answers 500 to the root's, which has no parent, and to what is no number). Both,
    and the lists, name a live page by the title of its newest draft, which nobody has agreed to yet."""
    browse, choose = BrowseView.get_object_list, ChosenMultipleView.get

    def get_object_list(self: BrowseView) -> QuerySet[Page]:
        if not choosable_by(self.request.user, Page.objects.all()).filter(pk=self.parent_page.pk).exists():
            raise Http404
        return browse(self)

    def get(self: ChosenMultipleView, request: HttpRequest) -> HttpResponse:
        numbers = {int(number) for number in request.GET.getlist("id") if number.isdecimal()}
        found = choosable_by(request.user, Page.objects.all()).filter(pk__in=numbers, depth__gt=1)
        if len(request.GET.getlist("id")) != found.count():
            raise Http404
        return choose(self, request)

    def get_admin_display_title(self: Page) -> str:
        return self.title if self.live else self.draft_title or self.title

    BrowseView.get_object_list = get_object_list
    ChosenMultipleView.get = get
    Page.get_admin_display_title = get_admin_display_title
