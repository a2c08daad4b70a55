"""What stands between a client and a server: a relay whose connections can be cut, with TLS towards the client."""

import contextlib
import shutil
import socket
import ssl
import subprocess
import threading
from pathlib import Path

import pytest

_BLOCK = 65536


class Relay:
    """Hands bytes on to a port of this machine, as a reverse proxy that leaves the request's head as it is."""

    def __init__(self, port: int, tls: ssl.SSLContext | None = None) -> None:
        self.target = port
        self.connections = 0  #: how many there were
        self._tls = tls
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break every connection there is, as a network does that goes away for a moment."""
        for each in list(self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def __enter__(self) -> "Relay":  # noqa: PYI034 - Self needs 3.11
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as leaving:
            near = leaving.enter_context(client)
            if self._tls is not None:
                near = leaving.enter_context(self._tls.wrap_socket(near, server_side=True))
            far = leaving.enter_context(socket.create_connection(("127.0.0.1", self.target)))
            self._open |= {near, far}
            back = threading.Thread(target=self._pump, args=(far, near, True), daemon=True)
            back.start()
            self._pump(near, far, False)
            back.join()
            self._open -= {near, far}

    def hand_on(self, block: bytes, target: socket.socket, *, is_answer: bool) -> None:
        """Bytes on their way; whoever raises an OSError here breaks the connection."""
        del is_answer  # those that differ between the ways do so in a subclass
        target.sendall(block)

    def _pump(self, source: socket.socket, target: socket.socket, is_answer: bool) -> None:
        with contextlib.suppress(OSError):
            while block := source.recv(_BLOCK):
                self.hand_on(block, target, is_answer=is_answer)
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


def certificate(folder: Path, *names: str) -> tuple[Path, ssl.SSLContext]:
    """A certificate for these names, signed by itself; and what a server needs to show it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl to make a certificate with")
    file, key = folder / "certificate.pem", folder / "key.pem"
    words = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    words += [
        "-subj",
        f"/CN={names[0]}",
        "-addext",
        f"subjectAltName={','.join(f'DNS:{name}' for name in names)}",
        "-out",
        str(file),
        "-keyout",
        str(key),
    ]
    subprocess.run([openssl, *words], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    return file, context
