"""Reads of the blog's pages."""

from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import ExtractYear
from wagtail.models import PageQuerySet

from cms.querysets import publicly, with_counts
from cms.users.models import User
from profiles.models import ProfilePage
from profiles.querysets import with_public_showcase

if TYPE_CHECKING:
    from .models import BlogPage


class VisibleQuerySet(PageQuerySet):
    def visible(self) -> "VisibleQuerySet":
        """Live pages that a visitor may open."""
        return publicly(self.live())


class BlogQuerySet(VisibleQuerySet):
    def newest(self) -> "BlogQuerySet":
        return self.order_by("-date", "-pk")

    # --- filters, which take the value in the address; an unknown value finds nothing

    def in_category(self, slug: Any) -> "BlogQuerySet":
        return self.filter(category__slug=slug)

    def with_tag(self, slug: Any) -> "BlogQuerySet":
        return self.filter(tag_links__tag__slug=slug)

    def by_author(self, slug: Any) -> "BlogQuerySet":
        """Articles by the member whose showcase has this slug, if it is public."""
        public = ProfilePage.objects.visible()
        return self.filter(author_links__member__showcase__slug=slug, author_links__member__showcase__in=public)

    def of_year(self, year: str) -> "BlogQuerySet":
        if not (len(year) == 4 and year.isascii() and year.isdigit() and year > "0000"):
            return self.none()
        return self.filter(date__year=int(year))

    # --- the options of the filters, each with ``count``, how many of these articles it finds

    def categories(self) -> QuerySet[Any]:
        """Categories of these articles, in the order that the desk gave them."""
        return with_counts(self._named("category").objects.all(), self, "in_category")

    def tags(self) -> QuerySet[Any]:
        return with_counts(self._named("tags").objects.order_by("name"), self, "with_tag")

    def authors(self) -> QuerySet[Any]:
        """Public showcases of the authors of these articles."""
        return with_counts(ProfilePage.objects.visible().in_name_order(), self, "by_author")

    def years(self) -> list[tuple[int, int]]:
        """Return (year, number of articles), newest first."""
        years = self.order_by().annotate(year=ExtractYear("date")).values("year").annotate(count=Count("pk"))
        return [(row["year"], row["count"]) for row in years.order_by("-year")]

    def _named(self, field: str) -> Any:
        return self.model._meta.get_field(field).related_model

    # --- neighbours of a post

    def adjacent_to(self, page: "BlogPage") -> "BlogQuerySet":
        """The post before the page and the one after, oldest first; at the ends of the blog only one."""
        older = self.filter(Q(date__lt=page.date) | Q(date=page.date, pk__lt=page.pk)).newest()
        newer = self.filter(Q(date__gt=page.date) | Q(date=page.date, pk__gt=page.pk)).order_by("date", "pk")
        nearest = [Q(pk__in=Subquery(side.values("pk")[:1])) for side in (older, newer)]
        return self.filter(nearest[0] | nearest[1]).order_by("date", "pk")

    def in_same_category(self, page: "BlogPage") -> "BlogQuerySet":
        """Other articles of the same category, newest first; none for an article without one."""
        if page.category_id is None:
            return self.none()
        return self.filter(category=page.category_id).exclude(pk=page.pk).newest()

    # --- articles of a person

    def contributed_by(self, members: list[int]) -> "BlogQuerySet":
        """Public articles that one of these members signs, with ``day`` as profiles.contributions wants it."""
        return self.visible().filter(author_links__member__in=members).annotate(day=F("date"))

    def owned_by(self, user: User) -> "BlogQuerySet":
        """Articles of their owner, drafts included, last written first. Show them to the owner alone."""
        return self.filter(owner=user).select_related("locked_by").order_by("-latest_revision_created_at", "-pk")

    def unpublished_of(self, user: User) -> "BlogQuerySet":
        return self.owned_by(user).filter(live=False, first_published_at=None)

    # --- articles with the rows that a template reads, in a fixed number of queries

    def as_cards(self) -> "BlogQuerySet":
        return self.select_related("picture", "category").prefetch_related(self.signatures())

    def for_detail_page(self) -> "BlogQuerySet":
        """With everything that the page of an article shows."""
        return self.as_cards().prefetch_related(self.children("tag_links", "tag"))

    def signatures(self) -> Prefetch[str, Any, str]:
        links = self._rows("author_links").select_related("member__showcase__photo")
        return Prefetch("author_links", with_public_showcase(links))

    def children(self, name: str, *related: str) -> Prefetch[str, Any, str]:
        """Prefetch the rows of a relation of children in their order, joined with the relations in ``related``."""
        return Prefetch(name, self._rows(name).select_related(*related))

    def _rows(self, name: str) -> QuerySet[Any]:
        return self.model._meta.get_field(name).related_model._default_manager.all()
