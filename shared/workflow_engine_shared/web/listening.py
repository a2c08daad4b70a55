"""Whether anybody listens at an address, found out in a moment: Ray itself tries for a minute or more."""

import socket
import threading

TRIES = 3
_BETWEEN_S = 0.5
_CONNECT_S = 3.0


def refusal(address: str, tries: int = TRIES) -> str:
    """Why nobody can be reached at `host:port`; empty: somebody listens there."""
    host, _, port = address.rpartition(":")
    why = ""
    for left in range(tries - 1, -1, -1):
        try:
            socket.create_connection((host.strip("[]"), int(port)), _CONNECT_S).close()
        except OSError as error:
            why = error.strerror or str(error) or type(error).__name__
            if left:
                threading.Event().wait(_BETWEEN_S)
        else:
            return ""
    return why
