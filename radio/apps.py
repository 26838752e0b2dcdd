from django.apps import AppConfig


class RadioConfig(AppConfig):
    name = "radio"
    verbose_name = "Radio"

    def ready(self) -> None:
        from cms.http.atomic_writes import register_non_atomic
        from cms.http.media_views import register_closed_folder
        from cms.provisioning import register
        from editorial.desk.quick_actions import register_quick_action
        from profiles.contributions import register_contributions

        from .chooser import audio_chooser
        from .models import EpisodePage
        from .models.recordings import FOLDER
        from .provisioning import provision_index
        from .services import may_add_episode

        # Wagtail calls this when it reads the admin's URLs, which is too late for a form that was built before.
        audio_chooser.on_register()
        register_closed_folder(FOLDER)
        register_non_atomic("radio_audio_chooser:create")  # an upload of up to 200 MB is read before the first write
        register(provision_index, order=27)
        register_quick_action("Nuova puntata", "new_episode", may_add_episode, posts=True, order=20)
        register_contributions("episodes", "Alla radio", EpisodePage.objects.contributed_by, order=20)
