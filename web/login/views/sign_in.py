"""Signing in to HR Helper: Django's own view, which also survives an address that leads back to itself."""

from urllib.parse import urlsplit

from django.contrib.auth.views import LoginView
from django.http import HttpRequest


class SignIn(LoginView):
    redirect_authenticated_user = True

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:  # noqa: ARG002 - as the base has it
        url = super().get_redirect_url()
        return "" if urlsplit(url).path == self.request.path else url


def success_url_of(request: HttpRequest) -> str:
    """Return where a sign-in leads that this request asks for."""
    view = SignIn()
    view.setup(request)
    return view.get_success_url()
