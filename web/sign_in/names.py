"""The recruiter whom a typed name belongs to."""

from django.contrib.auth.models import User
from django.db.models import QuerySet


def user_called(name: str) -> QuerySet[User]:
    """Return the one user of this name, or none."""
    return User.objects.filter(username=name)
