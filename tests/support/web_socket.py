"""A WebSocket to the supervisor, opened within the tests' patience: its own ten seconds are short on a busy machine."""

from typing import Any

from websockets.sync import client
from websockets.sync.client import ClientConnection

from .wait import patient


def connect(url: str, **options: Any) -> ClientConnection:
    """`websockets.sync.client.connect`, with its options.

    Raises:
        InvalidStatus: The server answered, and did not open it.
        TimeoutError: It did not answer in time.
    """
    return client.connect(url, open_timeout=patient(10), **options)
