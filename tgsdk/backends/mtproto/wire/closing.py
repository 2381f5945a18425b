"""The end of a connection, for every process that has it."""

import asyncio
import contextlib
import socket

__all__ = ["cut"]


def cut(writer: asyncio.StreamWriter) -> None:
    """Close a connection at once: whoever closes wants nothing more, and a peer that is gone must not be waited for.

    A process that was forked meanwhile has a copy of it, which a close leaves open. Telegram would take the next
    connection for a second one beside it, and end the account's session.
    """
    connection = writer.get_extra_info("socket")  # None where uvloop has lost it
    # The copy is there for event loops whose sockets have no shutdown(). OSError: there is no connection any more.
    if connection is not None:
        with contextlib.suppress(OSError), connection.dup() as copy:
            copy.shutdown(socket.SHUT_RDWR)
    writer.transport.abort()
