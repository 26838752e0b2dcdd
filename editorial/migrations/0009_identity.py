"""Who is who. The accounts that sit in a desk now are as the site began, and are listed once to be looked at.

The fingerprint is written out here as it was: later versions change it in migrations of their own.
"""

import json
from hashlib import sha256

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def fingerprint(user, addresses):
    emails = sorted({email.lower() for email in (user.email, *addresses)})
    groups = sorted(user.groups.values_list("name", flat=True))
    facts = [emails, user.is_active, user.is_superuser, groups, user.password]
    return sha256(json.dumps(facts).encode()).hexdigest()


def mark_born(apps, schema_editor):
    User = apps.get_model("users", "User")
    EmailAddress = apps.get_model("account", "EmailAddress")
    SeenIdentity = apps.get_model("editorial", "SeenIdentity")
    desks = apps.get_model("editorial", "DeskTask").groups.through.objects.values("group")
    for user in User.objects.filter(groups__in=desks).distinct():
        addresses = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
        SeenIdentity.objects.create(
            user=user,
            fingerprint=fingerprint(user, addresses),
            email=user.email,
            how="born",
            is_listed=user.is_active and not user.is_demo,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('account', '0001_initial'),
        ('editorial', '0008_handed_links'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountSetup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_number', models.PositiveBigIntegerField(db_index=True)),
                ('how', models.CharField(choices=[('invited', 'ha fatto l’account'), ('link', 'ha visto il link'), ('email', 'ha scritto l’e-mail')], max_length=7)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='setups', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'preparazione di un account',
                'verbose_name_plural': 'preparazioni degli account',
            },
        ),
        migrations.CreateModel(
            name='IdentityChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_number', models.PositiveBigIntegerField(db_index=True)),
                ('person_name', models.CharField(max_length=320)),
                ('by_number', models.PositiveBigIntegerField(null=True)),
                ('by_name', models.CharField(blank=True, max_length=320)),
                ('kind', models.CharField(choices=[('created', 'account nuovo'), ('name', 'nome'), ('email', 'e-mail'), ('active', 'account aperto o chiuso'), ('superuser', 'amministrazione tecnica'), ('groups', 'redazioni'), ('link', 'link per la password'), ('outside', 'fuori dal sito')], max_length=9)),
                ('before', models.TextField(blank=True)),
                ('after', models.TextField(blank=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('fingerprint', models.CharField(max_length=64)),
                ('told_at', models.DateTimeField(null=True)),
                ('stopped_at', models.DateTimeField(null=True)),
                ('stopped_by', models.CharField(blank=True, max_length=320)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='identity_changes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'cambiamento di un account',
                'verbose_name_plural': 'cambiamenti degli account',
            },
        ),
        migrations.CreateModel(
            name='PasswordLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(default=0)),
                ('way', models.CharField(choices=[('mailed', 'per e-mail'), ('shown', 'copiato a mano')], max_length=6)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='password_link', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'link per la password',
                'verbose_name_plural': 'link per la password',
            },
        ),
        migrations.CreateModel(
            name='SeenIdentity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64)),
                ('change_number', models.PositiveBigIntegerField(default=0)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('how', models.CharField(choices=[('born', 'c’era già'), ('seen', 'vista'), ('unopposed', 'nessuno ha detto di no in tre giorni')], max_length=9)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('is_listed', models.BooleanField(default=False)),
                ('seen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='seen_identity', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'account visto dalla Redazione',
                'verbose_name_plural': 'account visti dalla Redazione',
            },
        ),
        migrations.RunPython(mark_born, migrations.RunPython.noop),
    ]
