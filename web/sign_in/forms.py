"""The forms that ask for a password at our own doors: no error report shows what was typed there."""

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AuthenticationForm

from tgsdk import Secret


class SignInForm(AuthenticationForm):
    """Name and password of a recruiter."""

    def clean_password(self) -> str:
        return Secret(self.cleaned_data["password"])


class AdminSignInForm(SignInForm, AdminAuthenticationForm):
    """Name and password of an administrator."""
