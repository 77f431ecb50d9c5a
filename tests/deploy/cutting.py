"""A network between a client and a server that fails when it is least wanted."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

_ENOUGH = 1 << 16


@contextmanager
def cut_after(url: str, word: bytes, number: int) -> Iterator[str]:
    """Give a URL that leads to the same server until a word was sent for the nth time.

    The server gets it and answers; the answer never arrives, and the network
    works again for whoever connects anew.
    """
    parts = urlsplit(url)
    server = (parts.hostname or "", parts.port or 0)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        cutter = threading.Thread(
            target=_serve, args=(listening, server, word, number), daemon=True
        )
        cutter.start()
        port = listening.getsockname()[1]
        yield parts._replace(netloc=f"{parts.username}@127.0.0.1:{port}").geturl()
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
    cutter.join()


def _serve(listening: socket.socket, server: tuple[str, int], word: bytes, number: int) -> None:
    left = number
    with suppress(OSError):
        while True:
            client, _ = listening.accept()
            with client, socket.create_connection(server) as there:
                left = _between(client, there, word, left)


def _between(client: socket.socket, server: socket.socket, word: bytes, left: int) -> int:
    """Pass on what both say, until one goes or the word was said often enough."""
    answers = threading.Thread(target=_pass, args=(server, client, gate := threading.Event()))
    answers.start()
    try:
        while said := client.recv(_ENOUGH):
            left -= said.count(word)
            if left == 0 and word in said:
                gate.set()  # from here on no answer arrives
                server.sendall(said)
                answers.join()
                return -1
            server.sendall(said)
    except OSError:
        pass
    with suppress(OSError):
        server.shutdown(socket.SHUT_RDWR)
    answers.join()
    return left


def _pass(server: socket.socket, client: socket.socket, gate: threading.Event) -> None:
    with suppress(OSError):
        while said := server.recv(_ENOUGH):
            if gate.is_set():
                return
            client.sendall(said)
