"""The audit in the admin: for the administrator to look at."""

from typing import TYPE_CHECKING

from django.contrib import admin

from tgsdk.contrib.django.admin import LookOnly
from web.models import AuditEvent

if TYPE_CHECKING:
    EventAdmin = admin.ModelAdmin[AuditEvent]
else:
    EventAdmin = admin.ModelAdmin


@admin.register(AuditEvent)
class AuditEventAdmin(LookOnly, EventAdmin):
    """The audit, newest first."""

    list_display = ("at", "username", "kind", "operation", "subject", "reason", "telegram_user_id", "address")
    list_filter = ("kind", "operation")
    date_hierarchy = "at"
    search_fields = ("username",)
