"""The least that brings a line of a log to a WebSocket: a writer, a file, a bell, a server that reads and sends.

    python log_stub.py FOLDER        prints its port; a client's first message says how many lines, and how far apart

What renflow does besides - levels, secrets, rotation, numbers, many watchers, those that come back - is not in it.
"""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Event

from websockets.asyncio.server import ServerConnection, serve


def write(path: str, count: int, pause: float) -> None:
    """The writing process: a line with its time, and a byte on stdout."""
    with Path(path).open("a", encoding="utf-8", buffering=1) as file:
        for _ in range(count):
            file.write(f"{time.time_ns()}\n")
            os.write(1, b".")
            Event().wait(pause)


async def follow(socket: ServerConnection, folder: Path) -> None:
    """Start a writer, and send its lines as they come."""
    count, pause = str(await socket.recv()).split()
    path = folder / f"{time.time_ns()}.log"
    path.touch()
    words = [__file__, "write", str(path), count, pause]
    writer = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=subprocess.PIPE)
    assert writer.stdout is not None
    with path.open(encoding="utf-8") as file:
        while await writer.stdout.read(1024):
            for line in file:
                await socket.send(line.strip())
    await writer.wait()


async def main(folder: Path) -> None:
    async with serve(lambda socket: follow(socket, folder), "127.0.0.1", 0, compression=None) as server:
        print(next(iter(server.sockets)).getsockname()[1], flush=True)
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
    else:
        asyncio.run(main(Path(sys.argv[1])))
