from typing import Any

from django.apps import AppConfig


def work(change: Any, **kwargs: Any) -> None:
    from .tasks import work_on

    work_on(change)


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Sito"

    def ready(self) -> None:
        from wagtail.contrib.redirects.models import Redirect
        from wagtail.models import PageViewRestriction, Site

        from . import checks  # noqa: F401
        from .folders import make_folders
        from .models import CustomImage, SiteFurniture
        from .publishing import changed, watch

        make_folders()
        watch(Redirect, PageViewRestriction, Site, SiteFurniture, new=True)
        watch(CustomImage)
        changed.connect(work)
