from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, TruncDate
from wagtail.models import PageQuerySet, Revision, WorkflowState

from cms.querysets import publicly
from profiles.models import Member


class ConsultantQuerySet(QuerySet[Any]):
    def active(self) -> "ConsultantQuerySet":
        return self.filter(active=True)

    def of_user(self, user: Any) -> "ConsultantQuerySet":
        return self.filter(member__user=user.pk)

    def of_member(self, member_id: int) -> "ConsultantQuerySet":
        return self.filter(member=member_id)

    def in_name_order(self) -> "ConsultantQuerySet":
        """Who gives consultations first, with what the desk's list shows."""
        found = self.select_related("member__user", "member__showcase")
        return found.order_by("-active", "member__showcase__sort_name", "pk")


def consultants(including: int | None = None) -> QuerySet[Member]:
    """Members who give consultations, and ``kept``, whom the page names already."""
    found = Member.objects.filter(Q(consultant__active=True) | Q(pk=including))
    return found.select_related("user", "showcase").order_by("showcase__sort_name", "pk")


def possible_consultants() -> QuerySet[Member]:
    """Members who are not in the desk's list yet; those with a showcase on the site first."""
    found = Member.objects.filter(consultant=None).select_related("user", "showcase")
    return found.order_by("-showcase__live", "showcase__sort_name", "pk")


class DraftsQuerySet(PageQuerySet):
    def visible(self) -> Any:
        """What the public may see."""
        return publicly(self.live())

    def owned_by(self, user: Any) -> Any:
        return self.filter(owner=user).select_related("locked_by")

    def in_hand_order(self) -> Any:
        """As the area lists them: what was written last comes first."""
        return self.order_by("-latest_revision_created_at", "-pk")

    def untouched_by(self, user: Any) -> Any:
        """Drafts that this person began and never wrote in: of the one revision that beginning made, never sent."""
        own_number = Cast(OuterRef("pk"), CharField())
        later = Revision.page_revisions.filter(object_id=own_number).exclude(pk=OuterRef("latest_revision"))
        sent = WorkflowState.objects.filter(object_id=own_number, base_content_type__model="page")
        drafts = self.filter(owner=user, live=False, first_published_at=None, numchild=0)
        return drafts.filter(~Exists(later), ~Exists(sent)).order_by("pk")


class PillolaQuerySet(DraftsQuerySet):
    def in_topic_order(self) -> "PillolaQuerySet":
        return self.order_by("topic__sort_order", "topic__name", "title", "pk")

    def given_by(self, user: Any) -> "PillolaQuerySet":
        """Which name this person as who gives them."""
        return self.filter(member__user=user)

    def contributed_by(self, members: list[int]) -> "PillolaQuerySet":
        """Public pillole that these members give, for profiles.contributions: ``day`` is the date of the first
        publication, in the time zone of the site."""
        return self.visible().filter(member__in=members).annotate(day=TruncDate("first_published_at"))

    def as_cards(self) -> "PillolaQuerySet":
        """Everything that a card shows, in one query."""
        return self.select_related("topic", "member__showcase__photo")

    def as_shown(self) -> "PillolaQuerySet":
        """Everything that the page itself shows."""
        return self.as_cards().select_related("picture")


class NoteQuerySet(DraftsQuerySet):
    def below(self, pillola: Any) -> "NoteQuerySet":
        return self.child_of(pillola)

    def newest(self) -> "NoteQuerySet":
        return self.order_by("-date", "-pk")
