"""How a person wants to be notified, and the items of their next digest mail."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cms.users.models import User


class MailPreferenceQuerySet(models.QuerySet[Any]):
    def chosen_by(self, users: Iterable[int]) -> dict[int, str]:
        """Return what each of these users chose, by their number; who never chose is missing."""
        return dict(self.filter(user__in=list(users)).values_list("user", "how"))

    def of(self, user: User) -> Any:
        """Return the person's preference, an unsaved default if they never chose."""
        return self.filter(user=user).first() or self.model(user=user)

    def choose(self, user: User, how: str) -> None:
        self.update_or_create(user=user, defaults={"how": how})


class MailPreference(models.Model):
    """How a person wants to be notified; without a row it is at once."""

    class How(models.TextChoices):
        NOW = "now", "Subito, un’e-mail per ogni novità"
        DAILY = "daily", "Una volta al giorno, tutto insieme"
        NEVER = "never", "Mai, tranne le risposte ai miei testi"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_preference")
    how = models.CharField("avvisi per e-mail", max_length=5, choices=How.choices, default=How.NOW)

    objects = MailPreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "preferenza per gli avvisi"
        verbose_name_plural = "preferenze per gli avvisi"

    def __str__(self) -> str:
        return f"{self.user}: {self.get_how_display()}"


class DigestItemQuerySet(models.QuerySet[Any]):
    def pending(self) -> "DigestItemQuerySet":
        return self.filter(sent_at=None)

    def to(self, user: User) -> "DigestItemQuerySet":
        """Filter one person's items, the oldest first."""
        return self.filter(user=user).order_by("pk")

    def mark_sent(self, items: Iterable[Any]) -> int:
        return self.filter(pk__in=[item.pk for item in items]).update(sent_at=timezone.now())

    def whose_turn(self, day: date) -> list[int]:
        """Return the numbers of the users with pending items who were sent no digest on ``day`` (a day of Rome).
        Items of closed accounts stay pending."""
        sent = self.filter(sent_at__date=day, user=OuterRef("user"))
        waiting = self.pending().filter(user__is_active=True).exclude(Exists(sent))
        return sorted(set(waiting.values_list("user", flat=True)))


class DigestItem(models.Model):
    """A line of somebody's next digest."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_items")
    # "event:object", as in the mail's key.
    key = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    path = models.CharField(max_length=1000)
    at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    objects = DigestItemQuerySet.as_manager()

    class Meta:
        verbose_name = "avviso"
        verbose_name_plural = "avvisi"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_notice_each")]
        indexes = [models.Index(fields=["user"], condition=models.Q(sent_at=None), name="digest_item_pending")]

    def __str__(self) -> str:
        return f"{self.user}: {self.subject}"
