"""The table in which limits are counted while Redis is away."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cms", "0006_site_settings")]

    operations = [
        migrations.CreateModel(
            "LimitCounter",
            [
                ("cache_key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("expires", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name": "conteggio di un limite",
                "verbose_name_plural": "conteggi dei limiti",
                "db_table": "cms_limits",
            },
        )
    ]
