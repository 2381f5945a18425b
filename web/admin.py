"""Telegram accounts and what happened to them, for the administrator: to look at, without a secret."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from tgsdk.contrib.django.models import TelegramAccount
from web.models import AuditEvent

if TYPE_CHECKING:
    AccountAdmin = admin.ModelAdmin[TelegramAccount]
    EventAdmin = admin.ModelAdmin[AuditEvent]
else:
    AccountAdmin = EventAdmin = admin.ModelAdmin


class LookOnly:
    """Nothing is made, changed or deleted here."""

    def has_add_permission(self, *_: Any, **__: Any) -> bool:
        return False

    def has_change_permission(self, *_: Any, **__: Any) -> bool:
        return False

    def has_delete_permission(self, *_: Any, **__: Any) -> bool:
        return False


@admin.register(TelegramAccount)
class TelegramAccountAdmin(LookOnly, AccountAdmin):
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

    def has_delete_permission(self, request: HttpRequest, obj: TelegramAccount | None = None) -> bool:  # noqa: ARG002
        """Only so that a recruiter can be deleted, with all that is theirs."""
        return bool(request.user.is_superuser)


@admin.register(AuditEvent)
class AuditEventAdmin(LookOnly, EventAdmin):
    list_display = ("at", "username", "kind", "operation", "subject", "reason", "telegram_user_id", "address")
    list_filter = ("kind", "operation")
    date_hierarchy = "at"
    search_fields = ("username",)
