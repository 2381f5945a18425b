"""Write docs/backends.md, how to write a backend or an engine: ``python -m docs.backends``."""

from pathlib import Path

from tgsdk import Capability
from tgsdk.backends.base import Connection

PAGE = Path(__file__).with_suffix(".md")
ROOT = PAGE.parents[1]
TOY_ENGINE = ROOT / "tests/backends/mtproto/smallest_engine.py"
MEANS = {
    Capability.QR_LOGIN: "start_qr_login, check_qr_login",
    Capability.CODE_LOGIN: "send_code, resend_code, sign_in",
    Capability.PASSWORD: "check_password",
    Capability.READ: "chats, chat, messages, message, messages_by_id",
    Capability.FIND_CHATS: "chats with a query",
    Capability.FIND_MESSAGES: "search_messages",
    Capability.FIND_IN_CHAT: "find_in_chat, messages_at",
    Capability.MARK_AS_READ: "mark_as_read",
    Capability.SEND_MESSAGES: "send_message",
    Capability.FORMAT: "send_formatted",
    Capability.EDIT: "edit_message",
    Capability.DELETE: "delete_messages",
    Capability.FORWARD: "forward_messages",
    Capability.FORWARD_TO_TOPICS: "forward_to_topic",
    Capability.MARK_AS_UNREAD: "mark_as_unread",
    Capability.DRAFTS: "save_draft",
    Capability.FOLDERS: "folders, chats_of",
    Capability.TOPICS: "topics, topic, topic_messages, find_in_topic, save_topic_draft, mark_topic_as_read",
    Capability.SCHEDULE: "schedule_message, scheduled_messages, delete_scheduled, send_scheduled_now",
    Capability.REACT: "send_reaction",
    Capability.EDIT_SCHEDULED: "edit_scheduled",
    Capability.SCHEDULE_FILES: "schedule_files",
    Capability.SEND_FILES: "save_parts, send_files",
    Capability.SEND_VIDEOS: "send_files, of those with `is_video`",
    Capability.FORMAT_CAPTIONS: "send_formatted_files",
    Capability.DOWNLOAD: "read_part",
    Capability.PICTURES: "read_photos",
    Capability.RESOLVE: "resolve; requirement, which is unknown without it",
    Capability.PROFILES: "person, shared_media",
    Capability.MEMBERS: "members",
    Capability.MANAGE_CHATS: "toggle_dialog_pin, edit_peer_folder, update_notify_settings",
    Capability.QUOTE: "the `quote` of send_formatted, which is left out without it",
}

PAGE_TEXT = """\
# A backend of your own

This page is written by `make docs`; what it shows is run by tests. Which backend keeps which behaviour stands in
[contract.md](contract.md).

## What a backend is

`connect(session)` is an asynchronous context manager that yields a `Connection`; when it closes,
`connection.session` is what to keep. It raises only errors of `tgsdk`. Every backend does {essential}.
All else is a capability, which it declares:

| capability | its operations |
|---|---|
{capabilities}

What is not declared raises `Unsupported` before anybody is asked, `telegram.supports` tells it beforehand, and HR
Helper hides it. A capability that a later tgsdk adds is not declared, so that it breaks nothing. Fewer
capabilities than those of a backend that there is make another one:

```python
from tgsdk import Capability, MemoryBackend


class ReadingBackend(MemoryBackend):
    supports = MemoryBackend.supports - {{Capability.SEND_MESSAGES, Capability.MARK_AS_READ}}
```

## How it is tested

`tgsdk.testing.contract.BackendContract` runs the behaviours of what is declared, through the blocking facade and
through its awaitable twin; override its six fixtures. Where your backend speaks MTProto, `OnTheLocalTelegram`
brings five of them, with people who have phones and candidates who write, on a local Telegram
(`pip install 'tgsdk[testing]'`):

```python
import pytest
from tgsdk.testing.contract import BackendContract, OnTheLocalTelegram


class TestMyBackend(OnTheLocalTelegram, BackendContract):
    @pytest.fixture
    def backend(self, server):
        return MyBackend(**server.options)
```

The local Telegram answers each client in its own layer; `LocalTelegram(layer=229)` answers everybody in that one, so
that an old client meets a new server, and `layer=158` the other way round.

## An engine

Whoever has a TL library needs no backend of their own: an engine gives its classes, its codec and its layer
(`tgsdk/backends/mtproto/engine.py` says what is asked of it), and everything else is written once. Telethon's
is one file. This is the smallest that there can be, with a codec by hand: it logs in by QR code, says who
it is, and logs out.

```python
{engine}```
"""


def page() -> str:
    essential = ", ".join(f"`{name}`" for name in sorted(Connection.__abstractmethods__))
    rows = "\n".join(f"| `{capability}` | {MEANS[capability]} |" for capability in Capability)
    return PAGE_TEXT.format(essential=essential, capabilities=rows, engine=TOY_ENGINE.read_text())


def main() -> None:
    PAGE.write_text(page())


if __name__ == "__main__":
    main()
