"""A proxy of one of the usual kinds, SOCKS5 or HTTP, with a user and a password, and a manner that a test wants."""

import base64
import contextlib
import select
import socket
import threading
from collections.abc import Iterator
from typing import Literal

Kind = Literal["socks5", "http"]
Manner = Literal["usual", "byte_by_byte", "silent", "refuses", "closes", "breaks_off"]
USER, PASSWORD = "user", "p@ss:word"
IN_URL = "user:p%40ss%3Aword"
BROKEN_OFF = 100  # bytes of answers after which a proxy breaks off


class PlainProxy:
    """``visits`` counts the connections, ``let_through`` those that went on to the server."""

    def __init__(self, kind: Kind, manner: Manner = "usual") -> None:
        self.kind = kind
        self.manner = manner
        self.visits = self.let_through = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def url(self, credentials: str = IN_URL) -> str:
        return f"{self.kind}://{credentials}@127.0.0.1:{self._listening.getsockname()[1]}"

    def close(self) -> None:
        for each in (self._listening, *self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            self.visits += 1
            self._open.append(client)
            thread = threading.Thread(target=self._serve, args=(client,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError, EOFError), client:
            if self.manner == "closes":
                return
            if self.manner == "silent":
                while client.recv(4096):
                    pass
                return
            host, port = self._negotiate_http(client) if self.kind == "http" else self._negotiate_socks(client)
            self.let_through += 1
            with socket.create_connection((host, port)) as server:
                self._open.append(server)
                self._pass_on(client, server)

    def _negotiate_http(self, client: socket.socket) -> tuple[str, int]:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += _read(client, 1)
        expected = base64.b64encode(f"{USER}:{PASSWORD}".encode())
        if self.manner == "refuses" or b"Proxy-Authorization: Basic " + expected + b"\r\n" not in head:
            self._say(client, b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            raise EOFError
        host, _, port = head.split()[1].decode().rpartition(":")
        self._say(client, b"HTTP/1.1 200 OK\r\n\r\n")
        return host.strip("[]"), int(port)

    def _negotiate_socks(self, client: socket.socket) -> tuple[str, int]:
        _read(client, _read(client, 2)[1])
        self._say(client, b"\x05\x02")
        user = _read(client, _read(client, 2)[1])
        password = _read(client, _read(client, 1)[0])
        if (user.decode(), password.decode()) != (USER, PASSWORD):
            self._say(client, b"\x01\x01")
            raise EOFError
        self._say(client, b"\x01\x00")
        if self.manner == "refuses":
            self._say(client, b"\x05\x02\x00\x01" + bytes(6))
            raise EOFError
        kind = _read(client, 4)[3]
        address = _read(client, 4 if kind == 1 else 16)
        port = int.from_bytes(_read(client, 2), "big")
        self._say(client, b"\x05\x00\x00\x01" + bytes(6))
        return socket.inet_ntop(socket.AF_INET if kind == 1 else socket.AF_INET6, address), port

    def _say(self, client: socket.socket, data: bytes) -> None:
        step = 1 if self.manner == "byte_by_byte" else len(data)
        for start in range(0, len(data), step):
            client.sendall(data[start : start + step])

    def _pass_on(self, client: socket.socket, server: socket.socket) -> None:
        left = BROKEN_OFF
        while True:
            ready, _, _ = select.select([client, server], [], [])
            for each in ready:
                data = each.recv(65536)
                if not data:
                    return
                if each is client:
                    server.sendall(data)
                    continue
                self._say(client, data[:left] if self.manner == "breaks_off" else data)
                left -= len(data)
                if self.manner == "breaks_off" and left <= 0:
                    return


def _read(client: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = client.recv(size - len(data))
        if not more:
            raise EOFError
        data += more
    return data


@contextlib.contextmanager
def plain_proxy(kind: Kind, manner: Manner = "usual") -> Iterator[PlainProxy]:
    proxy = PlainProxy(kind, manner)
    try:
        yield proxy
    finally:
        proxy.close()
