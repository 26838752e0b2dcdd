"""Reads of members and of their showcases."""

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from wagtail.models import PageQuerySet

from cms.querysets import publicly, with_counts
from cms.search.text import clean_query, normalise
from cms.users.models import User
from editorial.roles import STAFF_PERMISSION

if TYPE_CHECKING:
    from .models import ProfilePage


def with_public_showcase(credits: Any) -> Any:
    """Annotate pages or rows that credit a ``member`` with ``showcase_is_public``: a visitor may open their showcase.

    ``MemberCredit.showcase`` then needs no query of its own.
    """
    member = credits.model._meta.get_field("member").related_model
    public = _showcases(member).visible().filter(member=OuterRef("member"))
    return credits.annotate(showcase_is_public=Exists(public))


def _showcases(member: Any) -> Any:
    return member._meta.get_field("showcase").related_model.objects.all()


class MemberQuerySet(QuerySet[Any]):
    def with_account(self) -> "MemberQuerySet":
        """Members with an account, open or closed, and their showcase, as the office's list shows them."""
        return self.filter(user__isnull=False).select_related("user", "showcase")

    def nameable_by(self, user: User | None, *, including: int | None = None) -> "MemberQuerySet":
        """Members whom ``user`` may name on a page.

        A desk may name everybody; others may name themselves and members with a public showcase. ``including`` is
        the primary key of the member whom the page names now, who stays in the list.
        """
        members = self.select_related("user", "showcase").order_by("showcase__sort_name", "pk")
        if user is not None and user.has_perm(STAFF_PERMISSION):
            return members
        own = Q(user=user) if user is not None else Q()
        return members.filter(Q(showcase__in=_showcases(self.model).visible()) | own | Q(pk=including))


class ProfileQuerySet(PageQuerySet):
    def visible(self) -> "ProfileQuerySet":
        """Live showcases that a visitor may open."""
        return publicly(self.live())

    def showcase_of(self, user: User) -> "ProfileQuerySet":
        """The showcase of a user as a member, unless somebody else owns the page by now."""
        return self.filter(member__user=user, owner=user)

    def in_name_order(self) -> "ProfileQuerySet":
        return self.order_by("sort_name", "pk")

    def newest(self) -> "ProfileQuerySet":
        return self.order_by("-first_published_at", "-pk")

    def with_profession(self, slug: str) -> "ProfileQuerySet":
        return self.filter(profession_links__profession__slug=slug).distinct()

    def in_area(self, slug: str) -> "ProfileQuerySet":
        return self.filter(profession_links__profession__area__slug=slug).distinct()

    def in_place(self, slug: str) -> "ProfileQuerySet":
        """Showcases of those who live in the place or also work there."""
        return self.filter(Q(place__slug=slug) | Q(works_in__slug=slug)).distinct()

    def with_skill(self, slug: str) -> "ProfileQuerySet":
        return self.filter(skill_links__tag__slug=slug).distinct()

    def matching(self, query: str) -> "ProfileQuerySet":
        """Showcases in whose name, trades, synonyms, skills or places every word of the query occurs.

        A query without a word finds nothing.
        """
        words = normalise(clean_query(query)).split()
        if not words:
            return self.none()
        matching = self
        for word in words:
            matching = matching.filter(directory_text__contains=word)
        return matching

    def as_cards(self) -> "ProfileQuerySet":
        """With everything that a card shows, in a fixed number of queries."""
        return self.select_related("photo", "place", "member").prefetch_related(self.professions())

    def for_detail_page(self) -> "ProfileQuerySet":
        """With everything that the page of a showcase shows."""
        return self.select_related("photo", "place", "member").prefetch_related(
            self.professions(),
            self.children("skill_links", "tag"),
            self.children("gallery_items", "image"),
            "social_links",
            "works_in",
        )

    def referencing(self, row: Any) -> "ProfileQuerySet":
        """Showcases whose profession, area or place is ``row``, which may be of any of these models."""
        paths = {
            "profession": Q(profession_links__profession=row.pk),
            "area": Q(profession_links__profession__area=row.pk),
            "place": Q(place=row.pk) | Q(works_in=row.pk),
        }
        return self.filter(paths[row._meta.model_name]).distinct()

    def with_words(self) -> "ProfileQuerySet":
        """With everything that ``ProfilePage.search_words()`` reads."""
        return self.select_related("place").prefetch_related(self.professions(), "skill_links__tag", "works_in")

    def professions(self) -> Prefetch[str, Any, str]:
        """Prefetch links, professions and areas in one query."""
        return self.children("profession_links", "profession__area")

    def children(self, name: str, *related: str) -> Prefetch[str, Any, str]:
        """Prefetch the rows of a relation of children in their order, joined with the relations in ``related``."""
        rows = self.model._meta.get_field(name).related_model._default_manager.all()
        return Prefetch(name, rows.select_related(*related))

    def neighbours_of(self, page: "ProfilePage") -> "ProfileQuerySet":
        """Public showcases in the area of the page's main profession, the page itself left out."""
        area = page.main_area
        if area is None:
            return self.none()
        return self.visible().in_area(area.slug).exclude(pk=page.pk).in_name_order()

    # --- what the filters offer: the rows that these showcases name, each with ``count``, how many showcases name it

    def professions_in_use(self) -> QuerySet[Any]:
        return self._in_use("profession_links__profession", "with_profession")

    def areas_in_use(self) -> QuerySet[Any]:
        return self._in_use("profession_links__profession__area", "in_area")

    def places_in_use(self) -> QuerySet[Any]:
        return self._in_use("place", "in_place")

    def skills_in_use(self) -> QuerySet[Any]:
        return self._in_use("skill_links__tag", "with_skill")

    def _in_use(self, path: str, filter_method: str) -> QuerySet[Any]:
        """Rows of the model at the end of a path of relations; ``filter_method`` finds the showcases of one slug."""
        model: Any = self.model
        for field in path.split("__"):
            model = model._meta.get_field(field).related_model
        return with_counts(model.objects.all(), self, filter_method)
