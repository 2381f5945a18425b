"""The app's registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TgsdkConfig(AppConfig):
    name = "tgsdk.contrib.django"
    label = "tgsdk"
    verbose_name = _("Telegram accounts")
    default_auto_field = "django.db.models.BigAutoField"
