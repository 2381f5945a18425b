"""The apps of others, as this project configures them."""

from tgsdk.contrib.django.apps import TgsdkConfig

WITHOUT_A_VARIABLE = ("TIMEOUT", "PATIENCE")


class TelegramAccounts(TgsdkConfig):
    """The app of tgsdk; what its checks find is set by a variable here."""

    def name_of(self, setting: str, option: str | None = None) -> str:
        if setting in WITHOUT_A_VARIABLE:
            return super().name_of(setting, option)
        return f"TELEGRAM_{option or setting}".upper()
