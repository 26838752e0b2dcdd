from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cms", "0005_furniture")]

    operations = [migrations.RenameModel("SiteFurniture", "SiteSettings")]
