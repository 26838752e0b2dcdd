from django.apps import AppConfig


class PilloleConfig(AppConfig):
    name = "pillole"
    verbose_name = "Pillole"
