"""An HTTP proxy for one connection, which answers ``CONNECT`` in the pieces that a test wants."""

import select
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

IMPATIENCE = 0.1  # seconds in which a client that does not wait for the rest would have gone on


class HttpProxy:
    """``requests`` are the heads that arrived; ``went_on_early`` is set by a client that takes a piece for all."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces = pieces
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.requests: list[bytes] = []
        self.went_on_early = False

    def serve(self) -> None:
        client, _ = self._listening.accept()
        with client:
            head = b""
            while b"\r\n\r\n" not in head:
                head += client.recv(4096)
            self.requests.append(head)
            for piece in self._pieces:
                client.sendall(piece)
                if piece is not self._pieces[-1] and select.select([client], [], [], IMPATIENCE)[0]:
                    self.went_on_early = True
                    return
            host, _, port = head.split()[1].decode().rpartition(":")
            with socket.create_connection((host, int(port))) as server:
                _pipe(client, server)

    def close(self) -> None:
        self._listening.close()


def _pipe(client: socket.socket, server: socket.socket) -> None:
    other = {client: server, server: client}
    while True:
        for ready in select.select(list(other), [], [])[0]:
            try:
                data = ready.recv(65536)
            except ConnectionError:
                data = b""
            if not data:
                return
            other[ready].sendall(data)


@contextmanager
def http_proxy(*pieces: bytes) -> Iterator[HttpProxy]:
    proxy = HttpProxy(pieces)
    thread = threading.Thread(target=proxy.serve)
    thread.start()
    try:
        yield proxy
    finally:
        thread.join(10)
        proxy.close()
