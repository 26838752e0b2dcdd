from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from .querysets import (
    ApprovalQuerySet,
    AskedChangeQuerySet,
    GuestAskQuerySet,
    MailPreferenceQuerySet,
    NoticeQuerySet,
    TakeDownQuerySet,
    WaitingQuerySet,
)
from .tasks import DeskTask, GuestTask

__all__ = [
    "Approval", "AskedChange", "DeskTask", "GuestAsk", "GuestTask", "MailPreference", "Notice", "TakeDown", "Waiting",
]  # fmt: skip


class Approval(models.Model):
    """One person's yes to one content, with the rights that person had when saying it."""

    # SET_NULL and plain numbers: purge_revisions deletes old revisions and, by cascade, their task states;
    # the record must survive.
    task_state = models.ForeignKey("wagtailcore.TaskState", models.SET_NULL, null=True, related_name="yeses")
    page_number = models.PositiveBigIntegerField(db_index=True)
    revision_number = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    # The number stays when the account is erased: two people remain two people.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="yeses")
    user_number = models.PositiveBigIntegerField(null=True)
    guest = models.CharField(max_length=200, blank=True)
    as_reviewer = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = "sì"
        verbose_name_plural = "sì"
        permissions = [("use_staff_panels", "Usa i campi per la redazione")]
        constraints = [
            models.UniqueConstraint(fields=["task_state", "digest", "user_number"], name="one_yes_each"),
            models.CheckConstraint(
                condition=models.Q(user_number=None, as_reviewer=False) & ~models.Q(guest="")
                | models.Q(user_number__isnull=False, guest=""),
                name="yes_of_a_user_or_of_a_guest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.guest}: pagina {self.page_number}"


class Waiting(models.Model):
    """Since when a step waits, and how much its text differs from the live one."""

    REMINDER, ESCALATION = timedelta(hours=48), timedelta(days=5)
    LATELY = 20  # texts: how long a desk takes is told from the last of them

    task_state = models.OneToOneField("wagtailcore.TaskState", models.CASCADE, related_name="waiting")
    # Kept through «Ritira e modifica» when the text comes back within a day.
    since = models.DateTimeField(default=timezone.now)
    words_changed = models.PositiveIntegerField(default=0)
    is_correction = models.BooleanField(default=False)
    # [field's name for people, words]: counted with every text, so that a list of a hundred compares nothing.
    changes = models.JSONField(default=list, blank=True)
    # Of the text as it is now; empty in rows older than the field, until the text is measured again.
    digest = models.CharField(max_length=64, blank=True)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        verbose_name = "attesa"
        verbose_name_plural = "attese"

    def __str__(self) -> str:
        return f"dal {self.since:%d/%m/%Y}"


class AskedChange(models.Model):
    """One point of a request for changes; TaskState.comment holds the readable whole."""

    task_state = models.ForeignKey("wagtailcore.TaskState", models.CASCADE, related_name="asked")
    # Of the page's model; empty: the whole page.
    field = models.CharField(max_length=100, blank=True)
    label = models.CharField(max_length=200)  # as it was shown then
    text = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)
    # By the author, on sending again.
    ticked_at = models.DateTimeField(null=True)
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = AskedChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "modifica chiesta"
        verbose_name_plural = "modifiche chieste"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.label}: {self.text[:50]}"


class GuestAsk(models.Model):
    """One person asked, once, about one content: what they answered, and the content that they said yes to."""

    class Answer(models.TextChoices):
        YES = "yes", "ha detto sì"
        CHANGES = "changes", "ha chiesto modifiche"
        WAIVED = "waived", "non ha risposto, e si è andati avanti"

    class Way(models.TextChoices):
        LINK = "link", "dal link"
        LOGIN = "login", "dalla sua area"

    VALID, REMINDER = timedelta(days=14), timedelta(days=7)

    # As Approval: the record survives the revision, its task state and the account.
    task_state = models.ForeignKey("wagtailcore.TaskState", models.SET_NULL, null=True, related_name="asks")
    page_number = models.PositiveBigIntegerField(db_index=True)
    revision_number = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    # Of the person on the page: editorial.guests.Person.
    key = models.CharField(max_length=300)
    name = models.CharField(max_length=255)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="asks")
    at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=7, choices=Answer.choices, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=5, choices=Way.choices, blank=True, default="")
    # Their own words, or the desk's reason for going on without them.
    comment = models.TextField(blank=True, default="")
    waived_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # With a yes: what they agreed to, in full; a revision may be purged.
    content = models.JSONField(null=True)

    objects = GuestAskQuerySet.as_manager()

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
        return self.answer in (self.Answer.YES, self.Answer.WAIVED)

    @property
    def may_be_waived(self) -> bool:
        """Two weeks and one reminder without an answer."""
        return not self.answer and self.reminded_at is not None and timezone.now() >= self.at + self.VALID


class TakeDown(models.Model):
    """A live page taken off the site by one person, and its return as exactly what was agreed."""

    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="take_downs")
    # Gone when old revisions are purged: then the page comes back through the desk only.
    revision = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_author = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = TakeDownQuerySet.as_manager()

    class Meta:
        verbose_name = "pagina tolta dal sito"
        verbose_name_plural = "pagine tolte dal sito"
        constraints = [
            models.UniqueConstraint(fields=["page"], condition=models.Q(returned_at=None), name="one_open_take_down")
        ]

    def __str__(self) -> str:
        return f"pagina {self.page_id}, {self.at:%d/%m/%Y}"


class MailPreference(models.Model):
    """How a person wants to be told; without a row, at once."""

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


class Notice(models.Model):
    """A line of somebody's next digest."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    # "event:object", as in the mail's key.
    key = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    path = models.CharField(max_length=1000)
    at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "avviso"
        verbose_name_plural = "avvisi"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_notice_each")]
        indexes = [models.Index(fields=["user"], condition=models.Q(told_at=None), name="notice_untold")]

    def __str__(self) -> str:
        return f"{self.user}: {self.subject}"
