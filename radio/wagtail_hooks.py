"""Registration only; the logic is in the modules beside this one."""

from django.urls import URLPattern, path
from wagtail import hooks

from . import views
from .chooser import AudioChooserViewSet, audio_chooser


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    return [
        path("radio/nuova/", views.new_episode, name="new_episode"),
        path("radio/<int:page_id>/ospiti/", views.episode_guests, name="episode_guests"),
    ]


@hooks.register("register_admin_viewset")
def chooser() -> AudioChooserViewSet:
    return audio_chooser
