"""Pictures follow the account: they go with a connection that ends, and the person's own photo is noted."""

from typing import Any

from django.dispatch import receiver

from tgsdk import User
from tgsdk.contrib.django import signals
from tgsdk.contrib.django.models import TelegramAccount
from web.models import PictureSize

from .store import forget, note


@receiver([signals.connected, signals.ended, signals.disconnected])
def forget_pictures(*, account: TelegramAccount, **_: Any) -> None:
    """Keep nothing that another connection was shown."""
    forget(account.pk)


@receiver(signals.profile_seen)
def note_own_photo(*, account: TelegramAccount, profile: User, **_: Any) -> None:
    """Note where the photo of the connected person is."""
    if profile.photo:
        note(account.pk, [(profile.photo, PictureSize.CHAT)])
