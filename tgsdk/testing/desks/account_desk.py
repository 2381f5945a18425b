"""`AccountDesk`: the chats, messages and files of one account, in Telegram's order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..accounts import Account
from .chats import Chat, Message, Planned
from .files import Document, Photo
from .folders import DeskFolder
from .numbers import mix
from .peers import Peer, Person
from .texts import Language
from .uploads import Uploads


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message that the account has sent with a client; ``file`` is what was uploaded for it.

    ``topic`` is where in a forum it stands.
    """

    chat_id: int
    text: str
    random_id: int
    message_id: int
    file: Photo | Document | None = None
    topic: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """A message that the account has deleted with a client, for itself or for everyone."""

    chat_id: int
    message_id: int
    for_everyone: bool


class AccountDesk:
    """The chats, people, messages and files of one account. Only the server's own thread touches it."""

    def __init__(self, account: Account, me: Person, language: Language, opened_at: int, now: Callable[[], float]):
        self.account = account
        self.me = me
        self.language = language
        self.opened_at = opened_at
        self.now = now
        self.seed = account.user_id
        self.peers: dict[int, Peer] = {me.id: me}
        self.chats: dict[int, Chat] = {}
        self.files: dict[int, Photo | Document] = {}
        self.on_cdn: set[int] = set()
        self.sent: list[Sent] = []
        self.deleted: list[Deleted] = []
        self.random_ids: set[int] = set()
        self.uploads = Uploads()
        self.homes: dict[int, Chat] = {}
        self.last_id = 0
        self.last_scheduled = 0
        self.folders: tuple[DeskFolder, ...] = ()
        self.pts = 1
        self.answers_after: float | None = None
        self.look_ups: dict[str, list[float]] = {}
        self.begun: list[float] = []
        self._order: list[Chat] | None = None

    def add_chat(self, chat: Chat) -> Chat:
        self.peers[chat.id] = chat.peer
        self.chats[chat.id] = chat
        self._order = None
        return chat

    def open_chat(self, peer: Peer) -> Chat:
        """Add a chat that nobody has written in yet: it is listed once there is a message in it."""
        return self.add_chat(Chat(peer=peer, seed=mix(self.seed, peer.id), writer=_nothing_is_planned))

    def ordered(self) -> list[Chat]:
        """Return all chats with messages, those with the newest message first, pinned or not."""
        if self._order is None:
            chats = (chat for chat in self.chats.values() if chat.plan and not chat.is_closed)
            self._order = sorted(chats, key=lambda chat: chat.order, reverse=True)
        return self._order

    def pinned(self, folder: int) -> list[Chat]:
        """Return the pinned chats of a folder in their order: 0 is the main list, 1 the archive."""
        chats = [chat for chat in self.ordered() if chat.pinned is not None and chat.folder == folder]
        return sorted(chats, key=lambda chat: chat.pinned or 0)

    def as_listed(self) -> Iterator[Chat]:
        """Yield all chats as a person sees them: the pinned ones first."""
        yield from self.pinned(0)
        yield from (chat for chat in self.ordered() if chat.pinned is None or chat.folder)

    def reorder(self) -> None:
        """Have the chats put in order again when they are next asked for: something was written or deleted."""
        self._order = None

    def put(self, chat: Chat, message: Message) -> Message:
        """Add a message on top of a chat."""
        chat.add(message)
        if not chat.is_channel:
            self.homes[message.id] = chat
        self.count(chat)
        self.reorder()
        return message

    def count(self, chat: Chat) -> int:
        """Count an event and return the new pts: channels have one each, all other chats of an account share one."""
        chat.pts += 1
        self.pts += not chat.is_channel
        return self.pts_of(chat)

    def pts_of(self, chat: Chat) -> int:
        return chat.pts if chat.is_channel else self.pts

    def next_id(self, chat: Chat) -> int:
        """Return the id of the next message: channels count their own, all other chats of an account share a count."""
        if chat.is_channel:
            return max(chat.top.id if chat.plan else 0, chat.last_removed) + 1
        self.last_id += 1
        return self.last_id

    def keep(self, file: Photo | Document) -> None:
        self.files[file.id] = file

    def message(self, message_id: int) -> Message | None:
        """Return a message of a private chat or a basic group, by its id."""
        chat = self.homes.get(message_id)
        return chat.by_id(message_id) if chat else None


def _nothing_is_planned(chat: Chat, planned: Planned) -> Message:
    raise LookupError(f"Nobody has written message {planned.id} of chat {chat.id}")
