from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0004_guests"),
    ]

    operations = [
        migrations.AddField(
            model_name="waiting",
            name="changes",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="waiting",
            name="digest",
            field=models.CharField(blank=True, max_length=64),
        ),
    ]
