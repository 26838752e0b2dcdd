from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import ExtractYear
from wagtail.models import PageQuerySet

from cms.querysets import counted, publicly
from profiles.models import ProfilePage


class VisibleQuerySet(PageQuerySet):
    def visible(self) -> "VisibleQuerySet":
        """What the public may see."""
        return publicly(self.live())


class BlogQuerySet(VisibleQuerySet):
    def newest(self) -> "BlogQuerySet":
        return self.order_by("-date", "-pk")

    # --- filters: a value that is none finds nothing

    def in_category(self, slug: Any) -> "BlogQuerySet":
        return self.filter(category__slug=slug)

    def with_tag(self, slug: Any) -> "BlogQuerySet":
        return self.filter(tag_links__tag__slug=slug)

    def by_author(self, slug: Any) -> "BlogQuerySet":
        """By the address of their showcase, while it is on the site."""
        return self.filter(author_links__member__showcase__slug=slug, author_links__member__showcase__live=True)

    def of_year(self, year: str) -> "BlogQuerySet":
        if not (len(year) == 4 and year.isascii() and year.isdigit() and year > "0000"):
            return self.none()
        return self.filter(date__year=int(year))

    # --- what the filters offer

    def categories(self) -> QuerySet[Any]:
        """With ``count``, in their own order."""
        return counted(self._named("category").objects.all(), self, "in_category")

    def tags(self) -> QuerySet[Any]:
        return counted(self._named("tags").objects.order_by("name"), self, "with_tag")

    def authors(self) -> QuerySet[Any]:
        """Showcases on the site of who wrote these, with ``count``."""
        return counted(ProfilePage.objects.visible().in_name_order(), self, "by_author")

    def years(self) -> list[tuple[int, int]]:
        """(year, how many), newest first."""
        found = self.order_by().annotate(year=ExtractYear("date")).values("year").annotate(count=Count("pk"))
        return [(row["year"], row["count"]) for row in found.order_by("-year")]

    def _named(self, field: str) -> Any:
        return self.model._meta.get_field(field).related_model

    # --- neighbours of a post

    def adjacent_to(self, page: Any) -> "BlogQuerySet":
        """The post before and the one after, oldest first; at the ends only one."""
        older = self.filter(Q(date__lt=page.date) | Q(date=page.date, pk__lt=page.pk)).newest()
        newer = self.filter(Q(date__gt=page.date) | Q(date=page.date, pk__gt=page.pk)).order_by("date", "pk")
        ends = [Q(pk__in=Subquery(side.values("pk")[:1])) for side in (older, newer)]
        return self.filter(ends[0] | ends[1]).order_by("date", "pk")

    def in_same_category(self, page: Any) -> "BlogQuerySet":
        """Others of the same category."""
        if page.category_id is None:
            return self.none()
        return self.filter(category=page.category_id).exclude(pk=page.pk).newest()

    # --- what the showcase and the area show

    def contributed_by(self, members: list[int]) -> "BlogQuerySet":
        """Public articles that one of these members signs, with ``day`` as profiles.contributions wants it."""
        return self.visible().filter(author_links__member__in=members).annotate(day=F("date"))

    def owned_by(self, user: Any) -> "BlogQuerySet":
        """Drafts too: for their owner alone. Last written first."""
        return self.filter(owner=user).select_related("locked_by").order_by("-latest_revision_created_at", "-pk")

    def unpublished_of(self, user: Any) -> "BlogQuerySet":
        return self.owned_by(user).filter(live=False, first_published_at=None)

    # --- rows with what is shown of them, in a fixed number of queries

    def as_cards(self) -> "BlogQuerySet":
        return self.select_related("picture", "category").prefetch_related(self.signatures())

    def as_shown(self) -> "BlogQuerySet":
        """Everything that the post itself shows."""
        return self.as_cards().prefetch_related(self.children("tag_links", "tag"))

    def signatures(self) -> Prefetch[str, Any, str]:
        return self.children("author_links", "member__showcase__photo")

    def children(self, name: str, *related: str) -> Prefetch[str, Any, str]:
        """Rows below the page, in their order, with what each names."""
        rows = self.model._meta.get_field(name).related_model._default_manager.all()
        return Prefetch(name, rows.select_related(*related))
