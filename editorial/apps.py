from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = "Redazione"

    def ready(self) -> None:
        from cms.provisioning import register

        from . import checks, signals  # noqa: F401
        from .bends import bend
        from .provisioning import provision_collections, provision_rights, remove_stock_content

        bend()
        signals.guard_models()
        register(remove_stock_content, order=5)
        register(provision_collections, order=40)
        register(provision_rights, order=50)
