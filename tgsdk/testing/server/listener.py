"""A listening socket that can be closed without losing a connection which is just being accepted.

``loop.create_server`` cannot: in Python 3.11 a connection that arrives while it is closed is dropped without being
closed, and warns of that later. Once the oldest supported Python does it right, this module can go.
"""

import asyncio
import socket
from collections.abc import Callable

BACKLOG = 100


class Listener:
    """Listens from the moment it is made, in the running loop. Raises ``OSError`` when the port is taken."""

    def __init__(self, host: str, port: int, make_protocol: Callable[[], asyncio.Protocol]):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family, backlog=BACKLOG)
        self._socket.setblocking(False)
        self.port: int = self._socket.getsockname()[1]
        self._make_protocol = make_protocol
        self._accepting: set[asyncio.Task[object]] = set()
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._socket, self._accept)

    def _accept(self) -> None:
        try:
            accepted, _ = self._socket.accept()
        except OSError:
            # The client is gone again, or there is no file descriptor left: it is told so by the system.
            return
        accepted.setblocking(False)
        task = self._loop.create_task(self._connect(accepted))
        self._accepting.add(task)
        task.add_done_callback(self._accepting.discard)

    async def _connect(self, accepted: socket.socket) -> None:
        await self._loop.connect_accepted_socket(self._make_protocol, accepted)

    async def close(self) -> None:
        """Close the port. Every connection accepted before has its protocol when this returns."""
        self._loop.remove_reader(self._socket)
        self._socket.close()
        if self._accepting:
            await asyncio.wait(self._accepting)
