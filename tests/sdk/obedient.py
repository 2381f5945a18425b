"""A backend that does as it is told, whatever it is asked."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

from tgsdk import Backend, Capability, Connection, LoggedOut, LoginState, Session, TelegramUnavailable

CHANGED = Session(dc_id=3, auth_key=b"k" * 256)


class Obedient(Backend):
    """Every operation changes the session, and then does ``work``."""

    supports = frozenset(Capability)

    def __init__(self, work: Callable[[], Any]) -> None:
        self.work = work
        self.open = 0

    @contextlib.asynccontextmanager
    async def connect(self, session: Session) -> AsyncIterator[Connection]:
        self.open += 1
        try:
            yield ObedientConnection(self.work, session)
        finally:
            await asyncio.sleep(0)
            self.open -= 1


class ObedientConnection(Connection):
    """The connection of an Obedient backend."""

    def __init__(self, work: Callable[[], Any], session: Session) -> None:
        self.work = work
        self.now = session

    @property
    def session(self) -> Session:
        return self.now

    async def _obey(self, *_: object) -> Any:
        self.now = CHANGED
        return await self.work()

    obey: Any = _obey
    start_qr_login = check_qr_login = send_code = resend_code = sign_in = check_password = status = me = log_out = obey
    messages_by_id = obey
    chats = search_messages = chat = messages = message = mark_as_read = send_message = read_part = read_photos = obey
    find_in_chat = messages_at = save_draft = obey
    folders = schedule_message = scheduled_messages = delete_scheduled = send_scheduled_now = obey
    schedule_files = edit_scheduled = send_reaction = obey
    toggle_dialog_pin = edit_peer_folder = update_notify_settings = obey
    resolve = requirement = person = members = shared_media = obey
    save_topic_draft = find_in_topic = topics = topic = topic_messages = mark_topic_as_read = send_to_topic = (
        send_files_to_topic
    ) = schedule_to_topic = forward_messages = forward_to_topic = obey


async def give_state() -> LoginState:
    return LoggedOut()


async def fail() -> None:
    raise TelegramUnavailable


async def raise_its_own_timeout() -> None:
    raise TimeoutError("its own")


async def never_end() -> None:
    await asyncio.Event().wait()
