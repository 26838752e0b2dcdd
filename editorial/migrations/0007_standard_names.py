"""The field's names for tables and columns. No row changes; no content of a revision names any of them.

``TakeDown`` became ``Takedown``: Django keeps models by their name in lower case, so there is nothing to rename.
"""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0006_asked_changes"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameModel("Waiting", "QueueEntry"),
        migrations.RenameField("QueueEntry", "since", "waiting_since"),
        migrations.RenameModel("AskedChange", "ChangeRequestItem"),
        migrations.RenameModel("GuestAsk", "ConsentRequest"),
        migrations.RenameField("ConsentRequest", "way", "channel"),
        # Its condition names the field.
        migrations.RemoveIndex("Notice", "notice_untold"),
        migrations.RenameModel("Notice", "DigestItem"),
        migrations.RenameField("DigestItem", "told_at", "sent_at"),
        migrations.AddIndex(
            "DigestItem",
            models.Index(condition=models.Q(("sent_at", None)), fields=["user"], name="digest_item_pending"),
        ),
        # Names of the way back alone: the database does not know them.
        migrations.AlterField(
            "Approval",
            "task_state",
            models.ForeignKey("wagtailcore.taskstate", models.SET_NULL, null=True, related_name="approvals"),
        ),
        migrations.AlterField(
            "Approval",
            "user",
            models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="approvals"),
        ),
        migrations.AlterField(
            "ChangeRequestItem",
            "task_state",
            models.ForeignKey("wagtailcore.taskstate", models.CASCADE, related_name="change_request_items"),
        ),
        migrations.AlterField(
            "ConsentRequest",
            "task_state",
            models.ForeignKey("wagtailcore.taskstate", models.SET_NULL, null=True, related_name="consent_requests"),
        ),
        migrations.AlterField(
            "ConsentRequest",
            "user",
            models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="consent_requests"),
        ),
        migrations.AlterField(
            "DigestItem",
            "user",
            models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_items"),
        ),
        migrations.AlterField(
            "QueueEntry",
            "task_state",
            models.OneToOneField("wagtailcore.taskstate", models.CASCADE, related_name="queue_entry"),
        ),
        migrations.AlterField(
            "TakeDown", "page", models.ForeignKey("wagtailcore.page", models.CASCADE, related_name="takedowns")
        ),
    ]
