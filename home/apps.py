from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Pagine"

    def ready(self) -> None:
        from cms.provisioning import register

        from .provisioning import provision_pages

        register(provision_pages, order=10)
