from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Sito"

    def ready(self) -> None:
        from . import checks  # noqa: F401
