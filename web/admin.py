"""The audit in the admin: for the administrator to look at."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from tgsdk.contrib.django.admin import LookOnly
from web.models import AuditEvent
from web.words.subjects import subject_in_words

if TYPE_CHECKING:
    EventAdmin = admin.ModelAdmin[AuditEvent]
else:
    EventAdmin = admin.ModelAdmin


@admin.register(AuditEvent)
class AuditEventAdmin(LookOnly, EventAdmin):
    """The audit, newest first."""

    list_display = ("when", "username", "kind", "operation", "about", "reason", "telegram_user_id", "address")
    list_filter = ("kind", "operation")
    date_hierarchy = "at"
    search_fields = ("username", "subject")

    @admin.display(description=_("when"), ordering="at")
    def when(self, event: AuditEvent) -> str:
        """Return the time in figures, to the second."""
        return date_format(timezone.localtime(event.at), "Y-m-d H:i:s")

    @admin.display(description=_("about"), ordering="subject")
    def about(self, event: AuditEvent) -> str:
        return subject_in_words(event.subject, event.telegram_user_id)
