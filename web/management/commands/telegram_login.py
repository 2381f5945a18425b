"""The login in a terminal, in HR Helper's words."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tgsdk import CodeSent, TelegramError
from tgsdk.contrib.django.management.commands import telegram_login
from web.failures.failure import describe
from web.login.codes import describe_code
from web.login.forms import CodeForm
from web.login.phones import read_phone


class Command(telegram_login.Command):
    """Reads what is typed and says what went wrong as the pages do."""

    def read_phone(self, text: str) -> str:
        return read_phone(text)

    def read_code(self, text: str, sent: CodeSent) -> str:
        form = CodeForm({"code": text}, sent)
        if not form.is_valid():
            raise ValidationError(str(form.errors["code"][0]))
        return str(form.cleaned_data["code"])

    def describe_code(self, sent: CodeSent) -> str:
        return describe_code(sent)

    def describe_error(self, error: TelegramError) -> str:
        failure = describe(error)
        again = _("Try again in %(wait)s.") % {"wait": failure.wait} if failure.retry_after else ""
        return f"{failure.text} {again}".strip()
