"""Words of professions, areas and places reach the directory as soon as Redazione changes them."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save
from django.dispatch import receiver

from .models import Area, Place, Profession, ProfilePage
from .services import refresh_directory_text


@receiver(post_save, sender=Profession)
@receiver(post_save, sender=Area)
@receiver(post_save, sender=Place)
def words_changed(sender: type[Model], instance: Model, created: bool, **kwargs: Any) -> None:
    if created:
        return
    refresh_directory_text(list(ProfilePage.objects.referencing(instance).with_words()))
