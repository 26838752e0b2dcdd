"""The mail queue's table: one row per message and recipient."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone


class MailQuerySet(models.QuerySet["Mail"]):
    def waiting(self) -> "MailQuerySet":
        return self.filter(state=Mail.State.WAITING)

    def failed(self) -> "MailQuerySet":
        return self.filter(state=Mail.State.FAILED)

    def mark_seen(self, number: int) -> int:
        """Note that somebody read why a mail failed, and forget its content. Return how many rows that were, 0 or 1."""
        return self.failed().filter(pk=number).update(state=Mail.State.SEEN, content=b"")

    def due(self, now: datetime) -> "MailQuerySet":
        """Waiting mails whose time has come and that no sender has leased, or whose lease is over."""
        return self.waiting().filter(Q(leased_until=None) | Q(leased_until__lt=now), due_at__lte=now)

    def leased_by(self, owner: str) -> "MailQuerySet":
        """Waiting mails that the sender ``owner``, a UUID, has leased."""
        return self.waiting().filter(owner=owner)


class Mail(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", "da spedire"
        SENT = "sent", "spedita"
        FAILED = "failed", "non spedita"
        SEEN = "seen", "non spedita, e qualcuno lo sa"

    # "event:object:recipient", unique so that the same event sends a person one mail.
    key = models.CharField(max_length=400, unique=True)
    message_id = models.CharField(max_length=250)
    sender = models.CharField(max_length=320)
    recipient = models.CharField("a chi", max_length=320)
    # The whole message as it goes out (RFC 5322). Emptied once sent, because it may contain links to set a password.
    content = models.BinaryField(default=b"", editable=False)
    state = models.CharField("stato", max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField("tentativi", default=0)
    due_at = models.DateTimeField("da spedire dal", default=timezone.now)
    # The sender that has leased the row, and until when.
    owner = models.CharField(max_length=36, blank=True, default="")
    leased_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField("scritta il", default=timezone.now)
    sent_at = models.DateTimeField("spedita il", null=True, blank=True)
    error = models.TextField("che cosa non va", blank=True, default="")

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = "e-mail"
        verbose_name_plural = "e-mail"
        indexes = [models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="mail_waiting")]

    def __str__(self) -> str:
        return self.key

    def record_result(self, **facts: Any) -> None:
        """Store the result of a delivery and release the lease. Do nothing if another sender has leased the row."""
        Mail.objects.filter(pk=self.pk, owner=self.owner, state=self.State.WAITING).update(
            owner="", leased_until=None, **facts
        )
