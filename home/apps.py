from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Pagine"

    def ready(self) -> None:
        from blog.services import is_of_the_desk
        from cms.provisioning import register
        from editorial.desk.quick_actions import register_quick_action
        from pillole.permissions import keeps_pillole

        from .provisioning import provision_pages, provision_site_settings

        register(provision_pages, order=10)
        register(provision_site_settings, order=35)  # after the sections, which the settings link to
        register_quick_action("Nuovo articolo", "propose_article", may=is_of_the_desk, posts=False, order=10)
        register_quick_action("Nuova pillola", "new_pillola", may=keeps_pillole, posts=False, order=30)
