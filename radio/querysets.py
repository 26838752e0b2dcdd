"""Reads of the show, its episodes, recordings, contacts and numbers."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Count, F, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from wagtail.models import PageQuerySet

from cms.querysets import publicly
from cms.users.models import User
from profiles.querysets import with_public_showcase

if TYPE_CHECKING:
    from .models import EpisodePage, RadioAudio


class ShowQuerySet(PageQuerySet):
    def visible(self) -> "ShowQuerySet":
        """Live pages that a visitor may open."""
        return publicly(self.live())


class AudioQuerySet(QuerySet[Any]):
    def with_digest(self, digest: str, kind: str) -> Any:
        """Return the recording with this SHA-256 (hexadecimal) and kind, or None."""
        return self.filter(sha256=digest, kind=kind).first()

    def newest(self) -> "AudioQuerySet":
        return self.order_by("-uploaded_at", "-pk")

    def named(self, words: str) -> "AudioQuerySet":
        """Recordings in whose original file name every word occurs."""
        matching = self
        for word in words.split():
            matching = matching.filter(original_name__icontains=word)
        return matching


class ContactQuerySet(QuerySet[Any]):
    def by_key(self, page_id: int | None) -> dict[str, str]:
        """Map keys of people to the addresses that the desk wrote down for an episode."""
        return dict(self.filter(page=page_id).values_list("key", "email"))

    def outdated(self, page_id: int, keys: list[str]) -> "ContactQuerySet":
        """The addresses of an episode whose key is none of ``keys``."""
        return self.filter(page=page_id).exclude(key__in=keys)


class NumberQuerySet(QuerySet[Any]):
    def of_others(self, page_id: int | None) -> "NumberQuerySet":
        """The numbers of all episodes but one; of all for None."""
        return self.exclude(page=page_id) if page_id else self.all()

    def last_given(self, season: int | None = None) -> tuple[int, int] | None:
        """Return (season, number) of the last number, drafts included: in a season, or in the last one for None."""
        numbers = self if season is None else self.filter(season=season)
        return numbers.order_by("-season", "-number").values_list("season", "number").first()


class EpisodeQuerySet(PageQuerySet):
    def visible(self) -> "EpisodeQuerySet":
        """Live episodes that a visitor may open."""
        return publicly(self.live())

    def newest(self) -> "EpisodeQuerySet":
        return self.order_by("-first_broadcast", "-season", "-number", "-pk")

    def of_season(self, season: int) -> "EpisodeQuerySet":
        return self.filter(season=season)

    def seasons(self) -> QuerySet[Any]:
        """Return (season, number of episodes), the last season first."""
        return self.order_by().values_list("season").annotate(Count("pk")).order_by("-season")

    def before(self, page: "EpisodePage") -> "EpisodeQuerySet":
        """Episodes with a smaller number, the nearest first."""
        earlier = Q(season=page.season, number__lt=page.number) | Q(season__lt=page.season)
        return self.filter(earlier).order_by("-season", "-number", "-pk")

    def after(self, page: "EpisodePage") -> "EpisodeQuerySet":
        """Episodes with a greater number, the nearest first."""
        later = Q(season=page.season, number__gt=page.number) | Q(season__gt=page.season)
        return self.filter(later).order_by("season", "number", "pk")

    def contributed_by(self, members: list[int]) -> "EpisodeQuerySet":
        """Public episodes with one of these members as a guest, with ``day`` as profiles.contributions wants it."""
        return self.visible().filter(guests__member__in=members).annotate(day=F("first_broadcast"))

    def with_audio(self) -> "EpisodeQuerySet":
        return self.filter(audio__isnull=False)

    def with_recording(self, audio: "RadioAudio") -> "EpisodeQuerySet":
        """Episodes whose row has this recording, which for a live one is what everybody hears."""
        return self.filter(audio=audio)

    def referencing(self, audio: "RadioAudio") -> "EpisodeQuerySet":
        """Episodes whose row or latest revision has this recording."""
        return self.filter(Q(audio=audio) | Q(latest_revision__content__audio=audio.pk))

    def untouched_by(self, user: User) -> "EpisodeQuerySet":
        """Drafts that services.new_episode() created for this user and nobody wrote in, newest first."""
        title = Concat(Value("Puntata "), Cast("number", CharField()))
        return self.filter(
            owner=user, live=False, first_published_at=None, guests=None, audio=None, picture=None,
            summary="", transcript="", title=title,
        ).order_by("-pk")  # fmt: skip

    def broadcast_days(self, since: date) -> set[date]:
        """Return the days from ``since`` on that an episode has in its row or in its latest revision."""
        days = set(self.filter(first_broadcast__gte=since).values_list("first_broadcast", flat=True))
        drafts = self.filter(has_unpublished_changes=True, latest_revision__isnull=False)
        for content in drafts.values_list("latest_revision__content", flat=True):
            days.add(date.fromisoformat(content["first_broadcast"]))
        return {day for day in days if day >= since}

    def for_detail_page(self) -> "EpisodeQuerySet":
        """With everything that the page of an episode shows."""
        return self.select_related("audio", "picture").prefetch_related(self._guests("member__showcase__photo"))

    def as_items(self) -> "EpisodeQuerySet":
        """With everything that an item of the feed shows."""
        return self.select_related("audio")

    def as_rows(self) -> "EpisodeQuerySet":
        """With everything that a row of a list shows."""
        return self.select_related("audio").prefetch_related(self._guests("member__showcase__photo"))

    def with_words(self) -> "EpisodeQuerySet":
        """With everything that ``EpisodePage.search_words()`` reads."""
        return self.prefetch_related(self._guests("member__showcase"))

    def _guests(self, *related: str) -> Prefetch[str, Any, str]:
        rows = self.model._meta.get_field("guests").related_model._default_manager.all()
        return Prefetch("guests", with_public_showcase(rows.select_related(*related)))
