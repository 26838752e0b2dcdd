from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = "Redazione"

    def ready(self) -> None:
        from cms.http.atomic_writes import register_non_atomic, register_request_check
        from cms.provisioning import register

        from . import checks, receivers  # noqa: F401 - registered by being imported
        from .admin.access import check_request
        from .admin.upstream_patches import apply
        from .provisioning import provision_collections, provision_rights, remove_stock_content

        apply()
        register_request_check(check_request)
        # They count who tries; the answer is a transaction of its own.
        register_non_atomic("editorial_guest", "editorial_stop_change")
        receivers.guard_models()
        register(remove_stock_content, order=5)
        register(provision_collections, order=40)
        register(provision_rights, order=50)
