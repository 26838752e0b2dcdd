"""How a guest's link was given to them. Of the answers that are there nobody knows any more: they stay «link»."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0007_standard_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("ConsentRequest", "handed_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "ConsentRequest",
            "handed_by",
            models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"),
        ),
        migrations.AlterField(
            "ConsentRequest",
            "channel",
            models.CharField(
                blank=True,
                choices=[
                    ("link", "dal link"),
                    ("mail", "dal link mandato per e-mail"),
                    ("hand", "dal link consegnato a mano"),
                    ("login", "dalla sua area"),
                ],
                default="",
                max_length=5,
            ),
        ),
    ]
