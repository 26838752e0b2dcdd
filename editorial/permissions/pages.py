"""Who may do what to a page. Nobody has the permission to publish, not even a superuser: see editorial.publication."""

from django.db.models import Q, QuerySet
from wagtail.models import Page, PagePermissionTester, Revision

from cms.users.models import User
from editorial.models import Takedown
from editorial.roles import CHIEF, DESKS, MEMBERS


def choosable_by(user: User, pages: QuerySet[Page]) -> QuerySet[Page]:
    """Filter the pages that this person may link to: drafts of others are not even to be known by name."""
    if user.is_superuser:
        return pages
    return pages.filter(Q(live=True) | Q(owner=user) | Q(depth=1))


class EditorialTester(PagePermissionTester):
    """The permissions of one person on one page, for Wagtail's screens and ours."""

    @property
    def groups(self) -> frozenset[str]:
        """The names of an active account's groups, read once a request; empty for a visitor."""
        return self.user.group_names if self.user.is_active else frozenset()

    @property
    def is_member_only(self) -> bool:
        """Whether the person is in «Soci» and in no desk: the admin shows them their own page and nothing else."""
        return MEMBERS in self.groups and not self.user.is_superuser and self.groups.isdisjoint(DESKS)

    @property
    def is_own(self) -> bool:
        return self.page.depth > 1 and self.page.owner_id is not None and self.page.owner_id == self.user.pk

    def is_waiting(self) -> bool:
        return self.page.current_workflow_state is not None

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_reorder_children(self) -> bool:
        return False

    def can_edit(self) -> bool:
        return super().can_edit() or (self.is_own and MEMBERS in self.groups)

    def can_unpublish(self) -> bool:
        """Return False: pages go down through editorial.publication.takedown, which stores reason and digest."""
        return False

    def can_unschedule(self) -> bool:
        return CHIEF in self.groups

    def can_set_view_restrictions(self) -> bool:
        """Return False: whoever wants a page away takes it down (see roles.CLOSED_PAGE)."""
        return False

    def can_view_revisions(self) -> bool:
        """History and drafts are for whoever may edit: Wagtail shows them to everybody who can find the page."""
        return super().can_view_revisions() and self.can_edit()

    def can_lock(self) -> bool:
        """Ask for an active account first: Wagtail's tester loads permissions of active people only."""
        return self.user.is_active and super().can_lock()

    def can_unlock(self) -> bool:
        """Ask for an active account first: Wagtail takes a visitor, whose number is None, for the holder of a lock
        whose holder is None."""
        return self.user.is_active and super().can_unlock()

    def can_copy(self) -> bool:
        """Tell whether the person could add such a page beside this one by hand."""
        if self.is_member_only or not self.page.specific_class.is_creatable:
            return False
        parent = self.page.get_parent()
        return (
            parent is not None
            and self.page.specific_class.can_create_at(parent)
            and parent.specific.permissions_for_user(self.user).can_add_subpage()
            and super().can_copy()
        )

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Tell whether the person may delete the page: an unsent text goes by its author alone, whom else nobody would
        tell."""
        of_another = self.page.owner_id is not None and not self.is_own and not self._owner_is_gone()
        return not of_another and self._could_delete(ignore_bulk)

    def _could_delete(self, ignore_bulk: bool) -> bool:
        if self.is_member_only or self.page.live or self.is_waiting():
            return False
        if not self.page.specific_class.is_creatable:  # a showcase: created and deleted together with its person
            return False
        if self.page.first_published_at and not self.user.is_superuser:
            return False
        # Wagtail lets a superuser delete live pages below.
        below = self.page.get_descendants()
        return not below.filter(live=True).exists() and super().can_delete(ignore_bulk)

    def _owner_is_gone(self) -> bool:
        """Tell whether the author's account is closed, for a superuser, who tidies up; nobody else may."""
        return self.user.is_superuser and self.page.owner is not None and not self.page.owner.is_active

    def can_move(self) -> bool:
        # A move changes the desk, and for a live page would be a publication elsewhere.
        return (
            not self.is_member_only
            and not self.is_waiting()
            and not self._contains_agreed_content()
            and self._could_delete(ignore_bulk=True)  # as Wagtail: moving is deleting here and adding there
        )

    def _contains_agreed_content(self) -> bool:
        """Tell whether the page or one below it is live, scheduled, or taken down and free to come back."""
        here = self.page.get_descendants(inclusive=True)
        if self.page.live or here.filter(live=True).exists() or Takedown.objects.open().filter(page__in=here).exists():
            return True
        numbers = [str(number) for number in here.values_list("pk", flat=True)]
        return Revision.page_revisions.filter(object_id__in=numbers, approved_go_live_at__isnull=False).exists()

    def can_move_to(self, destination: Page) -> bool:
        # Wagtail lets a superuser move without asking can_move().
        return self.can_move() and super().can_move_to(destination)

    def can_submit_for_moderation(self) -> bool:
        return self.can_edit() and super().can_submit_for_moderation()
