from django.apps import AppConfig


class UsersConfig(AppConfig):
    name = "cms.users"
    label = "users"
    verbose_name = "Persone"

    def ready(self) -> None:
        from . import checks  # noqa: F401
