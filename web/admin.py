"""Telegram accounts for the administrator: to look at, without a secret."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from .models import TelegramAccount

if TYPE_CHECKING:
    AccountAdmin = admin.ModelAdmin[TelegramAccount]
else:
    AccountAdmin = admin.ModelAdmin


@admin.register(TelegramAccount)
class TelegramAccountAdmin(AccountAdmin):
    list_display = ("user", "state", "username", "connected_at", "last_used_at")
    list_filter = ("state",)
    list_select_related = ("user",)
    search_fields = ("user__username", "username", "first_name", "last_name")
    fields = (
        "user",
        "state",
        "disconnect_reason",
        "telegram_user_id",
        "first_name",
        "last_name",
        "username",
        "connected_at",
        "last_used_at",
        "created_at",
        "updated_at",
    )

    def has_add_permission(self, *_: Any, **__: Any) -> bool:
        return False

    def has_change_permission(self, *_: Any, **__: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: TelegramAccount | None = None) -> bool:  # noqa: ARG002
        """Only so that a recruiter can be deleted, with all that is theirs."""
        return bool(request.user.is_superuser)
