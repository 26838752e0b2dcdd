"""Reads of consultants, pillole and notes."""

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, TruncDate
from wagtail.models import PageQuerySet, Revision, WorkflowState

from cms.querysets import publicly
from cms.users.models import User
from profiles.models import Member
from profiles.querysets import with_public_showcase

if TYPE_CHECKING:
    from .models import PillolaPage


class ConsultantQuerySet(QuerySet[Any]):
    def active(self) -> "ConsultantQuerySet":
        return self.filter(active=True)

    def of_user(self, user: User) -> "ConsultantQuerySet":
        return self.filter(member__user=user.pk)

    def of_member(self, member_id: int) -> "ConsultantQuerySet":
        return self.filter(member=member_id)

    def in_name_order(self) -> "ConsultantQuerySet":
        """Active consultants first, then by name, with what the desk's list shows."""
        consultants = self.select_related("member__user", "member__showcase")
        return consultants.order_by("-active", "member__showcase__sort_name", "pk")


def consultants(including: int | None = None) -> QuerySet[Member]:
    """Return the members who give consultations, and the member ``including``, whom the page names now."""
    members = Member.objects.filter(Q(consultant__active=True) | Q(pk=including))
    return members.select_related("user", "showcase").order_by("showcase__sort_name", "pk")


def possible_consultants() -> QuerySet[Member]:
    """Return the members who are not in the desk's list yet, those with a live showcase first."""
    members = Member.objects.filter(consultant=None).select_related("user", "showcase")
    return members.order_by("-showcase__live", "showcase__sort_name", "pk")


class DraftsQuerySet(PageQuerySet):
    def visible(self) -> Any:
        """Live pages that a visitor may open."""
        return publicly(self.live())

    def owned_by(self, user: User) -> Any:
        return self.filter(owner=user).select_related("locked_by")

    def last_written_first(self) -> Any:
        """In the order of the members' area."""
        return self.order_by("-latest_revision_created_at", "-pk")

    def untouched_by(self, user: User) -> Any:
        """Drafts of a user with the one revision that they began with, which were never sent to the desk."""
        own_id = Cast(OuterRef("pk"), CharField())
        later = Revision.page_revisions.filter(object_id=own_id).exclude(pk=OuterRef("latest_revision"))
        sent = WorkflowState.objects.filter(object_id=own_id, base_content_type__model="page")
        drafts = self.filter(owner=user, live=False, first_published_at=None, numchild=0)
        return drafts.filter(~Exists(later), ~Exists(sent)).order_by("pk")


class PillolaQuerySet(DraftsQuerySet):
    def in_topic_order(self) -> "PillolaQuerySet":
        return self.order_by("topic__sort_order", "topic__name", "title", "pk")

    def given_by(self, user: User) -> "PillolaQuerySet":
        """Pillole whose consultant is this user."""
        return self.filter(member__user=user)

    def contributed_by(self, members: list[int]) -> "PillolaQuerySet":
        """Public pillole that these members give, for profiles.contributions: ``day`` is the date of the first
        publication, in the time zone of the site."""
        return self.visible().filter(member__in=members).annotate(day=TruncDate("first_published_at"))

    def as_cards(self) -> "PillolaQuerySet":
        """With everything that a card shows, in one query."""
        return with_public_showcase(self.select_related("topic", "member__showcase__photo"))

    def for_detail_page(self) -> "PillolaQuerySet":
        """With everything that the page of a pillola shows."""
        return self.as_cards().select_related("picture")


class NoteQuerySet(DraftsQuerySet):
    def below(self, pillola: "PillolaPage") -> "NoteQuerySet":
        return self.child_of(pillola)

    def newest(self) -> "NoteQuerySet":
        return self.order_by("-date", "-pk")
