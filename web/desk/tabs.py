"""Tabs above the list: all chats, those that are unread, and the folders that the person has made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from tgsdk import ChatFolder, ChatPage, Folder, NotFound
from web.words.files import visible

from .addresses import chats_url, tab_url
from .asked import ListAsked
from .calls import Desk

UNREAD = "unread"
UNREAD_CHATS = ChatFolder(
    id=0,
    title="",
    contacts=True,
    non_contacts=True,
    groups=True,
    channels=True,
    bots=True,
    without_read=True,
    without_archived=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A tab above the list; ``name`` is what the address says of it."""

    name: str
    title: str
    url: str
    is_current: bool

    @classmethod
    def of(cls, folder: ChatFolder, current: str) -> Self:
        name = str(folder.id)
        title = visible(folder.title) or _("Folder")
        return cls(name=name, title=title, url=tab_url(name), is_current=name == current)


def usual_tabs(current: str) -> list[Tab]:
    """The tabs that everybody has."""
    return [
        Tab(name="", title=_("All"), url=chats_url(), is_current=not current),
        Tab(name=UNREAD, title=_("Unread"), url=tab_url(UNREAD), is_current=current == UNREAD),
    ]


def all_tabs(folders: Sequence[ChatFolder], current: str) -> list[Tab]:
    """Those, and one for each folder."""
    return [*usual_tabs(current), *(Tab.of(folder, current) for folder in folders)]


def read_tab(desk: Desk, asked: ListAsked) -> ChatPage:
    """Read the chats of a tab. Raises NotFound for a folder that is gone."""
    return desk.chats(asked.limit, asked.cursor, None, _folder_of(desk, asked.tab))


def read_main(desk: Desk, asked: ListAsked) -> ChatPage:
    """Read the beginning of the main list, which tells whether anything has happened in any tab."""
    return desk.chats(asked.limit, None, None, Folder.MAIN)


def _folder_of(desk: Desk, tab: str) -> ChatFolder:
    if tab == UNREAD:
        return UNREAD_CHATS
    for folder in desk.folders():
        if str(folder.id) == tab:
            return folder
    raise NotFound("This folder is not there any more")
