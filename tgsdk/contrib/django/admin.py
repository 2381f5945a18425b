"""Telegram accounts for the administrator: to look at, without a secret."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .limits import left_of, subjects_of
from .models import FloodPause, TelegramAccount

if TYPE_CHECKING:
    AccountAdmin = admin.ModelAdmin[TelegramAccount]
    PauseAdmin = admin.ModelAdmin[FloodPause]
else:
    AccountAdmin = PauseAdmin = admin.ModelAdmin

MAX_USERS_FOUND = 100  # users whose name is found


class LookOnly:
    """Lets nobody make, change or delete anything, and filters by nothing but what the page offers as a filter.

    Django lets an address filter by every column of the table: whoever may look at the list could read a column that
    is not shown letter by letter.
    """

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["tgsdk/admin.css"]}

    date_hierarchy: ClassVar[Any]
    list_filter: ClassVar[Any]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:  # noqa: ARG002 - as Django calls it
        return lookup.split(LOOKUP_SEP)[0] in (*self.list_filter, self.date_hierarchy)

    def has_add_permission(self, *_: Any, **__: Any) -> bool:
        return False

    def has_change_permission(self, *_: Any, **__: Any) -> bool:
        return False

    def has_delete_permission(self, *_: Any, **__: Any) -> bool:
        return False


@admin.register(TelegramAccount)
class TelegramAccountAdmin(LookOnly, AccountAdmin):
    """The state of each account. Users may be in another database, so nothing here joins them."""

    list_display = ("user", "state", "username", "connected_at", "last_used_at")
    list_filter = ("state",)
    search_fields = ("username", "first_name", "last_name")
    fields = (
        "user",
        "state",
        "disconnect_reason",
        "in_doubt_since",
        "telegram_user_id",
        "first_name",
        "last_name",
        "username",
        "connected_at",
        "last_used_at",
        "new_conversations_left",
        "created_at",
        "updated_at",
    )

    readonly_fields = ("new_conversations_left",)

    @admin.display(description=_("new conversations left today"))
    def new_conversations_left(self, row: TelegramAccount) -> str:
        """Return how many more people the account may write to for the first time today."""
        left = left_of("new_conversation", subjects_of(row.user_id)[0])
        return "–" if left is None else str(left)

    def get_queryset(self, request: HttpRequest) -> QuerySet[TelegramAccount]:
        return super().get_queryset(request).defer("encrypted_session", "sealed_proxy").prefetch_related("user")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[TelegramAccount], search_term: str
    ) -> tuple[QuerySet[TelegramAccount], bool]:
        """Search by the names in Telegram, and by the name that the project's user model signs in with."""
        found, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        if search_term:
            found = found | queryset.filter(user_id__in=_users_called(search_term))
        return found, may_have_duplicates

    def has_delete_permission(self, request: HttpRequest, obj: TelegramAccount | None = None) -> bool:  # noqa: ARG002
        """Let a superuser delete an account, which ends its session at Telegram."""
        return bool(getattr(request.user, "is_superuser", False))


@admin.register(FloodPause)
class FloodPauseAdmin(LookOnly, PauseAdmin):
    """The pauses that Telegram has asked for, and those after it has restricted an account."""

    list_display = ("subject", "operation", "telegram_name", "until")
    list_filter = ("operation",)
    search_fields = ("subject", "telegram_name")

    def has_delete_permission(self, request: HttpRequest, obj: FloodPause | None = None) -> bool:  # noqa: ARG002
        """Let a superuser end a pause, when Telegram has lifted a restriction sooner."""
        return bool(getattr(request.user, "is_superuser", False))


def _users_called(text: str) -> list[Any]:
    users = get_user_model()._default_manager.filter(**{f"{get_user_model().USERNAME_FIELD}__icontains": text})
    return list(users.values_list("pk", flat=True)[:MAX_USERS_FOUND])
