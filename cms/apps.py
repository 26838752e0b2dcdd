from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Sito"

    def ready(self) -> None:
        from wagtail.contrib.redirects.models import Redirect
        from wagtail.models import PageViewRestriction, Site

        from . import checks, redirects  # noqa: F401
        from .folders import make_folders
        from .images.tasks import work_on
        from .models import CustomImage, SiteSettings
        from .publication_signals import changed, register_model

        make_folders()
        register_model(Redirect, PageViewRestriction, Site, SiteSettings, new=True)
        register_model(CustomImage)
        changed.connect(work_on)
