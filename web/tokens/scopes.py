"""The scopes that each address wants of a token. What stands here is open to programs with a token, nothing else is."""

from collections.abc import Mapping

from web.models import Scope

Scopes = frozenset[Scope]

ANY: Scopes = frozenset(Scope)
READ, SEND, LOGIN = (frozenset({scope}) for scope in (Scope.READ, Scope.SEND, Scope.LOGIN))

#: By the name of the address and the method: the scopes of which one is enough.
WANTED: Mapping[str, Mapping[str, Scopes]] = {
    "index": {"GET": ANY},
    "openapi": {"GET": ANY},
    "session_status": {"GET": ANY},
    "session_connect_again": {"POST": LOGIN},
    "session_reset": {"POST": LOGIN},
    "qr_start": {"GET": LOGIN},
    "qr_status": {"GET": LOGIN},
    "auth_phone": {"POST": LOGIN},
    "auth_resend": {"POST": LOGIN},
    "auth_verify": {"POST": LOGIN},
    "folders": {"GET": READ},
    "chats_list": {"GET": READ},
    "messages_list": {"GET": READ, "POST": SEND},
    "topics": {"GET": READ},
    "topic": {"GET": READ},
    "chat_info": {"GET": READ},
    "chat_read": {"POST": SEND},
    "chat_draft": {"POST": SEND},
    "scheduled": {"GET": READ, "POST": SEND},
    "scheduled_edit": {"GET": READ, "POST": SEND},
    "scheduled_send": {"POST": SEND},
    "scheduled_delete": {"POST": SEND},
    "resolve": {"POST": SEND},
    "requirement": {"GET": READ},
    "person": {"GET": READ},
    "members": {"GET": READ},
    "shared_media": {"GET": READ},
    "chat_unread": {"POST": SEND},
    "chat_pin": {"POST": SEND},
    "chat_archive": {"POST": SEND},
    "chat_mute": {"POST": SEND},
    "formatting": {"POST": ANY},
    "message_acts": {"GET": READ},
    "messages_by_id": {"GET": READ},
    "message_edit": {"GET": READ, "POST": SEND},
    "messages_reaction": {"POST": SEND},
    "messages_delete": {"POST": SEND},
    "messages_forward": {"GET": READ, "POST": SEND},
    "message_file": {"GET": READ},
    "message_view": {"GET": READ},
    "link": {"GET": READ},
    "pictures": {"GET": READ},
    "picture": {"GET": READ},
    "user_info": {"GET": ANY},
}


def methods_of(name: str) -> Mapping[str, Scopes] | None:
    """The methods that an address takes from tokens, None where it takes no token."""
    wanted = WANTED.get(name)
    return wanted and {**wanted, **({"HEAD": wanted["GET"]} if "GET" in wanted else {})}
