"""The app's registration with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "web"
    verbose_name = "HR Helper"

    def ready(self) -> None:
        from web import checks, deletion  # noqa: F401 - they register themselves
