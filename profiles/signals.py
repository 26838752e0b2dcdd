"""Receivers that keep the directory's search text up to date with professions, areas and places."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save
from django.dispatch import receiver

from .models import Area, Place, Profession, ProfilePage
from .services import refresh_directory_text


@receiver(post_save, sender=Profession)
@receiver(post_save, sender=Area)
@receiver(post_save, sender=Place)
def refresh_showcases(sender: type[Model], instance: Model, created: bool, **kwargs: Any) -> None:
    """Refresh the showcases that reference the changed row. A new row has none yet."""
    if created:
        return
    refresh_directory_text(list(ProfilePage.objects.referencing(instance).with_words()))
