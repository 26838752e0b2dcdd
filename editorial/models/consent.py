"""Consent requests: what the people whom a page is about are asked, and what they answered."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState, WorkflowState

from cms.users.models import User
from cms.users.types import AnyUser
from editorial.content.people import name_of

from .tasks import DeskTask, reviewable_by


class ConsentRequestQuerySet(models.QuerySet[Any]):
    def open(self) -> "ConsentRequestQuerySet":
        """Filter those without an answer whose step a running request stands at."""
        return self.filter(
            answer="",
            task_state__status=TaskState.STATUS_IN_PROGRESS,
            task_state__workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        )

    def at_steps(self, states: Iterable[Any]) -> "ConsentRequestQuerySet":
        return self.filter(task_state__in=list(states))

    def for_reviewer(self, user: AnyUser) -> "ConsentRequestQuerySet":
        """Filter the open ones that this person may look after: a reviewer, at the first desk of the page's workflow
        (see reviewable_by). The longest wait comes first."""
        request = "task_state__workflow_state"
        desk = DeskTask.objects.for_workflow(OuterRef(f"{request}__workflow")).values("pk")[:1]
        rows = self.open().alias(desk=Subquery(desk)).filter(reviewable_by(user, desk="desk", request=request))
        return rows.order_by("at", "pk")

    def for_person(self, user: User) -> "ConsentRequestQuerySet":
        """Filter the open ones of somebody with an account, the oldest first."""
        return self.open().filter(user=user).order_by("at", "pk")

    def of_page(self, page: Page) -> "ConsentRequestQuerySet":
        return self.filter(page_number=page.pk).select_related("waived_by", "handed_by").order_by("at", "pk")

    def handed_over(self) -> "ConsentRequestQuerySet":
        """Filter the open ones whose link somebody delivers by hand."""
        return self.open().filter(handed_at__isnull=False).order_by("at", "pk")

    def granted_for(self, revision: Revision) -> "ConsentRequestQuerySet":
        """Filter those that were answered with a yes to this very revision."""
        return self.filter(revision_number=revision.pk, answer="yes").order_by("pk")

    def last_yes(self, page: Page, key: str) -> Any:
        """Return the last request of this page to which the person with this key said yes; None if there is none."""
        agreed = self.filter(page_number=page.pk, key=key, answer=self.model.Answer.YES)
        return agreed.order_by("answered_at", "pk").last()

    def consents_to(self, page: Page) -> "ConsentRequestQuerySet":
        return self.of_page(page).filter(answer="yes")

    def to_remind(self) -> "ConsentRequestQuerySet":
        """Filter the open ones that are a week old (REMINDER) and were not reminded."""
        return self.open().filter(reminded_at=None, at__lte=timezone.now() - self.model.REMINDER).order_by("at", "pk")

    def overdue(self) -> "ConsentRequestQuerySet":
        """Filter the open ones that are two weeks old (VALID) and were reminded: the desk may go on without them."""
        late = timezone.now() - self.model.VALID
        return self.open().filter(reminded_at__isnull=False, at__lte=late).order_by("at", "pk")


class ConsentRequest(models.Model):
    """One person is asked, once, about one content; keeps their answer, and the content that they said yes to."""

    class Answer(models.TextChoices):
        YES = "yes", "ha detto sì"
        CHANGES = "changes", "ha chiesto modifiche"
        WAIVED = "waived", "non ha risposto, e si è andati avanti"

    class Channel(models.TextChoices):
        LINK = "link", "dal link"  # before the three below were told apart
        MAIL = "mail", "dal link mandato per e-mail"
        HAND = "hand", "dal link consegnato a mano"
        LOGIN = "login", "dalla sua area"

    SETTLED = (Answer.YES, Answer.WAIVED)
    # How long a link is good, and a desk has to wait before it waives; after how long people are reminded.
    VALID, REMINDER = timedelta(days=14), timedelta(days=7)

    # SET_NULL and plain numbers, as in Approval: the record survives the revision, its task state and the account.
    task_state = models.ForeignKey("wagtailcore.TaskState", models.SET_NULL, null=True, related_name="consent_requests")
    page_number = models.PositiveBigIntegerField(db_index=True)
    revision_number = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    # The key of the person on the page, see editorial.content.people.Person.
    key = models.CharField(max_length=300)
    name = models.CharField(max_length=255)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="consent_requests")
    at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=7, choices=Answer.choices, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=5, choices=Channel.choices, blank=True, default="")
    # Of somebody with neither account nor address: the reviewer to whom the link was last shown, to be delivered by
    # hand, and when. The log tells of every time.
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    handed_at = models.DateTimeField(null=True)
    # Their own words, or the desk's reason for going on without them.
    comment = models.TextField(blank=True, default="")
    waived_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # After a yes the content that they agreed to, in full: the revision may be purged.
    content = models.JSONField(null=True)

    objects = ConsentRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "sì chiesto a un ospite"
        verbose_name_plural = "sì chiesti agli ospiti"
        constraints = [
            models.UniqueConstraint(fields=["task_state", "key"], name="asked_once_each"),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None)
                | ~models.Q(answer="") & models.Q(answered_at__isnull=False),
                name="answered_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(answer="yes") | models.Q(content__isnull=False), name="yes_keeps_its_content"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: pagina {self.page_number}"

    @property
    def is_settled(self) -> bool:
        """Tell whether the page need not wait for this person any more."""
        return self.answer in self.SETTLED

    @property
    def how_it_came(self) -> str:
        """How the answer came, in words; "" without one."""
        by = f" da {name_of(self.handed_by)}" if self.channel == self.Channel.HAND else ""
        return f"{self.get_channel_display()}{by}"

    @property
    def may_be_waived(self) -> bool:
        """Tell whether two weeks (VALID) and a reminder have passed without an answer."""
        return not self.answer and self.reminded_at is not None and timezone.now() >= self.at + self.VALID
