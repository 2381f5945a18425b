"""The app's registration with Django."""

from django.apps import AppConfig
from django.contrib import admin


class WebConfig(AppConfig):
    """HR Helper."""

    name = "web"
    verbose_name = "HR Helper"

    def ready(self) -> None:
        from web import audit, checks  # noqa: F401 - they register themselves
        from web.pictures import listening  # noqa: F401 - as these do
        from web.sign_in import recording  # noqa: F401 - and these
        from web.sign_in.forms import AdminSignInForm

        admin.site.login_form = AdminSignInForm
