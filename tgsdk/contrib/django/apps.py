"""The app's registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TgsdkConfig(AppConfig):
    """Telegram accounts. A project that reads settings.TELEGRAM from elsewhere may subclass this and say so."""

    name = "tgsdk.contrib.django"
    label = "tgsdk"
    verbose_name = _("Telegram accounts")
    default_auto_field = "django.db.models.BigAutoField"

    #: What else a project reads from settings.TELEGRAM.
    further_settings: tuple[str, ...] = ()

    def ready(self) -> None:
        from . import checks  # noqa: F401 - they register themselves
        from .deletion import watch_users

        watch_users()

    def name_of(self, setting: str, option: str | None = None) -> str:
        """Return the name by which ``manage.py check`` calls a setting, or an option of the backend."""
        return f'TELEGRAM["{setting}"]' + (f'["{option}"]' if option else "")
