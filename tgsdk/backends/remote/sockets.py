"""Sockets that another thread can shut, whatever the thread that uses them is waiting for."""

import contextlib
import socket
import threading
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

__all__ = ["ShutableAdapter", "Sockets"]


class Sockets:
    """The sockets of one connection to the site. Once they are shut, no other is opened."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._is_shut = False

    def watch(self, sock: socket.socket) -> None:
        """Remember a socket before it is used. Raises ConnectionAbortedError where all are shut already."""
        with self._lock:
            if self._is_shut:
                raise ConnectionAbortedError("the call has ended")
            self._open.append(sock.dup())  # its own descriptor: TLS takes the other one over

    def shut(self) -> None:
        """End every wait for these sockets: to connect, for the handshake of TLS, to read, to write."""
        with self._lock:
            self._is_shut = True
            shut, self._open = self._open, []
        for sock in shut:
            with contextlib.suppress(OSError):  # it is closed already, or not connected yet
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()


class ShutableAdapter(HTTPAdapter):
    """The transport of requests, over sockets that are watched."""

    def __init__(self, sockets: Sockets) -> None:
        self._sockets = sockets
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {
            "http": _pool(HTTPConnectionPool, HTTPConnection, self._sockets),
            "https": _pool(HTTPSConnectionPool, HTTPSConnection, self._sockets),
        }


def _pool(pool: type[Any], connection: type[Any], sockets: Sockets) -> type[Any]:
    """Make a kind of pool whose connections are watched from before they connect."""

    def _new_conn(self: Any) -> socket.socket:
        try:
            return _connected(self.host, self.port, self.timeout, sockets)
        except TimeoutError as error:
            raise ConnectTimeoutError(self, "the site cannot be reached in time") from error
        except OSError as error:
            raise NewConnectionError(self, f"the site cannot be reached: {type(error).__name__}") from error

    watched = type(f"Watched{connection.__name__}", (connection,), {"_new_conn": _new_conn})
    return type(f"Watched{pool.__name__}", (pool,), {"ConnectionCls": watched})


def _connected(host: str, port: int, timeout: float, sockets: Sockets) -> socket.socket:
    """Connect to the first address that answers. Raises OSError."""
    failure: OSError = ConnectionError("there is no such host")
    for family, kind, protocol, _, address in socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM):
        sock = socket.socket(family, kind, protocol)
        try:
            sockets.watch(sock)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(timeout)
            sock.connect(address)
        except OSError as error:
            sock.close()
            failure = error
        else:
            return sock
    raise failure
