from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from wagtail.models import PageQuerySet

from cms.querysets import counted, publicly
from cms.search.text import clean, fold


class MemberQuerySet(QuerySet[Any]):
    def with_account(self) -> "MemberQuerySet":
        """Who may log in, with their showcase: what the office's list shows."""
        return self.filter(user__isnull=False).select_related("user", "showcase")

    def nameable_by(self, user: Any, *, including: int | None = None) -> "MemberQuerySet":
        """Whom ``user`` may name on a page: a desk everybody, others themselves and who is on the site; and ``kept``,
        whom the page names already."""
        found = self.select_related("user", "showcase").order_by("showcase__sort_name", "pk")
        if user is not None and user.has_perm("editorial.use_staff_panels"):
            return found
        own = Q(user=user) if user is not None else Q()
        return found.filter(Q(showcase__live=True) | own | Q(pk=including))


class ProfileQuerySet(PageQuerySet):
    def visible(self) -> "ProfileQuerySet":
        """What the public may see."""
        return publicly(self.live())

    def showcase_of(self, user: Any) -> "ProfileQuerySet":
        """The page of a member who owns it; a page taken over by somebody else is not theirs."""
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
        """Who is there, or works there too."""
        return self.filter(Q(place__slug=slug) | Q(works_in__slug=slug)).distinct()

    def with_skill(self, slug: str) -> "ProfileQuerySet":
        return self.filter(skill_links__tag__slug=slug).distinct()

    def matching(self, query: str) -> "ProfileQuerySet":
        """Every word of the query somewhere in name, trades, synonyms, skills, places. Nothing for no word."""
        words = fold(clean(query)).split()
        if not words:
            return self.none()
        found = self
        for word in words:
            found = found.filter(directory_text__contains=word)
        return found

    def as_cards(self) -> "ProfileQuerySet":
        """Everything that a card shows, in a fixed number of queries."""
        return self.select_related("photo", "place", "member").prefetch_related(self.professions())

    def as_shown(self) -> "ProfileQuerySet":
        """Everything that the showcase itself shows."""
        return self.select_related("photo", "place", "member").prefetch_related(
            self.professions(),
            self.children("skill_links", "tag"),
            self.children("gallery_items", "image"),
            "social_links",
            "works_in",
        )

    def referencing(self, row: Any) -> "ProfileQuerySet":
        """Whose profession, area or place is this one."""
        paths = {
            "profession": Q(profession_links__profession=row.pk),
            "area": Q(profession_links__profession__area=row.pk),
            "place": Q(place=row.pk) | Q(works_in=row.pk),
        }
        return self.filter(paths[row._meta.model_name]).distinct()

    def with_words(self) -> "ProfileQuerySet":
        """Everything that ``ProfilePage.search_words()`` reads."""
        return self.select_related("place").prefetch_related(self.professions(), "skill_links__tag", "works_in")

    def professions(self) -> Prefetch[str, Any, str]:
        """Links, trades and areas in one query."""
        return self.children("profession_links", "profession__area")

    def children(self, name: str, *related: str) -> Prefetch[str, Any, str]:
        """Rows below the page, in their order, with what each names."""
        rows = self.model._meta.get_field(name).related_model._default_manager.all()
        return Prefetch(name, rows.select_related(*related))

    def neighbours_of(self, page: Any) -> "ProfileQuerySet":
        """Others of the same area as the page's main profession."""
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
        return counted(model.objects.all(), self, filter_method)
