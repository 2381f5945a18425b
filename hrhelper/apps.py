"""The apps of others, as this project configures them."""

from django.contrib.staticfiles.apps import StaticFilesConfig

from tgsdk.contrib.django.apps import TgsdkConfig

WITHOUT_A_VARIABLE = ("TIMEOUT", "PATIENCE")


class TelegramAccounts(TgsdkConfig):
    """The app of tgsdk; what its checks find is set by a variable here."""

    further_settings = ("FILE_LIMIT", "UPLOAD_LIMIT", "PICTURES")

    def name_of(self, setting: str, option: str | None = None) -> str:
        if setting in WITHOUT_A_VARIABLE:
            return super().name_of(setting, option)
        return f"TELEGRAM_{option or setting}".upper()


# Not collected: what is served for debugging alone, and of django-htmx what nothing here uses, some of whose imports
# lead nowhere.
UNUSED = ["jquery.js", "select2.full.js", "xregexp.js", "htmx-2.js", "django_htmx/*4*", "django_htmx/ext/*"]


class StaticFiles(StaticFilesConfig):
    """Static files that pages use."""

    ignore_patterns: list[str] = [*StaticFilesConfig.ignore_patterns, *UNUSED]  # noqa: RUF012 - as Django has it

    def ready(self) -> None:
        super().ready()
        from hrhelper import checks  # noqa: F401 - they register themselves
