from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "profiles"
    verbose_name = "Soci"

    def ready(self) -> None:
        from cms.provisioning import register
        from cms.publication_signals import register_model
        from editorial.admin.access import register_member_url_names

        from . import signals  # noqa: F401
        from .models import Area, Member, Place, Profession, Skill
        from .provisioning import provision_index, provision_reference_rows

        register_model(Area, Member, Place, Profession, Skill)
        register_member_url_names("skill_autocomplete")
        register(provision_reference_rows, order=20)
        register(provision_index, order=25)
