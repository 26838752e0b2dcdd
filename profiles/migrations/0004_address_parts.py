"""An address in parts. What stands in its one field waits in ``former_address`` for the next migration."""

import django.core.validators
from django.db import migrations, models

import cms.fields


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0003_skills_in_order"),
    ]

    operations = [
        migrations.RenameField("Member", "address", "former_address"),
        migrations.AlterField(
            "Member",
            "former_address",
            models.CharField(blank=True, default="", editable=False, max_length=160),
        ),
        migrations.AddField(
            model_name='member',
            name='postcode',
            field=models.CharField(blank=True, max_length=5, validators=[django.core.validators.RegexValidator('\\A[0-9]{5}\\Z', 'Scrivi il CAP con cinque cifre, per esempio 15121.')], verbose_name='CAP'),
        ),
        migrations.AddField(
            model_name='member',
            name='street',
            field=models.CharField(blank=True, max_length=80, validators=[django.core.validators.RegexValidator("\\A(?=['’]?[^\\W_])(?=.*[^\\W\\d_])(?:[^\\W_]|[ .,/'’-])+\\Z", 'Scrivi la via o la piazza con lettere e cifre, per esempio via Verona o piazza 4 Novembre.'), cms.fields.validate_visible], verbose_name='via o piazza'),
        ),
        migrations.AddField(
            model_name='member',
            name='street_number',
            field=models.CharField(blank=True, max_length=10, validators=[django.core.validators.RegexValidator('\\A(?:[0-9]{1,5}(?: ?[/-] ?[0-9]{1,4})?(?: ?[/-]? ?[A-Za-z])?(?: ?[/-]? ?(?:bis|ter|quater))?|[Ss]\\.?[Nn]\\.?(?:[Cc]\\.?)?)\\Z', 'Scrivi solo il numero, per esempio 12, 12/A, 12 bis oppure s.n.c.'), cms.fields.validate_visible], verbose_name='numero civico'),
        ),
        migrations.AddField(
            model_name='member',
            name='town',
            field=models.CharField(blank=True, max_length=60, validators=[django.core.validators.RegexValidator("\\A['’]?[^\\W\\d_](?:[^\\W\\d_]|[ '’-])*\\Z", 'Scrivi il nome della città per intero, con sole lettere: per esempio San Salvatore Monferrato.'), cms.fields.validate_visible], verbose_name='città o paese'),
        ),
        migrations.AlterField(
            model_name='member',
            name='email',
            field=models.EmailField(blank=True, max_length=254, validators=[cms.fields.validate_visible], verbose_name='e-mail'),
        ),
        migrations.AlterField(
            model_name='member',
            name='phone',
            field=models.CharField(blank=True, max_length=26, validators=[django.core.validators.RegexValidator('^\\+?[0-9][0-9 ./-]{5,24}$', 'Scrivi un numero di telefono, per esempio +39 0131 123456.'), cms.fields.validate_visible], verbose_name='telefono'),
        ),
        migrations.AlterField(
            model_name='member',
            name='website',
            field=cms.fields.HttpsURLField(blank=True, validators=[cms.fields.validate_visible], verbose_name='sito'),
        ),
    ]
