from django.apps import AppConfig


class PilloleConfig(AppConfig):
    name = "pillole"
    verbose_name = "Pillole"

    def ready(self) -> None:
        from cms.provisioning import register
        from cms.publication_signals import register_model
        from profiles.contributions import register_contributions

        from .models import Consultant, PillolaPage, Topic
        from .provisioning import provision_index, provision_topics

        register_model(Consultant, Topic)
        register(provision_topics, order=21)
        register(provision_index, order=28)
        register_contributions(
            "pillole", "Pillole di Business", PillolaPage.objects.contributed_by, order=30, dated=False
        )
